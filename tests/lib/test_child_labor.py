"""Hours and work of people under 18, by the age on each day (STANDARDS 1.7)."""

import csv
import os
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.lib.child_labor import (
    CALIFORNIA_HOURS,
    FEDERAL_HOURS,
    FEDERAL_YOUNGEST,
    HAZARDS,
    Shift,
    age_on,
    concerns_about_hazards,
    concerns_about_hours,
    is_school_day,
    is_summer,
    labor_day,
)

unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def a(weekday: int, month: int) -> date:
    """A weekday in a month of some year."""
    first = date(2031, month, 2)
    return first + timedelta((weekday - first.weekday()) % 7)


def born(age: int, on: date) -> date:
    """Somebody who has been of that age for half a year."""
    return on.replace(year=on.year - age, day=1) - timedelta(180)


def rules(age: int, *shifts: Shift, **more: bool) -> set[str]:
    return {one.rule for one in concerns_about_hours(born(age, shifts[0].day), shifts, **more)}


def test_the_list_is_the_official_one():
    path = Path(os.environ.get("GUILDHALL_DATA", "")) / "vocab" / "flsa_hazardous_orders.csv"
    if not os.environ.get("GUILDHALL_DATA") or not path.exists():
        pytest.skip("GUILDHALL_DATA holds no list of hazardous orders")
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    assert {int(row["ho"]): row["student_learner_exemption_16_17"] == "yes" for row in rows} == {
        n: one.learners for n, one in HAZARDS.items()
    }
    assert [row["title"] for row in rows] == [one.title for one in HAZARDS.values()]


@pytest.mark.parametrize(
    ("age", "hours", "weekday", "month", "expected"),
    [
        (15, 3, 1, 10, set()),
        (15, 4, 1, 10, {FEDERAL_HOURS}),  # a school day
        (15, 8, 5, 10, set()),  # a Saturday
        (15, 9, 5, 10, {FEDERAL_HOURS}),
        (15, 8, 1, 7, set()),  # no school in July
        (16, 4, 1, 10, set()),
        (16, 5, 1, 10, {CALIFORNIA_HOURS}),
        (17, 9, 5, 10, {CALIFORNIA_HOURS}),
        (18, 14, 1, 10, set()),
        (13, 1, 5, 7, {FEDERAL_YOUNGEST}),
    ],
)
def test_hours_of_a_day(age, hours, weekday, month, expected):
    assert rules(age, Shift(a(weekday, month), Decimal(hours))) == expected


def test_elsewhere_only_the_federal_lines_hold_and_learners_may_work_a_whole_school_day():
    shift = Shift(a(1, 10), Decimal(8))
    assert rules(16, shift) == {CALIFORNIA_HOURS}
    assert rules(16, shift, california=False) == set()
    assert rules(16, shift, student_learner=True) == set()
    assert rules(15, shift, student_learner=True) == {FEDERAL_HOURS}


@pytest.mark.parametrize(
    ("age", "starts", "ends", "weekday", "month", "fine"),
    [
        (15, 7, 19, 5, 10, True),
        (15, 6, 12, 5, 10, False),
        (15, 14, 20, 5, 10, False),
        (15, 14, 20, 5, 7, True),  # in summer until 9 p.m.
        (15, 15, 22, 5, 7, False),
        (16, 18, 22, 1, 10, True),
        (16, 18, 23, 1, 10, False),  # a school day follows
        (16, 18, 23, 4, 10, True),  # a Saturday follows
        (16, 20, 0, 4, 10, True),
        (16, 20, 1, 4, 10, False),  # beyond half past midnight
        (16, 4, 8, 5, 10, False),
        (18, 22, 6, 1, 10, True),
    ],
)
def test_times_of_a_day(age, starts, ends, weekday, month, fine):
    shift = Shift(a(weekday, month), Decimal(1), time(starts), time(ends))
    assert bool(rules(age, shift)) != fine


