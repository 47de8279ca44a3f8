"""What a draft of a protocol would do to the records as they stand, before anybody publishes it (N11).

Counted by the database over groups of records, so it is exact and takes as long for a hundred thousand employers as
for a hundred.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, ExpressionWrapper, Q, QuerySet

from guildhall.employers.models import Designation, Employer
from guildhall.employers.queries.audience import COLLEGES, Tree, circles, default_audience, tree_of_institutions
from guildhall.employers.querysets import designations_in_force
from guildhall.engagements.models import Touch
from guildhall.enquiries.models import Enquiry
from guildhall.lib import clock
from guildhall.lib.working_days import after_working_days
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.prospects.queries import Vettings, vettings_under
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.parameters import default_of
from guildhall.protocols.queries import clause_in_force, clauses_of_many, people_bound
from guildhall.store.days import region_day

Subject = Clause.Subject
NAMED = 8  # employers that are named as examples


def touches(person: Person, since: date) -> QuerySet[Any]:
    """What has counted against touch budgets since a day, of the employers that a person sees."""
    return Touch.objects.visible_to(person).made().filter(on__gt=since, on__lte=clock.today())


@dataclass(frozen=True)
class Sight:
    """Who would see more shared employers, and who fewer."""

    hidden: int = 0
    opened: int = 0
    hidden_from: list[tuple[Institution, int]] = field(default_factory=list)
    opened_to: list[tuple[Institution, int]] = field(default_factory=list)
    examples: list[Employer] = field(default_factory=list)


@dataclass(frozen=True)
class Budget:
    """How many are contacted more often than a budget allows, now and under the draft."""

    limits: dict[str, Any]
    employers: int
    contacts: int


@dataclass(frozen=True)
class Simulation:
    """Everything that a draft would change in the records."""

    sight: Sight
    exceptions: int  # that the draft would not allow to last so long; they end as they were recorded
    budgets: tuple[Budget, Budget] | None
    vettings: Vettings | None
    enquiries: int  # that wait for an answer, and would be late by the draft
    opportunities: int  # that would be asked about at once, whether they still stand
    bound: int


def simulate(draft: Protocol, *, by: Person) -> Simulation:
    """What a draft would do if it were in force (N11), so far as its reader may know of the records."""
    day = draft.in_force_from or clock.today()
    subjects = set(draft.clauses.values_list("subject", flat=True))
    return Simulation(
        sight=_sight(draft, day, by),
        exceptions=_too_long(draft, by) if Subject.AUDIENCE_EXCEPTION in subjects else 0,
        budgets=_budgets(draft, day, by),
        vettings=vettings_under(draft, by) if {Subject.VETTING_CRITERIA, Subject.COLLEGE_VETTING} & subjects else None,
        enquiries=_late(draft, by) if Subject.ENQUIRIES in subjects else 0,
        opportunities=_old(draft, by) if Subject.OPPORTUNITIES in subjects else 0,
        bound=people_bound(draft).count(),
    )


# ── Who sees what ──


def _sight(draft: Protocol, day: date, by: Person) -> Sight:
    tree = tree_of_institutions()
    places = sorted((i for i in tree.values() if i.kind in COLLEGES), key=lambda i: i.name)
    reach = circles(tree)
    groups = _groups(draft, by)
    holders = [tree[pk] for pk in {holder for holder, _words, _n in groups}]
    clauses = clauses_of_many(holders, Subject.DEFAULT_AUDIENCE, day, draft)
    lost: dict[UUID, int] = {}
    won: dict[UUID, int] = {}
    hidden = opened = 0
    losing = Q()
    for holder, before, count in groups:
        after = default_audience(clauses.get(holder), tree[holder], tree)
        loses, wins = _moved(before, after, places, reach)
        hidden, opened = hidden + count * bool(loses), opened + count * bool(wins)
        for pk in loses:
            lost[pk] = lost.get(pk, 0) + count
        for pk in wins:
            won[pk] = won.get(pk, 0) + count
        if loses:
            losing |= Q(holder=holder, default_audience=before) if before else Q(holder=holder, default_audience=None)
    examples = list(_by_default(by).filter(losing).order_by("sort_key").defer("search")[:NAMED]) if losing else []
    return Sight(hidden, opened, _named(lost, tree), _named(won, tree), examples)


def _by_default(by: Person) -> QuerySet[Any]:
    """The shared employers that no exception holds apart."""
    no_exception = Q(audience=None) | Q(audience_until__lt=clock.today())
    return Employer.objects.shared_with(by).filter(no_exception)


def _groups(draft: Protocol, by: Person) -> list[tuple[UUID, list[str] | None, int]]:
    """Shared employers counted by who holds them and whom they are open to now."""
    rows = _by_default(by).filter(holder__lineage__contains=[draft.institution_id]).order_by()
    return list(rows.values_list("holder", "default_audience").annotate(n=Count("pk")))


def _moved(
    before: list[str] | None, after: list[str] | None, places: list[Institution], reach: dict[UUID, set[str]]
) -> tuple[list[UUID], list[UUID]]:
    """The institutions that would lose a group of employers, and those that would win it."""
    loses, wins = [], []
    for place in places:
        saw = before is None or not reach[place.pk].isdisjoint(before)
        sees = after is None or not reach[place.pk].isdisjoint(after)
        if saw and not sees:
            loses.append(place.pk)
        if sees and not saw:
            wins.append(place.pk)
    return loses, wins


def _named(counts: dict[UUID, int], tree: Tree) -> list[tuple[Institution, int]]:
    return sorted(((tree[pk], n) for pk, n in counts.items()), key=lambda row: (-row[1], row[0].name))


def _too_long(draft: Protocol, by: Person) -> int:
    """The exceptions in force that last longer than the draft would allow."""
    longest = draft.clauses.get(subject=Subject.AUDIENCE_EXCEPTION).parameters.get("longest")
    if not longest:
        return 0
    ends = ExpressionWrapper(region_day("designated_at") + timedelta(days=longest), DateField())
    rows = Designation.objects.filter(designations_in_force(), employer__in=Employer.objects.shared_with(by))
    rows = rows.filter(employer__holder__lineage__contains=[draft.institution_id])
    return rows.filter(Q(until=None) | Q(until__gt=ends)).count()


def _late(draft: Protocol, by: Person) -> int:
    """The enquiries waiting for an answer that would be late if the draft's days had held for them."""
    days = draft.clauses.get(subject=Subject.ENQUIRIES).parameters.get("days") or default_of(Subject.ENQUIRIES, "days")
    rows = Enquiry.objects.visible_to(by).open().filter(institution__lineage__contains=[draft.institution_id])
    came = rows.values_list("came_at", flat=True)
    return sum(after_working_days(clock.day_of(at), days) < clock.today() for at in came)


