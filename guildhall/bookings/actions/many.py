"""Booking for a class at once: each student by the same way, and what happened to each is said (C16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from guildhall.bookings import rules
from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.lib.verdicts import Refused, refuse, require
from guildhall.people.models import Person
from guildhall.students.models import Registration

MOST = 200  # students at once


@dataclass(frozen=True)
class Outcome:
    """What happened to one student: the booking, or why there is none."""

    registration: Registration
    booking: Booking | None = None
    reason: str = ""


def book_for(wish: Wish, registrations: Iterable[Registration], *, by: Person) -> list[Outcome]:
    """Book for some students, in the order in which they are given; who may not come is named with the reason.

    `wish.key` is that of the form: each student's own follows from it, so sending it twice books once.
    """
    require(rules.can_book_students(by, wish.event))
    rows = list(registrations)
    if not rows:
        refuse("Choose at least one student.")
    if len(rows) > MOST:
        refuse("Book for 200 students at once at the most.")
    return [_book(wish, row, by=by) for row in rows]


def _book(wish: Wish, row: Registration, *, by: Person) -> Outcome:
    own = Wish(wish.event, wish.starts_at, _key(wish.key, row), wish.session)
    try:
        return Outcome(row, book(own, Comer(registration=row), by=by))
    except Refused as refused:
        return Outcome(row, reason=str(refused.verdict.reason))


def _key(form: UUID, row: Registration) -> UUID:
    return uuid5(form, str(row.pk))
