"""A list of the enrollment of an institution: how many students each program had in a term (F16, M14)."""

from collections.abc import Iterable, Mapping
from typing import Any

from guildhall.audit.recording import record
from guildhall.imports.columns.of_people import ENROLLMENT_FIELDS
from guildhall.imports.kinds.counts import Reading
from guildhall.imports.models import Batch
from guildhall.lib.verdicts import Verdict
from guildhall.pathways.actions import counting_in
from guildhall.pathways.models import Course, Program
from guildhall.pathways.rules import can_count
from guildhall.people.models import Institution, Person

FIELDS = ENROLLMENT_FIELDS
SORT = counting_in.ENROLLED
MOST_REMARKS = 50  # that a summary lists
Wrong = list[tuple[int, list[str]]]


def can_bring(person: Person, institution: Institution) -> Verdict:
    """Who brings a list of counts: the institution's own staff who keep its programs."""
    return can_count(person, institution)


def lacking(columns: Mapping[str, int]) -> list[str]:
    """A row needs the program, the term and how many."""
    return lacking_of(columns, ("program_name", "students"))


def lacking_of(columns: Mapping[str, int], needed: Iterable[str]) -> list[str]:
    """Which of the columns are missing that a count needs; the year may stand in that of the term."""
    missing = [key for key in needed if key not in columns]
    return missing if "part" in columns or "year" in columns else [*missing, "year"]


def judge(
    batch: Batch, rows: Iterable[tuple[int, dict[str, str]]], *, by: Person, keep: bool
) -> tuple[dict[str, Any], Wrong]:
    """What becomes of every row; with `keep` the counts are entered."""
    programs = list(Program.objects.visible_to(by).filter(institution=batch.institution))
    return judged(batch, rows, Reading(programs, []).enrollment, SORT, by=by, keep=keep)


def judged(
    batch: Batch, rows: Iterable[tuple[int, dict[str, str]]], read: Any, sort: counting_in.Sort, *, by: Person,
    keep: bool,
) -> tuple[dict[str, Any], Wrong]:  # fmt: skip
    """What becomes of the rows of a list of counts, of whichever sort."""
    good, remarks = [], []
    wrong: Wrong = []
    total = left = 0
    for line, cells in rows:
        total += 1
        one, problems, said = read(cells)
        remarks += [(line, words) for words in said]
        if problems:
            wrong.append((line, problems))
        elif one is None:
            left += 1
        else:
            good.append((line, one))
    taken, more = counting_in.take_in(good, sort, institution=batch.institution, batch=batch.pk, keep=keep, by=by)
    remarks = sorted(remarks + taken.remarks)
    tally = {"rows": total, "new": taken.new, "repeated": taken.repeated, "skipped": taken.known + left,
             "remarks": [{"line": line, "messages": [words]} for line, words in remarks[:MOST_REMARKS]]}  # fmt: skip
    return tally, sorted(wrong + more)


def note(batch: Batch, count: int, *, by: Person) -> None:
    """Write into the journal that the list was taken in, and how many counts it brought."""
    record("take in counts", batch, by=by, after={"kept": count}, institution=batch.institution)


def take_back(batch: Batch, *, by: Person, sort: counting_in.Sort = SORT) -> int:
    """Take back the counts that the list brought; what somebody has counted otherwise since stays."""
    count = counting_in.give_back(batch.pk, sort)
    record("give back counts", batch, by=by, after={"taken_back": count}, institution=batch.institution)
    return count


def courses_of(person: Person, institution: Institution) -> list[Course]:
    """The courses that an institution teaches."""
    rows = Course.objects.visible_to(person).filter(program__institution=institution)
    return list(rows.select_related("program"))
