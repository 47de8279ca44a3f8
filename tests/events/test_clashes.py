"""The clash check: twelve events with exactly four clashes, and a year against an independent oracle (N8)."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from guildhall.events.clashes import NEAR, Planned, all_clashes, clash_of, clashes_of, free_slots, is_duplicate
from tests.sampling import THOROUGH

MONDAY = datetime(2000, 1, 3, 9, tzinfo=UTC)  # any day: nothing here asks a clock


def event(name, *, day=0, at=9.0, hours=2.0, kind="employer_talk", family="learns", **more):
    starts = MONDAY + timedelta(days=day, hours=at - 9)
    facts = {"title": name, "institution": "mesa", "programs": {"cip:51.38"}, "industries": {"622110"}} | more
    sets = {key: frozenset(facts.pop(key, ())) for key in ("employers", "industries", "offers", "programs")}
    reached = facts.pop("reached", None)
    return Planned(
        name, facts.pop("title"), kind, family, starts, starts + timedelta(hours=hours), facts.pop("institution"),
        reached=None if reached is None else frozenset(reached), **facts, **sets,
    )  # fmt: skip


TWELVE = [
    event("Hospital careers at Bayview", employers={"bayview"}),
    event("Nursing with Mercy", at=10, employers={"mercy"}, institution="harbor"),  # 1: hospitals
    event("Nurses of tomorrow", at=14, employers={"bayview"}),
    event("A day in surgery", day=1, employers={"mercy"}),
    event("Interviews at Bayview", day=1, at=10, kind="interviews", family="meets", employers={"bayview"}),  # 2
    event("Welding night", programs={"cip:48.05"}, industries={"332710"}, employers={"calloway"}),  # same hour, others
    event("Welders wanted", at=10, programs={"cip:48.05"}, industries={"332999"}, employers={"tern"}),  # 3
    event("Solar for all", programs=(), industries={"221114"}, employers={"cobalt"}),  # another sector
    event("Mesa nurses only", day=2, reached={"mesa"}, employers={"bayview"}),
    event("Harbor nurses only", day=2, reached={"harbor"}, employers={"bayview"}),  # nobody may go to both
    event("Clinic tour", day=3, hours=1, kind="tour", family="visits", employers={"tides"}, industries={"621498"}),
    event("Dialysis technicians", day=3, at=10.5, hours=1, employers={"dial"}, industries={"621492"}),  # 4
]  # fmt: skip
EXPECTED = {
    ("Hospital careers at Bayview", "Nursing with Mercy"),
    ("A day in surgery", "Interviews at Bayview"),
    ("Welding night", "Welders wanted"),
    ("Clinic tour", "Dialysis technicians"),
}


def test_of_twelve_events_exactly_four_pairs_clash():
    """N8: time, organization, offer and programs; each of the others misses one of them."""
    found = {tuple(sorted((c.first.pk, c.second.pk))) for c in all_clashes(TWELVE)}
    assert found == {tuple(sorted(pair)) for pair in EXPECTED}


@pytest.mark.parametrize(
    "changed",
    [{"day": 5}, {"programs": {"cip:11.01"}}, {"industries": {"484110"}, "employers": {"freight"}}, {"reached": {"x"}}],
)
def test_without_one_of_the_parts_there_is_no_clash(changed):
    first = event("Talk", employers={"bayview"}, reached={"mesa"})
    assert clash_of(first, event("Visit", employers={"bayview"}, reached={"mesa"}))
    assert clash_of(first, event("Visit", **{"employers": {"bayview"}, "reached": {"mesa"}, **changed})) is None


def test_what_is_offered_counts_where_both_say_it():
    first = event("Talk", employers={"bayview"}, offers={"soc:29"})
    assert clash_of(first, event("Visit", employers={"bayview"}, offers={"soc:29"})).offer == 1
    assert clash_of(first, event("Visit", employers={"bayview"}, offers={"soc:43"})) is None


def test_the_same_event_entered_twice_is_told_apart_from_a_clash():
    first = event("Health Careers Expo", place="Student Center, Mesa Grande")
    again = event("Health careers expo!", at=9.2, institution="harbor", place="Mesa Grande Student Center")
    assert is_duplicate(first, again)
    assert clash_of(first, again).duplicate
    elsewhere = event("Health careers expo", institution="harbor", place="Gym of Harbor Point")
    assert not is_duplicate(first, elsewhere)
    assert not is_duplicate(first, event("Health careers expo", at=13))


def test_free_times_clash_with_nothing():
    one, others = TWELVE[0], TWELVE[1:]
    starts = [MONDAY + timedelta(days=d, hours=h) for d in range(7) for h in (0, 1, 5)]
    free = free_slots(one, others, starts)
    assert len(free) == 3 and one.starts not in free
    for start in free:
        moved = event("moved", day=(start - MONDAY).days, at=9 + (start - MONDAY).seconds / 3600, employers={"bayview"})
        assert not clashes_of(moved, others)


# ── An oracle that shares nothing with the code: whole minutes, thousandths, every pair ─────────────────────────────


def oracle(events):
    found = set()
    for n, a in enumerate(events):
        for b in events[n + 1 :]:
            if a.reached is not None and b.reached is not None and not any(x in b.reached for x in a.reached):
                continue
            begin_a, end_a, begin_b, end_b = (int(x.timestamp()) for x in (a.starts, a.ends, b.starts, b.ends))
            overlap = min(end_a, end_b) - max(begin_a, begin_b)
            if overlap > 0:
                share = 600 + 400 * overlap / min(end_a - begin_a, end_b - begin_b)
            elif -overlap <= 3600:
                share = 400
            else:
                continue
            if any(e in b.employers for e in a.employers):
                firm = 1000
            elif not (a.industries and b.industries):
                firm = 300
            else:
                heads = [
                    next((k for k in (6, 5, 4, 3, 2) if x[:k] == y[:k]), 0) for x in a.industries for y in b.industries
                ]
                firm = {6: 800, 5: 800, 4: 800, 3: 650, 2: 500, 0: 0}[max(heads)]
            offered = 400 if a.family != b.family else 700
            if a.offers and b.offers:
                offered = 1000 if any(o in b.offers for o in a.offers) else 0
            aims = 300
            if a.programs and b.programs:
                common = sum(p in b.programs for p in a.programs)
                aims = 600 + 400 * common / min(len(a.programs), len(b.programs)) if common else 0
            if share * firm * offered * aims >= 0.1 * 1000**4 * (1 - 1e-12):
                found.add(frozenset((a.pk, b.pk)))
    return found


def a_year(count, dice):
    rows = []
    for n in range(count):
        pick = lambda values, most: set(dice.sample(values, dice.randint(0, most)))  # noqa: E731
        rows.append(
            event(
                f"{n} {dice.random()}",  # no two titles alike: duplicates have a test of their own
                day=dice.randrange(365),
                at=dice.choice((8, 9, 9.5, 10, 13, 15, 17.75)),
                hours=dice.choice((0.5, 1, 2, 4, 9)),
                family=dice.choice(("meets", "learns", "visits")),
                institution=dice.choice("abc"),
                reached=dice.choice((None, {"a"}, {"a", "b"}, {"c"})),
                employers=pick(["e1", "e2", "e3", "e4", "e5"], 2),
                industries=pick(["622110", "622210", "621111", "332710", "484110"], 2),
                offers=pick(["soc:29", "soc:31", "stage:work"], 1),
                programs=pick(["cip:51.38", "cip:51.08", "cip:48.05", "pathway:1"], 3),
            )
        )
    return rows


@pytest.mark.parametrize("seed", range(20 if THOROUGH else 2))
def test_a_generated_year_agrees_with_an_independent_oracle(seed):
    """N8: 2,000 events of a year; exactly the pairs that the oracle names."""
    year = a_year(2000, random.Random(seed))
    found = {frozenset((c.first.pk, c.second.pk)) for c in all_clashes(year)}
    assert found == oracle(year)
    assert len(found) > 100  # the year holds something to find


def test_a_planted_fault_is_noticed(monkeypatch):
    """A check that forgets the time between two events differs from the oracle."""
    monkeypatch.setattr("guildhall.events.clashes.NEAR", timedelta(0))
    year = a_year(400, random.Random(1))
    assert {frozenset((c.first.pk, c.second.pk)) for c in all_clashes(year)} != oracle(year)
    assert timedelta(minutes=60) == NEAR
