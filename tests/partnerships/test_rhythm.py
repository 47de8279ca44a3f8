"""When a letter is due, as its reader chose (H14)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.rhythm import before, is_due

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS)
def test_each_update_goes_the_same_day(day):
    assert is_due("every", [day], day)


@given(DAYS)
def test_never_goes_never(day):
    assert not is_due("never", [day - timedelta(400)], day)


@given(DAYS, st.integers(0, 400))
def test_once_a_month_goes_when_the_month_is_over(day, later):
    today = day + timedelta(later)
    assert is_due("monthly", [day], today) == ((day.year, day.month) != (today.year, today.month))


@given(DAYS, st.integers(0, 400))
def test_once_a_quarter_goes_when_the_quarter_is_over(day, later):
    today = day + timedelta(later)
    quarters = [(one.year, (one.month - 1) // 3) for one in (day, today)]
    assert is_due("quarterly", [day], today) == (quarters[0] != quarters[1])


@pytest.mark.parametrize("how", HowOften.values)
def test_nothing_published_is_never_due(how):
    assert not is_due(how, [], date(2030, 5, 1))
    assert (before(how, date(2030, 5, 1)) is None) == (how == "never")
