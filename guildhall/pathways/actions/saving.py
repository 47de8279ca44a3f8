"""Saving a row with its new values: a version further, and in the journal as it was and as it is."""

from typing import Any

from django.db.models import Model

from guildhall.audit.recording import record, text_of
from guildhall.people.models import Person


def kept(verb: str, row: Any, values: dict[str, Any], *, by: Person, **also: Any) -> Any:
    """Save what was said of a row, new or not, and write both into the journal; `also` is saved and not written."""
    before = {name: _said(getattr(row, name)) for name in values} if row.version else None
    for name, value in (values | also).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    after = {name: _said(value) for name, value in values.items()}
    record(verb, row, by=by, before=before, after=after, institution=row.institution)
    return row


def _said(value: Any) -> Any:
    return text_of(value) if isinstance(value, Model) else value
