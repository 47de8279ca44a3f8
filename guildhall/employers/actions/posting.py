"""Opening employers to the institutions and closing them again. Only higher apps decide when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.emails import tell_of_ending
from guildhall.employers.models import Designation, Employer
from guildhall.employers.queries.audience import default_audience, default_audience_of, tree_of_institutions
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clauses_of_many
from guildhall.queue.apart import apart

WARNING = timedelta(days=14)


@transaction.atomic
def post(employers: Iterable[Employer], *, at: datetime) -> None:
    """Open employers to whom the protocol says, by default all institutions (B4, B5): the same rows (N2)."""
    by_holder: dict[Institution, list[Employer]] = {}
    for employer in employers:
        by_holder.setdefault(employer.holder, []).append(employer)
    for holder, rows in by_holder.items():
        words = default_audience_of(holder)
        Employer.objects.filter(pk__in=[e.pk for e in rows]).update(posted_at=at, default_audience=words)
        for employer in rows:
            employer.posted_at, employer.default_audience = at, words


@transaction.atomic
def settle_default_audiences() -> int:
    """Open every shared employer to whom the clause in force today says; returns how many changed (B4, N11).

    Runs when a protocol is published and every hour, so that a version with a date ahead holds from its day on.
    """
    tree = tree_of_institutions()
    held = Employer.objects.filter(posted_at__isnull=False).order_by().values_list("holder", flat=True).distinct()
    holders = [tree[pk] for pk in held]
    clauses = clauses_of_many(holders, Clause.Subject.DEFAULT_AUDIENCE)
    changed = 0
    for holder in holders:
        clause = clauses.get(holder.pk)
        words = default_audience(clause, holder, tree)
        rows = Employer.objects.filter(holder=holder, posted_at__isnull=False)
        rows = rows.exclude(default_audience=words) if words else rows.filter(default_audience__isnull=False)
        count = rows.update(default_audience=words)
        if count:
            details = {"employers": count, "open to": words or "all", "clause": clause.citation if clause else ""}
            record("settle who sees", holder, by=None, after=details, institution=holder)
        changed += count
    return changed


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
def lift(employer: Employer, *, at: datetime) -> None:
    """End the exceptions of an employer: it is open to whom the protocol says."""
    employer.designations.filter(ended_at=None).update(ended_at=at)
    employer.audience, employer.audience_until = None, None
    employer.save(update_fields=["audience", "audience_until"])


@transaction.atomic
def withdraw(ids: Iterable[UUID], *, at: datetime) -> None:
    """Close employers to the institutions again: as before they were posted."""
    ids = list(ids)
    Designation.objects.filter(employer__in=ids, ended_at=None).update(ended_at=at)
    Employer.objects.filter(pk__in=ids).update(
        posted_at=None, default_audience=None, audience=None, audience_until=None
    )


def warn_of_endings() -> None:
    """Tell of the exceptions to who sees an employer that end within two weeks, each once (B4)."""
    today = clock.today()
    rows = Designation.objects.filter(ended_at=None, until__range=(today, today + WARNING))
    with apart() as pieces:
        pieces.each(tell_of_ending, rows.select_related("employer__owner", "by"))
