"""Many book, and give back, at the same moment: never one too many, nobody twice, in the order of turns (R7)."""

import pytest

from guildhall.bookings.actions import places
from guildhall.bookings.actions.booking import book, cancel
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.context import acting, begun
from tests.bookings.booked import event, own, states, wish
from tests.employers.test_at_once import at_once
from tests.placements.placed import student

S = Booking.State
WANT, PLACES = 8, 3


@pytest.fixture
def crowd(town):
    with begun(), acting(town.mesa_wbl):
        town.row = event(town, places=PLACES)
        town.who = [student(town, f"S{n}") for n in range(WANT)]
    return town


def judged(row, taken, waiting):
    rows = list(Booking.objects.filter(roll__event=row).order_by("turn"))
    assert [one.turn for one in rows] == list(range(1, len(rows) + 1))
    booked = [one.turn for one in rows if one.state == S.BOOKED]
    waits = [one.turn for one in rows if one.state == S.WAITING]
    assert (len(booked), len(waits)) == (taken, waiting)
    assert not waits or max(booked) < min(waits)
    roll = Roll.objects.get(event=row)
    assert (roll.taken, roll.waiting) == (taken, waiting)


def all_book(crowd):
    return at_once(*(lambda one=one: book(wish(crowd.row), Comer(registration=one), by=own(one)) for one in crowd.who))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_book_at_once_and_some_give_back(crowd):
    made = all_book(crowd)
    assert all(isinstance(one, Booking) for one in made)
    judged(crowd.row, PLACES, WANT - PLACES)
    mine = {one.registration_id: one for one in Booking.objects.filter(state=S.BOOKED).select_related("registration")}
    at_once(*(lambda one=one: cancel(one, by=own(one.registration)) for one in mine.values()))
    judged(crowd.row, PLACES, WANT - 2 * PLACES)
    assert states(crowd.row).count(S.CANCELED) == PLACES


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_list_it_goes_wrong(crowd, monkeypatch):
    """The control: two see the same free place, or come to the same turn."""

    def unlocked(model, pk=None, *related, **where):
        return model._default_manager.select_related(*related).get(**({"pk": pk} if pk else where))

    monkeypatch.setattr(places, "locked", unlocked)
    try:
        all_book(crowd)
        judged(crowd.row, PLACES, WANT - PLACES)
    except Exception:
        return
    pytest.fail("nothing went wrong without the lock")
