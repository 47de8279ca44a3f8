"""How a board does: M20, participation in work-based learning (M21), and the figures that its agenda brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext, ngettext

from guildhall.boards.measures import YEAR, Measures
from guildhall.boards.models import Board, BoardMeeting, Recommendation
from guildhall.boards.queries.due import HOSTED, WHY, Coverage, coverage_of, programs_of, told_to
from guildhall.boards.queries.measures import measures_of
from guildhall.boards.queries.quorum import Quorum, quorums_of
from guildhall.boards.queries.seats import Filled, Place, filled_of, seats_of
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.numbers import counted
from guildhall.lib.small_counts import FEWEST, Told, told_of
from guildhall.meetings.models import Meeting
from guildhall.people.models import Person
from guildhall.placements.models import Experience, Placement
from guildhall.students.models import Enrolment
from guildhall.students.querysets import places_of
from guildhall.ui.menus import Figure, declared


@dataclass(frozen=True)
class Participation:
    """Students of the programs with a completed experience in a year, of those enrolled; None: too few to tell."""

    students: Told
    enrolled: Told


@dataclass(frozen=True)
class Report:
    """M20 of one board, each number the length of a list that its pages show."""

    measures: Measures
    places: Sequence[Place]
    filled: Filled
    held: Sequence[BoardMeeting]  # in the last year
    quorums: dict[Any, Quorum]
    coverage: Coverage
    given: int  # recommendations, ever
    closed: int
    participation: Participation

    @property
    def with_quorum(self) -> int:
        """At how many of the last year's meetings enough were there."""
        return sum(one.is_met for one in self.quorums.values())

    @property
    def away(self) -> list[Place]:
        """The members who came to fewer than the rules ask of the meetings that they were called to."""
        return [one for one in self.places if one.is_away]

    @property
    def renewals(self) -> list[Place]:
        """The members whose term is over, or soon is."""
        return [one for one in self.places if one.renewal_due]

    @property
    def fewest(self) -> int:
        """How few students are not told of as a number."""
        return FEWEST


def report_of(board: Board, person: Person) -> Report:
    """How a board does, as somebody may know: seats, meetings, quorum, partners with a seat, advice (M20, M21)."""
    measures, places = measures_of(board), seats_of(board, person)
    held, programs = held_lately(board), programs_of(board)
    advice = Recommendation.objects.visible_to(person).filter(board=board)
    counts = advice.aggregate(given=Count("pk"), closed=Count("closed_on"))
    return Report(
        measures, places, filled_of(places, measures), held, quorums_of(held, measures.quorum),
        coverage_of(board, person, programs), counts["given"], counts["closed"],
        participation_in(programs, frozenset(places_of(person))),
    )  # fmt: skip


def held_lately(board: Board) -> list[BoardMeeting]:
    """The meetings that a board held in the last year, the latest first."""
    since = clock.now() - timedelta(YEAR)
    rows = BoardMeeting.objects.filter(board=board, meeting__state=Meeting.State.HELD, meeting__starts_at__gte=since)
    return list(rows.select_related("meeting"))


def participation_in(programs: Sequence[Any], own: frozenset[Any]) -> Participation:
    """How many of those enrolled in some programs took part in work-based learning within a year (M21).

    Whoever has no roster of graduates does not call it 5S3: it is participation, of everybody enrolled.
    """
    if not programs:
        return Participation(Told(0), Told(0))
    since = clock.today() - timedelta(YEAR)
    with keeping(Keeper.RECOUNT, WHY):
        rows = Enrolment.objects.current().filter(program__in=programs)
        enrolled = dict(rows.values_list("student", "institution__lineage"))
        done = Experience.objects.counted().filter(student__in=list(enrolled), start_on__gte=since)
        took_part = set(done.values_list("student", flat=True)) if enrolled else set()
    return Participation(told_to({key: enrolled[key] for key in took_part}, own), told_to(enrolled, own))


# ── On the agenda ────────────────────────────────────────────────────


def figures_for(programs: Sequence[Any]) -> list[Figure]:
    """The figures of all apps about some programs: demand, enrollment, credit and what else is counted."""
    return [figure for tell in declared("BOARD_FIGURES") for figure in tell(programs)]


def own_figures(programs: Sequence[Any]) -> list[Figure]:
    """What was counted of some programs in the last year, for a board: placements, employers, participation."""
    since = clock.today() - timedelta(YEAR)
    with keeping(Keeper.RECOUNT, WHY):
        rows = Placement.objects.filter(program__in=list(programs), state__in=HOSTED, started_on__gte=since)
        pairs = list(rows.values_list("student", "employer"))
    students, hosted = {student for student, _e in pairs}, {employer for _s, employer in pairs}
    employers = Employer.objects.shared_with_all().filter(pk__in=hosted)  # an agenda goes to people outside
    figures = [Figure(gettext("Students placed in the last year"), _in_words(len(students)))]
    if len(students) >= FEWEST:
        figures.append(Figure(gettext("Employers who hosted them"), counted(employers.count())))
    part = participation_in(programs, frozenset())
    if part.enrolled.n and part.students.n is not None:
        value = gettext("%(some)s of %(all)s enrolled") % {"some": part.students, "all": part.enrolled}
        figures.append(Figure(gettext("Took part in work-based learning"), value))
    return figures


def _in_words(students: int) -> str:
    told = told_of(0, students)
    if told.n is None:
        return gettext("fewer than %d") % FEWEST
    return ngettext("%(n)s student", "%(n)s students", told.n) % {"n": told} if told.n else gettext("nobody")
