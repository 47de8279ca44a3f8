"""What employers are told of who came hides every small group, also from whoever takes numbers away (R6)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.bookings.told_to_employers import told
from guildhall.lib.small_counts import FEWEST


def test_small_institutions_are_told_together():
    shown = told({"Mesa": 31, "Harbor": 12, "North": 4, "South": 7}, 3)
    assert (shown.came, shown.by_place, shown.others, shown.missed) == (54, {"Mesa": 31, "Harbor": 12}, 11, None)


def test_one_small_institution_takes_the_next_one_along():
    shown = told({"Mesa": 31, "Harbor": 12, "North": 4}, 0)
    assert (shown.by_place, shown.others, shown.missed) == ({"Mesa": 31}, 16, 0)


def test_few_in_all_are_few():
    assert told({"Mesa": 6, "Harbor": 3}, 12).came is None
    assert told({}, 0).came == 0


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine draws slowly
@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 40)), st.integers(0, 40))
def test_what_is_left_over_is_nobody_or_ten_at_least(came, missed):
    shown = told(came, missed)
    assert shown.missed is None or shown.missed == 0 or shown.missed >= FEWEST
    if shown.came is None:
        assert not shown.by_place and not shown.others and 0 < sum(came.values()) < FEWEST
        return
    assert shown.came == sum(came.values()) == sum(shown.by_place.values()) + shown.others
    assert all(n >= FEWEST for n in shown.by_place.values())
    assert shown.others == 0 or shown.others >= FEWEST


def test_a_teller_that_only_leaves_small_ones_out_is_found():
    """The control: without folding, the whole less the named ones is a small group."""
    came = {"Mesa": 31, "Harbor": 12, "North": 4}
    named = {place: n for place, n in came.items() if n >= FEWEST}
    assert 0 < sum(came.values()) - sum(named.values()) < FEWEST
