"""Letters handed to the outbox, which alone talks to a mail server; the test letter goes the same way."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from guildhall.audit.recording import record
from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.models import Mailing, Recipient
from guildhall.mailings.queries.candidates import Candidate
from guildhall.mailings.queries.filling import letter_of
from guildhall.mailings.queries.leaving import KIND, worth_carrying
from guildhall.outbox.actions import queue_email
from guildhall.people.models import Person

Line = tuple[Recipient, str, str, str, str, str]  # recipient, address, subject, text, page, link


def hand_to_outbox(mailing: Mailing, ready: Sequence[Line]) -> list[UUID]:
    """Queue one letter for each recipient, once by its key; returns their keys in the ledger."""
    return [
        queue_email(
            address, subject, text, html=html, kind=KIND, scope=mailing.scope, key=f"mailing:{recipient.pk}",
            confidential=True, reply_to=mailing.sender.reply_to,
        )
        for recipient, address, subject, text, html, _link in ready
    ]  # fmt: skip


@transaction.atomic
def send_test(mailing: Mailing, reader: Candidate, *, by: Person) -> None:
    """Send the letter, filled in for one recipient, to oneself; its link leads to the mailing."""
    require(rules.can_write(by, mailing.institution))
    letter = letter_of(mailing, worth_carrying(mailing.carried.all()))
    link = settings.PUBLIC_URL + reverse("mailing", args=[mailing.pk])
    subject, text, html = letter.for_reader(reader, link)
    queue_email(by.email, subject, text, html=html, kind="mailing test", scope=mailing.scope,
                reply_to=mailing.sender.reply_to)  # fmt: skip
    record("send test of mailing", mailing, by=by, institution=mailing.institution)
