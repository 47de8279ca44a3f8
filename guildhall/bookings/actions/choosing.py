"""Whom to see in interviews: chosen among those who asked, with alternates who move up in their order (C16)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import emails, rules
from guildhall.bookings.actions.places import WITH_ROLL, fill_up, roll_by
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Actor
from guildhall.bookings.queries.interviews import part_of_slot
from guildhall.bookings.queries.reporting import may_be_written
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Contact
from guildhall.employers.rules import can_show_address
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person

WHY = "who asked for an interview, whichever institution's they are"
CHOSEN, MOST_ALTERNATES = 0, 20


@transaction.atomic
def choose(roll: Roll, choices: Mapping[UUID, int | None], *, version: int, by: Actor) -> None:
    """Say who is seen (0), who stands by as which alternate (1 and on), and who is not chosen (None).

    Who is chosen gets a place, on the terms of the event, and is told; an alternate is told to stand by, and gets the
    place of one who gives it back. Who has a place already keeps it. `version`: of the list that was looked at; raises
    `Conflict` where somebody else chose meanwhile.
    """
    row = roll_by(roll.pk)
    require(rules.can_choose(by, row))
    if row.version != version:
        raise Conflict
    if any(choice is not None and not 0 <= choice <= MOST_ALTERNATES for choice in choices.values()):
        refuse("Twenty alternates are the most.")
    with keeping(Keeper.RECOUNT, WHY):
        changed = _written_down(row, choices)
        chosen = Booking.objects.filter(roll=row, state=Booking.State.WAITING, choice=CHOSEN).count()
    if chosen > row.free:
        refuse("Places left: {n}. Choose the others as alternates.", n=row.free)
    if not changed:
        return
    row.version += 1
    row.save(update_fields=["version"])
    after = {"chosen": sum(one.choice == CHOSEN for one in changed), "alternates": sum(bool(o.choice) for o in changed)}
    record("choose for interview", row, by=by, after=after, institution=row.event.institution)
    promoted = {one.pk for one in fill_up(row)}
    for one in changed:
        if one.choice and one.pk not in promoted:
            emails.tell_alternate(one)


def _written_down(roll: Roll, choices: Mapping[UUID, int | None]) -> list[Booking]:
    """Keep who was chosen as what, of those who wait; returns those for whom it changed."""
    rows = Booking.objects.filter(roll=roll, state=Booking.State.WAITING, pk__in=choices)
    changed = []
    for row in rows.select_for_update(of=("self",)).select_related(*WITH_ROLL).order_by("turn"):
        if row.choice != choices[row.pk]:
            row.choice, row.version, row.roll = choices[row.pk], row.version + 1, roll
            row.save(update_fields=["choice", "version"])
            changed.append(row)
    return changed


@transaction.atomic
def ask_to_choose(roll: Roll, *, by: Person) -> Contact:
    """Write to the contact of the employer who holds interviews: a link by which it chooses without an account.

    Asked again on the same day, nobody is written to twice.
    """
    row = roll_by(roll.pk)
    require(rules.can_choose(by, row))
    part = part_of_slot(row, by)
    contact = part.contact if part is not None else None
    if part is None or contact is None or not may_be_written(contact, row.event) or not can_show_address(by, contact):
        refuse("Nobody of this employer is named for the event whom you may write to.")
    emails.ask_to_choose(part, by=by)
    after = {"contact": contact.name}
    record("ask employer to choose", part, by=by, after=after, institution=row.event.institution)
    return contact
