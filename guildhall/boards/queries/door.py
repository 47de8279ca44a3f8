"""A board as others see it who have no account: a member by their link, and an employer at its front door (N19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.crypto import constant_time_compare

from guildhall.boards.links import number_in, secret_of_member
from guildhall.boards.models import Board, BoardMeeting, Entitled, Member, Recommendation, Remark, SeatFor
from guildhall.boards.queries.agenda import waiting_for
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.meetings.links import names_somebody, secret_of_participant
from guildhall.meetings.models import Meeting
from guildhall.people.models import Person

RELATED = ("board__institution", "board__secretary", "seat", "person", "contact__employer")
WHY = "the seats that an employer has on boards"
LAST = 5  # pieces of advice that a page shows with what became of them


def member_of(secret: str) -> Member | None:
    """The member whose letters hold this address; None where it opens nothing."""
    pk = number_in(secret)
    row = Member.objects.select_related(*RELATED).filter(pk=pk).first() if pk else None
    if row is None or not constant_time_compare(secret, secret_of_member(row)):
        return None
    return row if names_somebody(row) else None


def minutes_of(member: Member) -> Any:
    """The meetings of a member's board whose minutes were approved, the latest first."""
    rows = BoardMeeting.objects.filter(board=member.board_id, approved_on__isnull=False)
    return rows.exclude(meeting__minutes="").select_related("meeting")


def waiting_of(member: Member) -> Any:
    """The advice of a member's board to which something can be said."""
    return Recommendation.objects.waiting().filter(board=member.board_id)


@dataclass(frozen=True)
class Ahead:
    """A meeting to which a member is called: when, their answer, and the secret of their invitation to it."""

    meeting: Meeting
    answer: str
    secret: str


@dataclass(frozen=True)
class Own:
    """What a member sees of their board: the meetings ahead, past ones with approved minutes, and the advice."""

    member: Member
    ahead: Sequence[Ahead]
    minutes: Sequence[BoardMeeting]
    waiting: Sequence[Recommendation]
    closed: Sequence[Recommendation]
    said: dict[Any, list[Remark]]


def own_page(member: Member) -> Own:
    """What stands on a member's own page."""
    rows = Entitled.objects.filter(member=member, held__meeting__in=Meeting.objects.ahead())
    called = rows.select_related("held__meeting__institution", "participant").order_by("held__meeting__starts_at")
    ahead = [
        Ahead(one.held.meeting, one.participant.own_words, secret_of_participant(one.participant))
        for one in called if one.participant is not None
    ]  # fmt: skip
    said: dict[Any, list[Remark]] = {}
    for one in Remark.objects.filter(member=member):
        said.setdefault(one.recommendation_id, []).append(one)
    closed = Recommendation.objects.filter(board=member.board).exclude(closed_on=None).order_by("-closed_on", "-pk")
    return Own(
        member, ahead, list(minutes_of(member)[:LAST]), waiting_for(member.board),
        list(closed[:LAST]), said,
    )  # fmt: skip


# ── Employers ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Seated:
    """A board on which an employer has a seat: who of it sits there, when it meets next, what came of its advice."""

    board: Board
    through: str  # the cluster of partners through which it speaks; empty where the seat is its own
    members: Sequence[Member]
    following: Any
    advice: Sequence[Recommendation]


def _seated(employer: Any) -> list[Seated]:
    named = SeatFor.objects.filter(employer=employer, seat__removed_on=None, seat__board__closed_on=None)
    sitting = Member.objects.current().filter(contact__employer=employer, board__closed_on=None)
    through = dict(named.values_list("seat__board", "seat__cluster"))
    members: dict[Any, list[Member]] = {}
    for member in sitting.select_related("contact", "seat"):
        members.setdefault(member.board_id, []).append(member)
    rows = list(Board.objects.filter(Q(pk__in=through) | Q(pk__in=members)).select_related("institution", "secretary"))
    ahead = BoardMeeting.objects.filter(board__in=rows, meeting__in=Meeting.objects.ahead())
    following: dict[Any, Any] = {}
    for board, starts_at in ahead.order_by("meeting__starts_at").values_list("board", "meeting__starts_at"):
        following.setdefault(board, starts_at)
    decided = Recommendation.objects.filter(board__in=rows).exclude(closed_on=None).order_by("-closed_on", "-pk")
    advice: dict[Any, list[Recommendation]] = {}
    for one in decided[:100]:
        advice.setdefault(one.board_id, []).append(one)
    return [
        Seated(row, through.get(row.pk, ""), members.get(row.pk, ()), following.get(row.pk),
               advice.get(row.pk, [])[:LAST])
        for row in sorted(rows, key=lambda row: row.name.casefold())
    ]  # fmt: skip


def seats_at_door(login: EmployerLogin) -> list[Seated]:
    """The seats of an employer, as it reads them at its own front door (N19)."""
    with keeping(Keeper.LINK, WHY):
        return _seated(login.employer_id)


def boards_of_employer(employer: Employer, person: Person) -> list[Seated]:
    """The boards on which an employer has a seat, for whoever sees the employer."""
    found = _seated(employer.pk)
    seen = set(Member.objects.visible_to(person).filter(contact__employer=employer).values_list("pk", flat=True))
    return [
        Seated(one.board, one.through, [m for m in one.members if m.pk in seen], one.following, one.advice)
        for one in found
    ]
