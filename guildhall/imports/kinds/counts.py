"""A row of a list of counts: enrollment by program and term, credits by course and term (F16, M14, M15)."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from guildhall.employers.matching.names import fold
from guildhall.imports.kinds.programs import credential_of
from guildhall.lib import clock
from guildhall.pathways.actions.counting_in import OneCount
from guildhall.pathways.actions.terms import MOST
from guildhall.pathways.models import Articulation, Course, Program
from guildhall.pathways.terms import term_in

Kind = Articulation.Kind
HIDDEN = re.compile(r"[*†‡]+|n/?a|ds|--?|(<|fewer than|less than|under) ?\d+\**", re.IGNORECASE)
_WAYS = (
    (Kind.CONCURRENT, r".*(concurrent|concurrente).*|ce|ccap"),
    (Kind.DUAL, r".*(dual|doble).*|de"),
    (Kind.ARTICULATED, r".*articul.*|.*credit by exam.*|cbe|ar"),
)


class Reading:
    """How the rows of one list are read: the programs and courses of the institution, looked up once."""

    def __init__(self, programs: Sequence[Program], courses: Sequence[Course]) -> None:
        self.programs: dict[str, list[Program]] = {}
        for program in programs:
            self.programs.setdefault(fold(program.name), []).append(program)
        self.courses: dict[str, list[Course]] = {}
        for course in courses:
            self.courses.setdefault(_plain(course.number), []).append(course)

    def enrollment(self, cells: Mapping[str, str]) -> tuple[OneCount | None, list[str], list[str]]:
        """The count of one row, what is wrong with it, and what is said of it all the same."""
        wrong: list[str] = []
        program = self._program(cells.get("program_name", ""), cells.get("credential", ""), wrong)
        year, part = _term(cells, wrong)
        students = _number("students", cells.get("students", ""), wrong)
        if wrong:
            return None, wrong, []
        if students is None:
            return None, [], ["The list does not say this number: it was left out, which is not the same as none."]
        return OneCount(year, part, (program,), (("students", int(students)),)), [], []

    def credits(self, cells: Mapping[str, str]) -> tuple[OneCount | None, list[str], list[str]]:
        """The same of a row of credits."""
        wrong: list[str] = []
        course = self._course(cells.get("course", ""), wrong)
        way = _way(cells.get("way", ""), wrong)
        year, part = _term(cells, wrong)
        students = _number("students", cells.get("students", ""), wrong)
        credits = _number("credits", cells.get("credits", ""), wrong, whole=False)
        if wrong:
            return None, wrong, []
        if students is None or credits is None:
            return None, [], ["The list does not say this number: it was left out, which is not the same as none."]
        if credits and not students:
            return None, ["Credits are earned by somebody: the list says by no student."], []
        return OneCount(year, part, (course, way), (("students", int(students)), ("credits", credits))), [], []

    def _program(self, name: str, award: str, wrong: list[str]) -> Any:
        found = self.programs.get(fold(name), [])
        if award and len(found) > 1:
            found = [row for row in found if row.credential == credential_of(award)]
        return _one(found, "program", name, wrong)

    def _course(self, words: str, wrong: list[str]) -> Any:
        found = self.courses.get(_plain(words), [])
        if not found:  # "MED 101 Medical terms": the number stands in front of the name
            found = [one for plain, rows in self.courses.items() if _plain(words).startswith(plain) for one in rows]
        return _one(found, "course", words, wrong)


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(words))


def _one(found: Sequence[Any], what: str, words: str, wrong: list[str]) -> Any:
    if not words:
        wrong.append(f"The {what} is missing.")
    elif not found:
        wrong.append(f"The institution has no {what} “{words}”. Enter it first.")
    elif len(found) > 1:
        wrong.append(f"Several {what}s are called “{words}”.")
    else:
        return found[0].pk
    return None


def _term(cells: Mapping[str, str], wrong: list[str]) -> tuple[int, str]:
    year, part = term_in(cells.get("year", ""), cells.get("part", ""))
    said = " ".join(filter(None, (cells.get("part", ""), cells.get("year", ""))))
    this = clock.today().year
    if year is None:
        wrong.append(f"“{said}” is no term with its year." if said else "The term is missing.")
    elif not this - 40 <= year <= this + 1:
        wrong.append(f"“{said}” is too far away.")
    return year or 0, part


def _way(words: str, wrong: list[str]) -> str:
    if not words:
        return Kind.DUAL
    said = fold(words)
    for way, pattern in _WAYS:
        if re.fullmatch(pattern, said):
            return way
    wrong.append(f"“{words}” is no way of earning credit early.")
    return ""


def _number(what: str, text: str, wrong: list[str], *, whole: bool = True) -> Decimal | None:
    """A number of a cell; None where the list hides it, as lists do with few students."""
    said = text.strip().replace(",", "")
    if not said:
        wrong.append(f"How many {what} is missing.")
        return None
    if HIDDEN.fullmatch(said):
        return None
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= MOST or (whole and number != int(number)):
        wrong.append(f"“{text}” is not a number of {what}.")
        return None
    return number if whole else number.quantize(Decimal("0.01"))
