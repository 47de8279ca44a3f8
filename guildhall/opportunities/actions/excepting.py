"""Exceptions to who sees an opportunity: recorded, changed, lifted, each with clause, reason and end (B6)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.queries.audience import default_audience, tree_of_institutions
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities import emails, rules
from guildhall.opportunities.actions.entering import held
from guildhall.opportunities.actions.listing import count_for
from guildhall.opportunities.models import Limitation, Opportunity
from guildhall.opportunities.queries.standing import shown_at
from guildhall.people.models import Institution, Person
from guildhall.prospects.rules import exception_clause
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clauses_of_many
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

WARNING = timedelta(14)


@transaction.atomic
def limit(
    row: Opportunity, institutions: Sequence[Institution], *, reason: str, until: date | None, by: Person
) -> Limitation:
    """Open an opportunity to some institutions only; what stood before stays as history."""
    found = held(row.pk)
    require(rules.can_limit_to(by, found, institutions, reason, until))
    standing = found.limitations.filter(ended_at=None).first()
    before = _said(standing) if standing else None
    now, why, saw = clock.now(), one_line(reason)[:300], shown_at(found)
    found.limitations.filter(ended_at=None).update(ended_at=now)
    new = Limitation.objects.create(
        opportunity=found, clause=exception_clause(found.holder), reason=why, until=until, by=by, made_at=now
    )
    new.institutions.set(institutions)
    found.audience, found.audience_until = sorted((i.pk for i in institutions), key=str), until
    found.public = False
    _saved(found)
    record("limit opportunity", found, by=by, before=before, after=_said(new), reason=why, institution=found.holder)
    emails.tell_exception(new, saw, by=by)
    return new


@transaction.atomic
def lift(limitation: Limitation, *, reason: str, by: Person) -> None:
    """End an exception before its day: from now on it is seen as the protocol says."""
    found = held(limitation.opportunity_id)
    row = locked(Limitation, limitation.pk)
    row.opportunity = found
    require(rules.can_change_limitation(by, row))
    if not reason.strip():
        refuse("Say why the exception ends.")
    before, saw = _said(row), shown_at(found)
    found.limitations.filter(ended_at=None).update(ended_at=clock.now())
    found.audience, found.audience_until = None, None
    _saved(found)
    record("lift limit of opportunity", found, by=by, before=before, reason=one_line(reason)[:300],
           institution=found.holder)  # fmt: skip
    emails.tell_exception(row, saw, by=by)


def warn_of_endings() -> None:
    """Tell of the exceptions to who sees an opportunity that end within two weeks, each once (B6)."""
    today = clock.today()
    rows = Limitation.objects.filter(ended_at=None, until__range=(today, today + WARNING))
    related = ("opportunity__employer", "opportunity__holder", "opportunity__entered_by", "by")
    rows = rows.filter(opportunity__state__in=("waiting", "posted")).select_related(*related)
    with apart() as pieces:
        pieces.each(emails.tell_ending, rows)


def _saved(row: Opportunity) -> None:
    row.version += 1
    row.save(update_fields=["audience", "audience_until", "public", "version"])
    count_for([row.employer_id])


def _said(row: Limitation) -> dict[str, Any]:
    names = sorted(row.institutions.values_list("name", flat=True))
    return {"audience": names, "until": row.until, "reason": row.reason}


@transaction.atomic
def settle_default_audiences() -> int:
    """Open every posted opportunity to whom the clause in force today says; returns how many changed (B6)."""
    tree = tree_of_institutions()
    rows = Opportunity.objects.filter(state=Opportunity.State.POSTED)
    holders = [tree[pk] for pk in rows.order_by().values_list("holder", flat=True).distinct()]
    clauses = clauses_of_many(holders, Clause.Subject.DEFAULT_AUDIENCE)
    changed = 0
    for holder in holders:
        words = default_audience(clauses.get(holder.pk), holder, tree)
        mine = rows.filter(holder=holder)
        mine = mine.exclude(default_audience=words) if words else mine.filter(default_audience__isnull=False)
        if count := mine.update(default_audience=words):
            details = {"opportunities": count, "open to": words or "all"}
            record("settle who sees opportunities", holder, by=None, after=details, institution=holder)
        changed += count
    return changed
