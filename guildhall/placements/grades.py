"""Grades from kindergarten to the twelfth, how lists write them, and which stages of learning at work belong to each.

The stages follow document 003: exploration begins in elementary school, and training comes last (D21).
"""

import re

GRADES = ("K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
PLACE = {grade: place for place, grade in enumerate(GRADES)}
FIRST_NAMED = "6"  # where a school says nothing else, children of elementary school are counted without names
# From which grade on, and to which, a stage is looked for.
EXPECTED = (
    ("awareness", "K", "8"),
    ("exploration", "6", "10"),
    ("preparation", "9", "12"),
    ("training", "11", "12"),
)
_KINDER = re.compile(r"k(g|inder(garten)?)?|tk|0+|pre-?k", re.IGNORECASE)
_NUMBER = re.compile(r"(?:grade|grado|gr|g)?[ .]*0*(1[0-2]|[1-9])(?:st|nd|rd|th)?(?: (?:grade|grado))?", re.IGNORECASE)


def grade_in(text: str) -> str:
    """The grade that some words mean: "09", "9th", "Grade 9", "KG"; nothing where they mean none."""
    words = " ".join(text.split())
    if _KINDER.fullmatch(words):
        return "K"
    found = _NUMBER.fullmatch(words)
    return found[1] if found else ""


def expected_at(grade: str) -> frozenset[str]:
    """The stages that are looked for in a grade."""
    place = PLACE[grade]
    return frozenset(stage for stage, first, last in EXPECTED if PLACE[first] <= place <= PLACE[last])


def is_before(grade: str, other: str) -> bool:
    """Whether a grade lies below another one."""
    return PLACE[grade] < PLACE[other]
