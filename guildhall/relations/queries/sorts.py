"""The sorts of relations, each read from the records that say it, over what a person sees (D20)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import TextChoices, Value
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models import Agreement, Party
from guildhall.boards.models import Board, Member, Remit, Seat, SeatFor
from guildhall.employers.models import Contact, Employer, KeyAccount
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.models import Program
from guildhall.people.models import Membership, Person
from guildhall.people.permissions import VISITORS
from guildhall.placements.models import Placement
from guildhall.relations.models import Affiliation

LATELY = 730  # days in which somebody was in touch, for the relation to count
MOST_PAIRS = 3_000  # of one sort that are read at once


class Kind(TextChoices):
    """What a point of the web is."""

    EMPLOYER = "employer", _("Employers")
    INSTITUTION = "institution", _("Institutions")
    PROGRAM = "program", _("Programs of study")
    PATHWAY = "pathway", _("Pathways")
    BOARD = "board", _("Advisory boards")
    CONTACT = "contact", _("Contacts at employers")
    COLLEAGUE = "colleague", _("Colleagues")


@dataclass(frozen=True)
class Point:
    """A point of the web: what it is, and the key of its record."""

    kind: str
    pk: UUID


@dataclass(frozen=True)
class Sort:
    """One sort of relation: between which kinds, how it is called, the rows that say it, and their two columns."""

    one: Kind
    other: Kind
    words: Any
    rows: Callable[[Person], Any]
    columns: tuple[str, str]

    def pairs(
        self, person: Person, ones: Collection[UUID] | None = None, others: Collection[UUID] | None = None
    ) -> list[tuple[Point, Point]]:
        """The pairs of this sort that a person sees, narrowed on either side."""
        return pairs_of(person, [(self, ones, others)])[0]

    def asked(self, person: Person, ones: Collection[UUID] | None, others: Collection[UUID] | None) -> Any:
        """The rows of two columns that say the pairs, each pair once."""
        first, second = self.columns
        rows = self.rows(person).filter(**{f"{first}__isnull": False, f"{second}__isnull": False})
        if ones is not None:
            rows = rows.filter(**{f"{first}__in": ones})
        if others is not None:
            rows = rows.filter(**{f"{second}__in": others})
        return rows.order_by(first, second).distinct()


def pairs_of(
    person: Person, asked: Sequence[tuple[Sort, Collection[UUID] | None, Collection[UUID] | None]]
) -> list[list[tuple[Point, Point]]]:
    """The pairs of several sorts, each narrowed on either side, in one statement."""
    found: list[list[tuple[Point, Point]]] = [[] for _sort in asked]
    statements = [
        sort.asked(person, ones, others)
        .annotate(sort_number=Value(n))
        .values_list("sort_number", *sort.columns)[:MOST_PAIRS]
        for n, (sort, ones, others) in enumerate(asked)
    ]
    if not statements:
        return found
    for n, one, other in statements[0].union(*statements[1:], all=True) if statements[1:] else statements[0]:
        found[n].append((Point(asked[n][0].one, one), Point(asked[n][0].other, other)))
    return found


def _lately(person: Person) -> Any:
    first = clock.today() - timedelta(LATELY)
    return Engagement.objects.visible_to(person).contacts().filter(happened_on__gte=first)


def _parties(person: Person) -> Any:
    agreements = Agreement.objects.visible_to(person).in_force()
    employers = Employer.objects.visible_to(person)
    return Party.objects.filter(agreement__in=agreements, employer__in=employers)


def _posted(person: Person) -> Any:
    return Opportunity.objects.visible_to(person).filter(state="posted")


def _seats(person: Person) -> Any:
    seats = Seat.objects.visible_to(person).standing().filter(board__closed_on=None)
    return SeatFor.objects.visible_to(person).filter(seat__in=seats)


def _members(person: Person) -> Any:
    return Member.objects.visible_to(person).current().filter(board__closed_on=None)


def _boards(person: Person) -> Any:
    return Board.objects.visible_to(person).standing()


def _remits(person: Person) -> Any:
    return Remit.objects.visible_to(person).filter(board__closed_on=None)


def _at_work(person: Person) -> Any:
    staff = Membership.objects.in_force().exclude(role__in=VISITORS)
    return staff.filter(person__is_active=True)


E, K = Employer.objects, Kind
SORTS: tuple[Sort, ...] = (
    Sort(K.EMPLOYER, K.INSTITUTION, _("in touch in the last two years"), _lately, ("employer", "institution")),
    Sort(K.EMPLOYER, K.INSTITUTION, _("an agreement in force"), _parties, ("employer", "agreement__institution")),
    Sort(K.EMPLOYER, K.PATHWAY, _("offers places for it"), _posted, ("employer", "pathway")),
    Sort(K.EMPLOYER, K.PROGRAM, _("offers places for it"), _posted, ("employer", "programs")),
    Sort(K.EMPLOYER, K.PROGRAM, _("students of it were placed there"),
         lambda person: Placement.objects.visible_to(person), ("employer", "program")),
    Sort(K.EMPLOYER, K.CONTACT, _("works there"),
         lambda person: Contact.objects.visible_to(person).current(), ("employer", "pk")),
    Sort(K.EMPLOYER, K.COLLEAGUE, _("looks after it"), lambda person: E.visible_to(person), ("pk", "owner")),
    Sort(K.EMPLOYER, K.COLLEAGUE, _("is asked first"),
         lambda person: KeyAccount.objects.visible_to(person).standing(), ("employer", "operator")),
    Sort(K.EMPLOYER, K.COLLEAGUE, _("was in touch in the last two years"), _lately, ("employer", "by")),
    Sort(K.EMPLOYER, K.BOARD, _("has a seat"), _seats, ("employer", "seat__board")),
    Sort(K.CONTACT, K.BOARD, _("sits on it"), _members, ("contact", "board")),
    Sort(K.COLLEAGUE, K.BOARD, _("sits on it"), _members, ("person", "board")),
    Sort(K.COLLEAGUE, K.BOARD, _("is its secretary"), _boards, ("secretary", "pk")),
    Sort(K.INSTITUTION, K.BOARD, _("keeps it"), _boards, ("institution", "pk")),
    Sort(K.PROGRAM, K.BOARD, _("is what it advises on"), _remits, ("program", "board")),
    Sort(K.PATHWAY, K.BOARD, _("is what it advises on"), _remits, ("pathway", "board")),
    Sort(K.CONTACT, K.COLLEAGUE, _("spoke in the last two years"), _lately, ("contact", "by")),
    Sort(K.CONTACT, K.COLLEAGUE, _("is the same person"),
         lambda person: Affiliation.objects.visible_to(person), ("contact", "person")),
    Sort(K.INSTITUTION, K.PROGRAM, _("teaches it"),
         lambda person: Program.objects.visible_to(person).offered(), ("institution", "pk")),
    Sort(K.PROGRAM, K.PATHWAY, _("belongs to it"),
         lambda person: Program.objects.visible_to(person).offered(), ("pk", "pathway")),
    Sort(K.INSTITUTION, K.COLLEAGUE, _("works there"), _at_work, ("institution", "person")),
)  # fmt: skip


def sorts_of(kind: str) -> list[Sort]:
    """The sorts in which a kind of point takes part."""
    return [sort for sort in SORTS if kind in (sort.one, sort.other)]
