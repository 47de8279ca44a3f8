"""The meetings of a board and their motions, as pages show them (D15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from guildhall.boards.models import Board, BoardMeeting, Interest, Member, Motion
from guildhall.boards.queries.measures import measures_of
from guildhall.boards.queries.quorum import Called, Quorum, VoteCount, counts_of, quorums_of
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.people.models import Person

MOST = 300  # meetings of one board: more than a century of them


@dataclass(frozen=True)
class Line:
    """A past meeting in the list of a board: its quorum, and whether whoever reads may look in."""

    row: BoardMeeting
    quorum: Quorum
    inside: bool


def meetings_of(board: Board, person: Person) -> list[Line]:
    """The past meetings of a board, the latest first, each with its quorum (N12)."""
    rows = list(_rows(board).exclude(_ahead())[:MOST])
    return _lines(rows, board, person)


def ahead_of(board: Board, person: Person) -> list[Line]:
    """The meetings of a board that are planned, the next one first."""
    return _lines(list(_rows(board).filter(_ahead()).order_by("meeting__starts_at")[:MOST]), board, person)


def _rows(board: Board) -> QuerySet[Any]:
    return BoardMeeting.objects.filter(board=board).select_related("meeting")


def _ahead() -> Q:
    return Q(meeting__state=Meeting.State.PLANNED, meeting__ends_at__gte=clock.now())


def _lines(rows: list[BoardMeeting], board: Board, person: Person) -> list[Line]:
    quorums = quorums_of(rows, measures_of(board).quorum)
    keys = [row.meeting_id for row in rows]
    inside = set(Meeting.objects.led_by(person).filter(pk__in=keys).values_list("pk", flat=True))
    return [Line(row, quorums[row.pk], row.meeting_id in inside) for row in rows]


def unapproved_before(held: BoardMeeting) -> Sequence[BoardMeeting]:
    """The earlier meetings of the board whose minutes are written and not approved yet."""
    rows = BoardMeeting.objects.filter(
        board=held.board_id, approved_on=None, meeting__starts_at__lt=held.meeting.starts_at
    )
    return list(rows.exclude(meeting__minutes="").select_related("meeting")[:12])


def missing_from(held: BoardMeeting, person: Person) -> list[Member]:
    """The members of a board who are not on the list of a meeting ahead."""
    if held.meeting.state != Meeting.State.PLANNED:
        return []
    rows = Member.objects.visible_to(person).current().filter(board=held.board_id)
    return list(rows.exclude(entitled__held=held).select_related("person", "contact__employer"))


def interests_at(held: BoardMeeting, person: Person) -> list[Interest]:
    """The conflicts of interest of the members entitled to a meeting, so far as its leader sees them."""
    rows = Interest.objects.visible_to(person).filter(member__entitled__held=held, over_on=None)
    return list(rows.select_related("member__person", "member__contact"))


@dataclass(frozen=True)
class Put:
    """A motion, with its count: while the vote is open only how many have voted, once it is settled the numbers."""

    row: Motion
    count: VoteCount

    @property
    def is_open(self) -> bool:
        return bool(self.row.activity.is_open)

    @property
    def was_opened(self) -> bool:
        return self.row.activity.opened_at is not None

    @property
    def voted(self) -> int:
        """How many members have voted so far."""
        return self.count.in_favor + self.count.against + self.count.abstained


def motions_of(held: BoardMeeting, person: Person) -> list[Put]:
    """The motions of a meeting, in their order."""
    rows = Motion.objects.visible_to(person).filter(held=held).select_related(
        "activity", "moved_by__person", "moved_by__contact", "seconded_by__person", "seconded_by__contact",
        "minutes_of__meeting", "recommendation",
    )  # fmt: skip
    ordered = list(rows.order_by("activity__position"))
    counts = counts_of(row for row in ordered if not row.outcome)
    return [Put(row, counts.get(row.pk) or _settled(row)) for row in ordered]


def _settled(row: Motion) -> VoteCount:
    return VoteCount(row.in_favor or 0, row.against or 0, row.abstained or 0, 0)


def to_vote_by_hand(motion: Motion, called: Sequence[Called]) -> tuple[list[Called], dict[Any, str]]:
    """Who may vote on a motion and has not by phone, and the votes that were entered by hand before."""
    ballots = motion.activity.ballots.filter(attendee__participant__isnull=False)
    by_phone = set(ballots.filter(by=None).values_list("attendee__participant", flat=True))
    barred = set(motion.activity.abstaining.values_list("pk", flat=True))
    voted = dict(ballots.exclude(by=None).values_list("attendee__participant", "choice"))
    open_to = [
        one for one in called
        if one.row.votes and one.counts and one.row.participant_id not in by_phone | barred
        and one.row.participant_id is not None
    ]  # fmt: skip
    return open_to, voted
