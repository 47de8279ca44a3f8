"""Letters to students and to who signs for them: the ledger of e-mail is not under the second lock, so it asks here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from guildhall.mailings.models.mailings import LETTERS_TO_STUDENTS
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Institution
from guildhall.students.queries import institutions_of
from guildhall.students.querysets import places_of

KINDS = frozenset({"consent asked", "student invited", "to student", "placement link", LETTERS_TO_STUDENTS})
# Of bookings: those to a student are behind an institution and about no employer.
OF_BOOKINGS = frozenset({"booking", "asked after event"})


def is_of_education(row: OutgoingEmail) -> bool:
    """Whether an e-mail is part of what an institution keeps about a student, by its kind."""
    return row.kind in KINDS or (row.kind in OF_BOOKINGS and bool(row.behind) and not row.about)


def hidden_from(person: Any, rows: Sequence[OutgoingEmail], staff: set[str]) -> dict[UUID, str]:
    """Which e-mails go to a student, or a parent, whom somebody does not see; with the names of the institutions.

    By its kind, and by an address that an institution has of a student today: a sign-in link names no institution.
    """
    places = set(places_of(person)) if person.is_authenticated else set()
    homes = institutions_of({row.to for row in rows})
    hidden = [row for row in rows if _is_hidden(row, places, homes, staff)]
    named = Institution.objects.in_bulk({pk for row in hidden for pk in row.behind or ()})
    return {row.pk: ", ".join(named[pk].name for pk in row.behind or () if pk in named) for row in hidden}


def _is_hidden(row: OutgoingEmail, places: set[UUID], homes: dict[str, set[UUID]], staff: set[str]) -> bool:
    if is_of_education(row):
        return not places.issuperset(row.behind or ())
    low = row.to.lower()
    return low in homes and low not in staff and not homes[low] & places
