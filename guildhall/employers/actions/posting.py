"""Opening employers to the institutions and closing them again. Only higher apps decide when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guildhall.employers.models import Designation, Employer
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.store.blocks import update_rows


@transaction.atomic
def post(employers: Iterable[Employer], *, at: datetime) -> None:
    """Open employers to every institution (B4, B5): same rows, same addresses (N2)."""
    rows = list(employers)
    for employer in rows:
        employer.posted_at = at
    update_rows(rows, ["posted_at"])


@transaction.atomic
def designate(
    employer: Employer,
    institutions: Sequence[Institution],
    *,
    clause: Clause | None,
    reason: str,
    until: date | None,
    by: Person,
    at: datetime,
) -> Designation:
    """Record an exception to the default audience: which institutions, clause, by whom, until when, why (B4)."""
    employer.designations.filter(ended_at=None).update(ended_at=at)
    designation = Designation.objects.create(
        employer=employer, clause=clause, reason=reason, until=until, by=by, designated_at=at
    )
    designation.institutions.set(institutions)
    employer.audience = sorted((i.pk for i in institutions), key=str)
    employer.audience_until = until
    employer.save(update_fields=["audience", "audience_until"])
    return designation


@transaction.atomic
def withdraw(ids: Iterable[UUID], *, at: datetime) -> None:
    """Close employers to the institutions again: as before they were posted."""
    ids = list(ids)
    Designation.objects.filter(employer__in=ids, ended_at=None).update(ended_at=at)
    Employer.objects.filter(pk__in=ids).update(posted_at=None, audience=None, audience_until=None)
