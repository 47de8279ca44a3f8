"""A list of the credits that students earned early at an institution: by course, way and term (F16, M15)."""

from collections.abc import Iterable, Mapping
from typing import Any

from guildhall.imports.actions import enrolling
from guildhall.imports.actions.enrolling import Wrong, can_bring, courses_of, judged, lacking_of, note
from guildhall.imports.columns.of_people import CREDIT_FIELDS
from guildhall.imports.kinds.counts import Reading
from guildhall.imports.models import Batch
from guildhall.pathways.actions import counting_in
from guildhall.people.models import Person

FIELDS = CREDIT_FIELDS
SORT = counting_in.CREDITS
__all__ = ["FIELDS", "can_bring", "judge", "lacking", "note", "take_back"]


def lacking(columns: Mapping[str, int]) -> list[str]:
    """A row needs the course, the term, how many students and how many credits."""
    return lacking_of(columns, ("course", "students", "credits"))


def judge(
    batch: Batch, rows: Iterable[tuple[int, dict[str, str]]], *, by: Person, keep: bool
) -> tuple[dict[str, Any], Wrong]:
    """What becomes of every row; with `keep` the counts are entered."""
    return judged(batch, rows, Reading([], courses_of(by, batch.institution)).credits, SORT, by=by, keep=keep)


def take_back(batch: Batch, *, by: Person) -> int:
    """Take back the counts that the list brought; what somebody has counted otherwise since stays."""
    return enrolling.take_back(batch, by=by, sort=SORT)
