"""Who is due a seat: organizations that placed students of what a board advises on, and have none (D13, N12, M20).

Placements lie under the second lock and are counted by the software. Students of other institutions are told in full
tens, and of an employer that somebody does not see they learn nothing.
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
from guildhall.lib.small_counts import Told, told_of
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
    told: Told
    has_seat: bool

    @property
    def students(self) -> int | None:
        """How many; None: fewer than ten, of other institutions."""
        return self.told.n


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
    rows = [(told_to(placed[key], own), row, key in seated) for key, row in employers.items()]
    # Those that may not be told count as one.
    ranked = sorted(rows, key=lambda row: (-(row[0].n or 1), row[1].name.casefold(), str(row[1].pk)))
    return Coverage([Hosting(row, told, has_seat) for told, row, has_seat in ranked[:MOST]], days)


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


def told_to(students: Students, own: frozenset[Any]) -> Told:
    """How many some students are, to whoever keeps those of some institutions."""
    others = sum(own.isdisjoint(line) for line in students.values())
    return told_of(len(students) - others, others)


def seated_at(board: Board) -> frozenset[Any]:
    """The employers with a seat on a board: by a seat of their own, in a cluster, or by somebody who sits there."""
    named = SeatFor.objects.filter(seat__board=board, seat__removed_on=None).values_list("employer")
    sitting = Member.objects.filter(board=board, state__in=CURRENT, contact__isnull=False)
    return frozenset(key for (key,) in named.union(sitting.values_list("contact__employer")))
