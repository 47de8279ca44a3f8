"""An event that moves or falls out takes its bookings along."""

from datetime import timedelta

import pytest

from guildhall.bookings.actions import following
from guildhall.bookings.actions.booking import book
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.events.actions import publishing
from tests.bookings.booked import booked, event, now, own, states, wish
from tests.bookings.test_booking import S, letters
from tests.events.plans import fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db


def test_an_event_that_moves_takes_its_bookings_along_and_tells_once(cast):
    row = event(cast, places=1)
    who = student(cast, email="ana@mesa.example")
    made = book(wish(row), Comer(registration=who), by=own(who))
    moved = publishing.move_event(
        fresh(row), row.starts_at + timedelta(days=1), row.ends_at + timedelta(days=1), version=fresh(row).version,
        by=cast.mesa_wbl,
    )  # fmt: skip
    assert now(made).roll.starts_at == moved.starts_at
    for _twice in range(2):
        following.tell_moved(str(row.pk))
    assert letters(to="ana@mesa.example").count("Another time: Nursing careers") == 1
    assert book(wish(moved), Comer(registration=student(cast, "Bo")), by=cast.mesa_wbl).state == S.WAITING


def test_a_canceled_event_gives_everything_back_and_tells_once(cast):
    row = event(cast, places=1)
    who = student(cast, email="ana@mesa.example")
    book(wish(row), Comer(registration=who), by=own(who))
    booked(cast, row, "Bo", by="harbor_wbl")
    publishing.cancel_event(fresh(row), reason="ill", version=fresh(row).version, by=cast.mesa_wbl)
    assert states(row) == [S.CANCELED, S.CANCELED]
    roll = Roll.objects.get(event=row)
    assert (roll.taken, roll.waiting) == (0, 0)
    at = Booking.objects.filter(roll=roll).first().canceled_at
    for _twice in range(2):
        following.tell_not_held(str(roll.pk), at.isoformat())
    assert letters(to="ana@mesa.example")[-1] == "It does not take place: Nursing careers"
    assert len(letters(to="ana@mesa.example")) == 2


def test_a_day_of_a_series_that_is_left_out_gives_its_list_back_alone(cast):
    row = event(cast, places=1, rule="FREQ=WEEKLY;COUNT=3")
    times = list(row.occurrences.values_list("starts_at", flat=True))
    made = [booked(cast, row, f"S{n}", starts_at=moment) for n, moment in enumerate(times)]
    publishing.leave_out(fresh(row), times[1], version=fresh(row).version, by=cast.mesa_wbl)
    assert [now(one).state for one in made] == [S.BOOKED, S.CANCELED, S.BOOKED]


def test_a_series_that_moves_takes_every_list_along(cast):
    row = event(cast, places=1, rule="FREQ=WEEKLY;COUNT=3")
    times = list(row.occurrences.values_list("starts_at", flat=True))
    made = [booked(cast, row, f"S{n}", starts_at=moment) for n, moment in enumerate(times)]
    week = timedelta(days=7)
    publishing.move_event(fresh(row), times[1], times[1] + week / 84, version=fresh(row).version, by=cast.mesa_wbl)
    later = list(row.occurrences.values_list("starts_at", flat=True))
    assert later[0] == times[1]
    assert [now(one).roll.starts_at for one in made] == later
    assert {now(one).state for one in made} == {S.BOOKED}
