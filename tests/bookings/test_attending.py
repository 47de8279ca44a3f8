"""At the door: taps that count once, two doors, walk-ins, closing the list (journey 6, M18)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.bookings.actions.attending import take_off_count, tap
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import Booking, Roll, Tap
from guildhall.bookings.queries.attendance import attendance_of, counted_at
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.students.models import Enrolment
from tests.bookings.at_the_door import fair, student

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


def test_a_first_tap_that_arrives_late_does_not_undo_what_was_tapped_after_it(day):
    """Two doors without a connection: the row is as it was tapped last, in whichever order the taps arrive."""
    who, later = day.mesa[0], day.begun + timedelta(minutes=5)
    off = Tapped("off", "not_here", booking=str(who.pk), at=later)
    with clock.at(day.begun + timedelta(minutes=9)):
        tap(day.roll, off, by=day.cast.mesa_jobs)
        day.here(who, at=day.begun)
        tap(day.roll, Tapped("code", "here", code=who.code, at=day.begun), by=day.cast.mesa_wbl)
        assert day.fresh(who).came_at is None
        day.here(who, at=later + timedelta(minutes=1))
        tap(day.roll, replace(off, key="again"), by=day.cast.mesa_jobs)
        assert day.fresh(who).came_at is not None
    assert Tap.objects.count() == 5, "each is kept"


def test_the_key_of_a_tap_counts_on_its_own_list(day):
    """A device that sends the same key to two lists has tapped at two doors."""
    other = fair(day.cast, mesa=1, harbor=0, because="Another hall.")
    with clock.at(day.begun):
        day.here(day.mesa[0], key="same")
        other.here(other.mesa[0], key="same")
    assert other.fresh(other.mesa[0]).came_at is not None


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


def test_who_is_let_in_by_mistake_is_taken_out_again_and_not_missing(cast):
    day = fair(cast, capacity=6)
    nia = student(cast, "Nia")
    with clock.at(day.begun):
        row = tap(day.roll, Tapped("a", "walk_in", registration=nia), by=cast.mesa_wbl)
        taken = Roll.objects.get(pk=day.roll.pk).taken
        tap(day.roll, Tapped("b", "not_here", booking=str(row.pk)), by=cast.mesa_wbl)
        assert day.fresh(row).state == Booking.State.CANCELED
        assert Roll.objects.get(pk=day.roll.pk).taken == taken - 1
        close_list(day.roll, by=cast.mesa_wbl)
        assert day.fresh(row).missed_at is None
        assert attendance_of(day.roll).missed == 5
        tap(day.roll, Tapped("c", "walk_in", registration=nia), by=cast.mesa_wbl)
        assert day.fresh(row).came_at is not None, "and let in all the same"


def test_a_teacher_lets_in_a_student_whom_they_teach(day):
    """By the page, under the second lock, which shows a teacher no bookings."""
    taught, booked_already = student(day.cast, "Nia"), day.mesa[0].registration
    Enrolment.objects.filter(registration__in=(taught, booked_already)).update(teacher=day.cast.mesa_teacher)
    page, path = day.cast.client(day.cast.mesa_teacher), f"/events/lists/{day.roll.pk}/door/tap/"
    with clock.at(day.begun):
        for key, who in (("a", taught), ("b", booked_already)):
            assert page.post(path, {"key": key, "registration": str(who.pk)}).status_code == 302
        other = student(day.cast, "Lou")
        page.post(path, {"key": "c", "registration": str(other.pk)})
    assert Booking.objects.get(registration=taught).came_by == Booking.CameBy.WALK_IN
    assert day.fresh(day.mesa[0]).came_by == Booking.CameBy.LIST
    assert not Booking.objects.filter(registration=other).exists()
