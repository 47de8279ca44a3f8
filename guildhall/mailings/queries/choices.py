"""What the page behind the link in a letter shows: the address, its choices, and who has written to it."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from guildhall.employers.models.places import MailTopic
from guildhall.mailings.links import opened
from guildhall.mailings.models import Mailbox, Mailing, Recipient, StudentTopic
from guildhall.mailings.models.mailings import TOPICS
from guildhall.mailings.queries.parties import ADDRESSES
from guildhall.people.models import Institution


def box_of(secret: str) -> tuple[Mailbox, Mailing | None] | None:
    """The address that a link is about, and the letter in which it stood as long as that is kept."""
    found = opened(secret)
    if found is None:
        return None
    box = Mailbox.objects.filter(pk=found[0]).first()
    mailing = Mailing.objects.filter(pk=found[1]).select_related("institution", "sender").first()
    return (box, mailing) if box else None


def topics_for(mailing: Mailing | None) -> list[tuple[str, Any]]:
    """The topics to choose from: those of whoever the letter was for, or all where it is not kept any more."""
    if mailing is None:
        return TOPICS
    return list(StudentTopic.choices if mailing.to_students else MailTopic.choices)


def senders_for(box: Mailbox, mailing: Mailing | None) -> list[tuple[str, str]]:
    """The institutions that have written to an address, to choose from, with those that were turned off."""
    whose = reduce(or_, (Q(**{f"{path}__iexact": box.address}) for path in ADDRESSES))
    wrote = Recipient.objects.filter(whose, state__in=("sent", "carried"))
    keys: set[UUID] = set(wrote.values_list("mailing__institution", flat=True)) | set(box.senders_off)
    if mailing:
        keys.add(mailing.institution_id)
    rows: Any = Institution.objects.filter(pk__in=keys).order_by("name")
    return [(str(row.pk), row.name) for row in rows]
