"""At the door: taps that count once, two doors, walk-ins, closing the list (journey 6, M18)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.bookings.actions import attending
from guildhall.bookings.actions.attending import Tapped, close_list, close_what_is_over, take_off_count, tap
from guildhall.bookings.actions.booking import cancel
from guildhall.bookings.models import Booking, Closing, Tap
from guildhall.bookings.queries.attendance import attendance_of, counted_at, people_at
from guildhall.events.actions.taking_part import note_held
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from tests.bookings.at_the_door import fair, student
from tests.events.plans import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    return fair(cast)


# ── Taps ─────────────────────────────────────────────────────────────


def test_a_tap_that_is_sent_twice_counts_once(day):
    with clock.at(day.begun):
        day.here(day.mesa[0], key="one")
        first = day.fresh(day.mesa[0])
    with clock.at(day.begun + timedelta(minutes=9)):
        day.here(day.mesa[0], key="one")
        day.here(day.mesa[0], key="two", by="mesa_jobs")
    row = day.fresh(day.mesa[0])
    assert (row.came_at, row.version) == (first.came_at, first.version)
    assert row.came_by == Booking.CameBy.LIST
    assert Entry.objects.filter(verb="check in").count() == 1


def test_a_tap_that_arrives_late_does_not_undo_what_the_other_door_did(day):
    with clock.at(day.begun):
        day.here(day.mesa[0], key="slow")
        tap(day.roll, Tapped("undo", "not_here", booking=str(day.mesa[0].pk)), by=day.cast.mesa_jobs)
        day.here(day.mesa[0], key="slow")  # its answer was lost, so the device sends it again
    assert day.fresh(day.mesa[0]).came_at is None


def test_without_its_key_the_late_tap_would_undo_it(day):
    """The control: a tap that is known by its person alone brings them back."""
    with clock.at(day.begun):
        day.here(day.mesa[0], key="slow")
        tap(day.roll, Tapped("undo", "not_here", booking=str(day.mesa[0].pk)), by=day.cast.mesa_jobs)
        Tap.objects.filter(key="slow").delete()
        day.here(day.mesa[0], key="slow")
    assert day.fresh(day.mesa[0]).came_at is not None


def test_what_was_tapped_without_a_connection_keeps_its_moment(day):
    with clock.at(day.begun + timedelta(hours=3)):
        day.here(day.mesa[0], at=day.begun)
        day.here(day.mesa[1], at=day.begun + timedelta(days=2))  # a clock that is wrong
    assert day.fresh(day.mesa[0]).came_at == day.begun
    assert day.fresh(day.mesa[1]).came_at == day.begun + timedelta(hours=3)


def test_a_code_checks_in_a_student_of_any_institution(day):
    row = day.harbor[0]
    with clock.at(day.begun):
        tap(day.roll, Tapped("k", "here", code=f" {row.code.lower()} "), by=day.cast.mesa_wbl)
        assert day.fresh(row).came_by == Booking.CameBy.QR
        with pytest.raises(Refused, match="No booking"):
            tap(day.roll, Tapped("m", "here", code="ZZZZZZZZ"), by=day.cast.mesa_wbl)


def test_a_code_lets_nobody_in_who_has_no_place_and_a_tap_in_the_list_does(cast):
    day = fair(cast, capacity=3)
    waiting = day.harbor[0]
    assert waiting.state == Booking.State.WAITING
    with clock.at(day.begun):
        with pytest.raises(Refused, match="no place"):
            tap(day.roll, Tapped("k", "here", code=waiting.code), by=cast.mesa_wbl)
        day.here(waiting)
    assert day.fresh(waiting).came_by == Booking.CameBy.WALK_IN


def test_only_who_plans_the_event_stands_at_its_door_and_in_its_time(day):
    with pytest.raises(Refused, match="half a day before"):
        day.here(day.mesa[0])
    with clock.at(day.begun), pytest.raises(Refused):
        day.here(day.mesa[0], by="harbor_wbl")
    with clock.at(day.begun + timedelta(days=40)), pytest.raises(Refused, match="more than a month"):
        day.here(day.mesa[0])
    assert day.fresh(day.mesa[0]).came_at is None


# ── Without booking ──────────────────────────────────────────────────


def test_a_student_of_ones_own_is_let_in_by_name_and_others_are_counted(day):
    nia, other = student(day.cast, "Nia"), student(day.cast, "Gil", "harbor")
    with clock.at(day.begun):
        row = tap(day.roll, Tapped("a", "walk_in", registration=nia), by=day.cast.mesa_wbl)
        assert row.came_by == Booking.CameBy.WALK_IN
        tap(day.roll, Tapped("a", "walk_in", registration=nia), by=day.cast.mesa_wbl)
        with pytest.raises(Refused, match="your own institution"):
            tap(day.roll, Tapped("b", "walk_in", registration=other), by=day.cast.mesa_wbl)
        for key in ("c", "c", "d"):
            tap(day.roll, Tapped(key, "walk_in", people=4, institution=day.cast.harbor), by=day.cast.mesa_wbl)
    assert Booking.objects.filter(roll=day.roll, registration=nia).count() == 1
    assert counted_at(day.roll) == 8
    with clock.at(day.begun):
        take_off_count(Tap.objects.filter(people=4).first(), by=day.cast.mesa_wbl)
        with pytest.raises(Refused, match="how many"):
            tap(day.roll, Tapped("e", "walk_in", people=0), by=day.cast.mesa_wbl)
    assert attendance_of(day.roll).walk_ins == 1 + 4


def test_who_booked_and_says_so_late_is_no_walk_in(day):
    with clock.at(day.begun):
        row = tap(day.roll, Tapped("a", "walk_in", registration=day.mesa[0].registration), by=day.cast.mesa_wbl)
    assert (row.pk, row.came_by) == (day.mesa[0].pk, Booking.CameBy.LIST)


# ── Closing ──────────────────────────────────────────────────────────


def test_closing_notes_who_did_not_come_and_how_many_came(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
        tap(day.roll, Tapped("w", "walk_in", people=5), by=day.cast.mesa_wbl)
        closing = close_list(day.roll, by=day.cast.mesa_wbl)
        assert close_list(day.roll, by=day.cast.mesa_wbl) == closing
    assert [day.fresh(row).missed_at is not None for row in (*day.mesa, *day.harbor)] == [False, True, True, True, True]
    assert fresh(day.event).attended == 6 == people_at(day.event)
    numbers = attendance_of(day.roll)
    assert (numbers.came, numbers.missed, numbers.unsaid, numbers.walk_ins) == (1, 4, 0, 5)
    assert numbers.attendance_share is None, "of five people no percentage is told"


def test_who_comes_after_the_list_was_closed_has_come(day):
    with clock.at(day.begun):
        close_list(day.roll, by=day.cast.mesa_wbl)
        day.here(day.mesa[0])
        assert fresh(day.event).attended == 1
        tap(day.roll, Tapped("u", "not_here", booking=str(day.mesa[0].pk)), by=day.cast.mesa_wbl)
    row = day.fresh(day.mesa[0])
    assert row.came_at is None
    assert row.missed_at is not None
    assert fresh(day.event).attended == 0


def test_no_list_is_closed_before_it_begins_nor_by_somebody_else(day):
    with clock.at(day.event.starts_at - timedelta(hours=1)), pytest.raises(Refused, match="not begun"):
        close_list(day.roll, by=day.cast.mesa_wbl)
    with clock.at(day.begun), pytest.raises(Refused):
        close_list(day.roll, by=day.cast.harbor_wbl)
    assert not Closing.objects.exists()


def test_the_night_closes_lists_at_whose_door_somebody_was(cast):
    seen, unseen = fair(cast), fair(cast, mesa=0, harbor=1, hour=14, because="Another hall.")
    with clock.at(seen.begun):
        seen.here(seen.mesa[0])
        assert close_what_is_over() == 0, "it is not over"
    with clock.at(seen.next_morning):
        assert close_what_is_over() == 1
        assert close_what_is_over() == 0
    assert seen.fresh(seen.mesa[1]).missed_at is not None
    assert unseen.fresh(unseen.harbor[0]).missed_at is None, "nobody was at that door: nobody knows"


def test_saying_how_it_went_closes_the_list(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
    with clock.at(day.begun + timedelta(hours=3)):
        row = fresh(day.event)
        note_held(row, came=set(), attended=None, version=row.version, by=day.cast.mesa_wbl)
    assert Closing.objects.filter(roll=day.roll).exists()
    assert fresh(day.event).attended == 1


def test_what_somebody_says_of_how_many_came_stands(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
        row = fresh(day.event)
        note_held(row, came=set(), attended=70, version=row.version, by=day.cast.mesa_wbl)
    assert fresh(day.event).attended == 70


def test_a_list_begins_at_an_event_that_nobody_booked(cast):
    from_nothing = fair(cast, mesa=1, harbor=0).event
    moment = from_nothing.starts_at + timedelta(days=1)
    with clock.at(from_nothing.starts_at), pytest.raises(Refused):
        attending.open_list(from_nothing, moment, by=cast.mesa_wbl)
    with clock.at(from_nothing.starts_at):
        assert attending.open_list(from_nothing, from_nothing.starts_at, by=cast.mesa_wbl)


def test_who_canceled_in_time_is_in_no_share_and_who_waited_is_told(cast):
    day = fair(cast, capacity=3)
    cancel(day.mesa[0], by=cast.mesa_wbl)
    with clock.at(day.begun):
        for row in (*day.mesa[1:], day.harbor[0]):
            day.here(row)
        close_list(day.roll, by=cast.mesa_wbl)
    numbers = attendance_of(day.roll)
    assert (numbers.booked, numbers.came, numbers.waited, numbers.let_in) == (3, 3, 2, 1)
