"""What tests of bookings begin with."""

from uuid import uuid4

from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.actions.terms import Given, set_terms
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.placements.parties import student_party
from tests.events.plans import fresh, published
from tests.placements.placed import student


def event(cast, title="Nursing careers", *, places=1, by="mesa_wbl", **more):
    """A published event of Mesa with some places, for everybody."""
    return published(cast, title, by=by, capacity=places, **more)


def terms(cast, row, *, by="mesa_wbl", **more):
    """Say how places of it are given away."""
    now = fresh(row)
    given = Given(**({"capacity": now.capacity} | more))
    return set_terms(now, given, version=now.version, by=cast.people[by])


def wish(row, *, key=None, starts_at=None, **more):
    return Wish(fresh(row), starts_at or row.starts_at, key or uuid4(), **more)


def booked(cast, row, name="Ana", *, by="mesa_wbl", **more):
    """A student of the college of whoever books; the booking that they get."""
    who = student(cast, name, by=by)
    return book(wish(row, **more), Comer(registration=who), by=cast.people[by])


def own(registration):
    """A student who acts for themselves."""
    return student_party(registration.student_id)


def states(row):
    """The states of all bookings of an event, in their order."""
    return list(Booking.objects.filter(roll__event=row).order_by("turn").values_list("state", flat=True))


def now(row):
    """A booking as it stands in the database."""
    return Booking.objects.get(pk=row.pk)
