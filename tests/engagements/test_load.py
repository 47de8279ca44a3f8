"""Rolling windows: exact over every window, whatever the order in which touches come (N3)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guildhall.engagements.load import Limit, Pause, broken, next_free, spread, used
from guildhall.lib.working_days import is_working_day

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(n))
LIMITS = st.builds(Limit, st.integers(1, 6), st.integers(1, 45))


def fullest(touches, limit):
    """By brute force: the most touches in any window of the limit."""
    starts = [FIRST + timedelta(n) for n in range(-50, 180)]
    return max(sum(s <= t <= s + timedelta(limit.days - 1) for t in touches) for s in starts)


@given(st.lists(DAYS, max_size=25), LIMITS)
def test_touches_that_were_let_through_never_break_a_window(asked, limit):
    kept = []
    for day in asked:
        if broken(sorted(kept), day, [limit]) is None:
            kept.append(day)
    assert fullest(kept, limit) <= limit.most


@given(st.lists(DAYS, max_size=25), LIMITS, DAYS)
def test_what_is_refused_would_have_broken_a_window(touches, limit, day):
    """Negative control: the rule refuses no more than it must."""
    touches = sorted(touches)
    if broken(touches, day, [limit]):
        around = [t for t in [*touches, day] if abs((t - day).days) < limit.days]
        assert fullest(around, limit) > limit.most


@given(st.lists(DAYS, max_size=25).map(sorted), LIMITS, DAYS)
def test_the_next_free_day_is_free_and_the_first(touches, limit, start):
    day = next_free(touches, start, [limit], [])
    assert day is not None
    assert broken(touches, day, [limit]) is None
    assert is_working_day(day)
    for n in range((day - start).days):
        sooner = start + timedelta(n)
        assert broken(touches, sooner, [limit]) or not is_working_day(sooner)


def test_a_pause_pushes_the_next_free_day_behind_it():
    pause = Pause(FIRST, FIRST + timedelta(9), "inventory")
    assert next_free([], FIRST, [Limit(3, 30)], [pause]) == FIRST + timedelta(11), "the tenth is a Sunday"
    assert next_free([], FIRST, [Limit(3, 30)], [Pause(FIRST, None)]) is None


def test_spreading_keeps_half_of_the_budget_for_the_second_half():
    limits = spread(Limit(6, 30))
    three_at_once = [FIRST] * 3
    assert used(three_at_once, FIRST, limits[0]) == 3
    assert broken(three_at_once, FIRST + timedelta(3), limits) == limits[1]
    assert broken(three_at_once, FIRST + timedelta(15), limits) is None
    assert broken(three_at_once, FIRST + timedelta(3), limits[:1]) is None  # without the spread it would fit
