"""Deciding about opportunities: approved, refused with a reason that the employer hears, closed, made public."""

from dataclasses import dataclass

from django.db import transaction

from guildhall.employers.actions.editing import Editor
from guildhall.employers.models import Contact, EmployerLogin
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities import emails, rules
from guildhall.opportunities.actions.entering import held, keep
from guildhall.opportunities.actions.listing import count_for
from guildhall.opportunities.actions.posting import post_row
from guildhall.opportunities.actions.revising import open_link
from guildhall.opportunities.models import Opportunity, SavedReason
from guildhall.people.models import Person

State, Closing = Opportunity.State, Opportunity.Closing


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it is refused, what to change, whether the words are kept, and whether the employer hears of it."""

    reason: str
    advice: str = ""
    kept: bool = False
    told: bool = True


@transaction.atomic
def approve(row: Opportunity, *, version: int, by: Person) -> Opportunity:
    """Approve an opportunity: it is posted, by default to every institution (B6)."""
    found = held(row.pk, version)
    require(rules.can_approve(by, found))
    return post_row(found, by=by)


@transaction.atomic
def refuse_opportunity(row: Opportunity, said: Refusal, *, version: int, by: Person) -> Contact | EmployerLogin | None:
    """Refuse an opportunity; returns whom of the employer it told the reason, and what to change.

    Who offered it at the front door is told in any case, and not once more as its contact.
    """
    found = held(row.pk, version)
    require(rules.can_decide(by, found))
    reason, advice = one_line(said.reason)[:300], one_line(said.advice)[:300]
    if not reason:
        refuse("Say why: the employer reads it.")
    before = {"state": found.state, "refused_because": "", "advice": ""}
    found.state, found.refused_because, found.advice = State.REFUSED, reason, advice
    found.refused_at = clock.now()
    keep(found, "refuse opportunity", by=by, before=before, reason=reason)
    if said.kept:
        words = {"advice": advice, "used_at": clock.now(), "retired_at": None, "by": by}
        SavedReason.objects.update_or_create(institution=found.holder, reason=reason, defaults=words)
    else:
        SavedReason.objects.filter(institution=found.holder, reason=reason).update(used_at=clock.now())
    return _tell_refused(found, said, by=by)


def _tell_refused(row: Opportunity, said: Refusal, *, by: Person) -> Contact | EmployerLogin | None:
    login = emails.at_the_door(row)
    twice = login is not None and login.contact_id == row.contact_id
    contact = row.contact if said.told and not twice and emails.may_be_written(row, by) else None
    emails.tell_decided(row, by=by, secret=open_link(row, login) if login else "")
    if contact:
        emails.write_refusal(row, open_link(row, contact), by=by)
    return contact or login


@transaction.atomic
def close(row: Opportunity, because: str, *, filled: int | None, version: int, by: Editor) -> Opportunity:
    """Close an opportunity: why, and how many of its places were filled (M9), where placements do not count them."""
    found = held(row.pk, version)
    require(rules.can_close(by, found))
    if because not in Closing.values:
        refuse("Say why it is closed.")
    if filled is not None and not 0 <= filled <= found.places:
        refuse("Places offered: {n}. Say how many of these were filled.", n=found.places)
    close_row(found, because, filled=filled, by=by)
    return found


def close_row(row: Opportunity, because: str, *, by: Editor | None, filled: int | None = None) -> None:
    """Close an opportunity that the caller holds; what placements have counted stands, whatever is said."""
    before = {"state": row.state, "closed_because": "", "filled": row.filled}
    row.state, row.closed_on, row.closed_because = State.CLOSED, clock.today(), because
    if filled is not None and not row.filled:
        row.filled = filled
    row.public = False
    keep(row, "close opportunity", by=by, before=before)
    count_for([row.employer_id])


@transaction.atomic
def make_public(row: Opportunity, *, on: bool, version: int, by: Person) -> Opportunity:
    """Show an opportunity to everybody without signing in, or stop showing it."""
    found = held(row.pk, version)
    if on:
        require(rules.can_make_public(by, found))
    else:
        require(rules.can_change(by, found))
    before = {"public": found.public}
    found.public = on
    if on:
        keep(found, "show opportunity to the public", by=by, before=before)
    else:
        keep(found, "hide opportunity from the public", by=by, before=before)
    return found
