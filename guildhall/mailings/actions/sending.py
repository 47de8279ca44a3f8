"""Letters leave: in working hours, at the mailing's pace, every rule asked once more in the transaction that hands them
to the outbox (C18–C20, R8).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.boards.models import SeatFor
from guildhall.context import acting
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.mailing import note_mailed, take_back_mailed
from guildhall.lib import clock
from guildhall.mailings import rules
from guildhall.mailings.actions.boxes import boxes_for
from guildhall.mailings.actions.deciding import is_working_time, next_working_time, stopped
from guildhall.mailings.actions.handing import Ready, hand_to_outbox
from guildhall.mailings.actions.reaching_students import hand_to_students, settle_failed_students
from guildhall.mailings.actions.writing import held, keep
from guildhall.mailings.links import choices_page, secret_of
from guildhall.mailings.models import Mailing, Reason, Recipient
from guildhall.mailings.queries.candidates import known_still
from guildhall.mailings.queries.checking_students import MAY_NOT_GO, address_in_words
from guildhall.mailings.queries.filling import Letter, letter_of
from guildhall.mailings.queries.leaving import (
    carried_in,
    carried_with,
    employers_without_contact,
    held_back,
    next_recipients,
    room_now,
    travelers_of,
    unsettled,
)
from guildhall.mailings.queries.parties import Candidate
from guildhall.mailings.queries.selecting import Outcome, Reached, judged, reached_by
from guildhall.mailings.queries.zones import zones_of
from guildhall.partnerships.models import Stakeholder
from guildhall.store.blocks import among, update_rows

BLOCK = 1_000  # letters in one transaction
MOST_AT_ONCE = 5_000  # in one run of the job, so that others have their turn
State = Recipient.State


def send_due() -> int:
    """Hand over what may leave now; returns how many letters were."""
    settle_failed()
    settle_failed_students()
    if not is_working_time(clock.now()):
        return 0
    return sum(_send(pk) for pk in Mailing.objects.due().order_by("send_from", "pk").values_list("pk", flat=True))


def _send(pk: UUID) -> int:
    handed, more, reached = 0, True, Reached()
    while more and handed < MOST_AT_ONCE:
        count, more = hand_over_block(pk, reached)
        handed += count
    return handed


@transaction.atomic
def hand_over_block(pk: UUID, reached: Reached | None = None) -> tuple[int, bool]:
    """Hand over the next letters of one mailing; returns how many, and whether there may be more right away.

    `reached` knows from one block to the next which addresses have it. Whoever reserves holds the employers, so that
    two mailings never count at once (R7).
    """
    row = held(pk)
    if row.state not in Mailing.ON_ITS_WAY:
        return 0, False
    if not (verdict := rules.may_leave(row)):
        stopped(row, str(verdict.reason), by=None)
        return 0, False
    if row.state == Mailing.State.SCHEDULED:
        row.state, row.started_at = Mailing.State.SENDING, clock.now()
        keep(row, "begin sending mailing", by=None)
    if row.to_students:
        return _handed_to_students(row)
    recipients = next_recipients(row, min(BLOCK, room_now(row)))
    if not recipients:
        return 0, _finished(row)
    return _handed(row, recipients, reached or Reached()), True


def _handed_to_students(row: Mailing) -> tuple[int, bool]:
    """With the eyes of whoever wrote it: so the second lock holds here as well."""
    with acting(row.author):
        if address_in_words(row, row.author):
            stopped(row, _(MAY_NOT_GO), by=None)  # of which contact only its author may know
            return 0, False
        handed = hand_to_students(row, min(BLOCK, room_now(row)))
        return handed or 0, handed is not None or _finished(row)


def _finished(row: Mailing) -> bool:
    if not row.ledger.included().exists():
        row.state, row.finished_at = Mailing.State.SENT, clock.now()
        keep(row, "finish sending mailing", by=None)
    return False


def _handed(row: Mailing, recipients: Sequence[Recipient], reached: Reached) -> int:
    by_key = {one.key: one for one in recipients}
    _lock_employers(recipients)
    found = known_still(row.author, recipients)
    outcomes = judged(row, found, reached=reached.by(row))
    gone = by_key.keys() - {one.candidate.pk for one in outcomes}
    _leave_out([(by_key[pk], State.EXCLUDED, Reason.LEFT, "") for pk in gone])
    _leave_out([(by_key[one.candidate.pk], one.state, one.reason, one.detail) for one in outcomes
                if one.state != State.INCLUDED])  # fmt: skip
    writable = [one.candidate for one in outcomes if one.state == State.INCLUDED]
    if writable:
        _write(row, writable, by_key)
    row.handed_at = clock.now()
    row.save(update_fields=["handed_at"])
    return len(writable)


def _lock_employers(recipients: Sequence[Recipient]) -> None:
    """Whoever an employer's budget is about: its contacts, its stakeholders, and who sits on a board for it."""
    contacts = Contact.objects.filter(pk__in=among(one.contact_id for one in recipients if one.contact_id))
    at = set(contacts.values_list("employer", flat=True))
    if keys := [one.stakeholder_id for one in recipients if one.stakeholder_id]:
        at |= set(Stakeholder.objects.filter(pk__in=keys).values_list("employer", flat=True))
    if keys := [one.member_id for one in recipients if one.member_id]:
        at |= set(SeatFor.objects.filter(seat__members__in=keys).values_list("employer", flat=True))
    employers = Employer.objects.select_for_update().filter(pk__in=among(at - {None}))
    list(employers.order_by("pk").values_list("pk"))


