"""Notices as their reader may see them today (A1, N7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.employers.queries.sight import sight_of
from guildhall.people.models import Notice, Person


@dataclass(frozen=True)
class ShownNotice:
    """A notice, and whether its words may still be shown."""

    notice: Notice
    open: bool


def shown(person: Person, rows: Sequence[Notice]) -> list[ShownNotice]:
    """Notices as a person may see them: of what is hidden from them now, that there was one."""
    sight = sight_of(person, {pk for row in rows for pk in row.about})
    return [ShownNotice(row, sight.opens(row.about, row.behind)) for row in rows]
