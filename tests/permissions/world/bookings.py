"""Bookings of the world that permission tests walk: of a student of each college, one with a place, one offered."""

from typing import Any
from uuid import uuid4

from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.actions.terms import Given, set_terms
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.events.actions.taking_part import Stall, add_session
from guildhall.events.models import Event
from tests.cast import Cast


def booked(cast: Cast, events: dict[str, Event], students: dict[str, Any], employer: Any) -> dict[str, Any]:
    """Places at the public event are given, also to an employer; at Harbor's they come free later, and are offered."""
    by = {"mesa": cast.people["mesa_wbl"], "harbor": cast.people["harbor_wbl"]}
    found: dict[str, Any] = {"bookings": {}, "offered_bookings": {}}
    events["public"] = _terms(events["public"], 5, by["mesa"], employers_book=True, slots_by_choice=True)
    events["harbor"] = _terms(events["harbor"], 0, by["harbor"])
    for kind, student in students.items():
        for name, key in (("public", "bookings"), ("harbor", "offered_bookings")):
            wish = Wish(events[name], events[name].starts_at, uuid4())
            found[key][kind] = book(wish, Comer(registration=student), by=by[kind])
    events["harbor"] = _terms(events["harbor"], 2, by["harbor"])
    public = Wish(events["public"], events["public"].starts_at, uuid4())
    ida = book(public, Comer(employer=employer, name="Ida Ruiz"), by=by["mesa"])
    found["employer_bookings"] = {"shared": ida}
    slot = add_session(events["public"], Stall("slot", "Interviews", employer, capacity=2), by=by["mesa"])
    asks = Wish(events["public"], events["public"].starts_at, uuid4(), slot)
    found["interviews"] = {"public": book(asks, Comer(registration=students["mesa"]), by=by["mesa"])}
    for rows in found.values():
        for kind, row in rows.items():
            rows[kind] = Booking.objects.get(pk=row.pk)
    return found


def _terms(event: Event, capacity: int, by: Any, **more: Any) -> Event:
    row = Event.objects.select_related("institution", "organizer").get(pk=event.pk)
    return set_terms(row, Given(capacity, hours_to_answer=48, guests=1, **more), version=row.version, by=by)