def _old(draft: Protocol, by: Person) -> int:
    """The opportunities shown today of which nobody has said for as long as the draft allows that they stand."""
    fixed = draft.clauses.get(subject=Subject.OPPORTUNITIES).parameters
    days = fixed.get("ask_days") or default_of(Subject.OPPORTUNITIES, "ask_days")
    rows = Opportunity.objects.visible_to(by).shown_today().filter(asked_on=None)
    rows = rows.filter(holder__lineage__contains=[draft.institution_id])
    return rows.stood_until(clock.today() - timedelta(days)).count()


# ── How often they are contacted ──


def _budgets(draft: Protocol, day: date, by: Person) -> tuple[Budget, Budget] | None:
    place = draft.institution
    now = clause_in_force(Subject.TOUCH_BUDGET, place)
    then = clauses_of_many([place], Subject.TOUCH_BUDGET, day, draft).get(place.pk)
    limits = [_limits(clause) for clause in (now, then)]
    if limits[0] == limits[1]:
        return None
    return _over(limits[0], place, by), _over(limits[1], place, by)


def _limits(clause: Clause | None) -> dict[str, Any]:
    details = clause.parameters if clause else {}
    keys = ("per_employer", "per_contact", "days")
    return {key: details.get(key, default_of(Subject.TOUCH_BUDGET, key)) for key in keys}


def _over(limits: dict[str, Any], place: Institution, by: Person) -> Budget:
    rows = touches(by, clock.today() - timedelta(days=limits["days"]))
    if place.parent_id:  # an institution's own budget is about what it does itself
        rows = rows.filter(institution__lineage__contains=[place.pk])
    rows = rows.order_by()
    times = Count("occasion", distinct=True)  # one occasion with three contacts is one touch of the employer
    employers = rows.values("employer").annotate(n=times).filter(n__gt=limits["per_employer"])
    contacts = rows.filter(contact__isnull=False).values("contact").annotate(n=times)
    return Budget(limits, employers.count(), contacts.filter(n__gt=limits["per_contact"]).count())
