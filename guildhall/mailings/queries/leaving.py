"""What is asked of a letter at the moment at which it leaves, and of those who get the next ones (R8, N10)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.mailings.models import Carried, Mailbox, Mailing, Recipient
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail

KIND = "mailing"
State = Recipient.State


def still_wanted(email: OutgoingEmail) -> bool:
    """Whether a bulk e-mail that waited may still leave: its reader has not chosen otherwise meanwhile."""
    if email.kind != KIND:
        return True
    row = Recipient.objects.filter(email=email.pk).select_related("mailing").first()
    if row is None:
        return False
    box = Mailbox.objects.annotate(low=Lower("address")).filter(low=email.to.lower()).first()
    return box is None or box.wants(row.mailing.topic, row.mailing.institution_id)


def room_now(mailing: Mailing) -> int:
    """How many letters of a mailing may be handed over now: its pace, spread over the hour."""
    an_hour_ago = clock.now() - timedelta(hours=1)
    handed = mailing.recipients.filter(at__gt=an_hour_ago, state=State.SENT).count()
    step = max(1, -(-mailing.an_hour // 60))
    minutes = round((clock.now() - mailing.handed_at).total_seconds() / 60) if mailing.handed_at else 1
    return max(0, min(mailing.an_hour - handed, step * minutes))


def next_recipients(mailing: Mailing, most: int) -> list[Recipient]:
    """Those who get the next letters, employer by employer; without those who get it within another mailing that is on
    its way.
    """
    rows = mailing.recipients.included().select_related("contact", "stakeholder")
    with_it = mailing.travels_with if mailing.merge == Mailing.Merge.ACCEPTED else None
    if with_it and with_it.state in Mailing.ON_ITS_WAY:
        there = Recipient.objects.included().filter(mailing=with_it, contact__isnull=False)
        rows = rows.exclude(contact__in=there.values("contact"))
    return list(rows.order_by("contact__employer", "pk")[:most])


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


# Of others' events what may be told to people outside: published for all, and at no employer's place.
OPEN_EVENTS = Q(state=Event.State.PUBLISHED, audience__in=(Event.Audience.PUBLIC, Event.Audience.ALL)) & ~Q(
    parts__host=True
)


def unsettled(limit: int) -> Sequence[Recipient]:
    """Letters that were handed over lately, of which it is asked what became of them."""
    since = clock.now() - timedelta(days=14)
    rows = Recipient.objects.filter(state=State.SENT, at__gt=since)
    bad = OutgoingEmail.objects.filter(kind=KIND, state__in=FAILED_STATES, queued_at__gt=since - timedelta(days=1))
    return list(rows.filter(email__in=bad.values("pk")).select_related("mailing")[:limit])


FAILED_STATES = (OutgoingEmail.State.SUPPRESSED, OutgoingEmail.State.WITHDRAWN, OutgoingEmail.State.REFUSED)
