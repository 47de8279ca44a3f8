"""Notices as their reader may see them today (A1, N7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.employers.queries.sight import sight_of
from guildhall.engagements.querysets import houses_of
from guildhall.people.models import Notice, Person


@dataclass(frozen=True)
class ShownNotice:
    """A notice, and whether its words may still be shown."""

    notice: Notice
    open: bool


def readable(person: Person, rows: Sequence[Notice]) -> list[bool]:
    """Of each notice whether its words may still be shown to whom they were told.

    What is about an employer goes by sight of it. What is about none and stays within an institution, such as a
    challenge of its own or a call taken down under a name, is for all who work there, and not only in its CRM (H3, H6).
    """
    sight = sight_of(person, {pk for row in rows for pk in row.about})
    inside = sight.holders.union(houses_of(person))
    return [
        sight.opens(row.about, row.behind) or (not row.about and inside.issuperset(row.behind or ())) for row in rows
    ]


def shown(person: Person, rows: Sequence[Notice]) -> list[ShownNotice]:
    """Notices as a person may see them: of what is hidden from them now, that there was one."""
    return [ShownNotice(row, may) for row, may in zip(rows, readable(person, rows), strict=True)]
