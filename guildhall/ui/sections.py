"""What upper apps show on the page of a lower app's record: each says so in its `menu`, as `SECTIONS`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guildhall.ui import menus


@dataclass(frozen=True)
class Section:
    """A part of a record's page: of which record, its place, its template, and what is read for whom.

    Where nothing is told (None) it is not shown.
    """

    of: str  # the name of the page's address
    place: int
    template: str
    tell: Callable[[Any, Any], dict[str, Any] | None]


def sections_of(of: str, person: Any, record: Any) -> list[dict[str, Any]]:
    """The parts of a record's page that somebody sees, in their order, each with what its template shows as `told`."""
    own = sorted((one for one in menus.declared("SECTIONS") if one.of == of), key=lambda one: one.place)
    read = [{"template": one.template, "told": one.tell(person, record)} for one in own]
    return [one for one in read if one["told"] is not None]
