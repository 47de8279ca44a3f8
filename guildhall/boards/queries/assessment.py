"""The self-assessment of a board, as the Washington SBCTC has it: it fills itself from the records (N12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.boards.models import Board, Member, Seat
from guildhall.boards.queries.figures import Report, report_of
from guildhall.lib import clock
from guildhall.meetings.models import AgendaItem, Meeting, Paper
from guildhall.people.models import Person


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the self-assessment: whether it is met, what shows it, and where the rows are."""

    key: str
    question: Any
    is_met: bool
    shown: str
    url: str


@dataclass(frozen=True)
class Assessment:
    """The whole of it, on a day."""

    board: Board
    report: Report
    answers: Sequence[Answer]
    on: Any

    @property
    def met(self) -> int:
        return sum(one.is_met for one in self.answers)

    @property
    def open(self) -> int:
        return len(self.answers) - self.met


def assessment_of(board: Board, person: Person) -> Assessment:
    """The self-assessment of a board, as its reader may know it: nothing is typed, each line opens into rows (N12)."""
    report = report_of(board, person)
    answers = [*_members(board, report), *_meetings(board, report), *_work(board, report)]
    return Assessment(board, report, answers, clock.today())


def _members(board: Board, report: Report) -> list[Answer]:
    at, measures, filled = reverse("board", args=[board.pk]), report.measures, report.filled
    serving = [one.member for one in report.places if one.member and one.member.state == Member.State.SERVING]
    labor = [one for one in report.places if one.seat.category == Seat.Category.LABOR and one.member in serving]
    chairs = [one for one in serving if one.office == Member.Office.CHAIR]
    over = [one for one in serving if one.is_over]
    away = report.away
    return [
        Answer("members", _("Members with a vote: at least %d") % measures.members,
               filled.voting >= measures.members,
               ngettext("%d member with a vote", "%d members with a vote", filled.voting) % filled.voting, at),
        Answer("business", _("At least %d percent of them are from business and industry") % measures.business,
               filled.business_share_met,
               _("%(some)d of %(all)d") % {"some": filled.business, "all": filled.voting}, at),
        Answer("labor", ngettext("Labor has at least %d seat, and it is filled",
                                 "Labor has at least %d seats, and they are filled", measures.labor) % measures.labor,
               len(labor) >= measures.labor, ", ".join(one.member.name for one in labor if one.member) or _("nobody"),
               at),
        Answer("officers", _("It has a chair and a secretary"), bool(chairs) and board.secretary.is_active,
               ", ".join([*(one.name for one in chairs), board.secretary.name]), at),
        Answer("terms", _("Nobody sits longer than their term"), not over,
               ", ".join(one.name for one in over) or _("all terms run"), at),
        Answer("attendance", _("Nobody came to fewer than %d percent of the meetings") % measures.attendance,
               not away, ", ".join(one.member.name for one in away if one.member) or _("nobody"), at),
    ]  # fmt: skip


def _meetings(board: Board, report: Report) -> list[Answer]:
    at, held = reverse("board-meetings", args=[board.pk]), report.held
    required, quorums = report.measures.meetings, report.with_quorum
    minuted = [one for one in held if one.meeting.minutes]
    # What was approved by the next meeting; the latest one waits for it.
    older = held[1:]
    approved = [one for one in older if one.approved_on is not None]
    prepared = _prepared([one.meeting_id for one in held])
    n = len(held)
    return [
        Answer("meetings", ngettext("It met at least %d time in the last year",
                                    "It met at least %d times in the last year", required) % required,
               n >= required, ngettext("%d meeting", "%d meetings", n) % n, at),
        Answer("quorum", _("There was a quorum at every meeting"), n > 0 and quorums == n, _of(quorums, n), at),
        Answer("minutes", _("There are minutes of every meeting"), n > 0 and len(minuted) == n, _of(len(minuted), n),
               at),
        Answer("approved", _("The minutes were approved by the next meeting"), len(approved) == len(older) and n > 0,
               _of(len(approved), len(older)), at),
        Answer("agenda", _("Agenda or papers were there before every meeting"), n > 0 and prepared == n,
               _of(prepared, n), at),
    ]  # fmt: skip


def _of(some: int, all_of_them: int) -> str:
    return _("%(some)d of %(all)d") % {"some": some, "all": all_of_them}


def _prepared(meetings: list[Any]) -> int:
    """How many of some meetings had an agenda or a paper."""
    items = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    papers = Paper.objects.filter(meeting=OuterRef("pk"), removed_at=None)
    return Meeting.objects.filter(Exists(items) | Exists(papers), pk__in=meetings).count()


def _work(board: Board, report: Report) -> list[Answer]:
    coverage, advice = report.coverage, reverse("board-advice", args=[board.pk])
    earlier = [one.pk for one in report.held[1:]]
    undecided = Q(closed_on=None, decide_by__lt=clock.today()) | Q(state="open", held__in=earlier)
    n = board.recommendations.filter(undecided).count()
    said = ngettext("%d without a decision", "%d without a decision", n) % n if n else _("none is late")
    return [
        Answer("advice", _("Whatever it recommended has been decided on by the next meeting"), not n,
               said, advice),
        Answer("partners", _("Every organization that places students has a seat"), not coverage.due,
               _of(coverage.seated, coverage.hosting), reverse("board-due", args=[board.pk])),
    ]  # fmt: skip
