"""Sending updates to whoever follows: each update once, as often as they chose, under the contact rules (F13, H14).

A letter to an employer is an ask under the touch budget, as outreach is (N3). What does not fit today is not lost: it
waits, the reason stands on the list of readers, and what is published meanwhile goes along.
"""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guildhall.employers.rules import can_show_address
from guildhall.engagements import contact_rules
from guildhall.engagements.actions.asking import Plan, carry_out, plan_ask
from guildhall.engagements.actions.letters import touch_address
from guildhall.engagements.actions.recording import Happening
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, require
from guildhall.partnerships import emails
from guildhall.partnerships.actions.following import follower_for
from guildhall.partnerships.actions.outreach import require_address
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import Follower, Letter, ProgressUpdate, Stakeholder
from guildhall.partnerships.rhythm import is_due
from guildhall.people.models import Person
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

State = Stakeholder.State


def send_letters() -> int:
    """Send every letter that is due today; returns how many. May run twice: each update goes to each reader once."""
    told = ProgressUpdate.objects.out().values("initiative")
    partners = Stakeholder.objects.filter(initiative__in=told, state=State.ACCEPTED, follower=None)
    rows = Follower.objects.filter(initiative__in=told).exclude(how=HowOften.NEVER)
    with apart() as pieces:
        pieces.each(_take_up, list(partners.values_list("pk", flat=True)))
        return pieces.each(_send, list(rows.order_by("pk").values_list("pk", flat=True)), clock.today())


@transaction.atomic
def _take_up(pk: Any) -> bool:
    return bool(follower_for(locked(Stakeholder, pk)))


@transaction.atomic
def _send(pk: Any, today: date) -> bool:
    row = _read(pk)
    waiting = list(unsent(row))
    if not waiting or not _is_read_by(row):
        return False
    if not is_due(row.how, [clock.day_of(one.published_at) for one in waiting if one.published_at], today):
        return False
    try:
        with transaction.atomic():
            _write(row, waiting)
    except Refused as refused:
        row.waits = str(refused.verdict.reason)[:300]
        row.save(update_fields=["waits"])
        return False
    now = clock.now()
    Letter.objects.bulk_create(Letter(follower=row, update=one, sent_at=now) for one in waiting)
    row.waits = ""
    row.save(update_fields=["waits"])
    return True


def _read(pk: Any) -> Follower:
    related = ("initiative__institution", "person", "stakeholder__employer", "stakeholder__institution")
    return locked(Follower, pk, *related, "stakeholder__contact__employer", "stakeholder__person")


def unsent(row: Follower) -> QuerySet[ProgressUpdate]:
    """What was published for a follower since they follow and was not sent to them, the oldest first."""
    rows = ProgressUpdate.objects.read_by(row).exclude(letters__follower=row)
    rows = rows.filter(published_at__gte=clock.moment_of(row.since, time(0)))
    return rows.select_related("published_by").order_by("published_at", "pk")


def _is_read_by(row: Follower) -> bool:
    """Whether somebody is there to read: a partner who stands by their part, an active colleague, an address."""
    return row.stakeholder is None or row.stakeholder.state == State.ACCEPTED


def _write(row: Follower, waiting: Sequence[ProgressUpdate]) -> None:
    by = waiting[-1].published_by
    assert by  # what is published was published by somebody
    part = row.stakeholder
    if row.colleague:
        emails.tell_updates(row, row.colleague, waiting, by=by)
        return
    if part:
        require_address(part)
        if part.employer:
            _touch(part, waiting, by)
        elif part.email:
            touch_address(part.email, by=by, institution=row.initiative.institution)
    emails.send_updates(row, waiting, by=by)


def _touch(part: Stakeholder, waiting: Sequence[ProgressUpdate], by: Person) -> None:
    """A letter to an employer takes its place in the touch budget, and stands on the timeline (N3, F17)."""
    employer, today, place = part.employer, clock.today(), part.initiative.institution
    assert employer
    contacts = (part.contact,) if part.contact else ()
    if part.contact:
        require(can_show_address(by, part.contact))
    require(contact_rules.may_ask(employer, contacts, today, institution=place).verdict)
    ask = plan_ask(employer, Plan("email", today, part.initiative.title, contacts), by=by, institution=place)
    said = Happening("email", waiting[-1].title, today, contact=part.contact, purpose=part.initiative.title)
    carry_out(ask, said, version=ask.version, by=by)
