"""Writing the journal. Callers are inside their own transaction: the act and its entry stand or fall together."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from guildhall.audit.models import Access, Entry, Value
from guildhall.store.blocks import copy_rows

State = Mapping[str, Any] | None


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


def canonical(state: State) -> str:
    """The one text of a state that is hashed: sorted keys, no spaces."""
    return json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def value_digest(salt: bytes, before: State, after: State) -> bytes:
    """The salted digest of a value; it stays when the value is erased."""
    return hashlib.sha256(salt + canonical(before).encode() + b"\x00" + canonical(after).encode()).digest()


def leaf_hash(entry: Entry, digests: Iterable[bytes]) -> bytes:
    """The hash of an entry with the digests of its values."""
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
    return hashlib.sha256(canonical({"head": head}).encode() + b"".join(digests)).digest()


def record(
    verb: str,
    obj: models.Model,
    *,
    by: Any,
    before: State = None,
    after: State = None,
    reason: str = "",
    institution: Any = None,
) -> Entry:
    """Write that `by` did `verb` to `obj`, with what changed and why."""
    changes = [change(obj, before, after)] if before is not None or after is not None else []
    return record_block(verb, obj, changes, by=by, reason=reason, institution=institution)


def record_block(
    verb: str,
    obj: models.Model,
    changes: Iterable[Change],
    *,
    by: Any,
    reason: str = "",
    institution: Any = None,
) -> Entry:
    """Write one act that changed many records (an import block, a merge): one entry, one value a record."""
    entry = Entry(
        at=timezone.now(),
        actor=getattr(by, "pk", None),
        actor_name=str(by) if by else "Guildhall",
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        institution=getattr(institution, "pk", None),
        reason=reason,
    )
    values = []
    for one in changes:
        salt = os.urandom(16)
        # What the database will give back (dates as text …) is what must hash to the same digest.
        before, after = json.loads(canonical(one.before)), json.loads(canonical(one.after))
        values.append(
            Value(
                object_type=one.object_type,
                object_id=one.object_id,
                before=before,
                after=after,
                salt=salt,
                digest=value_digest(salt, before, after),
            )
        )
    entry.leaf = leaf_hash(entry, (v.digest for v in values))
    entry.save(force_insert=True)
    for value in values:
        value.entry = entry
    copy_rows(values)
    return entry


def accessed(kind: str, obj: models.Model, *, by: Any, detail: str = "") -> None:
    """Write that `by` was shown, or exported, protected details of `obj` (G1)."""
    Access.objects.create(
        person=by.pk,
        person_name=str(by),
        kind=kind,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        detail=detail[:300],
    )
