"""What a leaver still has to do, who may take it, and the brief for each employer (N18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Ask, Engagement, FollowUp
from guildhall.people.handing import Duty, duties
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import GRANTS, Permission
from guildhall.stewardship.models import Handover
from guildhall.store.counts import counts

SHOWN = 5  # engagements in a brief


@dataclass(frozen=True)
class Open:
    """One kind of work that somebody still has."""

    duty: Duty
    count: int


def open_work(person: Person) -> list[Open]:
    """What somebody still has to do, kind by kind, counted in one statement."""
    declared = duties()
    with keeping(Keeper.HANDOVER, "how much somebody still has to do"):
        result = counts([duty.rows(exact=person) for duty in declared])
    return [Open(duty, count) for duty, count in zip(declared, result, strict=True) if count]


def left_behind() -> dict[Person, int]:
    """The open work of people who cannot do it any more: inactive, or without any role (N18)."""
    gone = Person.objects.filter(Q(is_active=False) | ~Q(pk__in=Membership.objects.in_force().values("person")))
    first, *others = [duty.rows(**{"in": gone}).order_by().values_list(duty.column, flat=True) for duty in duties()]
    by_key: dict[Any, int] = {}
    with keeping(Keeper.HANDOVER, "how much those who left still had to do"):
        for pk in first.union(*others, all=True):  # one statement for all of them
            by_key[pk] = by_key.get(pk, 0) + 1
    people = Person.objects.in_bulk(by_key)
    return {people[pk]: n for pk, n in sorted(by_key.items(), key=lambda entry: -entry[1])}


def possible_successors(leaver: Person) -> QuerySet[Person]:
    """Active colleagues who work with employers where the leaver worked, or above it."""
    worked = leaver.workplaces()
    places, lineage = {place.pk for place in worked}, {pk for place in worked for pk in place.lineage}
    roles = [role.value for role, granted in GRANTS.items() if Permission.RECORD_ENGAGEMENTS in granted]
    near = Institution.objects.filter(Q(pk__in=lineage) | Q(lineage__overlap=sorted(places)))
    members = Membership.objects.in_force().filter(role__in=roles, institution__in=near)
    rows = Person.objects.filter(is_active=True, pk__in=members.values("person")).exclude(pk=leaver.pk)
    return rows.order_by("family_name", "given_name")


@dataclass(frozen=True)
class Brief:
    """What a successor reads of one employer."""

    employer: Employer
    engagements: Sequence[Engagement]
    follow_ups: Sequence[FollowUp]
    asks: Sequence[Ask]


def briefs_of(row: Handover, person: Person) -> list[Brief]:
    """The employers of one successor's share with what happened, what is open and whom to ask for."""
    ids = {pk for share in row.shares.filter(successor=person) for pk in share.employers}
    contacts = Contact.objects.current().order_by("-primary", "family_name")
    rows = Employer.objects.visible_to(person).filter(pk__in=ids).defer("search").order_by("sort_key")
    employers = list(rows.prefetch_related(Prefetch("contacts", contacts))[:300])
    lately: dict[Any, list[Engagement]] = {}
    latest = Engagement.objects.visible_to(person).contacts().filter(employer__in=employers)
    for entry in latest.select_related("institution", "by").order_by("-happened_on", "-id")[:3_000]:
        lately.setdefault(entry.employer_id, []).append(entry)
    follow_ups: dict[Any, list[FollowUp]] = {}
    for follow_up in FollowUp.objects.visible_to(person).unfinished().filter(employer__in=employers):
        follow_ups.setdefault(follow_up.employer_id, []).append(follow_up)
    asks: dict[Any, list[Ask]] = {}
    for ask in Ask.objects.visible_to(person).planned().filter(employer__in=employers):
        asks.setdefault(ask.employer_id, []).append(ask)
    return [Brief(e, lately.get(e.pk, [])[:SHOWN], follow_ups.get(e.pk, []), asks.get(e.pk, [])) for e in employers]


def shares_of(row: Handover) -> list[tuple[Any, Any, int]]:
    """What went to whom, in words."""
    labels = {duty.name: duty.handed.label for duty in duties()}
    return [(labels.get(s.duty, s.duty), s.successor, s.count) for s in row.shares.all()]


def made_by(person: Person) -> list[Handover]:
    """The handovers that somebody made, the newest first."""
    rows = Handover.objects.filter(by=person).select_related("leaver")
    return list(rows.prefetch_related("shares__successor")[:50])


def leaver_of(pk: Any) -> Person | None:
    """Somebody who has, or had, a role here."""
    return Person.objects.filter(pk=pk, memberships__isnull=False).distinct().first()
