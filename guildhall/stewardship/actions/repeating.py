"""Erasures are carried out again after an older archive was restored: it still holds who has been erased since (G7).

A file outside of the database tells which: a keyed digest of each address and when, never the address itself.
"""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from guildhall.audit.recording import record
from guildhall.lib.private_files import append
from guildhall.people.queries import territory
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.subjects import declarations, subject_of


def erasures_file() -> Path:
    """Where erasures are written down."""
    return settings.HOME / "erasures.log"


def note_erasure(address: str) -> None:
    """Write down that an address was erased; it is on the disk when this returns."""
    line = json.dumps({"who": _digest(address), "at": datetime.now(UTC).isoformat()}) + "\n"
    append(erasures_file(), line.encode())


@transaction.atomic
def erase_again(since: datetime) -> int:
    """Carry out again what was erased since a moment; returns how many addresses the records held still."""
    due = _erased_since(since)
    found = sorted(address for address in _addresses() if _digest(address) in due) if due else []
    for address in found:
        erase_subject(subject_of(address), by=None)
    if found and (where := territory()):
        record("erase again", where, by=None, after={"addresses": len(found), "since": since.isoformat()})
    return len(found)


def _erased_since(since: datetime) -> set[str]:
    """The digests of the file that are younger; a torn last line counts as none."""
    if not erasures_file().exists():
        return set()
    rows = [json.loads(line) for line in erasures_file().read_text().split("\n")[:-1]]
    return {row["who"] for row in rows if datetime.fromisoformat(row["at"]) >= since}


def _addresses() -> set[str]:
    """Every address of a person that stands in a column of its own."""
    found: set[str] = set()
    for model, said in declarations().items():
        for name in {*said.of("identity"), *said.of("subject")}:
            column = model._meta.get_field(name)
            if isinstance(column, models.CharField) and not column.primary_key:
                held = model._base_manager.filter(**{f"{name}__contains": "@"}).order_by()
                found.update(str(value).strip().lower() for value in held.values_list(name, flat=True).distinct())
    return found


def _digest(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), address.strip().lower().encode(), sha256).hexdigest()
