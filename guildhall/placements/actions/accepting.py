"""Taking a place: never more than there are, however many accept at once; whoever comes too late waits in order."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities.actions.listing import note_filled
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements import emails, rules
from guildhall.placements.actions.planning import Plan, checked, planned
from guildhall.placements.actions.sites import room_at
from guildhall.placements.actions.stepping import held_application, held_opportunity, note_step, reaching, take_step
from guildhall.placements.models import Application, Placement
from guildhall.placements.rules import Actor
from guildhall.store.locking import locked
from guildhall.students.models import Registration

State = Application.State
WHY = "how many places are taken, at whatever institution, and who waits first"


@transaction.atomic
def accept(application: Application, *, version: int | None = None, by: Actor) -> Placement | None:
    """The student accepts an offer: a place, or (None) the waiting list where all of them are taken.

    The opportunity is locked first, so of two who accept at once the second one sees what the first one took. Whoever
    waits already goes before whoever accepts now, also for places that were added a moment ago.
    """
    with reaching(by):
        opportunity = held_opportunity(application.opportunity_id)
        fill_up(opportunity)
        row = held_application(application.pk, version)
        if row.state != State.OFFERED:
            require(rules.can_decide(by, row, State.WAITING))
        require(rules.can_decide(by, row, State.ACCEPTED))
        _refuse_second_place(row.registration, opportunity)
        if opportunity is not None and not rules.gives_places(opportunity):
            refuse("It is not offered any more.")
        if opportunity is not None and (places_left(opportunity) <= 0 or not room_at(opportunity, row.site).free):
            row.waits_since = clock.now()
            take_step(row, State.WAITING, "wait for place", by=by)
            emails.tell_moved(row, by=by)
            return None
        return _take(row, opportunity, by=by)


def _take(row: Application, opportunity: Opportunity | None, *, by: Actor | None) -> Placement:
    """Take a place for an application that the caller holds, of an opportunity that the caller holds."""
    row.waits_since = None
    take_step(row, State.ACCEPTED, "accept offer", by=by)
    plan = planned(row.registration, opportunity)
    if opportunity is not None:
        plan = replace(plan, site=room_at(opportunity, row.site).site)
    placement = _create(row.registration, plan, by=by, application=row)
    emails.tell_moved(row, by=by)
    if opportunity is not None:
        note_filled(opportunity, places_taken(opportunity))
    return placement


@transaction.atomic
def place(registration: Registration, plan: Plan, *, by: Person) -> Placement:
    """Write down a place that a student has, without an application: they found it, or it was settled by telephone."""
    opportunity = held_opportunity(plan.opportunity.pk if plan.opportunity else None)
    fill_up(opportunity)  # those who wait go first
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_keep(by, row.institution))
    _refuse_second_place(row, opportunity)
    if opportunity is not None and places_left(opportunity) <= 0:
        refuse("All places of it are taken.")
    if opportunity is not None and not room_at(opportunity, plan.site).free:
        refuse("All places at this site are taken.")
    placement = _create(row, plan, by=by)
    if opportunity is not None:
        note_filled(opportunity, places_taken(opportunity))
    return placement


def _create(
    registration: Registration, plan: Plan, *, by: Actor | None, application: Application | None = None
) -> Placement:
    now, values = clock.now(), checked(plan)
    coordinator = plan.coordinator or (application.coordinator if application else None)
    if coordinator is None and isinstance(by, Person):
        coordinator = by
    placement = Placement.objects.create(
        institution=registration.institution, registration=registration, student_id=registration.student_id,
        application=application, state=Placement.State.AGREED, since=now, created_at=now,
        **values | {"coordinator": coordinator},
    )  # fmt: skip
    note_step(placement, "", by=by)
    after = {"kind": placement.kind, "title": placement.title, "starts_on": placement.starts_on}
    record("agree placement", placement, by=by, after=after, institution=registration.institution)
    return placement


# ── Places ───────────────────────────────────────────────────────────


def places_taken(opportunity: Opportunity) -> int:
    """How many places of an opportunity are taken, whatever institution the students are of."""
    with keeping(Keeper.RECOUNT, WHY):
        return Placement.objects.taking_places().filter(opportunity=opportunity).count()


def has_place(registration: Registration, opportunity: Opportunity) -> bool:
    """Whether a student has a place of an opportunity, by whichever institution (ADR 49)."""
    with keeping(Keeper.RECOUNT, WHY):
        return Placement.objects.open().filter(student=registration.student_id, opportunity=opportunity).exists()


def _refuse_second_place(registration: Registration, opportunity: Opportunity | None) -> None:
    """One person takes one place, also where two institutions put them forward; callers hold the opportunity."""
    if opportunity is not None and has_place(registration, opportunity):
        own = Placement.objects.open().filter(registration=registration, opportunity=opportunity)
        if own.exists():
            refuse("This student has a place in it already.")
        refuse("This student cannot take a place in it.")  # another institution's is not told (ADR 49)


def places_left(opportunity: Opportunity) -> int:
    """How many places are free: below none where places were taken back."""
    return opportunity.places - places_taken(opportunity)


def fill_up(opportunity: Opportunity | None) -> list[Application]:
    """Give the free places of an opportunity that the caller holds to those who wait, in their order.

    Each is promoted once: the opportunity is locked, and whoever has a place does not wait any more.
    """
    promoted: list[Application] = []
    if opportunity is None:
        return promoted
    with keeping(Keeper.RECOUNT, WHY):
        if rules.gives_places(opportunity):
            free = max(0, places_left(opportunity))
            for pk in list(Application.objects.waiting_for(opportunity).values_list("pk", flat=True)):
                if len(promoted) >= free:
                    break
                row = held_application(pk)
                if row.state != State.WAITING or has_place(row.registration, opportunity):
                    continue  # declined while we waited for its lock, or placed by another institution
                if not room_at(opportunity, row.site).free:
                    continue  # they want a place at a site where none is free
                _take(row, opportunity, by=None)
                promoted.append(row)
        note_filled(opportunity, places_taken(opportunity))
    return promoted


@transaction.atomic
def fill_up_by(pk: UUID) -> int:
    """The same for one opportunity by its key, such as after places were added; returns how many were promoted."""
    return len(fill_up(held_opportunity(pk)))


def with_waiting() -> list[UUID]:
    """The opportunities for which somebody waits."""
    with keeping(Keeper.RECOUNT, WHY):
        rows = Application.objects.filter(state=State.WAITING)
        return list(rows.order_by().values_list("opportunity", flat=True).distinct())
