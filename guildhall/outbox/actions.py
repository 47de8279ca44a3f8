"""Handing e-mail over and sending it."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from guildhall.lib.scopes import Scope
from guildhall.outbox.models import OutgoingEmail, Suppression
from guildhall.queue import enqueue

LEASE = timedelta(minutes=2)
BATCH = 50
MOST_ATTEMPTS = 5


def hand_over(
    to: str,
    subject: str,
    text: str,
    *,
    kind: str,
    scope: Scope,
    html: str = "",
    key: str | None = None,
    confidential: bool = False,
) -> None:
    """Queue one e-mail in the caller's transaction; with `key`, the same notice is queued only once.

    `scope` says what it speaks of, so that the ledger shows its words to nobody who may not know.
    Line breaks in the subject are folded away, so that no name can add a header.
    """
    subject = " ".join(subject.split())[:300]
    email = OutgoingEmail(to=to, subject=subject, text=text, html=html, kind=kind, key=key, confidential=confidential)
    email.about, email.behind = sorted(scope.about), sorted(scope.behind)
    email.due_at = timezone.now()
    OutgoingEmail.objects.bulk_create([email], ignore_conflicts=key is not None)
    transaction.on_commit(lambda: enqueue("outbox.deliver", once="outbox.deliver"))


def deliver() -> int:
    """Send what is due, each e-mail at most once; returns how many left."""
    _forget_expired_leases()
    sent = 0
    while batch := _claim():
        if settings.SMTP is None:
            OutgoingEmail.objects.filter(pk__in=[e.pk for e in batch]).update(
                state=OutgoingEmail.State.KEPT, leased_until=None
            )
            continue
        sent += _send(batch)
    return sent


def _forget_expired_leases() -> None:
    """A worker died between asking the mail server and hearing its answer: a person decides, not we."""
    OutgoingEmail.objects.filter(state="sending", leased_until__lt=timezone.now()).update(
        state=OutgoingEmail.State.UNKNOWN, leased_until=None
    )


@transaction.atomic
def _claim() -> list[OutgoingEmail]:
    now = timezone.now()
    due = OutgoingEmail.objects.filter(state="queued", due_at__lte=now).order_by("due_at")
    batch = list(due.select_for_update(skip_locked=True)[:BATCH])
    asked_for_none = set(
        Suppression.objects.annotate(low=Lower("address"))
        .filter(low__in=[e.to.lower() for e in batch])
        .values_list("low", flat=True)
    )
    for email in batch:
        email.state = "suppressed" if email.to.lower() in asked_for_none else "sending"
        email.leased_until = now + LEASE if email.state == "sending" else None
        email.attempts += 1
    OutgoingEmail.objects.bulk_update(batch, ["state", "leased_until", "attempts"])
    return [e for e in batch if e.state == "sending"]


def _send(batch: list[OutgoingEmail]) -> int:
    try:
        link = _connect()
    except OSError as error:
        for email in batch:
            _later(email, str(error))
        return 0
    sent = 0
    with link:
        for email in batch:
            sent += _send_one(link, email)
    return sent


def _send_one(link: smtplib.SMTP, email: OutgoingEmail) -> int:
    try:
        link.send_message(message(email))
    except smtplib.SMTPServerDisconnected:
        _mark(email, OutgoingEmail.State.UNKNOWN)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        _refused(email, code, words.decode(errors="replace"))
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        _refused(email, error.smtp_code, said.decode(errors="replace") if isinstance(said, bytes) else said)
    except (OSError, smtplib.SMTPException) as error:
        _mark(email, OutgoingEmail.State.UNKNOWN, str(error))
    else:
        _mark(email, OutgoingEmail.State.SENT)
        return 1
    return 0


def _refused(email: OutgoingEmail, code: int, words: str) -> None:
    if code < 500 and email.attempts < MOST_ATTEMPTS:
        _later(email, f"{code} {words}")
    else:
        _mark(email, OutgoingEmail.State.REFUSED, f"{code} {words}")


def _later(email: OutgoingEmail, error: str) -> None:
    email.state, email.leased_until, email.error = OutgoingEmail.State.QUEUED, None, error[:300]
    email.due_at = timezone.now() + timedelta(minutes=2**email.attempts)
    email.save(update_fields=["state", "leased_until", "error", "due_at"])


def _mark(email: OutgoingEmail, state: str, error: str = "") -> None:
    email.state, email.leased_until, email.error = state, None, error[:300]
    email.sent_at = timezone.now() if state == "sent" else None
    email.save(update_fields=["state", "leased_until", "error", "sent_at"])


def message(email: OutgoingEmail) -> EmailMessage:
    """The e-mail as it goes over the wire, with a Message-ID that stays the same if a person sends it again."""
    out = EmailMessage()
    out["Subject"], out["From"], out["To"] = email.subject, settings.DEFAULT_FROM_EMAIL, email.to
    out["Date"] = formatdate(email.queued_at.timestamp())
    out["Message-ID"] = f"<{email.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    out["Auto-Submitted"] = "auto-generated"
    out.set_content(email.text)
    if email.html:
        out.add_alternative(email.html, subtype="html")
    return out


def _connect() -> smtplib.SMTP:
    smtp = settings.SMTP or {}
    kind = smtplib.SMTP_SSL if smtp.get("EMAIL_USE_SSL") else smtplib.SMTP
    link = kind(smtp["EMAIL_HOST"], int(smtp["EMAIL_PORT"] or 25), timeout=30)
    if smtp.get("EMAIL_USE_TLS"):
        link.starttls()
    if smtp.get("EMAIL_HOST_USER"):
        link.login(smtp["EMAIL_HOST_USER"], smtp["EMAIL_HOST_PASSWORD"])
    return link
