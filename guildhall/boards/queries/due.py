"""Who is due a seat: organizations that placed students of what a board advises on, and have none (D13, N12, M20).

Placements lie under the second lock and are counted by the software. A number of students of other institutions below
ten is not told, and of an employer that somebody does not see they learn nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from guildhall.boards.models import Board, Member, Remit, SeatFor
from guildhall.boards.queries.measures import measures_of
from guildhall.boards.querysets import CURRENT
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.pathways.models import Program
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.students.querysets import places_of

WHY = "which organizations placed students of what a board advises on, which names no student"
MOST = 200  # organizations that a page lists
HOSTED = ("started", "completed", "ended_early")


def programs_of(board: Board) -> list[Any]:
    """The keys of the programs that a board advises on: its own, those of its pathways, and of its academies'."""
    remits = Remit.objects.filter(board=board)
    own = remits.exclude(program=None).values("program")
    pathways = Q(pathway__in=remits.exclude(pathway=None).values("pathway"))
    pathways |= Q(pathway__in=remits.exclude(academy__pathway=None).values("academy__pathway"))
    return list(Program.objects.filter(Q(pk__in=own) | pathways).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Hosting:
    """An organization that placed students, how many as the reader may know, and whether it has a seat."""

    employer: Employer
    students: int | None  # None: fewer than ten, of other institutions
    has_seat: bool


@dataclass(frozen=True)
class Coverage:
    """The organizations that place students, and those of them with a seat: placement-partner coverage (M20)."""

    rows: Sequence[Hosting]
    days: int

    @property
    def due(self) -> list[Hosting]:
        """Who is due a seat, those with the most students first."""
        return [row for row in self.rows if not row.has_seat]

    @property
    def seated(self) -> int:
        return sum(row.has_seat for row in self.rows)

    @property
    def hosting(self) -> int:
        return len(self.rows)


def coverage_of(board: Board, person: Person, programs: list[Any] | None = None) -> Coverage:
    """Which organizations placed students lately, and which of them have a seat, as somebody may know (D13, M20)."""
    days = measures_of(board).placing_days
    placed = _placed(programs_of(board) if programs is None else programs, days)
    seen = Employer.objects.visible_to(person).filter(pk__in=placed, posted_at__isnull=False)
    employers = {row.pk: row for row in seen.defer("search")}
    seated = seated_at(board)
    own = frozenset(places_of(person))
    rows = [
        (_total(placed[key], own), Hosting(row, _told(placed[key], own), key in seated))
        for key, row in employers.items()
    ]
    ranked = sorted(rows, key=lambda row: (-row[0], row[1].employer.name.casefold(), str(row[1].employer.pk)))
    return Coverage([one for _students, one in ranked[:MOST]], days)


Students = dict[Any, Sequence[Any]]  # each student with the line of the institution


def _placed(programs: list[Any], days: int) -> dict[Any, Students]:
    """The students of some programs whom each employer hosted, with the line of their institution."""
    found: dict[Any, Students] = defaultdict(dict)
    if not programs:
        return found
    since = clock.today() - timedelta(days)
    with keeping(Keeper.RECOUNT, WHY):
        rows = Placement.objects.filter(program__in=programs, state__in=HOSTED, started_on__gte=since)
        for employer, student, line in rows.values_list("employer", "student", "institution__lineage"):
            found[employer][student] = line
    return found


def _total(students: Students, own: frozenset[Any]) -> int:
    """By how many students organizations are ranked: those that may not be told count as one."""
    return _told(students, own) or 1


def _told(students: Students, own: frozenset[Any]) -> int | None:
    others = sum(own.isdisjoint(line) for line in students.values())
    return None if 0 < others < FEWEST else len(students)


def seated_at(board: Board) -> frozenset[Any]:
    """The employers with a seat on a board: by a seat of their own, in a cluster, or by somebody who sits there."""
    named = SeatFor.objects.filter(seat__board=board, seat__removed_on=None).values_list("employer")
    sitting = Member.objects.filter(board=board, state__in=CURRENT, contact__isnull=False)
    return frozenset(key for (key,) in named.union(sitting.values_list("contact__employer")))
