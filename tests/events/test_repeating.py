"""Series go by the clock of their place, through both changes of the clocks, in three zones (R25)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event as Component

from guildhall.events.repeating import MOST, NoSeries, Times, monthly, moved_along, moved_rule, times_of, weekly
from tests.sampling import THOROUGH

ZONES = ("America/Los_Angeles", "America/New_York", "Australia/Sydney")
YEARS = range(2001, 2009)  # any years: their clocks are changed


def series(zone, begin, rule="", **more):
    start = begin.replace(tzinfo=ZoneInfo(zone))
    return times_of(Times(start, start + timedelta(hours=1), zone, rule, **more))


@pytest.mark.parametrize("zone", ZONES)
def test_ten_o_clock_stays_ten_o_clock_all_year(zone):
    times = series(zone, datetime(2001, 1, 8, 10), "FREQ=WEEKLY;COUNT=52")
    local = [starts.astimezone(ZoneInfo(zone)) for starts, _ends in times]
    assert len(times) == 52 and {(one.hour, one.minute) for one in local} == {(10, 0)}
    assert len({one.utcoffset() for one in local}) == 2  # the clocks were changed meanwhile


def test_an_hour_that_is_left_out_and_an_hour_that_comes_twice():
    gap = series("America/Los_Angeles", datetime(2007, 3, 4, 2, 30), "FREQ=WEEKLY;COUNT=2")
    assert gap[1][0] == datetime(2007, 3, 11, 10, 30, tzinfo=UTC)  # half past three by the new clock
    fold = series("America/Los_Angeles", datetime(2007, 10, 28, 1, 30), "FREQ=WEEKLY;COUNT=2")
    assert fold[1][0] == datetime(2007, 11, 4, 8, 30, tzinfo=UTC)  # the first of the two
    assert all(ends - starts == timedelta(hours=1) for starts, ends in gap + fold)


moments = st.datetimes(datetime(YEARS[0], 1, 1), datetime(YEARS[-1], 12, 28))


@settings(max_examples=10_000 if THOROUGH else 200, deadline=None)
@given(
    begin=moments,
    zone=st.sampled_from(ZONES),
    every=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    n=st.integers(1, 30),
)
def test_every_time_stands_where_an_independent_count_puts_it(begin, zone, every, n):
    """Against dateutil on the bare clock, each moment put into the zone by the standard library alone."""
    begin = begin.replace(microsecond=0)
    rule = f"FREQ={every};COUNT={n}"
    walls = list(rrulestr(rule, dtstart=begin))
    limit = begin + timedelta(days=731)
    expected = sorted(
        {w.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for w in walls if w <= limit}
        | {begin.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)}
    )
    assert [starts for starts, _ends in series(zone, begin, rule)] == expected


@settings(max_examples=500 if THOROUGH else 60, deadline=None)
@given(begin=moments, zone=st.sampled_from(ZONES))
def test_what_icalendar_writes_it_reads_as_the_same_moment(begin, zone):
    moment = begin.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    one = Component()
    one.add("dtstart", moment.astimezone(UTC))
    assert Component.from_ical(one.to_ical()).decoded("dtstart") == moment.astimezone(UTC)


def test_days_are_left_out_and_added():
    begin = datetime(2001, 1, 8, 10)
    zone = ZoneInfo(ZONES[0])
    out = (datetime(2001, 1, 15, 10, tzinfo=zone),)
    more = (datetime(2001, 1, 17, 16, tzinfo=zone),)
    times = series(ZONES[0], begin, "FREQ=WEEKLY;COUNT=3", left_out=out, added=more)
    assert [starts.astimezone(zone).day for starts, _ends in times] == [8, 17, 22]


WRONG = ["FREQ=SECONDLY", "FREQ=HOURLY;COUNT=3", "FREQ=", "nonsense", "FREQ=WEEKLY;BYDAY=XX"]
WRONG += ["FREQ=DAILY;BYHOUR=1,2,3", "FREQ=DAILY;COUNT=2;BYMONTHDAY=" + ",".join(["1"] * 200)]
WRONG += ["FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=many", "FREQ=WEEKLY;UNTIL=never"]


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_no_rule_is_refused_in_words(rule):
    with pytest.raises(NoSeries, match="read|day"):
        series(ZONES[0], datetime(2001, 1, 8, 10), rule)


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2"]
)
def test_a_rule_without_end_ends(rule):
    assert 1 <= len(series(ZONES[0], datetime(2001, 1, 8, 10), rule)) <= MOST


def test_rules_that_the_form_makes():
    first = datetime(2001, 1, 9, 10)  # a second Tuesday
    assert weekly(first, "20010201") == "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20010201"
    times = series(ZONES[0], first, monthly(first, "20010401"))
    assert [starts.astimezone(ZoneInfo(ZONES[0])).day for starts, _ends in times] == [9, 13, 13]


MONDAY = datetime(2001, 1, 8, 10, tzinfo=ZoneInfo(ZONES[0]))  # the second one of its month
MOVES = [
    ("FREQ=WEEKLY;COUNT=4", 2, 3, "FREQ=WEEKLY;COUNT=2"),
    ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;UNTIL=20010129", 0, 1, "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20010130"),
    ("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20010129T180000Z", 0, -1, "FREQ=WEEKLY;BYDAY=SU,WE;UNTIL=20010128T180000Z"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20010129", 0, 21, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20010219"),
    ("FREQ=MONTHLY;BYDAY=2MO;COUNT=3", 0, 8, "FREQ=MONTHLY;BYDAY=3TU;COUNT=3"),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", 0, 8, "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"),
]


@pytest.mark.parametrize(("rule", "over", "days", "moved"), MOVES)
def test_a_series_that_moves_keeps_what_is_left_of_it(rule, over, days, moved):
    """After `over` times, the next one goes some days further: its weekday goes along, its times stay as many."""
    one = Times(MONDAY, MONDAY + timedelta(hours=1), ZONES[0], rule)
    next_time = times_of(one)[over][0]
    assert moved_rule(one, next_time, next_time + timedelta(days)) == moved


@pytest.mark.parametrize("zone", ZONES)
def test_days_left_out_stay_left_out_through_a_change_of_the_clocks(zone):
    """Every week of a year, a series of ten o'clock is moved by a week, with one of its days left out."""
    place = ZoneInfo(zone)
    for week in range(50):
        first = datetime(2007, 1, 8, 10) + timedelta(weeks=week)
        was, to, out = (moment.replace(tzinfo=place) for moment in (first, first + timedelta(7), first + timedelta(14)))
        moved = moved_along([out], was, to, zone)
        times = times_of(Times(to, to + timedelta(hours=1), zone, "FREQ=WEEKLY;COUNT=4", left_out=tuple(moved)))
        assert len(times) == 3, first
