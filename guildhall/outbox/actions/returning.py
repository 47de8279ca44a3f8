"""E-mail that came back and complaints: noted once, told to the apps that keep the address (C18, N9)."""

import imaplib
import json
import ssl
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guildhall.lib.verdicts import require
from guildhall.outbox.actions.queueing import withhold
from guildhall.outbox.models import OutgoingEmail, Returned
from guildhall.outbox.readers import LARGEST, Report, read_report, report_of_event
from guildhall.outbox.rules import can_report
from guildhall.queue.apart import Pieces, apart

Listener = Callable[[Returned], None]
State, Kind = OutgoingEmail.State, Returned.Kind
ENOUGH, LATELY = 3, timedelta(days=90)  # so many times for now count as for good
AT_ONCE = 200  # messages of the mailbox in one go
WAIT = 30  # seconds for an answer of the mailbox
_listeners: list[Listener] = []
log = structlog.get_logger("guildhall")


def when_returned(listener: Listener) -> None:
    """Let an app hear of addresses that take no e-mail, and of complaints, in the transaction in which it is noted."""
    if listener not in _listeners:
        _listeners.append(listener)


@transaction.atomic
def note_returned(report: Report) -> Returned | None:
    """Note what is reported of an e-mail: the same report once; None where it is known, or the e-mail is not ours.

    What was sent, or may have been, has come back then. After three times for now an address counts as one that takes
    none. A complaint takes back what waits for the address of the same kind.
    """
    email = OutgoingEmail.objects.select_for_update(of=("self",)).filter(pk=report.email).first()
    if email is None or Returned.objects.filter(key=report.key).exists():
        return None
    address = email.to.lower()
    kind = Kind(report.kind)
    if kind == Kind.SOFT and _so_often(address):
        kind = Kind.HARD
    row = Returned.objects.create(
        email=email, address=address, kind=kind, status=report.status, words=report.words, key=report.key
    )
    if kind == Kind.COMPLAINT:
        withhold(kind=email.kind, to=[address], reason="complaint")
    elif email.state in (State.SENT, State.UNKNOWN):
        email.state, email.error = State.BOUNCED, f"{report.status} {report.words}".strip()[:300]
        email.save(update_fields=["state", "error"])
    if kind != Kind.SOFT:
        for listener in _listeners:
            listener(row)
    return row


def settle_returned(address: str) -> None:
    """Somebody has looked at an address to which e-mail came back: it may be written to again."""
    Returned.objects.filter(address=address.lower()).exclude(kind=Kind.COMPLAINT).update(settled_at=timezone.now())


def _so_often(address: str) -> bool:
    since = timezone.now() - LATELY
    rows = Returned.objects.filter(address=address, kind=Kind.SOFT, at__gte=since, settled_at=None)
    return rows.values("email").distinct().count() >= ENOUGH - 1


def take_reports(headers: Mapping[str, str], body: bytes) -> int:
    """Note what a mail service reports by its webhook, if it is signed; returns how many were new."""
    require(can_report(headers, body))
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return 0
    events = said if isinstance(said, list) else [said]
    reports = (report_of_event(event, f"{headers['webhook-id'][:80]}:{n}") for n, event in enumerate(events))
    return sum(note_returned(report) is not None for report in reports if report)


def read_mailbox() -> int:
    """Read the mailbox for returned mail, each message once, however often it is read; returns how many were new."""
    if settings.BOUNCE_MAILBOX is None:
        return 0
    try:
        with _opened(settings.BOUNCE_MAILBOX) as mailbox, apart() as pieces:
            return sum(_take(mailbox, number, pieces) for number in _unread(mailbox))
    except (OSError, imaplib.IMAP4.error) as error:  # the next run reads what waits
        log.warning("the mailbox for returned mail does not answer", error=type(error).__name__)
        return 0


def _opened(place: Mapping[str, Any]) -> imaplib.IMAP4:
    at = (place["host"], place["port"])
    if place["ssl"]:
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(*at, timeout=WAIT, ssl_context=ssl.create_default_context())
    else:
        mailbox = imaplib.IMAP4(*at, timeout=WAIT)
    mailbox.login(place["user"], place["password"])
    mailbox.select(f'"{place["folder"]}"')
    return mailbox


def _unread(mailbox: imaplib.IMAP4) -> list[str]:
    _answer, found = mailbox.uid("SEARCH", "UNSEEN")
    return (found[0] or b"").decode().split()[:AT_ONCE]


def _take(mailbox: imaplib.IMAP4, number: str, pieces: Pieces) -> int:
    """Note what one message reports, and mark it as read once that stands: whoever dies in between reads it again."""
    _answer, parts = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
    raw, failed = next((part[1] for part in parts if isinstance(part, tuple)), b""), len(pieces.failed)
    new = pieces.each(_note, [raw])
    if len(pieces.failed) == failed:
        mailbox.uid("STORE", number, "+FLAGS", r"(\Seen)")
    return new


def _note(raw: bytes) -> bool:
    report = read_report(raw)
    return report is not None and note_returned(report) is not None
