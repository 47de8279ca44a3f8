"""Erasures are carried out again after an older archive was restored: it still holds who has been erased since (G7).

A file outside of the database tells which: a keyed digest of each address and when, never the address itself.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from guildhall.audit.recording import record
from guildhall.lib import ledgers
from guildhall.people.models import Institution
from guildhall.people.queries import territory
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.actions.erasing_students import erase_at
from guildhall.stewardship.queries.subjects import declarations, subject_of


@dataclass(frozen=True)
class Noted:
    """One line of the file: whom it is about can be found out only with the key."""

    who: str
    at: datetime
    key: str = ""  # which key that is; empty in lines from before they said so


def erasures_file() -> Path:
    """Where erasures are written down."""
    return settings.HOME / "erasures.log"


def note_erasure(address: str, place: Institution | None = None) -> None:
    """Write down that an address is erased, of one institution's education records; it is on disk when this returns.

    Before it is done for good, for what is not noted comes back one day; and once more when it is done, for a backup
    may begin in between, which still holds the person.
    """
    who = _digest(address, place)
    _note(who)
    transaction.on_commit(lambda: _note(who))


def _note(who: str) -> None:
    row = {"who": who, "at": datetime.now(UTC).isoformat(), "key": key_print()}
    ledgers.add(erasures_file(), row)


@transaction.atomic
def erase_again(since: datetime) -> int:
    """Carry out again what was erased since a moment; returns how many addresses the records held still."""
    due = {row.who for row in _noted_since(since)}
    known = sorted(_addresses()) if due else []
    rows = [address for address in known if _digest(address) in due]
    for address in rows:
        erase_subject(subject_of(address), by=None)
    for place in Institution.objects.all() if due else ():
        own = [address for address in known if _digest(address, place) in due]
        rows += [address for address in own if erase_at(place, address, by=None)]
    if rows and (where := territory()):
        record("erase again", where, by=None, after={"addresses": len(rows), "since": since.isoformat()})
    return len(rows)


def erasures_of_other_keys(since: datetime) -> int:
    """How many erasures were noted since a moment with another key than ours: nobody can tell whom they are about."""
    return len({row.who for row in _noted_since(since) if row.key and row.key != key_print()})


def key_print() -> str:
    """What tells one key from another without giving it away."""
    return hmac.new(settings.SECRET_KEY.encode(), b"whose erasures these are", sha256).hexdigest()[:16]


def _noted_since(since: datetime) -> Iterator[Noted]:
    """The lines that are younger. Raises `ValueError` with a sentence for a line that cannot be read."""
    for row in ledgers.rows(erasures_file()):
        try:
            noted = Noted(str(row["who"]), datetime.fromisoformat(row["at"]), str(row.get("key", "")))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{erasures_file()} has a line that notes no erasure: {row}") from error
        if noted.at >= since:
            yield noted


def _addresses() -> set[str]:
    """Every address of a person that stands in a column of its own."""
    results: set[str] = set()
    for model, said in declarations().items():
        for name in {*said.of("identity"), *said.of("subject")}:
            column = model._meta.get_field(name)
            if isinstance(column, models.CharField) and not column.primary_key:
                held = model._base_manager.filter(**{f"{name}__contains": "@"}).order_by()
                results.update(str(value).strip().lower() for value in held.values_list(name, flat=True).distinct())
    return results


def _digest(address: str, place: Institution | None = None) -> str:
    whole = address.strip().lower() + (f" at {place.pk}" if place else "")
    return hmac.new(settings.SECRET_KEY.encode(), whole.encode(), sha256).hexdigest()
