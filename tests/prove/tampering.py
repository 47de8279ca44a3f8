"""Tampers with a journal in every way that somebody who can write to the database has, and looks whether it shows.

Runs as a process of its own (`python -m tests.prove.tampering COUNT SEED`) on an empty installation; prints JSON.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")
django.setup()

import time_machine  # noqa: E402  Django first
from django.db import connection, transaction  # noqa: E402

from guildhall.audit import sealing  # noqa: E402
from guildhall.audit.models import Entry, Seal, Value  # noqa: E402
from guildhall.audit.recording import head_digest, leaf_hash, record, value_digest  # noqa: E402
from guildhall.lib.heads import written_down  # noqa: E402
from guildhall.people.actions.institutions import found  # noqa: E402

DAYS, A_DAY = 25, 16
Tamper = Callable[[random.Random], "str | None"]  # what a check should name, where it can name anything
COLUMNS = ("at", "actor", "actor_name", "verb", "object_type", "object_id", "institution", "reason", "leaf")
VALUE_COLUMNS = ("before", "after", "salt", "digest", "object_type", "object_id")
SEAL_COLUMNS = ("at", "first_entry", "last_entry", "count", "root", "previous")


def build() -> None:
    """A journal of some weeks, sealed several times a day, its head written down every evening."""
    start, chance = datetime.now(UTC) - timedelta(days=DAYS), random.Random(1)
    with time_machine.travel(start):
        region = found("Region", "region", parent=None, by=None, code="REG")
    for day in range(DAYS):
        for number in range(A_DAY):
            with time_machine.travel(start + timedelta(days=day, minutes=30 * number), tick=True):
                many = {f"field {n}": chance.choice(["a", 7, None, True]) for n in range(3)}
                record("touch", region, by=None, before={"n": number}, after=many, reason=f"reason {day}.{number}")
                if number % 4 == 3:
                    sealing.seal_entries()
        with time_machine.travel(start + timedelta(days=day, hours=12)):
            sealing.note_head()
    sealing.note_head(now=True)


def sql(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def some_entry(chance: random.Random) -> Entry:
    return chance.choice(list(Entry.objects.exclude(sealed_in=None).order_by("id")))


# ── The ways ─────────────────────────────────────────────────────────


def edit_entry(chance: random.Random) -> str:
    entry, column = some_entry(chance), chance.choice(COLUMNS)
    forged = {
        "at": entry.at + timedelta(seconds=chance.choice([-1, 1, 3600])),
        "actor": "00000000-0000-7000-8000-000000000000",
        "institution": "00000000-0000-7000-8000-000000000000",
        "leaf": chance.randbytes(32),
    }.get(column, f"{getattr(entry, column)}x")
    Entry.objects.filter(pk=entry.pk).update(**{column: forged})
    return f"entry {entry.pk} "


def edit_value(chance: random.Random) -> str:
    value = chance.choice(list(Value.objects.order_by("id")))
    column = chance.choice(VALUE_COLUMNS)
    forged = {
        "before": {"n": -1},
        "after": chance.choice([{"n": -1}, None]),
        "salt": chance.randbytes(16),
        "digest": chance.randbytes(32),
    }.get(column, "forged")
    Value.objects.filter(pk=value.pk).update(**{column: forged})
    return f"entry {value.entry_id} "


def blank_value(chance: random.Random) -> str:
    value = chance.choice(list(Value.objects.order_by("id")))
    Value.objects.filter(pk=value.pk).update(before=None, after=None, salt=b"")
    return f"entry {value.entry_id} "


def delete_value(chance: random.Random) -> str:
    value = chance.choice(list(Value.objects.order_by("id")))
    Value.objects.filter(pk=value.pk).delete()
    return f"entry {value.entry_id} "


def delete_entry(chance: random.Random) -> None:
    Entry.objects.filter(pk=some_entry(chance).pk).delete()


def _forged(chance: random.Random, like: Entry, **columns: object) -> Entry:
    entry = Entry(at=like.at, actor_name="Guildhall", verb="touch", object_type="x", object_id="x", reason="forged")
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.salt = os.urandom(16)
    entry.head = head_digest(entry)
    entry.leaf = leaf_hash(entry, [])
    entry.save(force_insert=True)
    return entry


def insert_entry(chance: random.Random) -> None:
    """Among the sealed ones, into a seal that never was, or as one that seems to have been forgotten."""
    like = some_entry(chance)
    where = chance.choice([like.sealed_in, 10_000_000, -1, None])
    _forged(chance, like, sealed_in=where, at=like.at if where else like.at - timedelta(days=40))


def insert_value(chance: random.Random) -> str:
    like = chance.choice(list(Value.objects.order_by("id")))
    value = Value(entry_id=like.entry_id, object_type="x", object_id="x", before=None, after={"n": 1}, salt=b"s")
    value.digest = value_digest(value)
    value.save(force_insert=True)
    return f"entry {like.entry_id} "


def reorder(chance: random.Random) -> None:
    """Two entries take each other's place, in the order of writing or between seals."""
    one, other = some_entry(chance), some_entry(chance)
    while other.pk == one.pk or other.sealed_in == one.sealed_in:
        other = some_entry(chance)
    if chance.random() < 0.5:
        sql("UPDATE audit_entry SET sealed_in = %s WHERE id = %s", other.sealed_in, one.pk)
        sql("UPDATE audit_entry SET sealed_in = %s WHERE id = %s", one.sealed_in, other.pk)
        return
    sql("SET CONSTRAINTS ALL DEFERRED")
    for old, new in ((one.pk, -1), (other.pk, one.pk), (-1, other.pk)):
        sql("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)
        sql("UPDATE audit_value SET entry_id = %s WHERE entry_id = %s", new, old)


def swap_values(chance: random.Random) -> None:
    one, other = chance.sample(list(Value.objects.order_by("id")), 2)
    sql("UPDATE audit_value SET entry_id = %s WHERE id = %s", other.entry_id, one.pk)
    sql("UPDATE audit_value SET entry_id = %s WHERE id = %s", one.entry_id, other.pk)


def truncate(chance: random.Random) -> None:
    """The newest seals with all that they cover, or the whole journal."""
    seals = list(Seal.objects.order_by("-n"))
    for seal in seals[: chance.choice([1, 1, 2, 5, 20, len(seals)])]:
        Entry.objects.filter(sealed_in=seal.n).delete()
        Seal.objects.filter(n=seal.n).delete()


def edit_seal(chance: random.Random) -> None:
    seal = chance.choice([*Seal.objects.order_by("n"), Seal.objects.order_by("-n").first()])
    column = chance.choice(SEAL_COLUMNS)
    forged = {"at": seal.at + timedelta(hours=1), "root": chance.randbytes(32), "previous": chance.randbytes(32)}
    Seal.objects.filter(n=seal.n).update(**{column: forged.get(column, getattr(seal, column, 0))})
    if column in ("first_entry", "last_entry", "count"):
        Seal.objects.filter(n=seal.n).update(**{column: getattr(seal, column) + chance.choice([-1, 1])})


def delete_seal(chance: random.Random) -> None:
    seal = chance.choice(list(Seal.objects.order_by("n")))
    entries = Entry.objects.filter(sealed_in=seal.n)
    chance.choice([entries.delete, lambda: entries.update(sealed_in=None), lambda: None])()
    Seal.objects.filter(n=seal.n).delete()


def unseal(chance: random.Random) -> None:
    Entry.objects.filter(pk=some_entry(chance).pk).update(sealed_in=None)


def rewrite(chance: random.Random) -> None:
    """Forge one entry, or delete it, and work out every leaf, root and link anew, as the program itself would."""
    entry = some_entry(chance)
    if chance.random() < 0.3:
        entry.delete()
    else:
        Entry.objects.filter(pk=entry.pk).update(reason="forged")
    entry = Entry.objects.filter(pk=entry.pk).first()
    if entry:
        digests = [bytes(v.digest) for v in entry.values.order_by("id")]
        entry.head = head_digest(entry)
        Entry.objects.filter(pk=entry.pk).update(head=entry.head, leaf=leaf_hash(entry, digests))
    last = None
    for seal in Seal.objects.order_by("n"):
        entries = list(Entry.objects.filter(sealed_in=seal.n).order_by("id"))
        seal.count, seal.root = len(entries), sealing._root(entries)
        seal.first_entry, seal.last_entry = entries[0].pk, entries[-1].pk
        seal.previous = sealing.link(last) if last else sealing.GENESIS
        seal.save()
        last = seal


WAYS: tuple[Tamper, ...] = (
    edit_entry, edit_value, blank_value, delete_value, delete_entry, insert_entry, insert_value, reorder, swap_values,
    truncate, edit_seal, delete_seal, unseal, rewrite,
)  # fmt: skip


def tamper(count: int, seed: int) -> dict[str, object]:
    """Tamper so many times, each time with the journal as it was; what was found, missed, and named."""
    chance = random.Random(seed)
    done, missed, named, nameable = Counter[str](), Counter[str](), 0, 0
    for _ in range(count):
        way = chance.choice(WAYS)
        with transaction.atomic():
            name = way(chance)
            bad = sealing.verify().bad
            transaction.set_rollback(True)
        done[way.__name__] += 1
        missed[way.__name__] += not bad
        if name:
            nameable += 1
            named += name in f"{bad} "
    return {"done": dict(done), "missed": dict(+missed), "nameable": nameable, "named": named}


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    build()
    before = sealing.verify()
    told = tamper(count, seed)
    after = sealing.verify()
    control: dict[str, object] = {}
    if count >= 50:
        sealing.written_down = lambda path: []  # type: ignore[attr-defined]
        control["heads"] = tamper(60, seed)["missed"]
        sealing.written_down = written_down  # type: ignore[attr-defined]
        sealing.value_digests = lambda value, entry: [bytes(value.digest)]  # type: ignore[attr-defined]
        control["digests"] = tamper(60, seed)["missed"]
    journal = {"entries": before.sealed, "seals": Seal.objects.count(), "heads": before.heads}
    print(json.dumps({**told, "journal": journal, "before": before.bad, "after": after.bad, "control": control}))


if __name__ == "__main__":
    main()
