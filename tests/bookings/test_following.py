"""A series that moves or ends when it has begun: what has been stays, what is ahead goes along (C3, C16)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guildhall.bookings import rules
from guildhall.bookings.actions import following
from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import Booking, Closing, Roll
from guildhall.events.actions import publishing
from guildhall.events.actions.taking_part import Stall, add_session, note_held
from guildhall.events.repeating import weekly
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from tests.bookings.booked import booked, event, now
from tests.events.plans import at, fresh

pytestmark = pytest.mark.django_db
S = Booking.State
DAY, SOON = timedelta(days=1), timedelta(minutes=5)


def series(cast, rule="FREQ=WEEKLY;COUNT=4"):
    """Four weeks with a place each, all of them taken."""
    row = event(cast, places=1, rule=rule)
    return row, [booked(cast, row, f"S{n}", starts_at=moment) for n, moment in enumerate(times_of(row))]


def times_of(row):
    return list(row.occurrences.order_by("starts_at").values_list("starts_at", flat=True))


def move(cast, row, to):
    was = fresh(row)
    return publishing.move_event(was, to, to + (was.ends_at - was.starts_at), version=was.version, by=cast.mesa_wbl)


def here(cast, made):
    tap(made.roll, Tapped(uuid4().hex, "here", booking=str(made.pk)), by=cast.mesa_wbl)


def where(made):
    return [now(one).roll.starts_at for one in made]


def test_a_series_that_has_begun_leaves_what_has_been_where_it_was(cast):
    row, made = series(cast)
    times = times_of(row)
    waits = booked(cast, row, "Waits", starts_at=times[0])
    with clock.at(times[0] + SOON):
        here(cast, made[0])
    with clock.at(times[1] + DAY):
        close_list(made[0].roll, by=cast.mesa_wbl)
        move(cast, row, times[2] + DAY)
        later = times_of(row)
        assert later[:3] == [*times[:2], times[2] + DAY], "the calendar keeps the days that have been"
        assert where(made) == later, "it has as many times as before"
        assert following.tell_moved(str(row.pk)) == 2, "whoever was there is not told of another time"
    assert {now(one).state for one in made} == {S.BOOKED}
    assert now(waits).state == S.WAITING, "nobody gets a place of a day that is over"
    assert Closing.objects.get().roll.starts_at == times[0]


def test_a_series_that_moves_twice_keeps_each_day_that_has_been(cast):
    row, made = series(cast)
    times = times_of(row)
    for n in (0, 1):
        with clock.at(times[n] + DAY):
            move(cast, row, times_of(row)[n + 1] + timedelta(hours=1))
    assert times_of(row)[0] == times[0]
    assert where(made) == times_of(row)


def test_a_series_goes_to_another_weekday_with_all_its_times(cast):
    """The form writes the weekday and the last day into the rule: both go along."""
    first, last = clock.local(at(20)), clock.day_of(at(20)) + timedelta(days=21)
    row, made = series(cast, weekly(first, f"{last:%Y%m%d}"))
    times = times_of(row)
    move(cast, row, times[0] + DAY)
    assert len(times) == 4
    assert {clock.day_of(moment).weekday() for moment in times_of(row)} == {(clock.day_of(times[0]) + DAY).weekday()}
    assert where(made) == times_of(row)
    assert {now(one).state for one in made} == {S.BOOKED}


def test_sessions_of_a_day_that_has_been_stay_there(cast):
    row, _made = series(cast)
    times, hour = times_of(row), timedelta(hours=1)
    then, next_time = (
        add_session(fresh(row), Stall("slot", "Talk", starts_at=one, ends_at=one + hour), by=cast.mesa_wbl)
        for one in times[:2]
    )
    with clock.at(times[0] + DAY):
        move(cast, row, times[1] + DAY)
    then.refresh_from_db(), next_time.refresh_from_db()
    assert then.starts_at == times[0]
    assert next_time.starts_at == times[1] + DAY


def test_an_event_that_has_just_begun_goes_along_unless_somebody_came(cast):
    alone, met = (event(cast, name, places=1) for name in ("Nobody there", "Somebody there"))
    made = [booked(cast, alone, "Ana"), booked(cast, met, "Bo")]
    was = met.starts_at
    with clock.at(was + SOON):
        here(cast, made[1])
        for row in (alone, met):
            move(cast, row, was + DAY)
    assert where(made) == [was + DAY, was]


def test_a_series_with_a_last_day_moves_whole(cast):
    """The last day goes along, so that nobody loses the time that they booked."""
    row, made = series(cast, f"FREQ=WEEKLY;UNTIL={clock.day_of(at(20)) + timedelta(days=21):%Y%m%d}")
    times = times_of(row)
    assert len(times) == 4
    move(cast, row, times[1])
    assert times_of(row)[:3] == times[1:]
    assert where(made) == times_of(row)
    assert {now(one).state for one in made} == {S.BOOKED}
    assert booked(cast, row, "Late", starts_at=times[3]).roll_id == made[2].roll_id, "there is one list of each time"


def test_a_series_moves_onto_a_day_that_was_left_out(cast):
    row, made = series(cast)
    times = times_of(row)
    publishing.leave_out(fresh(row), times[2], version=fresh(row).version, by=cast.mesa_wbl)
    move(cast, row, times[1])
    assert where(made)[:3] == [times[1], times[2], times[2]]
    assert [now(one).state for one in made] == [S.BOOKED, S.BOOKED, S.CANCELED, S.BOOKED]
    assert Roll.objects.current().filter(event=row, starts_at=times[2]).get().pk == made[1].roll_id


def test_a_series_is_held_when_its_last_time_has_begun(cast):
    row, made = series(cast)
    times = times_of(row)
    said = {"came": set(), "attended": 3, "by": cast.mesa_wbl}
    with clock.at(times[0] + DAY), pytest.raises(Refused, match="still takes place"):
        note_held(fresh(row), version=fresh(row).version, **said)
    assert rules.can_cancel(cast.mesa_wbl, now(made[3])), "its later days are booked as before"
    with clock.at(times[3] + SOON):
        assert note_held(fresh(row), version=fresh(row).version, **said).attended == 3
