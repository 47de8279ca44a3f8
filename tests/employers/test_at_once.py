"""Two people do the same, or crossing things, at the same moment: one of them does it, and nothing is lost (R29)."""

import threading

import pytest
from django.db import connection

from guildhall.context import begun
from guildhall.employers.actions import bulk, contact_merging, editing
from guildhall.employers.models import BulkEdit, ContactMerge, Employer
from guildhall.engagements.models import Engagement
from guildhall.lib.verdicts import Conflict, Refused
from tests.cast import Cast
from tests.employers.merging_cases import log

ROUNDS = 4


def at_once(*acts):
    """What each returned, or the exception that it raised; errors that nobody foresaw are raised here."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def do(number, act):
        with begun():
            start.wait()
            try:
                results[number] = act()
            except Exception as error:
                results[number] = error
            finally:
                connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, (Refused, Conflict)):
            raise one
    return results


def done(results):
    return sum(not isinstance(one, Exception) for one in results)


@pytest.fixture
def pair(town: Cast):
    """An employer with two records of one person, each with an engagement of its own."""
    with begun():
        employer = town.shared("Osprey Robotics").employer
        for name in ("Nova", "Nova-Diaz"):
            one = editing.save_contact(employer, {"family_name": name, "phone": "5550100"}, by=town.mesa_wbl)
            log(town, employer, f"With {name}", contact=one)
    town.employer = employer
    return town


@pytest.mark.slow
def test_the_same_two_contacts_are_merged_once_and_parted_once(pair):
    """Both ways round, and the same way twice; each history stays whole."""
    for turn in range(ROUNDS):
        one, other = pair.employer.contacts.order_by("pk")
        versions = {one.pk: one.version, other.pk: other.version}

        def merge(kept, gone, by, versions=versions):
            chosen = (versions[kept.pk], versions[gone.pk])
            return lambda: contact_merging.merge_contacts(kept, gone, versions=chosen, by=by)

        crossed = (other, one) if turn % 2 else (one, other)
        results = at_once(merge(one, other, pair.mesa_wbl), merge(*crossed, pair.harbor_wbl))
        assert done(results) == 1, results
        assert pair.employer.contacts.count() == 1
        [found] = ContactMerge.objects.filter(undone_at=None)
        people = (pair.mesa_wbl, pair.director)
        results = at_once(*(lambda by=by, m=found: contact_merging.undo_contact_merge(m, by=by) for by in people))
        assert done(results) == 1, results
        assert pair.employer.contacts.count() == 2
        said = set(Engagement.objects.exclude(kind="act").values_list("contact__family_name", "summary"))
        assert said == {("Nova", "With Nova"), ("Nova-Diaz", "With Nova-Diaz")}
    assert ContactMerge.objects.count() == ROUNDS


@pytest.mark.slow
def test_of_two_changes_to_the_same_many_each_employer_takes_one(town: Cast):
    """Chosen in either order: nobody waits for the other for ever, and no change is overwritten in silence."""
    with begun():
        keys = [town.shared(f"Osprey {n}").employer.pk for n in range(12)]
    for turn in range(ROUNDS):
        versions = dict(Employer.objects.filter(pk__in=keys).values_list("pk", "version"))
        turned = dict(reversed(versions.items()))

        def change(chosen, tag, by):
            return lambda: bulk.change_many(chosen, bulk.Wanted(add=(tag,)), by=by)

        first, second = f"first {turn}", f"second {turn}"
        edits = at_once(change(versions, first, town.mesa_wbl), change(turned, second, town.harbor_wbl))
        assert done(edits) == 2, edits
        told = [{row["employer"] for row in edit.changed} for edit in edits]
        assert told[0].isdisjoint(told[1])
        assert told[0] | told[1] == {str(pk) for pk in keys}
        for pk in keys:
            tags = set(Employer.objects.get(pk=pk).tags.values_list("name", flat=True)) & {first, second}
            assert tags == ({first} if str(pk) in told[0] else {second})
        full = max(edits, key=lambda edit: len(edit.changed))
        undo = lambda: bulk.undo_many(BulkEdit.objects.get(pk=full.pk), by=full.by)  # noqa: E731
        results = at_once(undo, undo)
        assert done(results) == 1, results
