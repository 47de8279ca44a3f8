"""The journal: sealed, chained, and telling of any entry that somebody touched (R26)."""

import random

import pytest
from django.db import connection

from guildhall.audit.models import Entry, Seal, Value
from guildhall.audit.recording import record
from guildhall.audit.sealing import seal_entries, verify
from guildhall.people.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal(cast):
    for n in range(30):
        record("touch", cast.mesa, by=cast.director, before={"n": n}, after={"n": n + 1}, reason=f"reason {n}")
        if n % 10 == 9:
            seal_entries()
    assert not verify().bad
    return list(Entry.objects.order_by("id"))


def test_every_write_stands_in_the_journal_with_before_and_after(cast):
    entry = Entry.objects.filter(verb="found", object_id=str(cast.mesa.pk)).get()
    assert entry.values.get().after["name"] == "Mesa Grande College"


def test_unsealed_entries_are_counted(cast):
    seal_entries()
    record("touch", cast.mesa, by=cast.director, after={"a": 1})
    found = verify()
    assert found.unsealed == 1
    assert found.sealed > 0


TAMPERINGS = {
    "reason": lambda e: Entry.objects.filter(pk=e.pk).update(reason="forged"),
    "actor": lambda e: Entry.objects.filter(pk=e.pk).update(actor_name="Somebody Else"),
    "value": lambda e: Value.objects.filter(entry=e).update(after={"n": 999}),
    "delete": lambda e: Entry.objects.filter(pk=e.pk).delete(),
    "leaf": lambda e: Entry.objects.filter(pk=e.pk).update(leaf=bytes(32)),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_is_found(journal, kind):
    chosen = random.Random(7).choice([e for e in journal if e.verb == "touch"])
    TAMPERINGS[kind](chosen)
    assert verify().bad


def test_swapped_and_removed_seals_are_found(journal):
    first, second = Seal.objects.order_by("n")[:2]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_seal SET root = %s WHERE n = %s", [bytes(second.root), first.n])
    assert verify().bad


def test_an_erased_value_leaves_the_chain_whole(journal):
    """Erasure deletes values; the chain holds."""
    Value.objects.filter(entry=journal[-1]).update(before=None, after=None)
    assert not verify().bad
    assert Institution.objects.exists()
