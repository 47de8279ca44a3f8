"""What both sides are asked about working together: the same questions, word for word (D18, D19)."""

from guildhall.lib.marking import gettext_noop as _

# By code: what both sides say how far it is true, from 1 (not at all) to 5 (fully).
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("goals", _("Both sides want the same from working together.")),
    ("contact", _("Whoever is needed on the other side can be reached, and answers.")),
    ("prepared", _("Students come prepared for the work.")),
    ("quality", _("What students do and learn there is worth their time.")),
    ("effort", _("What it takes is in proportion to what comes of it.")),
)
SCALE = (1, 2, 3, 4, 5)


def cleaned(answers: dict[str, int]) -> dict[str, int]:
    """The answers to questions that are asked, within the scale."""
    codes = {code for code, _label in QUESTIONS}
    return {code: value for code, value in answers.items() if code in codes and value in SCALE}