def _leave_out(rows: Sequence[tuple[Recipient, str, str, str]]) -> None:
    for one, state, reason, detail in rows:
        one.state, one.reason, one.detail, one.again = state, reason, detail[:300], True
    update_rows([one for one, *_rest in rows], ["state", "reason", "detail", "again"])


def _write(row: Mailing, writable: Sequence[Candidate], by_key: dict[Any, Recipient]) -> None:
    """Write a letter to each, with those that travel along where their reader gets them, and note the touches."""
    along = _along(row, writable)
    boxes = boxes_for([one.email for one in writable])
    letters: dict[tuple[UUID, ...], Letter] = {}
    page, now = choices_page(), clock.now()
    later = {pk: moment for pk, zone in zones_of(writable).items() if (moment := next_working_time(now, zone)) > now}
    ready = []
    for one in writable:
        with_it = along.get(one.pk, [])
        key = tuple(traveler.pk for traveler, _recipient in with_it)
        if key not in letters:
            travelers = [traveler for traveler, _recipient in with_it]
            letters[key] = letter_of(row, carried_with(row, travelers), travelers)
        link = f"{page}{secret_of(boxes[one.address], row.pk)}/"
        ready.append(Ready(by_key[one.pk], one, letters[key], link, later.get(one.pk)))
    emails = hand_to_outbox(row, ready)
    for recipient, email in zip((one.recipient for one in ready), emails, strict=True):
        recipient.state, recipient.reason, recipient.email, recipient.at = State.SENT, Reason.NONE, email, now
    update_rows([one.recipient for one in ready], ["state", "reason", "email", "at"])
    _note_carried(along, by_key)
    reached = [(one.employer_id, one.pk if one.is_contact else None) for one in writable if one.employer_id]
    note_mailed(row.pk, row.subject, reached, by=row.sent_by or row.author, institution=row.institution)


Along = dict[UUID, list[tuple[Mailing, Recipient]]]


def _along(row: Mailing, writable: Sequence[Candidate]) -> Along:
    """For each reader the mailings that travel with this one and that they would get as well, by its own rules."""
    found: Along = defaultdict(list)
    for traveler in travelers_of(row):
        if not rules.may_leave(traveler):
            continue
        rows = traveler.recipients.filter(contact__in=[one.pk for one in writable if one.is_contact])
        meant = {one.contact_id: one for one in rows.filter(state__in=(State.INCLUDED, State.HELD))}
        candidates = known_still(traveler.author, meant.values())
        outcomes: list[Outcome] = judged(traveler, candidates, reached=reached_by(traveler)) if meant else []
        for one in outcomes:
            if one.state == State.INCLUDED:
                found[one.candidate.pk].append((traveler, meant[one.candidate.pk]))
    return found


def _note_carried(along: Along, sent: dict[Any, Recipient]) -> None:
    changed = []
    for pk, pairs in along.items():
        for _traveler, recipient in pairs:
            recipient.state, recipient.reason, recipient.detail = State.CARRIED, Reason.NONE, ""
            recipient.email, recipient.at = sent[pk].email, clock.now()
            changed.append(recipient)
    update_rows(changed, ["state", "reason", "detail", "email", "at"])


def settle_failed() -> int:
    """Note which letters did not reach anybody after all, and take their touches back; returns how many.

    What was held back for another mailing's sake, which traveled in the same letter, is written again without it.
    """
    rows = unsettled(1_000)
    at: dict[UUID, list[Recipient]] = defaultdict(list)
    for row in rows:
        at[row.mailing_id].append(row)
    for mailing, some in at.items():
        _settle(mailing, some)
    return len(rows)


@transaction.atomic
def _settle(pk: UUID, rows: Sequence[Recipient]) -> None:
    row = held(pk)
    letters = [one.email for one in rows if one.email]
    with_it = carried_in(letters)
    for one in with_it:  # it did not reach them either: alone it still may
        one.state = State.FAILED if one.mailing.state == Mailing.State.SENT else State.INCLUDED
    Recipient.objects.bulk_update(with_it, ["state"])
    is_sent = row.state == Mailing.State.SENT  # else it goes on, was stopped, or has been taken up since
    anew = held_back([one.email for one in with_it if one.email] if is_sent else letters)
    if anew and is_sent:
        row.state, row.finished_at = Mailing.State.SENDING, None
        keep(row, "begin sending mailing", by=None)
    for state, some in ((State.INCLUDED, anew), (State.FAILED, set(letters) - anew)):
        keys = [one.pk for one in rows if one.email in some]
        Recipient.objects.filter(pk__in=keys, state=State.SENT).update(state=state)
    take_back_mailed(pk, [one.contact_id for one in rows if one.contact_id], employers_without_contact(rows))
