"""Opinions of fewer than five show nowhere, and no taking away brings them out (D18, N13)."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.supervision.small_groups import FEWEST, MOST_WAITING, Opinion, shown

unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
ANSWERS = st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("abcd")), max_size=40)


def figures(rows, house=None):
    """The published figures as sets of answers, found by giving every answer a weight of its own."""
    weighed = [Opinion(place, group, 2**n) for n, (place, group) in enumerate(rows) if house in (None, place)]
    found = shown(weighed)
    every = [*found.groups.values(), *filter(None, [found.whole])]
    return [{n for n in range(len(rows)) if round(one.mean * one.count) >> n & 1} for one in every]


@unhurried
@given(ANSWERS)
def test_no_figure_is_made_of_fewer_than_five(rows):
    for one in figures(rows):
        assert len(one) >= FEWEST
        assert len(one) % FEWEST == 0


@unhurried
@given(ANSWERS)
def test_whoever_sees_less_or_looked_earlier_sees_the_same_blocks(rows):
    """Of two houses and of one of them, today and an answer ago: what two figures do not share is whole blocks."""
    looks = [*figures(rows), *figures(rows[:-1]), *figures(rows, "x"), *figures(rows, "y")]
    for one, other in product(looks, looks):
        assert len(one - other) % FEWEST == 0
        assert len(one & other) % FEWEST == 0


@unhurried
@given(ANSWERS)
def test_few_wait_and_all_others_are_heard(rows):
    for house in "xy":
        given_there = sum(place == house for place, _group in rows)
        whole = max(map(len, figures(rows, house)), default=0)
        assert given_there - whole < MOST_WAITING


def regrouped(rows):
    """The control: whoever is in no group of five is put together anew at each look."""
    groups = {group: [n for n, (_place, one) in enumerate(rows) if one == group] for _place, group in rows}
    large = [set(every) for every in groups.values() if len(every) >= FEWEST]
    rest = {n for every in groups.values() if len(every) < FEWEST for n in every}
    return [one for one in [*large, rest, set().union(*large, rest)] if len(one) >= FEWEST]


def test_groups_that_are_made_anew_would_tell():
    """Four of one employer and one of another, then the fifth: who answered for the other works that one out."""
    rows = [("x", "a")] * 4 + [("x", "b"), ("x", "a")]
    before, after = regrouped(rows[:-1]), regrouped(rows)
    assert any(len(one - other) % FEWEST for one, other in product(after, before))
    assert figures(rows[:-1]) == [], "five of several wait for more"
    assert {len(one) for one in figures(rows)} == {FEWEST}
