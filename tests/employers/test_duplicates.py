"""The queue of likely duplicates: found by shared keys, shown only to who may see both (J15)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from guildhall.audit.models import Entry
from guildhall.employers import jobs, matching
from guildhall.employers.actions import editing, merging
from guildhall.employers.actions.duplicates import find_pairs, judge_different, pair_up
from guildhall.employers.models import DuplicatePair, Employer
from guildhall.employers.queries import duplicates, pairs
from guildhall.employers.queries.duplicates import likely_duplicates, records_of
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from guildhall.queue import enqueue

SAME = {"city": "Redstone", "street": "1200 Foundry Way", "zip": "92101", "phone": "619 555 0140"}


def alike(cast, make=None):
    make = make or cast.shared
    return make("Kestrel Aerospace", **SAME).employer, make("Kestrel Aero-Space, Inc.", **SAME).employer


def test_the_search_finds_the_pair_and_nothing_else(cast):
    one, other = alike(cast)
    cast.shared("Quite Another Bakery", city="Mesa", street="9 Elm Street", zip="92104")
    assert find_pairs() == 1
    pair = DuplicatePair.objects.get()
    assert {pair.first_id, pair.second_id} == {one.pk, other.pk}
    assert pair.score >= 0.8
    assert "same address" in pair.reasons


def test_shared_and_restricted_records_are_compared(cast):
    cast.shared("Kestrel Aerospace", **SAME)
    cast.prospect("Kestrel Aero-Space, Inc.", **SAME)
    assert find_pairs() == 1


def test_searching_again_changes_nothing(cast):
    alike(cast)
    find_pairs()
    before = list(DuplicatePair.objects.values())
    jobs.find_duplicates()
    assert list(DuplicatePair.objects.values()) == before


def test_an_employer_is_no_duplicate_of_its_own_other_site(cast):
    one, _other = alike(cast)
    editing.save_site(one, SAME, by=cast.director)
    records = records_of(Employer.objects.get(pk=one.pk))
    found = likely_duplicates(records, ignoring=[one.pk] * len(records))
    assert all(c.employer != one.pk for candidates in found for c in candidates)
    control = likely_duplicates(records)
    assert any(c.employer == one.pk for candidates in control for c in candidates)


def test_a_judged_pair_never_comes_back(cast):
    alike(cast)
    find_pairs()
    judge_different(DuplicatePair.objects.get(), by=cast.director, reason="two families")
    find_pairs()
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.judged_by) == ("different", cast.director)
    assert Entry.objects.get(verb="judge different").reason == "two families"
    with pytest.raises(Refused, match="already"):
        judge_different(pair, by=cast.director)


def test_an_open_pair_takes_the_new_score(cast):
    one, other = (
        cast.shared(name, city="Redstone", zip="92101").employer for name in ("Kestrel Aero", "Kestrel Aero Inc")
    )
    find_pairs()
    before = DuplicatePair.objects.get()
    for employer in (one, other):
        editing.change_employer(employer, {"domain": "kestrel-aero.com"}, version=employer.version, by=cast.director)
    find_pairs([one.pk])
    after = DuplicatePair.objects.get()
    assert after.pk == before.pk
    assert after.score > before.score
    assert "same web domain" in after.reasons


def test_an_edit_that_tells_two_apart_takes_them_out_of_the_queue(cast):
    one, other = alike(cast)
    find_pairs()
    where = other.sites.get()
    new = {"street": "9 Elm Street", "city": "Mesa", "zip": "92104", "phone": "760 555 0199"}
    editing.save_site(other, new, by=cast.director, site=where, version=where.version)
    editing.change_employer(other, {"name": "Juniper Family Practice"}, version=other.version, by=cast.director)
    other.names.all().delete()
    find_pairs()
    assert DuplicatePair.objects.get().score < 0.4


def test_merged_records_are_not_compared(cast):
    one, other = alike(cast)
    merging.merge(one, other, by=cast.director)
    assert find_pairs() == 0


def test_only_who_sees_both_sees_the_pair(cast):
    """J15, A1: data stewards, and only where both records are open to them."""
    elsewhere = found("Far River Office", "region", parent=None, by=None, code="FAR")
    cast.add("far", Role.REGIONAL_DIRECTOR, elsewhere)
    cast.shared("Kestrel Aerospace", **SAME)
    cast.prospect("Kestrel Aero-Space, Inc.", **SAME)
    find_pairs()
    seen = {name for name, person in cast.people.items() if DuplicatePair.objects.visible_to(person).exists()}
    assert seen == {"director", "second"}
    pair = DuplicatePair.objects.get()
    with pytest.raises(Refused):
        judge_different(pair, by=cast.far)
    with pytest.raises(Refused, match="merge duplicates"):
        judge_different(pair, by=cast.mesa_wbl)


def test_two_employers_are_put_side_by_side_whatever_the_score(cast):
    one, other = cast.shared("Kestrel Aerospace").employer, cast.shared("Quite Another Bakery").employer
    pair = pair_up(other, one, by=cast.director)
    assert pair.first_id < pair.second_id
    assert pair_up(one, other, by=cast.director) == pair
    with pytest.raises(Refused, match="two different"):
        pair_up(one, one, by=cast.director)
    hidden = cast.prospect("Tern Composites", holder=cast.mesa, by=cast.mesa_wbl).employer
    with pytest.raises(Refused):
        pair_up(one, hidden, by=cast.harbor_wbl)


def test_the_search_asks_per_block_and_not_per_employer(cast):
    """R17, DESIGN 14."""

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            find_pairs()
        return len(queries)

    alike(cast, cast.prospect)
    find_pairs()
    few = count()
    for n in range(12):
        cast.prospect(f"Bakery number {n}", city="Mesa", street=f"{n} Elm Street", zip="92104")
    assert count() == few


def test_the_search_is_enqueued_by_name(cast):
    enqueue("employers.find_duplicates")
    assert ProcrastinateJob.objects.filter(task_name="employers.find_duplicates", status="todo").count() == 1


def test_keys_that_nobody_holds_are_asked_for_once(cast, monkeypatch):
    """In a list most keys are new: asking for these among the visible once more took three quarters of an import."""
    cast.shared("Kestrel Aerospace")

    def asked(name):
        with CaptureQueriesContext(connection) as queries:
            duplicates.duplicates_by_sight([matching.Record(name=name)], cast.mesa_wbl)
        return sum("employers_matchkey" in query["sql"] for query in queries)

    assert asked("Ardent Machining") == 1
    monkeypatch.setattr(duplicates, "HOT_KEY", 0)
    assert asked("Kestrel Aerospace") == 2, "the control: of a key that many share, the visible ones may be few"


def test_a_long_queue_is_not_counted_to_its_end(cast, monkeypatch):
    """With a million pairs the two counts took most of the page's time; nobody works through them by number."""
    alike(cast)
    cast.shared("Kestrel Aerospace Inc", **SAME)
    find_pairs()
    rows = pairs.queue(cast.director)
    likely = rows.filter(pairs.LIKELY_ONES).count()
    assert likely > 1, "the control"
    assert pairs.queue_counts(rows)["likely"] == str(likely)
    monkeypatch.setattr(pairs, "MANY", 1)
    assert pairs.queue_counts(rows)["likely"] == "1+"
