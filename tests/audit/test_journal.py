"""The journal: sealed, chained, and telling of any entry that somebody touched (R26)."""

import hashlib
import random
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from guildhall.audit import sealing
from guildhall.audit.models import Entry, Seal, Value
from guildhall.audit.recording import canonical, erase_values, head_digest, head_of, leaf_hash, record
from guildhall.audit.sealing import note_head, seal_entries, verify
from guildhall.lib.heads import written_down
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
    value = Value.objects.get(entry=journal[-1])
    erase_values([value], by=None, reason="asked for")
    value.refresh_from_db()
    assert (value.before, value.after, bytes(value.salt)) == (None, None, b"")
    assert not verify().bad
    assert Institution.objects.exists()


def test_a_value_that_is_blanked_without_a_word_is_found(journal):
    Value.objects.filter(entry=journal[-1]).update(before=None, after=None)
    assert "value" in verify().bad


def test_a_change_cannot_be_put_down_to_another_record(journal):
    Value.objects.filter(entry=journal[-1]).update(object_id="somebody-else")
    assert "value" in verify().bad


def test_an_entry_that_pretends_to_be_old_is_found(journal, cast):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        record("touch", cast.mesa, by=cast.director, after={"a": 1})
    assert "not when it was written" in verify().bad
    seal_entries()
    assert "not when it was written" in verify().bad


# ── Heads that are written down outside of the database ──


@pytest.fixture
def outside(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path / "journal-heads.log"


def _truncate(seals=1):
    for seal in Seal.objects.order_by("-n")[:seals]:
        Entry.objects.filter(sealed_in=seal.n).delete()
        seal.delete()


def test_a_missing_end_leaves_no_trace_inside(outside, journal):
    _truncate()
    assert not verify().bad  # the control of the next test


def test_a_missing_end_is_found_by_its_head(outside, journal):
    note_head()
    _truncate()
    assert "end of the journal is missing" in verify().bad


def test_a_journal_written_anew_is_found_by_its_head(outside, journal):
    note_head()
    Entry.objects.filter(pk=journal[-1].pk).update(reason="forged")
    forged = Entry.objects.get(pk=journal[-1].pk)
    digests = [bytes(v.digest) for v in forged.values.order_by("id")]
    forged.head = head_digest(forged)
    Entry.objects.filter(pk=forged.pk).update(head=forged.head, leaf=leaf_hash(forged, digests))
    last = Seal.objects.order_by("-n").first()
    root = sealing._root(list(Entry.objects.filter(sealed_in=last.n).order_by("id")))
    Seal.objects.filter(pk=last.pk).update(root=root)
    assert "not the one that was written down" in verify().bad


def test_heads_are_written_now_and_then(outside, journal, cast):
    note_head()
    note_head()
    assert len(written_down(outside)) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        note_head()
        assert len(written_down(outside)) == 1, "nothing has changed"
        record("touch", cast.mesa, by=cast.director, after={"a": 1})
        seal_entries()
        note_head()
        assert len(written_down(outside)) == 2
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        note_head()
    assert len(written_down(outside)) == 3


def test_a_restored_backup_is_no_tampering(outside, journal):
    note_head()
    _truncate()
    note_head(restored=True)
    assert not verify().bad


def test_a_torn_line_is_left_out_and_a_wrong_one_told(outside, journal):
    note_head()
    with outside.open("a") as file:
        file.write('{"n": 1, "cou')
    assert not verify().bad
    note_head(now=True)  # which begins a line of its own
    assert (verify().bad, verify().heads) == ("", 1)
    with outside.open("a") as file:
        file.write('{"n": 1, "cou}\n')
    assert "line 4" in verify().bad


# ── Clocks, and journals of older versions ──


def test_a_clock_that_was_set_back_condemns_nothing(outside, journal, cast):
    """It ran ahead for a week, and then somebody saw it."""
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        record("touch", cast.mesa, by=cast.director, after={"a": 1})
        seal_entries()
        note_head(now=True)
    record("touch", cast.mesa, by=cast.director, after={"a": 2})
    assert not verify().bad
    seal_entries()
    note_head()
    assert len(written_down(outside)) == 2, "heads are written from the first day on"
    record("touch", cast.mesa, by=cast.director, after={"a": 3})
    seal_entries()
    assert not verify().bad
    late = Entry.objects.order_by("-id").first()
    with time_machine.travel(late.at - timedelta(days=30)):
        record("touch", cast.mesa, by=cast.director, after={"a": 4})
    assert "not when it was written" in verify().bad, "the control: older than both ends"


def _as_of_the_first_version(entries):
    """Write the journal anew as versions before the digests said theirs: values without their record, plain heads."""
    previous = sealing.GENESIS
    for entry in entries:
        digests = []
        for value in entry.values.order_by("id"):
            texts = [canonical(value.before), canonical(value.after)]
            digests.append(hashlib.sha256(bytes(value.salt) + "\0".join(texts).encode()).digest())
            Value.objects.filter(pk=value.pk).update(digest=digests[-1])
        entry.version = entry.head = entry.salt = None
        entry.leaf = hashlib.sha256(head_of(entry).encode() + b"".join(digests)).digest()
        entry.save()
    for seal in Seal.objects.order_by("n"):
        seal.root = sealing._root(list(Entry.objects.filter(sealed_in=seal.n).order_by("id")))
        seal.previous, seal.version = previous, None
        seal.save()
        previous = hashlib.sha256(bytes(seal.previous) + bytes(seal.root)).digest()


def test_a_journal_of_the_first_version_holds_and_goes_on(outside, cast, journal):
    _as_of_the_first_version(list(Entry.objects.order_by("id")))
    assert not verify().bad
    record("touch", cast.mesa, by=cast.director, after={"a": 1})
    seal_entries()
    note_head()
    assert not verify().bad
    Value.objects.filter(entry=journal[-1]).update(after={"n": 999})
    assert "a value of entry" in verify().bad, "the control: what is older is no less guarded"


def test_nobody_can_ask_for_an_older_way_of_checking(journal):
    """It covers less: an entry that says its version cannot be turned into one that does not."""
    entry = next(e for e in reversed(journal) if e.verb == "touch")
    value = entry.values.get()
    weak = hashlib.sha256(bytes(value.salt) + f"{canonical(value.before)}\0{canonical(value.after)}".encode()).digest()
    Value.objects.filter(pk=value.pk).update(object_id="of another record", digest=weak)
    Entry.objects.filter(pk=entry.pk).update(version=None)
    assert verify().bad
    Entry.objects.filter(pk=entry.pk).update(version=None, head=None, salt=None)
    assert verify().bad
