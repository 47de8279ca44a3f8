"""How places of an event are given away: how many, to whom at most, and how long somebody may think (C16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import rules
from guildhall.bookings.actions.places import fill_up, roll_by
from guildhall.bookings.models import Booking, Roll, Share, Terms
from guildhall.bookings.models.rolls import MOST_GUESTS, MOST_HOURS
from guildhall.bookings.queries.limits import limits_for_all, shares_of
from guildhall.context import Keeper, keeping
from guildhall.events.actions.entering import held
from guildhall.events.models import Event
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person

MOST_PLACES = 100_000


@dataclass(frozen=True, slots=True)
class Given:
    """How places are given away, as somebody says it. `shares`: at most so many for the people of an institution, the
    students of a program, or those of a year or grade, which is written.
    """

    capacity: int | None
    hours_to_answer: int = 0
    guests: int = 0
    employers_book: bool = False
    slots_by_choice: bool = False
    shares: Mapping[Institution | Program | str, int] = field(default_factory=dict)


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


def _share_out(event: Event, shares: Mapping[Institution | Program | str, int]) -> None:
    """Write down who has which share, and of which ones each booking takes a place now."""
    with keeping(Keeper.RECOUNT, "who takes a place of which limit"):
        wanted = [_facts(one) for one in shares]
        there = {row.pk: row for row in Share.objects.filter(event=event)}
        gone = [pk for pk, row in there.items() if _facts_of(row) not in wanted]
        Booking.objects.filter(share__in=gone).update(share=None)
        Share.objects.filter(pk__in=gone).delete()
        for one, places in shares.items():
            Share.objects.update_or_create(event=event, **_facts(one), defaults={"places": places})
        if shares or gone:
            _name_limits(event)


def _facts(whose: Institution | Program | str) -> dict[str, Any]:
    """Whom a limit is about, by its columns."""
    nobody: dict[str, Any] = {"institution": None, "program": None, "year": ""}
    if isinstance(whose, str):
        return nobody | {"year": one_line(whose)}
    return nobody | {"program" if isinstance(whose, Program) else "institution": whose}


def _facts_of(row: Share) -> dict[str, Any]:
    return {"institution": row.institution, "program": row.program, "year": row.year}


def _name_limits(event: Event) -> None:
    """Write anew under which limits each booking of an event stands, by what students learn today."""
    open_ones = Booking.objects.open().filter(roll__event=event, registration__isnull=False)
    rows = list(open_ones.select_related("registration__institution"))
    limits = limits_for_all(event, [row.registration for row in rows])
    for row in rows:
        row.share, row.groups = limits[row.registration_id]
    Booking.objects.bulk_update(rows, ["share", "groups"], batch_size=500)


def _check(given: Given) -> None:
    if given.capacity is not None and not 0 <= given.capacity <= MOST_PLACES:
        refuse("Say how many places there are.")
    if not 0 <= given.hours_to_answer <= MOST_HOURS:
        refuse("Give people two weeks to answer at the most.")
    if not 0 <= given.guests <= MOST_GUESTS:
        refuse("Ten guests are the most that one person brings.")
    if any(not 0 <= places <= MOST_PLACES for places in given.shares.values()):
        refuse("Say how many places each of these has at most.")


def told(event: Event) -> dict[str, Any]:
    """How places of an event are given away, as the journal keeps it."""
    terms = Terms.objects.filter(event=event).first() or Terms(event=event)
    shares = shares_of(event)
    return {
        "capacity": event.capacity,
        "hours_to_answer": terms.hours_to_answer,
        "guests": terms.guests,
        "employers_book": terms.employers_book,
        "slots_by_choice": terms.slots_by_choice,
        "shares": [str(row) for row in shares],
    }
