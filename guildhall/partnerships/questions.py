"""What both sides are asked of an initiative: five categories, each of the person and of the process (F15, M17)."""

from guildhall.lib.marking import gettext_noop as _

SCALE = (1, 2, 3, 4, 5)
PERSON, PROCESS = "person", "process"
# Document 004: the five categories of a stakeholder evaluation.
CATEGORIES: tuple[tuple[str, str], ...] = (
    ("goals", _("Reaching the goals")),
    ("resources", _("Use of resources")),
    ("engagement", _("Quality of engagement")),
    ("impact", _("Impact on students")),
    ("dynamics", _("Working together")),
)
# By category and what it is asked of: how far it is true, from 1 (not at all) to 5 (fully).
QUESTIONS: dict[tuple[str, str], str] = {
    ("goals", PROCESS): _("The initiative comes closer to its goals."),
    ("goals", PERSON): _("What I do brings it closer to its goals."),
    ("resources", PROCESS): _("Knowledge, time and money are used well."),
    ("resources", PERSON): _("My own time and knowledge are used well."),
    ("engagement", PROCESS): _("Those who should be heard are heard, in every phase."),
    ("engagement", PERSON): _("I am asked at the right moment, and know what is expected of me."),
    ("impact", PROCESS): _("Students are better off for it."),
    ("impact", PERSON): _("I see what it does for those for whom I speak."),
    ("dynamics", PROCESS): _("Partners work together better than at the beginning."),
    ("dynamics", PERSON): _("I say openly what I think, and it is taken up."),
}
TEMPERATURE = "temperature"
HOW_IS_IT_GOING = _("How is it going, all in all?")


def codes(full: bool) -> dict[str, str]:
    """What is asked, by code: all ten questions, or the one of a temperature check (F19)."""
    if not full:
        return {TEMPERATURE: HOW_IS_IT_GOING}
    return {f"{category}_{of}": words for (category, of), words in QUESTIONS.items()}


def cleaned(answers: dict[str, int], *, full: bool) -> dict[str, int]:
    """The answers to questions that are asked, within the scale."""
    asked = codes(full)
    return {code: value for code, value in answers.items() if code in asked and value in SCALE}
