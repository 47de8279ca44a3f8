"""One letter instead of two: a mailing travels with another one, or carries what is somebody else’s (N9, C19)."""

from typing import Any

from django.db import transaction

from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.mailings import emails, rules
from guildhall.mailings.actions.writing import as_draft, held, keep
from guildhall.mailings.models import Carried, Mailing
from guildhall.mailings.queries.leaving import OPEN_EVENTS
from guildhall.people.models import Person

MOST_CARRIED = 5
Merge = Mailing.Merge


@transaction.atomic
def offer_merge(mailing: Mailing, into: Mailing, *, version: int, by: Person) -> Mailing:
    """Offer that a mailing travels with one that is scheduled: whoever gets both gets one letter (N9).

    Whoever may answer for both need not be asked.
    """
    both = {pk: held(pk) for pk in sorted({mailing.pk, into.pk})}  # two who offer each other the same wait in turn
    row, other = both[mailing.pk], both[into.pk]
    if row.version != version:
        raise Conflict
    require(rules.can_merge(by, row, other))
    row.travels_with, row.merge = other, Merge.OFFERED
    keep(row, "offer to merge mailing", by=by, into=str(other.pk))
    if rules.can_answer_merge(by, row):
        return _accepted(row, by)
    people = [one for one in (other.author, other.sent_by) if one]
    emails.tell_merge(row, dict.fromkeys(people), "merge_offered", into=other, by=by)
    return row


@transaction.atomic
def accept_merge(mailing: Mailing, *, version: int, by: Person) -> Mailing:
    """Let another mailing travel with ours."""
    row = held(mailing.pk, version)
    require(rules.can_answer_merge(by, row))
    return _accepted(row, by)


def _accepted(row: Mailing, by: Person) -> Mailing:
    row.merge = Merge.ACCEPTED
    keep(row, "accept merge of mailings", by=by)
    if row.author_id != by.pk:
        emails.tell_merge(row, [row.author], "merge_answered", into=row, by=by)
    return row


@transaction.atomic
def end_merge(mailing: Mailing, *, version: int, by: Person) -> Mailing:
    """Decline or take back that a mailing travels with another one: each is sent by itself again."""
    row = held(mailing.pk, version)
    if not row.merge:
        refuse("Nobody offers that.")
    if not rules.can_change(by, row):
        require(rules.can_answer_merge(by, row))
    row.travels_with, row.merge = None, Merge.NONE
    keep(row, "end merge of mailings", by=by)
    if row.author_id != by.pk:
        emails.tell_merge(row, [row.author], "merge_answered", into=row, by=by)
    return row


@transaction.atomic
def carry(mailing: Mailing, *, event: Any = None, opportunity: Any = None, by: Person) -> Carried:
    """Carry an event or opportunity of somebody else along, instead of one more e-mail (C19)."""
    row = held(mailing.pk)
    require(rules.can_change(by, row))
    if row.carried.count() >= MOST_CARRIED:
        refuse("It carries enough already: a letter with more is not read.")
    if event is not None and not type(event).objects.filter(OPEN_EVENTS, pk=event.pk).exists():
        refuse("Only what is published for everybody is carried along.")
    if opportunity is not None and not type(opportunity).objects.public().filter(pk=opportunity.pk).exists():
        refuse("Only what is published for everybody is carried along.")
    place = event.institution_id if event else opportunity.holder_id
    facts = {"institution_id": place, "by": by, "at": clock.now()}
    carried, _made = Carried.objects.get_or_create(mailing=row, event=event, opportunity=opportunity, defaults=facts)
    as_draft(row, by=by)
    keep(row, "carry along", by=by, what=str(carried.thing))
    return carried


@transaction.atomic
def drop(carried: Carried, *, by: Person) -> None:
    """Carry something along no more."""
    row = held(carried.mailing_id)
    require(rules.can_change(by, row))
    row.carried.filter(pk=carried.pk).delete()
    as_draft(row, by=by)
    keep(row, "carry along no more", by=by, what=str(carried.thing))
