"""Sealing the journal and finding out whether anybody touched it afterwards (R26)."""

import hashlib
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max

from guildhall.audit.models import Entry, Seal, Value
from guildhall.audit.recording import leaf_hash, value_digest

BLOCK = 5_000
GENESIS = bytes(32)


def chain(root: bytes, previous: bytes) -> bytes:
    """The link from one seal to the next."""
    return hashlib.sha256(previous + root).digest()


def seal_entries() -> int:
    """Seal what is not sealed yet, in blocks; returns how many entries were sealed. One sealer at a time."""
    total = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(7261001)")
                if not cursor.fetchone()[0]:
                    return total
            entries = list(Entry.objects.filter(sealed_in=None).order_by("id").only("id", "leaf")[:BLOCK])
            if not entries:
                return total
            last = Seal.objects.order_by("-n").first()
            seal = Seal.objects.create(
                first_entry=entries[0].pk,
                last_entry=entries[-1].pk,
                count=len(entries),
                root=_root(entries),
                previous=chain(bytes(last.root), bytes(last.previous)) if last else GENESIS,
            )
            Entry.objects.filter(pk__in=[e.pk for e in entries]).update(sealed_in=seal.n)
        total += len(entries)


def _root(entries: list[Entry]) -> bytes:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(entry.pk.to_bytes(8, "big") + bytes(entry.leaf))
    return digest.digest()


@dataclass(frozen=True)
class Finding:
    """What a check of the journal found: `bad` names the first entry or seal that does not hold, if any."""

    sealed: int
    unsealed: int
    bad: str = ""


def verify() -> Finding:
    """Recompute every leaf, root and link; names the first entry that was edited, removed, added or moved."""
    unsealed = Entry.objects.filter(sealed_in=None).count()
    sealed, previous, number = 0, GENESIS, 0
    for seal in Seal.objects.order_by("n").iterator():
        if bytes(seal.previous) != previous:
            return Finding(sealed, unsealed, f"seal {seal.n} does not follow the seal before it")
        entries = list(Entry.objects.filter(sealed_in=seal.n).order_by("id"))
        if bad := _first_bad(seal, entries):
            return Finding(sealed, unsealed, bad)
        sealed, previous, number = sealed + seal.count, chain(bytes(seal.root), bytes(seal.previous)), seal.n
    highest = Entry.objects.aggregate(top=Max("sealed_in"))["top"] or 0
    if highest > number:
        return Finding(sealed, unsealed, f"seal {highest} is missing")
    return Finding(sealed, unsealed)


def _first_bad(seal: Seal, entries: list[Entry]) -> str:
    values: dict[int, list[Value]] = {}
    for value in Value.objects.filter(entry__sealed_in=seal.n).order_by("id").iterator():
        values.setdefault(value.entry_id, []).append(value)
    for entry in entries:
        own = values.get(entry.pk, [])
        if bytes(entry.leaf) != leaf_hash(entry, (bytes(v.digest) for v in own)):
            return f"entry {entry.pk} was changed after it was written"
        for value in own:
            erased = value.before is None and value.after is None
            if not erased and bytes(value.digest) != value_digest(bytes(value.salt), value.before, value.after):
                return f"a value of entry {entry.pk} was changed after it was written"
    if len(entries) != seal.count:
        return (
            f"seal {seal.n} covers {seal.count} entries, but {len(entries)} are there (near entry {seal.first_entry})"
        )
    if _root(entries) != bytes(seal.root):
        return f"the entries from {seal.first_entry} to {seal.last_entry} were changed or moved after sealing"
    return ""
