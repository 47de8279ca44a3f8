"""School years and terms as lists write them: "2026-27", "Fall 2026", "FA26", "Spring". Summer comes first."""

import re

_PARTS = (
    ("fall", r"fall|autumn|fa|f|otono|otoño"),
    ("winter", r"winter|intersession|wi|w|invierno"),
    ("spring", r"spring|sp|primavera"),
    ("summer", r"summer|su|verano"),
    ("year", r"(whole|full|annual|academic|school)( year)?|year|annual|all|ay|sy|todo el año|ano"),
)
_SPAN = re.compile(r"(?<!\d)(20\d\d)\s*[-–/]\s*(?:20)?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT = re.compile(r"(?<=[a-z])\s*'?(\d\d)(?!\d)")


def term_in(year: str, part: str) -> tuple[int | None, str]:
    """The school year, by the calendar year in which it begins, and the term; None and nothing where nobody could say.

    A term with a calendar year, such as "Spring 2027", belongs to the school year in which it lies: 2026.
    """
    words = " ".join(f"{part} {year}".casefold().split())
    which = _part_in(words)
    if span := _SPAN.search(words):
        first, second = int(span[1]), int(span[2])
        return (first, which or "year") if (first + 1) % 100 == second else (None, "")
    named = _YEAR.search(words) or _SHORT.search(words)
    if named is None:
        return None, ""
    calendar = int(named[1]) if len(named[1]) == 4 else 2000 + int(named[1])
    alone = not part.strip() or _YEAR.search(part) or _SHORT.search(part.casefold())
    earlier = which in ("winter", "spring") and bool(alone)
    return calendar - earlier, which or "year"


def _part_in(words: str) -> str:
    letters = " ".join(re.sub(r"[^a-zñ]+", " ", words).split())
    if not letters:
        return ""
    for part, pattern in _PARTS:
        if re.fullmatch(pattern, letters) or re.search(rf"\b({pattern})\b", letters):
            return part
    return ""
