"""Opinions of fewer than five show nowhere, and no taking away brings them out (D18, N13)."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.supervision.small_groups import FEWEST, shown

unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)


def by_group(rows):
    groups = {}
    for place, (key, value) in enumerate(rows):
        groups.setdefault(key, []).append((place, value))
    return groups


def figures(rows):
    """The published figures as sets of answers, found by giving every answer a weight of its own."""
    found = shown({k: [(place, 2**place) for place, _v in v] for k, v in by_group(rows).items()})
    every = [*found.groups.values(), *filter(None, (found.others, found.whole))]
    return [{n for n in range(len(rows)) if round(one.mean * one.count) >> n & 1} for one in every]


@unhurried
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), max_size=30))
def test_no_figure_is_made_of_fewer_than_five(rows):
    for one in figures(rows):
        assert len(one) >= FEWEST
        assert len(one) % FEWEST == 0


@unhurried
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 5)), max_size=30))
def test_taking_figures_away_from_each_other_leaves_five_or_none(rows):
    """Every sum of figures with the factors −1, 0 and 1 that is a set of answers is one of five or more, or none."""
    sets = figures(rows)[:6]
    for factors in product((-1, 0, 1), repeat=len(sets)):
        weights = [sum(f for f, one in zip(factors, sets, strict=True) if n in one) for n in range(len(rows))]
        alone = [n for n, weight in enumerate(weights) if weight]
        if alone and set(weights) <= {0, 1}:
            assert len(alone) >= FEWEST


@unhurried
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5)), min_size=1, max_size=24))
def test_one_more_answer_never_shows_by_itself(rows):
    """Between two days nobody reads off the answer that came in between: a figure moves by blocks of five."""
    before, after = figures(rows[:-1]), figures(rows)
    for one, other in product(before, after):
        assert len(one ^ other) == 0 or len(one ^ other) >= 2


def test_a_sum_without_the_rule_would_tell():
    """The control: the plain whole of six answers less a group of five is one person's answer."""
    groups = {"a": [(n, 3) for n in range(5)], "b": [(5, 1)]}
    found = shown(groups)
    assert found.whole is not None
    assert found.whole.count == 5
    assert found.others is None
    plain = sum(value for rows in groups.values() for _n, value in rows)
    assert plain - round(found.groups["a"].mean * 5) == 1
