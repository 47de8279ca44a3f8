"""A row of interview slots: so long each, with a pause between them, until the end is reached. No database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_SLOTS = 60  # made at once


@dataclass(frozen=True, slots=True)
class Row:
    """When a row of slots begins and ends, how long each is and how long the pause after it, in minutes."""

    begins: datetime
    ends: datetime
    length: int
    pause: int = 0


def slots_in(row: Row) -> list[tuple[datetime, datetime]]:
    """The slots of a row, each with its beginning and its end; what does not fit in whole is left out."""
    if row.length < 1 or row.pause < 0:
        return []
    found, begins, length = [], row.begins, timedelta(minutes=row.length)
    while begins + length <= row.ends and len(found) <= MOST_SLOTS:
        found.append((begins, begins + length))
        begins += length + timedelta(minutes=row.pause)
    return found