def test_a_week_is_added_up_and_names_its_monday():
    monday = a(0, 10)
    shifts = [Shift(monday + timedelta(n), Decimal(3)) for n in range(5)]
    assert concerns_about_hours(born(15, monday), shifts) == []
    shifts.append(Shift(monday + timedelta(5), Decimal(4)))
    [one] = concerns_about_hours(born(15, monday), shifts)
    assert (one.day, one.rule) == (monday, FEDERAL_HOURS)
    assert ": 19." in one.said
    assert ": 18." in one.said


def test_the_school_says_which_days_are_school_days():
    shift = Shift(a(1, 10), Decimal(8))
    assert concerns_about_hours(born(15, shift.day), [shift], school_day=lambda day: False) == []


@pytest.mark.parametrize("number", HAZARDS)
def test_hazardous_work(number):
    learners = HAZARDS[number].learners
    assert concerns_about_hazards(18, [number]) == []
    assert len(concerns_about_hazards(17, [number])) == 1
    assert len(concerns_about_hazards(17, [number], student_learner=True)) == (0 if learners else 1)
    assert len(concerns_about_hazards(15, [number], student_learner=True)) == 1
    assert str(number) in concerns_about_hazards(17, [number])[0].said


@unhurried
@given(DAYS, st.integers(0, 40))
def test_the_age_changes_on_the_birthday(born_on, years):
    if (born_on.month, born_on.day) == (2, 29):
        return
    birthday = born_on.replace(year=born_on.year + years)
    assert age_on(born_on, birthday) == years
    assert age_on(born_on, birthday - timedelta(1)) == years - 1


@unhurried
@given(DAYS)
def test_labor_day_is_a_first_monday_and_ends_the_summer(day):
    last = labor_day(day.year)
    assert (last.weekday(), last.month) == (0, 9)
    assert last.day <= 7
    assert is_summer(last)
    assert not is_summer(last + timedelta(1))


HOURS = st.decimals(Decimal("0.25"), Decimal(12), places=2)


@unhurried
@given(DAYS, st.lists(st.tuples(st.integers(0, 20), HOURS), max_size=12), st.integers(14 * 366, 22 * 366))
def test_less_work_and_more_years_never_bring_more_concerns(first, worked, days_old):
    """Adding a shift takes no concern about another day away, and of age nothing speaks against anything."""
    born_on = first - timedelta(days_old)
    shifts = [Shift(first + timedelta(n), hours) for n, hours in worked]
    fewer = {(one.day, one.rule) for one in concerns_about_hours(born_on, shifts[:-1])}
    assert fewer <= {(one.day, one.rule) for one in concerns_about_hours(born_on, shifts)}
    adults = first - timedelta(19 * 366)
    assert concerns_about_hours(adults, shifts) == []


@unhurried
@given(DAYS, st.lists(st.tuples(st.integers(0, 13), HOURS), max_size=14))
def test_days_and_weeks_against_a_count_by_hand(first, worked):
    """Of somebody who is 15 throughout: the days and weeks beyond the lines, counted otherwise."""
    born_on = first - timedelta(15 * 366)
    last = first + timedelta(13)
    if not age_on(born_on, first) == age_on(born_on, last) == 15:
        return
    shifts = [Shift(first + timedelta(n), hours) for n, hours in worked]
    by_hand = set()
    for n in range(14):
        day = first + timedelta(n)
        if sum(one.hours for one in shifts if one.day == day) > (3 if is_school_day(day) else 8):
            by_hand.add((day, False))
        week = [day + timedelta(k) for k in range(7)]
        if day.weekday() == 0 or n == 0:
            monday = day - timedelta(day.weekday())
            week = [monday + timedelta(k) for k in range(7)]
            if sum(one.hours for one in shifts if one.day in week) > (18 if any(map(is_school_day, week)) else 40):
                by_hand.add((monday, True))
    found = {(one.day, "week" in one.sentence) for one in concerns_about_hours(born_on, shifts)}
    assert found == by_hand
