"""Whose turn it is where somebody on the list can never have a place (C16, R7)."""

import pytest

from guildhall.bookings.actions.booking import cancel
from guildhall.bookings.models import Booking
from tests.bookings.booked import booked, event, states, terms

pytestmark = pytest.mark.django_db
S = Booking.State


def test_a_group_larger_than_all_places_lets_others_pass_and_keeps_its_turn(cast):
    row = event(cast, places=4)
    terms(cast, row, guests=2)
    first = booked(cast, row, "Ana", guests=2)
    booked(cast, row, "Bo", guests=2)
    booked(cast, row, "Cy")
    assert states(row) == [S.BOOKED, S.WAITING, S.WAITING], "whose group still fits is waited for"
    terms(cast, row, capacity=2, guests=2)
    cancel(first, by=cast.mesa_wbl)
    assert states(row) == [S.CANCELED, S.WAITING, S.BOOKED]
    terms(cast, row, capacity=4, guests=2)
    assert states(row) == [S.CANCELED, S.BOOKED, S.BOOKED]


def test_a_group_larger_than_the_share_of_its_institution_lets_others_of_it_pass(cast):
    row = event(cast, places=5)
    terms(cast, row, guests=2, shares={cast.mesa: 2})
    booked(cast, row, "Ana", guests=2)
    booked(cast, row, "Bo")
    assert states(row) == [S.WAITING, S.BOOKED]


def test_who_waits_for_a_share_holds_up_nobody_even_where_all_places_are_too_few(cast):
    row = event(cast, places=3)
    terms(cast, row, guests=1, shares={cast.mesa: 3})
    booked(cast, row, "Ana", guests=1)
    booked(cast, row, "Bo", guests=1)
    booked(cast, row, "Cy", by="harbor_wbl")
    assert states(row) == [S.BOOKED, S.WAITING, S.BOOKED]
