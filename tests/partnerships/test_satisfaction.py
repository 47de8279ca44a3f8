"""How satisfied stakeholders are (M16): by sector, with the response rate, and nothing of fewer than five."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.partnerships import satisfaction
from guildhall.partnerships.actions import evaluating as actions
from guildhall.partnerships.models import Asked, Opinion
from guildhall.partnerships.queries.satisfaction import found_in, satisfaction_by_round, satisfaction_in
from guildhall.partnerships.questions import codes
from guildhall.partnerships.satisfaction import Answer
from tests.partnerships.building import started, taken_in
from tests.partnerships.telling import accepts

FEWEST = 5
SOME = st.lists(st.tuples(st.sampled_from(["k12", "adult", "industry", None]), st.integers(1, 5)), max_size=24)


def of(*pairs):
    return satisfaction.of([Answer(sector, [value]) for sector, value in pairs])


def test_mean_and_top_two_of_all_ratings():
    found = satisfaction.of([Answer(None, [5, 4]), *[Answer(None, [3, 1])] * 4])
    assert (found.whole.answers, found.whole.ratings, found.whole.top) == (5, 10, 2)
    assert (found.whole.mean, found.whole.share) == (2.5, 20)


def test_of_fewer_than_five_nothing_is_told():
    assert of(*[("k12", 5)] * 4) is None
    assert of(*[("k12", 5)] * 5).whole.mean == 5


def test_a_sector_that_leaves_too_few_others_stands_with_them():
    """By taking it away from all, four opinions would be told; the control leaves five."""
    assert of(*[("k12", 5)] * 6, *[("adult", 1)] * 4).sectors == {}
    found = of(*[("k12", 5)] * 5, *[("adult", 1)] * 5)
    assert {name: one.mean for name, one in found.sectors.items()} == {"k12": 5, "adult": 1}
    found = of(*[("k12", 5)] * 5, *[("adult", 1)] * 3, *[("industry", 2)] * 2)
    assert set(found.sectors) == {"k12"}
    assert found.others.answers == 5


@given(SOME)
@settings(max_examples=200, deadline=None)
def test_no_difference_of_shown_numbers_tells_of_fewer_than_five(pairs):
    """Every sum or difference of what is shown counts none, or five and more, answers."""
    found = of(*pairs)
    if found is None:
        assert len(pairs) < FEWEST
        return
    parts = [one.answers for one in found.sectors.values()] + ([found.others.answers] if found.others else [])
    assert not parts or sum(parts) == found.whole.answers
    for signs in product((-1, 0, 1), repeat=len(parts)):
        size = found.whole.answers + sum(sign * part for sign, part in zip(signs, parts, strict=True))
        assert size == 0 or abs(size) >= FEWEST, (found, signs)


# ── Over the evaluation there is ─────────────────────────────────────


def asked(cast, *sectors):
    """An evaluation of an initiative with partners of some sectors, over in eight days."""
    row = started(cast)
    for n, sector in enumerate(sectors):
        accepts(cast, row, f"Body {n}", category=sector, name=f"Person {n}", email=f"p{n}@board.example")
    return row, actions.open_round(row, "full", clock.today() + timedelta(7), by=cast.mesa_convener)


def answer(made, value, sector=None, most=99):
    rows = Asked.objects.filter(round=made, side="partners", answered=False).order_by("pk")
    rows = rows.filter(stakeholder__category__name=sector) if sector else rows
    for one in rows[:most]:
        actions.give_opinion(one, dict.fromkeys(codes(full=True), value), "")


def over():
    return time_machine.travel(clock.now() + timedelta(8))


@pytest.mark.django_db
def test_by_sector_with_the_response_rate(cast):
    row, made = asked(cast, *["K–12"] * 6, *["Adult education"] * 5)
    answer(made, 4, "K–12", 5)
    answer(made, 2, "Adult education")
    assert satisfaction_in(made, cast.mesa_convener) is None  # while it is open
    with over():
        found = satisfaction_in(made, cast.mesa_convener)
        assert (found.answered, found.asked, found.whole.mean) == (10, 11, 3)
        lines = {one.name: (one.rated.mean, one.answered, one.asked) for one in found.sectors}
        assert lines == {"K–12": (4, 5, 6), "Adult education": (2, 5, 5)}
        page = cast.client(cast.harbor_wbl).get(f"/evaluations/{made.pk}/").content.decode()
        assert "10 of 11 stakeholders answered" in page
        [(shown, rated)] = satisfaction_by_round(cast.harbor_wbl, row)
        assert (shown, rated.top) == (made, 50)
        page = cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/evaluation/").content.decode()
        assert "a 4 or a 5: 50 of 100" in page


@pytest.mark.django_db
def test_of_which_sector_an_answer_is_stays_only_where_the_sector_is_shown(cast):
    _row, made = asked(cast, *["K–12"] * 5, *["Adult education"] * 5, *["Postsecondary"] * 2)
    answer(made, 4, "K–12")
    answer(made, 2, "Adult education", 3)
    answer(made, 3, "Postsecondary")
    assert Opinion.objects.filter(sector__name="Postsecondary").count() == 0  # two were asked
    assert Opinion.objects.filter(sector__name="Adult education").count() == 3
    with over(), keeping(Keeper.RETENTION, "a test"):
        before = found_in(made)
        assert actions.forget_sectors() == 3
        assert found_in(made) == before
        assert set(Opinion.objects.values_list("sector__name", flat=True)) == {"K–12", None}
        assert actions.forget_sectors() == 0


@pytest.mark.django_db
def test_while_it_is_open_nothing_is_forgotten(cast):
    _row, made = asked(cast, *["K–12"] * 5)
    answer(made, 4, most=2)
    assert actions.forget_sectors() == 0
    assert Opinion.objects.exclude(sector=None).count() == 2


@pytest.mark.django_db
def test_a_stakeholder_on_the_list_is_not_asked(cast):
    row, made = asked(cast, *["K–12"] * 5)
    taken_in(cast, row, "Not asked")
    answer(made, 4)
    with over():
        found = satisfaction_in(made, cast.mesa_convener)
        assert (found.answered, found.asked) == (5, 5)
