"""Posting: the one act by which an opportunity becomes visible to others (B6)."""

from guildhall.audit.recording import record
from guildhall.employers.queries.audience import default_audience_of
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.opportunities import emails, rules
from guildhall.opportunities.actions.listing import count_for
from guildhall.opportunities.models import Opportunity
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.queries.notices import somebody_hears_at_once
from guildhall.queue import enqueue

State = Opportunity.State


def post_row(row: Opportunity, *, by: Person | None, under: str = "") -> Opportunity:
    """Post an opportunity to whom the protocol says, by default every institution; the caller holds the row."""
    require(rules.can_be_posted(row))
    row.state, row.posted_at, row.posted_by, row.posted_under = State.POSTED, clock.now(), by, under
    row.default_audience = default_audience_of(row.holder)
    row.version += 1
    row.save()
    after = {"state": row.state, "open to": row.default_audience or "all"}
    record("post opportunity", row, by=by, after=after, reason=under, institution=row.holder)
    count_for([row.employer_id])
    emails.tell_decided(row, by=by)
    if somebody_hears_at_once(events.OPPORTUNITY_FITS):
        enqueue("opportunities.tell_at_once", opportunity=str(row.pk))
    return row
