"""What is asked of a letter at the moment at which it leaves, and of those who get the next ones (R8, N10)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhall.boards.models import Member, SeatFor
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.mailings.models import Carried, Mailbox, Mailing, Recipient
from guildhall.mailings.models.mailings import LETTERS
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.models import Stakeholder
from guildhall.store.blocks import among

State = Recipient.State


# What is read of each of thousands of letters, and nothing else; their mailing, with its text, is read once.
NEEDED = (
    "state", "email", "mailing", "contact__email", "contact__to_date", "contact__mail_topics",
    "stakeholder__state", "stakeholder__email", "stakeholder__person__email",
    "member__state", "member__email", "member__person__email", "member__board__closed_on",
)  # fmt: skip
JOINED = ("contact", "stakeholder__person", "member__person", "member__board")


def unwanted(emails: Sequence[OutgoingEmail]) -> dict[UUID, str]:
    """Of letters that are about to leave those that may not any more, and why: their readers chose otherwise, have left
    or have another address, or a mailing was stopped. A letter with the words of two leaves where both may.
    """
    keys = among(one.pk for one in emails)
    rows = Recipient.objects.filter(email__in=keys, state__in=(State.SENT, State.CARRIED)).select_related(*JOINED)
    by_key: dict[UUID, list[Recipient]] = defaultdict(list)
    for row in rows.only(*NEEDED).prefetch_related("mailing"):
        by_key[row.email].append(row)
    boxes = boxes_of({email.to.lower() for email in emails})
    return {email.pk: why for email in emails if (why := _why_not(email, by_key[email.pk], boxes))}


def _why_not(email: OutgoingEmail, rows: Sequence[Recipient], boxes: dict[str, Mailbox]) -> str:
    if not any(row.state == State.SENT for row in rows):
        return _("The mailing was stopped.")
    box = boxes.get(email.to.lower())
    return next((why for row in rows if (why := _no_more(email, row, box))), "")


def _no_more(email: OutgoingEmail, row: Recipient, box: Mailbox | None) -> str:
    """Why the words of one mailing may not go to its reader any more."""
    if row.mailing.state == Mailing.State.STOPPED:
        return _("The mailing was stopped.")
    if box and not box.wants(row.mailing.topic, row.mailing.institution_id):
        return _("Its reader has asked for no such e-mail.")
    if not row.contact_id:
        return _without_part(row, email.to)
    contact = row.contact
    if contact and (not contact.is_current or contact.email.lower() != email.to.lower()):
        return _("The contact has left, or has another address.")
    if contact and row.mailing.topic not in contact.mail_topics:
        return _("Its reader has not agreed to e-mail about this topic.")
    return ""


def _without_part(row: Recipient, address: str) -> str:
    """Why somebody who is no contact is not to be written to any more: they have no part in it, or another address."""
    part = row.stakeholder or row.member
    if row.stakeholder and row.stakeholder.state != Stakeholder.State.ACCEPTED:
        return _("They have no part in the initiative any more.")
    if row.member and not (row.member.state == Member.State.SERVING and row.member.board.is_open):
        return _("They do not sit on the board any more.")
    email = part.person.email if part and part.person else part.email if part else ""
    return "" if email.lower() == address.lower() else _("They have another address.")


def boxes_of(addresses: set[str]) -> dict[str, Mailbox]:
    """What the readers of some addresses have chosen."""
    rows = Mailbox.objects.annotate(low=Lower("address")).filter(chosen_at__isnull=False)
    return {row.low: row for row in rows.filter(low__in=among(addresses, "text"))} if addresses else {}


def room_now(mailing: Mailing) -> int:
    """How many letters of a mailing may be handed over now: its pace, spread over the hour."""
    an_hour_ago = clock.now() - timedelta(hours=1)
    handed = mailing.ledger.filter(at__gt=an_hour_ago, state=State.SENT).count()
    step = max(1, -(-mailing.an_hour // 60))
    minutes = round((clock.now() - mailing.handed_at).total_seconds() / 60) if mailing.handed_at else 1
    return max(0, min(mailing.an_hour - handed, step * minutes))


def next_recipients(mailing: Mailing, most: int) -> list[Recipient]:
    """Those who get the next letters, in the order in which they were chosen, which is employer by employer; without
    those who get it within another mailing that is on its way.
    """
    rows = mailing.recipients.included()
    with_it = mailing.travels_with if mailing.merge == Mailing.Merge.ACCEPTED else None
    if with_it and with_it.state in Mailing.ON_ITS_WAY:
        there = Recipient.objects.included().filter(mailing=with_it, contact__isnull=False)
        rows = rows.exclude(contact__in=there.values("contact"))
    return list(rows.order_by("pk")[:most])


def travelers_of(mailing: Mailing) -> list[Mailing]:
    """The mailings that travel with one, as far as somebody has approved them."""
    approved = (Mailing.State.APPROVED, Mailing.State.SCHEDULED, Mailing.State.SENDING)
    rows = mailing.travelers.filter(merge=Mailing.Merge.ACCEPTED, state__in=approved)
    return list(rows.select_related("institution", "sender", "author", "approver", "sent_by").order_by("made_at", "pk"))


def worth_carrying(rows: Any) -> list[Carried]:
    """What is carried along and still takes place or stands open for everybody."""
    events = Event.objects.filter(OPEN_EVENTS, starts_at__gt=clock.now())
    offers = Opportunity.objects.public()
    good = Q(event__in=events) | Q(opportunity__in=offers)
    return list(rows.filter(good).select_related("event", "opportunity", "institution"))


def carried_with(mailing: Mailing, travelers: Sequence[Mailing]) -> list[Carried]:
    """What a letter carries along: what its mailing does, and what those that travel with it do, each thing once."""
    rows = [one for row in (mailing, *travelers) for one in worth_carrying(row.carried.all())]
    return list({(one.event_id, one.opportunity_id): one for one in reversed(rows)}.values())[::-1]


# Of others' events what may be told to people outside: published for all, and at no employer's place.
OPEN_EVENTS = Q(state=Event.State.PUBLISHED, audience__in=(Event.Audience.PUBLIC, Event.Audience.ALL)) & ~Q(
    parts__host=True
)


def unsettled(limit: int) -> Sequence[Recipient]:
    """Letters that were handed over lately, of which it is asked what became of them."""
    since = clock.now() - timedelta(days=14)
    rows = Recipient.objects.filter(state=State.SENT, at__gt=since)
    bad = OutgoingEmail.objects.filter(kind=LETTERS, state__in=FAILED_STATES, queued_at__gt=since - timedelta(days=1))
    return list(rows.filter(email__in=bad.values("pk")).select_related("mailing")[:limit])


def carried_in(emails: Sequence[UUID]) -> list[Recipient]:
    """Whom other mailings were to reach within some letters."""
    return list(Recipient.objects.filter(email__in=emails, state=State.CARRIED).select_related("mailing"))


def employers_without_contact(rows: Sequence[Recipient]) -> list[UUID]:
    """For which employers those of some recipients speak who are no contacts, once for each of them."""
    found = list(
        Stakeholder.objects.filter(pk__in=[one.stakeholder_id for one in rows if one.stakeholder_id])
        .exclude(employer=None)
        .values_list("employer", flat=True)
    )
    members = Member.objects.filter(pk__in=[one.member_id for one in rows if one.member_id])
    seats = list(members.values_list("seat", flat=True))
    meant: dict[UUID, list[UUID]] = defaultdict(list)
    for seat, employer in SeatFor.objects.filter(seat__in=seats).values_list("seat", "employer"):
        meant[seat].append(employer)
    return found + [meant[seat][0] for seat in seats if len(meant[seat]) == 1]


def held_back(emails: Sequence[UUID]) -> set[UUID]:
    """Of some letters those that a rule held when they were about to leave: nobody has tried to deliver them."""
    rows = OutgoingEmail.objects.filter(pk__in=emails, state=OutgoingEmail.State.HELD)
    return set(rows.values_list("pk", flat=True))


FAILED_STATES = [getattr(OutgoingEmail.State, name) for name in
                 ("SUPPRESSED", "WITHDRAWN", "REFUSED", "HELD", "BOUNCED")]  # fmt: skip
