"""Writing the journal. Callers are inside their own transaction: the act and its entry stand or fall together."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from guildhall.audit.models import Access, Entry, Value
from guildhall.lib.once import forget
from guildhall.lib.scopes import Scope
from guildhall.store.blocks import insert_values

State = Mapping[str, Any] | None
ERASED, ERASED_HEAD = "audit.value", "audit.entry"  # the types of records that an erasure is about
VERSION = 1  # of the digests below: whoever changes one raises it, and keeps the old way for entries that say so
VALUE_COLUMNS = ("entry_id", "object_type", "object_id", "before", "after", "salt", "digest")


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one record: its type, identifier and the changed fields before and after."""

    object_type: str
    object_id: str
    before: State = None
    after: State = None


def change(obj: models.Model, before: State = None, after: State = None) -> Change:
    """The change of a model instance."""
    return Change(obj._meta.label_lower, str(obj.pk), before, after)


def text_of(value: Any) -> str:
    """A value as the journal keeps it: a record by its own name, never as pages decorate it; nothing as no text."""
    if isinstance(value, models.Model):
        return str(value.name)  # type: ignore[attr-defined]
    return "" if value is None else str(value)


def canonical(state: State) -> str:
    """The one text of a state that is hashed: sorted keys, no spaces."""
    return json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def value_digest(value: Value) -> bytes:
    """The salted digest of a value; it stays when the value is erased."""
    facts = (canonical(value.before), canonical(value.after))
    return _digest(bytes(value.salt), value.object_type, value.object_id, *facts)


def value_digests(value: Value, entry: Entry) -> list[bytes]:
    """What may stand as the digest of a value: in the oldest entries, which have no head, it left out the record."""
    results = [value_digest(value)]
    if entry.version is None and entry.head is None:
        results.append(_digest(bytes(value.salt), canonical(value.before), canonical(value.after)))
    return results


def _digest(salt: bytes, *texts: str) -> bytes:
    return hashlib.sha256(salt + b"\x00".join(text.encode() for text in texts)).digest()


def head_of(entry: Entry) -> str:
    """The one text of an entry that is hashed."""
    head = [
        entry.at.isoformat(),
        str(entry.actor or ""),
        entry.actor_name,
        entry.verb,
        entry.object_type,
        entry.object_id,
        str(entry.institution or ""),
        entry.reason,
    ]
    if entry.version is not None:
        head.append(str(entry.version))  # covered by the digest, so nobody can ask for an older way of checking
    return canonical({"head": head})


def head_digest(entry: Entry) -> bytes:
    """The salted digest of an entry without its values; it stays when names in the entry are erased."""
    return _digest(bytes(entry.salt or b""), head_of(entry))


def leaf_hash(entry: Entry, digests: Iterable[bytes]) -> bytes:
    """The hash of an entry with the digests of its values; older entries have no digest of their own head."""
    head = head_of(entry).encode() if entry.head is None else bytes(entry.head)
    return hashlib.sha256(head + b"".join(digests)).digest()


def record(
    verb: str,
    obj: models.Model,
    *,
    by: Any,
    before: State = None,
    after: State = None,
    reason: str = "",
    institution: Any = None,
    scope: Scope | None = None,
) -> Entry:
    """Write that `by` did `verb` to `obj`, with what changed and why; `scope` where its own says too little."""
    changes = [change(obj, before, after)] if before is not None or after is not None else []
    return record_block(verb, obj, changes, by=by, reason=reason, institution=institution, scope=scope)


def record_block(
    verb: str,
    obj: models.Model,
    changes: Iterable[Change],
    *,
    by: Any,
    reason: str = "",
    institution: Any = None,
    scope: Scope | None = None,
) -> Entry:
    """Write one act that changed many records (an import block, a merge): one entry, one value a record."""
    forget(obj._meta.app_label)  # what this request has read may have changed
    entry = Entry(
        **guarded(scope or scope_of(obj)),
        at=timezone.now(),
        actor=getattr(by, "pk", None),
        actor_name=text_of(by) or "Guildhall",
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        institution=getattr(institution, "pk", None),
        reason=reason,
        salt=os.urandom(16),
        version=VERSION,
    )
    entry.head = head_digest(entry)
    values, digests = [], []
    for one in changes:
        salt = os.urandom(16)
        before, after = canonical(one.before), canonical(one.after)
        digest = _digest(salt, one.object_type, one.object_id, before, after)
        digests.append(digest)
        values.append(
            (
                one.object_type,
                one.object_id,
                None if one.before is None else before,
                None if one.after is None else after,
                salt,
                digest,
            )
        )
    entry.leaf = leaf_hash(entry, digests)
    entry.save(force_insert=True)
    insert_values(Value, VALUE_COLUMNS, ((entry.pk, *value) for value in values))
    return entry


def erase_values(values: Iterable[Value], *, by: Any, reason: str) -> Entry:
    """Erase what acts changed, so that nobody can read or guess it any more; that it was erased is an act itself."""
    rows = list(values)
    entry = rows[0].entry
    scope = Scope(frozenset(entry.about or ()), frozenset(entry.behind or ()))
    changes = [Change(ERASED, str(value.pk), None, {"erased": True}) for value in rows]
    Value.objects.filter(pk__in=[value.pk for value in rows]).update(before=None, after=None, salt=b"")
    return record_block("erase", entry, changes, by=by, reason=reason, scope=scope)


def erase_names(entries: Iterable[Entry], *, by: Any, reason: str) -> Entry:
    """Erase who did something, and why, from entries of the journal; what was done and when stays (R26, R27)."""
    rows = list(entries)
    scope = Scope(frozenset(rows[0].about or ()), frozenset(rows[0].behind or ()))
    changes = [Change(ERASED_HEAD, str(entry.pk), None, {"erased": True}) for entry in rows]
    Entry.objects.filter(pk__in=[entry.pk for entry in rows]).update(actor_name="", reason="", salt=b"")
    return record_block("erase", rows[0], changes, by=by, reason=reason, scope=scope)


def scope_of(obj: Any) -> Scope:
    """Whom what is written about a record may be shown to, as its model says."""
    if not hasattr(type(obj), "scope"):
        name = type(obj).__name__
        raise ImproperlyConfigured(
            f"The journal cannot tell whom an act on {name} may be shown to. Write one line into the class: "
            "scope = OPEN, or a property that gives the Scope of its employer (from guildhall.lib.scopes)."
        )
    return obj.scope


def guarded(scope: Scope) -> dict[str, Any]:
    """A scope as the columns that keep it."""
    return {"about": sorted(scope.about), "behind": sorted(scope.behind)}


def guard_again(obj: models.Model) -> None:
    """Show the entries about a record to those alone who may see it now: it has been taken back behind the wall."""
    entries = Entry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    entries.update(**guarded(scope_of(obj)))


def accessed(
    kind: str, obj: models.Model, *, by: Any, detail: str = "", institution: Any = None, reason: str = ""
) -> None:
    """Write that `by` was shown, or exported, protected details of `obj`, where they work, and why (G1, N6)."""
    Access.objects.create(
        **guarded(scope_of(obj)),
        person=by.pk,
        person_name=text_of(by),
        kind=kind,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        detail=detail[:300],
        institution_name=str(institution or "")[:200],
        reason=reason[:300],
    )
