"""Letters handed to the outbox, which alone talks to a mail server; the test letter goes the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from guildhall.audit.recording import record
from guildhall.lib.ids import new_id
from guildhall.lib.scopes import Scope
from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.models import Mailing, Recipient, StudentRecipient
from guildhall.mailings.queries.filling import Letter, Reader, letter_of
from guildhall.mailings.queries.leaving import worth_carrying
from guildhall.outbox.actions.queueing import Addressed, queue_many
from guildhall.outbox.models import Content
from guildhall.people.models import Person


@dataclass(frozen=True, slots=True)
class Ready:
    """One recipient with the letter that is theirs, and the link to their own choices."""

    recipient: Recipient | StudentRecipient
    reader: Reader
    letter: Letter
    link: str
    not_before: datetime | None = None  # when its reader is next at work, where that is not now


def hand_to_outbox(mailing: Mailing, ready: Sequence[Ready]) -> list[UUID]:
    """Queue one letter for each recipient, once by its key; returns their keys in the ledger, in the same order."""
    keys: dict[UUID, UUID] = {}
    scope = mailing.scope
    for letter in {id(one.letter): one.letter for one in ready}.values():
        theirs = [one for one in ready if one.letter is letter]
        rows = [_addressed(one, scope) for one in theirs]
        queue_many(_content(mailing, letter), rows, kind=mailing.kind_of_letters, reference=mailing.pk)
        keys |= {one.recipient.pk: row.id for one, row in zip(theirs, rows, strict=True)}
    return [keys[one.recipient.pk] for one in ready]


def _addressed(one: Ready, scope: Scope) -> Addressed:
    values = one.letter.values_for(one.reader, one.link)
    key = f"mailing:{one.recipient.pk}"
    if one.recipient.email:  # it was handed over before, and the mailing was stopped before it left
        key += f":{one.recipient.email}"
    return Addressed(one.reader.email, key, values, one.link, one.not_before, scope=scope)


def _content(mailing: Mailing, letter: Letter) -> Content:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    named = formataddr((f"{mailing.sender.title}, {mailing.institution.name}", address))
    return Content(sender=named, reply_to=mailing.sender.reply_to, subject=letter.subject, text=letter.text,
                   html=letter.html)  # fmt: skip


@transaction.atomic
def send_test(mailing: Mailing, reader: Reader, *, by: Person) -> None:
    """Send the letter, filled in for one recipient, to oneself; its link leads to the mailing."""
    require(rules.can_write(by, mailing.institution))
    letter = letter_of(mailing, worth_carrying(mailing.carried.all()))
    link = settings.PUBLIC_URL + reverse("mailing", args=[mailing.pk])
    row = Addressed(by.email, f"mailing test:{new_id()}", letter.values_for(reader, link), scope=mailing.scope)
    queue_many(_content(mailing, letter), [row], kind="mailing test", reference=mailing.pk)
    record("send test of mailing", mailing, by=by, institution=mailing.institution)
