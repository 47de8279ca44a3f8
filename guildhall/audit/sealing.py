"""Sealing the journal and finding out whether anybody touched it afterwards (R26)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from guildhall.audit.models import Entry, Seal, Value
from guildhall.audit.recording import ERASED, ERASED_HEAD, VERSION, canonical, head_digest, leaf_hash, value_digests
from guildhall.lib.heads import Head, holding, write_down, written_down

BLOCK = 5_000
GENESIS = bytes(32)
NOTE_EVERY = timedelta(minutes=5)
NOTE_UNCHANGED_EVERY = timedelta(days=1)
SLACK = timedelta(hours=1)  # the longest transaction, and clocks of several machines that differ


def link(seal: Seal) -> bytes:
    """The link from one seal to the next: over all that the seal says, so over everything before it."""
    said = [seal.n, seal.at.isoformat(), seal.first_entry, seal.last_entry, seal.count]
    if seal.version is not None:
        said.append(seal.version)
    return hashlib.sha256(bytes(seal.previous) + bytes(seal.root) + canonical({"seal": said}).encode()).digest()


def links(seal: Seal) -> list[bytes]:
    """What may stand in the seal that follows: of one that says no version, also the link of the very first."""
    first = [hashlib.sha256(bytes(seal.previous) + bytes(seal.root)).digest()] if seal.version is None else []
    return [link(seal), *first]


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
                previous=link(last) if last else GENESIS,
                version=VERSION,
            )
            Entry.objects.filter(pk__in=[e.pk for e in entries]).update(sealed_in=seal.n)
        total += len(entries)


def _root(entries: list[Entry]) -> bytes:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(entry.pk.to_bytes(8, "big") + bytes(entry.leaf))
    return digest.digest()


# ── Heads: what the journal came to, kept where nobody who can write to the database can write ──


def heads_file() -> Path:
    """Where the heads are written down."""
    return settings.HOME / "journal-heads.log"


def note_head(*, now: bool = False, restored: bool = False) -> None:
    """Write down what the journal comes to, at most every five minutes, and once a day where nothing has changed."""
    last = Seal.objects.order_by("-n").first()
    if last is None:
        return
    noted = written_down(heads_file())
    if noted and not (now or restored):
        age = abs(timezone.now() - datetime.fromisoformat(noted[-1].at))  # the clock may have been set back
        if age < (NOTE_UNCHANGED_EVERY if noted[-1].n == last.n else NOTE_EVERY):
            return
    count = Seal.objects.aggregate(all=Sum("count"))["all"]
    write_down(heads_file(), Head(last.n, count, link(last).hex(), timezone.now().isoformat(), restored))


# ── Looking whether it holds ──


@dataclass(frozen=True)
class Finding:
    """What a check of the journal found: `bad` names the first entry or seal that does not hold, if any."""

    sealed: int
    unsealed: int
    bad: str = ""
    heads: int = 0  # written down outside of the database, and held against it


def verify() -> Finding:
    """Recompute every leaf, root and link, and hold them against the heads that were written down outside."""
    unsealed = Entry.objects.filter(sealed_in=None).count()
    try:
        heads = holding(written_down(heads_file()))
    except ValueError as error:
        return Finding(0, unsealed, str(error))
    sealed, bad = _first_bad_seal(heads)
    return Finding(sealed, unsealed, bad or _bad_outside(), len(heads))


def _first_bad_seal(heads: dict[int, Head]) -> tuple[int, str]:
    """How many entries hold, and what the first seal that does not is about."""
    sealed, last, reported = 0, None, _erasures()
    for seal in Seal.objects.order_by("n").iterator():
        if bytes(seal.previous) not in (links(last) if last else [GENESIS]):
            return sealed, f"seal {seal.n} does not follow the seal before it"
        entries = list(Entry.objects.filter(sealed_in=seal.n).order_by("id"))
        if bad := _first_bad(entries, reported) or _bad_seal(seal, entries, last):
            return sealed, bad
        sealed, last = sealed + seal.count, seal
        head = heads.get(seal.n)
        if head and (head.root, head.count) != (link(seal).hex(), sealed):
            return sealed, f"seal {seal.n} is not the one that was written down on {head.at[:19]}"
    missing = [n for n in heads if last is None or n > last.n]
    if missing or heads.keys() - set(Seal.objects.filter(n__in=heads).values_list("n", flat=True)):
        return sealed, f"the end of the journal is missing: seal {max(heads)} was written down outside"
    return sealed, ""


def _bad_outside() -> str:
    """What no seal covers: entries that are not sealed yet, and such as belong to a seal that never was."""
    seals = Seal.objects.filter(n=OuterRef("sealed_in"))
    if stray := Entry.objects.exclude(sealed_in=None).exclude(Exists(seals)).order_by("id").first():
        return f"seal {stray.sealed_in} of entry {stray.pk} is missing"
    last = Seal.objects.order_by("-n").first()
    entries = list(Entry.objects.filter(sealed_in=None).order_by("id"))
    return _first_bad(entries, _erasures()) or _first_untimely(entries, last.at if last else None, timezone.now())


@dataclass(frozen=True)
class Erasures:
    """What was erased, as it stands in the journal itself."""

    values: set[int]
    heads: set[int]  # entries without the name of who did it


def _erasures() -> Erasures:
    def of(kind: str) -> set[int]:
        rows = Value.objects.filter(object_type=kind).values_list("object_id", flat=True)
        return {int(pk) for pk in rows if pk.isdecimal()}

    return Erasures(of(ERASED), of(ERASED_HEAD))


def _first_bad(entries: list[Entry], reported: Erasures) -> str:
    values: dict[int, list[Value]] = {}
    for value in Value.objects.filter(entry__in=[e.pk for e in entries]).order_by("id").iterator():
        values.setdefault(value.entry_id, []).append(value)
    for entry in entries:
        own = values.get(entry.pk, [])
        if not _head_holds(entry, own, reported):
            return f"entry {entry.pk} was changed after it was written"
        for value in own:
            if value.before is None and value.after is None and value.pk in reported.values:
                continue
            if bytes(value.digest) not in value_digests(value, entry):
                return f"a value of entry {entry.pk} was changed after it was written"
    return ""


def _head_holds(entry: Entry, own: list[Value], reported: Erasures) -> bool:
    erased = entry.pk in reported.heads and not entry.actor_name and not entry.reason
    if erased and entry.head is None:
        return True  # from before heads had a digest of their own: the root over the leaves still covers the leaf
    if not erased and entry.head is not None and bytes(entry.head) != head_digest(entry):
        return False
    return bytes(entry.leaf) == leaf_hash(entry, (bytes(v.digest) for v in own))


def _bad_seal(seal: Seal, entries: list[Entry], before: Seal | None) -> str:
    if len(entries) != seal.count:
        return (
            f"seal {seal.n} covers {seal.count} entries, but {len(entries)} are there (near entry {seal.first_entry})"
        )
    ends = (entries[0].pk, entries[-1].pk) if entries else ()
    if _root(entries) != bytes(seal.root) or ends != (seal.first_entry, seal.last_entry):
        return f"the entries from {seal.first_entry} to {seal.last_entry} were changed or moved after sealing"
    return _first_untimely(entries, before.at if before else None, seal.at)


def _first_untimely(entries: Iterable[Entry], since: datetime | None, until: datetime | None) -> str:
    """An entry that pretends to be older than the seal before it was put there afterwards.

    Seals are chained, so their times cannot be made up afterwards. Where one is earlier than the one before it, the
    clock was set back in between, and what was written then lies between the two.
    """
    ends = [moment for moment in (since, until) if moment]
    for entry in entries:
        if (since and entry.at < min(ends) - SLACK) or (until and entry.at > max(ends) + SLACK):
            return f"entry {entry.pk} says {entry.at.isoformat(' ', 'minutes')}, which is not when it was written"
    return ""
