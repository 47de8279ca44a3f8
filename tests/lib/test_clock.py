"""Moments and days: those of the region, wherever the server stands."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from guildhall.lib import clock
from tests.moments import EDGES, ZONES, local

# What the clocks of a zone show at some moments, written down by hand.
KNOWN = (
    ("America/Los_Angeles", datetime(2026, 11, 29, 7, 59, tzinfo=UTC), date(2026, 11, 28)),
    ("America/New_York", datetime(2026, 11, 29, 4, 59, tzinfo=UTC), date(2026, 11, 28)),
    ("America/New_York", datetime(2026, 11, 29, 5, 0, tzinfo=UTC), date(2026, 11, 29)),
    ("Pacific/Honolulu", datetime(2026, 11, 29, 9, 59, tzinfo=UTC), date(2026, 11, 28)),
    ("Pacific/Guam", datetime(2026, 11, 28, 14, 0, tzinfo=UTC), date(2026, 11, 29)),
    ("Australia/Sydney", datetime(2026, 11, 28, 13, 0, tzinfo=UTC), date(2026, 11, 29)),  # summer there
    ("Australia/Sydney", datetime(2026, 6, 28, 13, 59, tzinfo=UTC), date(2026, 6, 28)),  # and winter
    ("America/Los_Angeles", datetime(2027, 3, 14, 7, 59, tzinfo=UTC), date(2027, 3, 13)),  # an hour is lost that night
    ("America/Los_Angeles", datetime(2027, 3, 15, 6, 59, tzinfo=UTC), date(2027, 3, 14)),
    ("America/Los_Angeles", datetime(2027, 11, 8, 7, 59, tzinfo=UTC), date(2027, 11, 7)),  # and one is won
    ("America/Los_Angeles", datetime(2028, 3, 1, 7, 59, tzinfo=UTC), date(2028, 2, 29)),
    ("America/Los_Angeles", datetime(2027, 1, 1, 7, 59, tzinfo=UTC), date(2026, 12, 31)),
)


@pytest.mark.parametrize(("zone", "moment", "day"), KNOWN)
def test_the_day_of_a_moment_is_that_of_the_region(zone, moment, day):
    with clock.in_zone(zone), clock.at(moment):
        assert clock.day_of(moment) == clock.today() == day


def test_a_moment_that_somebody_sent_is_read_in_utc_or_not_at_all():
    read = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
    assert clock.moment_in("2026-11-29T00:00:00-08:00") == clock.moment_in("2026-11-30T07:59:00+23:59") == read
    assert str(clock.moment_in("2026-11-30T07:59:00+23:59:00.5").tzinfo) == "UTC", "a database reads no such offset"
    for said in ("", "soon", "2026-11-29", "2026-11-29T00:00", "0001-01-01T00:00:00+10:00", "2026-11-29T00:00+24:00"):
        assert clock.moment_in(said) is None, said


@pytest.mark.parametrize(("zone", "shown"), EDGES)
def test_a_minute_before_and_after_midnight(zone, shown):
    with clock.in_zone(zone), clock.at(local(shown, zone)):
        assert str(clock.today()) == shown[:10]
        assert clock.local(clock.now()).strftime("%H:%M") == shown[11:]
        assert clock.now().astimezone(UTC) == local(shown, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_and_a_time_become_the_moment_at_which_the_clocks_show_them(zone):
    days = [date(2026, 1, 1) + timedelta(n) for n in range(800)]
    with clock.in_zone(zone):
        for day in days:
            assert clock.day_of(clock.noon_of(day).astimezone(UTC)) == day
            assert clock.local(clock.moment_of(day, time(9, 30)).astimezone(UTC)).time() == time(9, 30)


def test_the_noon_of_london_would_be_another_day_in_some_zones():
    """The control: why the middle of a day is that of the region."""
    with clock.in_zone("Pacific/Auckland"):
        assert clock.day_of(datetime(2026, 11, 28, 12, tzinfo=UTC)) == date(2026, 11, 29)
        assert clock.day_of(clock.noon_of(date(2026, 11, 28))) == date(2026, 11, 28)


def test_a_zone_holds_inside_its_block():
    before = clock.zone()
    with clock.in_zone("Pacific/Guam"):
        assert str(clock.zone()) == "Pacific/Guam"
    assert clock.zone() == before
