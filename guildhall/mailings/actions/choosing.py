"""What readers of a letter choose, by the link in it: topics, senders, a pause, or nothing more (C18)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.scopes import OPEN
from guildhall.lib.verdicts import Conflict, refuse
from guildhall.mailings.models import Mailbox, Mailing
from guildhall.mailings.models.mailings import LETTERS, LETTERS_TO_STUDENTS
from guildhall.outbox.actions.queueing import withhold
from guildhall.outbox.models import OutgoingEmail
from guildhall.store.locking import locked


@dataclass(frozen=True, slots=True)
class Choice:
    """What the readers of an address want."""

    nothing: bool = False
    person_only: bool = False
    topics_off: Collection[str] = ()
    senders_off: Collection[UUID] = ()
    paused_until: date | None = None
    said_by: str = ""


@transaction.atomic
def choose(box: Mailbox, choice: Choice, *, version: int) -> Mailbox:
    """Keep what the readers of an address chose: it holds from now on, also for what is queued already."""
    saved = locked(Mailbox, box.pk)
    if saved.version != version:
        raise Conflict
    if choice.paused_until and choice.paused_until <= clock.today():
        refuse("Choose a day to come.")
    return _kept(saved, choice)


@transaction.atomic
def get_no_more(box: Mailbox) -> Mailbox:
    """No bulk e-mail to this address any more: what the button of a mail reader asks for (RFC 8058)."""
    saved = locked(Mailbox, box.pk)
    return _kept(saved, Choice(nothing=True, topics_off=saved.topics_off, senders_off=saved.senders_off))


def _withhold(saved: Mailbox) -> None:
    """Take back what is queued for the address and not wanted any more, in the same transaction (R8)."""
    queued = OutgoingEmail.objects.filter(state=OutgoingEmail.State.QUEUED, to__iexact=saved.address)
    queued = queued.filter(kind__in=(LETTERS, LETTERS_TO_STUDENTS))
    for row in Mailing.objects.filter(pk__in=queued.values("reference")):
        if not saved.wants(row.topic, row.institution_id):
            withhold(kind=row.kind_of_letters, to=[saved.address], reference=row.pk, reason="chosen")


def _kept(saved: Mailbox, choice: Choice) -> Mailbox:
    facts: dict[str, Any] = {
        "nothing": choice.nothing,
        "person_only": choice.person_only,
        "topics_off": sorted(choice.topics_off),
        "senders_off": sorted(choice.senders_off),
        "paused_until": choice.paused_until,
        "said_by": one_line(choice.said_by)[:120],
    }
    before = {name: getattr(saved, name) for name in facts if name != "said_by"}
    for name, value in facts.items():
        setattr(saved, name, value)
    saved.chosen_at, saved.version = clock.now(), saved.version + 1
    saved.save()
    _withhold(saved)
    after = {name: value for name, value in facts.items() if name != "said_by"}
    record("choose bulk e-mail", saved, by=None, before=before, after=after, scope=OPEN)
    return saved
