"""The region's list of kinds of engagements."""

import re
import unicodedata

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.engagements import rules
from guildhall.engagements.models import ACT, Kind
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

FIELDS = ("label", "icon", "touches", "position")


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24] or "kind"


@transaction.atomic
def save_kind(values: dict[str, object], *, kind: Kind | None = None, version: int = 0, by: Person) -> Kind:
    """Add a kind of engagement or change one; what was logged under it keeps it."""
    require(rules.can_change_kinds(by))
    label = str(values["label"])
    same = Kind.objects.filter(label__iexact=label)
    if (same.exclude(pk=kind.pk) if kind else same).exists():
        refuse("“{label}” is in the list already.", label=label)
    before = None
    if kind is None:
        slug, n = _slug(label), 1
        while slug == ACT or Kind.objects.filter(pk=slug).exists():
            n += 1
            slug = f"{_slug(label)}-{n}"
        row = Kind(slug=slug)
    else:
        row = locked(Kind, kind.pk)
        if row.version != version:
            raise Conflict
        before = {name: getattr(row, name) for name in FIELDS}
        row.version += 1
    for name in FIELDS:
        setattr(row, name, values[name])
    row.save()
    record("save kind", row, by=by, before=before, after={name: getattr(row, name) for name in FIELDS})
    return row


@transaction.atomic
def retire_kind(kind: Kind, *, on: bool, by: Person) -> None:
    """Take a kind out of use, or back into it; nothing that was logged changes."""
    require(rules.can_change_kinds(by))
    row = locked(Kind, kind.pk)
    if on and Kind.objects.filter(retired_at=None).exclude(pk=row.pk).count() == 0:
        refuse("One kind at least must stay in use.")
    row.retired_at = clock.now() if on else None
    row.version += 1
    row.save(update_fields=["retired_at", "version"])
    record("retire kind" if on else "bring back kind", row, by=by, after={"in use": not on})
