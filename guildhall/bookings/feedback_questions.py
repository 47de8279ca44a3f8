"""What people who were at an event are asked about it; few questions, so that it takes half a minute on a phone."""

from guildhall.lib.marking import gettext_noop as _

# By code: what they say how far it is true, from 1 (not at all) to 5 (fully).
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("worth", _("It was worth my time.")),
    ("ready", _("I knew beforehand where to go and what to expect.")),
    ("learned", _("I learned something about work that I did not know.")),
    ("again", _("I want to meet one of these employers again.")),
)
SCALE = (1, 2, 3, 4, 5)

# Why somebody did not come, by code.
REASONS: tuple[tuple[str, str], ...] = (
    ("ill", _("I was ill")),
    ("class", _("I had class or work")),
    ("way", _("I could not get there")),
    ("forgot", _("I forgot")),
    ("changed", _("It was not for me any more")),
    ("there", _("I was there, but nobody checked me in")),
    ("other", _("Something else")),
)
REASON_WORDS = dict(REASONS)


def cleaned(answers: dict[str, int]) -> dict[str, int]:
    """The answers to questions that are asked, within the scale."""
    codes = {code for code, _label in QUESTIONS}
    return {code: value for code, value in answers.items() if code in codes and value in SCALE}
