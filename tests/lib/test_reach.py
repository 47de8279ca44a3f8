"""A day far from now is a slip of the pen, and is said to be one."""

from datetime import date, timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.reach import in_reach

TODAY = date(2028, 2, 29)


@pytest.fixture(autouse=True)
def leap_day():
    with clock.at(clock.noon_of(TODAY)):
        yield


@pytest.mark.parametrize(
    ("day", "limits", "words"),
    [
        (None, {}, ""),
        (TODAY, {"back": 0, "ahead": 0}, ""),
        (TODAY - timedelta(1), {"back": 0}, "passed already"),
        (TODAY + timedelta(1), {"ahead": 0}, "still to come"),
        (date(2027, 2, 28), {"back": 1}, ""),
        (date(2027, 2, 27), {"back": 1}, "more than a year ago"),
        (date(2018, 2, 27), {}, "more than 10 years ago"),
        (date(2030, 2, 28), {}, ""),
        (date(2030, 3, 1), {}, "more than 2 years ahead"),
        (date.min, {}, "Is the year right?"),
        (date.max, {"ahead": 1}, "more than a year ahead"),
    ],
)
def test_how_far_a_day_may_lie(day, limits, words):
    verdict = in_reach(day, **limits)
    assert bool(verdict) == (not words)
    assert words in verdict.reason


@pytest.mark.parametrize(("said", "number"), [("7", 7), ("", 0), ("-1", 0), ("²", 0), ("9" * 5_000, 0)])
def test_what_is_no_number_counts_as_nought(said, number):
    assert number_in(said) == number
