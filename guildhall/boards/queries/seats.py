"""The seats of a board: filled or vacant, for whom, and who sits there; and how they fit the rules (D13, D14, M20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from guildhall.boards.measures import RENEWAL_DAYS, YEAR, Measures, is_under, reaches
from guildhall.boards.models import Board, Entitled, Interest, Member, Seat, SeatFor
from guildhall.boards.queries.measures import measures_of
from guildhall.boards.querysets import CURRENT
from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.people.models import Person
from guildhall.store.days import region_day

RELATED = ("person", "contact__employer")
Category = Seat.Category


@dataclass(frozen=True)
class Place:
    """A seat as its board's page shows it: for which organizations, who sits there, and how often they came."""

    seat: Seat
    organizations: Sequence[SeatFor]
    member: Member | None
    came: int = 0
    meetings: int = 0
    is_away: bool = False  # came to fewer meetings of the last year than the rules ask

    @property
    def renewal_due(self) -> bool:
        """Whether the term of who sits there is over, or soon is."""
        return self.member is not None and self.member.ends_on <= clock.today() + timedelta(RENEWAL_DAYS)


def seats_of(board: Board, person: Person) -> list[Place]:
    """The seats of a board that somebody sees, in the order of the categories, each with its member."""
    seen = SeatFor.objects.visible_to(person).select_related("employer").defer("employer__search")
    current = Member.objects.visible_to(person).current().select_related(*RELATED)
    rows = Seat.objects.visible_to(person).standing().filter(board=board)
    rows = rows.prefetch_related(
        Prefetch("organizations", seen, to_attr="named"), Prefetch("members", current, to_attr="sitting")
    )
    came, percent = attendance_of(board), measures_of(board).attendance
    places = [_place(seat, came, percent) for seat in rows]
    order = {value: n for n, value in enumerate(Category.values)}
    return sorted(places, key=lambda one: (order[one.seat.category], one.member is None, str(one.seat.pk)))


def _place(seat: Any, came: dict[Any, tuple[int, int]], percent: int) -> Place:
    member = seat.sitting[0] if seat.sitting else None
    there, meetings = came.get(member.pk, (0, 0)) if member is not None else (0, 0)
    return Place(seat, seat.named, member, there, meetings, is_under(there, meetings, percent))


# Who had taken the seat by the day of the meeting: whoever was only asked belongs to no quorum, and is not absent.
SEATED = Q(member__accepted_on__lte=region_day(F("held__meeting__starts_at")))


def attendance_of(board: Board) -> dict[Any, tuple[int, int]]:
    """To how many of the last year's meetings since they took the seat each member came, and how many these were."""
    year = clock.now() - timedelta(YEAR)
    rows = Entitled.objects.filter(
        SEATED, held__board=board, held__meeting__state=Meeting.State.HELD, held__meeting__starts_at__gte=year
    )
    here = Count("pk", filter=Q(participant__came_at__isnull=False))
    return {
        member: (came, n)
        for member, came, n in rows.values_list("member").annotate(came=here, n=Count("pk")).order_by()
    }


@dataclass(frozen=True, slots=True)
class Needed:
    """How many seats of a category are filled, and how many the rules ask for."""

    label: Any
    filled: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.filled >= self.needed


@dataclass(frozen=True)
class Filled:
    """How the filled seats with a vote fit the rules (M20)."""

    rows: Sequence[Needed]
    seats: int
    filled: int
    voting: int
    business: int
    business_share_met: bool

    @property
    def vacant(self) -> int:
        return self.seats - self.filled


def filled_of(places: Sequence[Place], measures: Measures) -> Filled:
    """How many seats are filled by those who have accepted, over all and by category, against the rules."""
    serving = [one for one in places if one.member is not None and one.member.state == Member.State.SERVING]
    voting = [one for one in serving if one.seat.votes]
    business = sum(one.seat.category == Category.BUSINESS for one in voting)
    labor = sum(one.seat.category == Category.LABOR for one in voting)
    share = -(-measures.members * measures.business // 100)
    rows = [
        Needed(Category.BUSINESS.label, business, max(share, -(-len(voting) * measures.business // 100))),
        Needed(Category.LABOR.label, labor, measures.labor),
    ]
    met = reaches(business, len(voting), measures.business)
    return Filled(rows, len(places), len(serving), len(voting), business, met)


def members_of(board: Board, person: Person) -> QuerySet[Any]:
    """The members of a board whom somebody sees, who hold their seat."""
    return Member.objects.visible_to(person).current().filter(board=board).select_related(*RELATED, "seat")


def former_of(board: Board, person: Person) -> list[Member]:
    """Who sat on a board before, the latest first."""
    rows = Member.objects.visible_to(person).filter(board=board).exclude(state__in=CURRENT)
    return list(rows.select_related(*RELATED, "seat").order_by("-ended_on", "pk")[:100])


def interests_of(board: Board, person: Person) -> list[Interest]:
    """The conflicts of interest that stand, of the members whom somebody sees."""
    rows = Interest.objects.visible_to(person).filter(member__board=board, over_on=None, member__state__in=CURRENT)
    return list(rows.select_related("member__person", "member__contact"))


def contacts_to_seat(board: Board, person: Person, q: str) -> list[Contact]:
    """People of shared employers of a name whom somebody sees and who do not sit on the board yet."""
    if not q:
        return []
    known = Member.objects.current().filter(board=board, contact__isnull=False).values("contact")
    rows = Contact.objects.visible_to(person).current().exclude(pk__in=known)
    rows = rows.filter(employer__posted_at__isnull=False)
    for word in q.split()[:5]:
        named = Q(given_name__istartswith=word) | Q(family_name__istartswith=word)
        rows = rows.filter(named | Q(employer__name__icontains=word))
    return list(rows.select_related("employer").order_by("family_name", "given_name", "pk")[:20])
