"""How places of an event are given away: how many, to whom at most, and how long somebody may think (C16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import rules
from guildhall.bookings.actions.places import fill_up, roll_by, share_of
from guildhall.bookings.models import Booking, Roll, Share, Terms
from guildhall.bookings.models.rolls import MOST_GUESTS, MOST_HOURS
from guildhall.context import Keeper, keeping
from guildhall.events.actions.entering import held
from guildhall.events.models import Event
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person

MOST_PLACES = 100_000


@dataclass(frozen=True, slots=True)
class Given:
    """How places are given away, as somebody says it. `shares`: at most so many for an institution's people."""

    capacity: int | None
    hours_to_answer: int = 0
    guests: int = 0
    employers_book: bool = False
    slots_by_choice: bool = False
    shares: Mapping[Institution, int] = field(default_factory=dict)


@transaction.atomic
def set_terms(event: Event, given: Given, *, version: int, by: Person) -> Event:
    """Say how places of an event are given away. Places that come free by it go to those who wait, in their order.

    Fewer places than are taken already take nobody's place away: nobody else gets one until enough were given back.
    """
    row = held(event.pk)
    require(rules.can_keep_list(by, row))
    if row.version != version:
        raise Conflict
    _check(given)
    before = told(row)
    row.capacity, row.version = given.capacity, row.version + 1
    row.save(update_fields=["capacity", "version"])
    facts: dict[str, Any] = {"hours_to_answer": given.hours_to_answer, "guests": given.guests}
    facts |= {"employers_book": given.employers_book, "slots_by_choice": given.slots_by_choice}
    Terms.objects.update_or_create(event=row, defaults=facts)
    rolls = [roll_by(pk) for pk in Roll.objects.current().filter(event=row).order_by("pk").values_list("pk", flat=True)]
    _share_out(row, given.shares)
    record("set terms of booking", row, by=by, before=before, after=told(row), institution=row.institution)
    for roll in rolls:
        roll.event = row
        fill_up(roll)
    return row


def _share_out(event: Event, shares: Mapping[Institution, int]) -> None:
    """Write down who has which share, and of which one each booking takes a place now."""
    with keeping(Keeper.RECOUNT, "who takes a place of which institution's share"):
        gone = Share.objects.filter(event=event).exclude(institution__in=shares)
        Booking.objects.filter(share__in=gone).update(share=None)
        gone.delete()
        for place, places in shares.items():
            Share.objects.update_or_create(event=event, institution=place, defaults={"places": places})
        rows = Booking.objects.open().filter(roll__event=event, registration__isnull=False)
        for place in Institution.objects.filter(pk__in=rows.order_by().values("institution")):
            rows.filter(institution=place).update(share=share_of(event, place))


def _check(given: Given) -> None:
    if given.capacity is not None and not 0 <= given.capacity <= MOST_PLACES:
        refuse("Say how many places there are.")
    if not 0 <= given.hours_to_answer <= MOST_HOURS:
        refuse("Give people two weeks to answer at the most.")
    if not 0 <= given.guests <= MOST_GUESTS:
        refuse("Ten guests are the most that one person brings.")
    if any(not 0 <= places <= MOST_PLACES for places in given.shares.values()):
        refuse("Say how many places each institution has at most.")


def told(event: Event) -> dict[str, Any]:
    """How places of an event are given away, as the journal keeps it."""
    terms = Terms.objects.filter(event=event).first() or Terms(event=event)
    shares = Share.objects.filter(event=event).select_related("institution").order_by("institution__name")
    return {
        "capacity": event.capacity,
        "hours_to_answer": terms.hours_to_answer,
        "guests": terms.guests,
        "employers_book": terms.employers_book,
        "slots_by_choice": terms.slots_by_choice,
        "shares": [f"{row.institution.name}: {row.places}" for row in shares],
    }
