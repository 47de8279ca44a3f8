"""Notices as their reader may see them today (A1, N7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.employers.queries.sight import sight_of
from guildhall.engagements.querysets import houses_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.events import BY_NAME
from guildhall.people.models import Notice, Person


@dataclass(frozen=True)
class ShownNotice:
    """A notice, and whether its words may still be shown."""

    notice: Notice
    open: bool


def readable(person: Person, rows: Sequence[Notice | OutgoingEmail]) -> list[bool]:
    """Of each notice whether its words may still be shown to whom they were told.

    What is about an employer goes by sight of it. What is about none and stays within an institution, such as a
    challenge of its own or a call taken down under a name, is for all who work there, and not only in its CRM (H3, H6).
    """
    sight = sight_of(person, {pk for row in rows for pk in row.about or ()})
    inside = sight.holders.union(houses_of(person))
    return [
        sight.opens(row.about, row.behind) or (row.about == [] and inside.issuperset(row.behind or ())) for row in rows
    ]


def may_be_mailed(email: OutgoingEmail) -> bool:
    """Whether a notice that waited to leave by e-mail may still be read by whom it goes to: see `readable`."""
    if email.kind not in BY_NAME or not (email.about or email.behind):
        return True
    person = Person.objects.filter(email__iexact=email.to).first()
    return person is None or (person.is_active and all(readable(person, [email])))


def shown(person: Person, rows: Sequence[Notice]) -> list[ShownNotice]:
    """Notices as a person may see them: of what is hidden from them now, that there was one."""
    return [ShownNotice(row, may) for row, may in zip(rows, readable(person, rows), strict=True)]
