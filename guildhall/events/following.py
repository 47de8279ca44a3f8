"""What rooms above keep about events follows them in the same act: each says in its `menu`, as `FOLLOWS`, what it does.

So nobody can move an event away from under those who booked it.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from guildhall.ui.menus import declared


class What(StrEnum):
    """What an act did to an event that it holds."""

    CHANGED = "changed"  # its times, how many places there are
    ELSEWHERE = "elsewhere"  # its place, room or link
    RENAMED = "renamed"  # what one time of it, or a session, is called
    CANCELED = "canceled"
    HELD = "held"
    REMOVED = "removed"  # the event, or a session of it, is about to be deleted


def followed(
    event: Any, what: What, *, by: Any, was: Sequence[datetime] = (), to: datetime | None = None, session: Any = None
) -> None:
    """Let the rooms above follow. `was`: the times from which it was moved; with `to`, the one that went there alone,
    or the only one that is elsewhere or renamed. They may refuse a removal.
    """
    for follow in declared("FOLLOWS"):
        follow(event, what, by=by, was=was, to=to, session=session)


def times_now(event: Any) -> list[datetime]:
    """The times of an event as they are written down, in their order."""
    return list(event.occurrences.order_by("starts_at").values_list("starts_at", flat=True))
