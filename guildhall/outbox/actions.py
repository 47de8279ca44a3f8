"""Handing e-mail over and sending it, each e-mail at most once."""

import smtplib
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from guildhall.lib.scopes import Scope
from guildhall.outbox.emails import Unwritable, mail_leaves, wire_address, written
from guildhall.outbox.models import OutgoingEmail, Suppression
from guildhall.outbox.queries import may_leave
from guildhall.outbox.wording import Reader, subject_of, text_of
from guildhall.queue import enqueue

TURN = 20  # seconds that one job sends before it lets others have their turn
STEP, ANSWER = 15, 120  # seconds for a step of the talk with the mail server, and for its answer to a whole e-mail
LEASE = timedelta(minutes=5)  # more than all steps together: what is older has been left by a dead worker
PATIENCE = 600  # seconds in which a result is kept for a database that is away
MOST_ATTEMPTS = 5  # after so many temporary refusals a refusal counts as final
SLOWEST = timedelta(hours=1)
State = OutgoingEmail.State
_ONE = threading.Lock()


def hand_over(
    to: Reader,
    template: str,
    words: Mapping[str, Any],
    *,
    kind: str,
    scope: Scope,
    key: str | None = None,
    confidential: bool = False,
    reply_to: str = "",
    calendar: str = "",
) -> UUID:
    """Write one e-mail in the language of its reader and queue it in the caller's transaction.

    The template has its subject as the partial `subject`. With `key`, the same notice is queued only once. `scope`
    says what it speaks of, so that the ledger shows its words to nobody who may not know. An answer reaches
    `reply_to`, or nobody. `calendar` is an entry for the reader's own calendar (RFC 5545), which goes along as a
    file.
    """
    given = (to.email, subject_of(to, template, words), text_of(to, template, words))
    more: dict[str, Any] = {"confidential": confidential, "reply_to": reply_to, "calendar": calendar}
    return queue_email(*given, kind=kind, scope=scope, key=key, **more)


def queue_email(
    to: str,
    subject: str,
    text: str,
    *,
    kind: str,
    scope: Scope,
    html: str = "",
    key: str | None = None,
    confidential: bool = False,
    reply_to: str = "",
    calendar: str = "",
) -> UUID:
    """Queue an e-mail that is written already, by a library: everything of ours goes through `hand_over`.

    Line breaks in the subject are folded away, so that no name can add a header.
    """
    subject = " ".join(subject.split())[:300]
    email = OutgoingEmail(to=to, subject=subject, text=text, html=html, kind=kind, key=key, confidential=confidential)
    email.reply_to, email.calendar = reply_to, calendar
    email.about, email.behind = sorted(scope.about), sorted(scope.behind)
    email.due_at = timezone.now()
    OutgoingEmail.objects.bulk_create([email], ignore_conflicts=key is not None)
    transaction.on_commit(lambda: enqueue("outbox.deliver", once="outbox.deliver"))
    return email.pk


def deliver() -> int:
    """Send what is due, each e-mail at most once; returns how many left. After its turn it asks to be called again.

    One at a time in each process: so a process that dies leaves at most one e-mail of unknown fate.
    """
    if not _ONE.acquire(blocking=False):
        return 0
    try:
        return _deliver()
    finally:
        _ONE.release()


def _deliver() -> int:
    _show_abandoned()
    if not mail_leaves():
        _keep()
        return 0
    sent, end = 0, time.monotonic() + TURN
    link: smtplib.SMTP | None = None
    while link or _due().exists():
        try:
            link = link or _connect()
        except OSError as error:  # nothing was begun, so nothing is put off: the next sweep tries again
            _due().exclude(error=_words(error)).update(error=_words(error))
            return sent
        email = _claim() if time.monotonic() < end else None
        if email is None:
            _leave(link)
            break
        state, alive = _send(link, email)
        sent += state == State.SENT
        if not alive:
            _leave(link)
            link = None
    if time.monotonic() >= end:
        enqueue("outbox.deliver", once="outbox.deliver")
    return sent


def _due() -> Any:
    return OutgoingEmail.objects.filter(state=State.QUEUED, due_at__lte=timezone.now())


def _show_abandoned() -> None:
    """A worker died between asking the mail server and hearing its answer: a person decides, not we."""
    OutgoingEmail.objects.filter(state=State.SENDING, leased_until__lt=timezone.now()).update(
        state=State.UNKNOWN, leased_until=None
    )


def _unwanted(addresses: Any) -> Any:
    return Suppression.objects.annotate(low=Lower("address")).filter(low__in=addresses).values("low")


def _keep() -> None:
    """Without a mail server e-mails stay in the ledger."""
    waiting = _due().annotate(low=Lower("to"))
    waiting.filter(low__in=Suppression.objects.values(low=Lower("address"))).update(state=State.SUPPRESSED)
    _due().update(state=State.KEPT)


# ── The ledger: one e-mail at a time, each step committed before the next ──


def _claim() -> OutgoingEmail | None:
    """Take the next e-mail, so that whoever dies while sending leaves one, and not a batch, of unknown fate."""
    while True:
        email = None
        try:
            with transaction.atomic():
                email = _due().order_by("due_at").select_for_update(skip_locked=True).first()
                if email is None:
                    return None
                email.state = _state_of(email)
                email.leased_until = timezone.now() + LEASE if email.state == State.SENDING else None
                email.attempts += 1
                email.save(update_fields=["state", "leased_until", "attempts"])
        except (OperationalError, InterfaceError):
            if email is not None:
                _give_back(email)
            raise
        if email.state == State.SENDING:
            return email


def _state_of(email: OutgoingEmail) -> str:
    """Whether an e-mail may leave now: it may have waited for days, and its reader lost sight of what it says."""
    if _unwanted([email.to.lower()]).exists():
        return State.SUPPRESSED
    return State.SENDING if may_leave(email) else State.WITHDRAWN


def _give_back(email: OutgoingEmail) -> None:
    """The database went away while we took an e-mail: perhaps it is ours, and surely we have not sent it."""
    mine = Q(pk=email.pk, state=State.SENDING, leased_until=email.leased_until)
    _patiently(lambda: OutgoingEmail.objects.filter(mine).update(state=State.QUEUED, leased_until=None))


def _note(email: OutgoingEmail, state: str, error: str = "", *, wait: timedelta = timedelta(0)) -> None:
    """Write down what became of an e-mail; a person's decision meanwhile (another attempt) is left alone."""
    now = timezone.now()
    facts = {"state": state, "leased_until": None, "error": error, "sent_at": now if state == State.SENT else None}
    if state == State.QUEUED:
        facts["due_at"] = now + wait
    mine = Q(pk=email.pk, attempts=email.attempts, state__in=[State.SENDING, State.UNKNOWN])
    _patiently(lambda: OutgoingEmail.objects.filter(mine).update(**facts))


def _patiently(write: Callable[[], object]) -> None:
    """Write what nobody but us knows, also when the database is away for a while."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            write()
            return
        except (OperationalError, InterfaceError):
            if time.monotonic() > end or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.5)


# ── The mail server ──


def _connect() -> smtplib.SMTP:
    smtp = settings.SMTP or {}
    kind = smtplib.SMTP_SSL if smtp.get("EMAIL_USE_SSL") else smtplib.SMTP
    link = kind(smtp["EMAIL_HOST"], int(smtp["EMAIL_PORT"] or 25), timeout=STEP)
    if smtp.get("EMAIL_USE_TLS"):
        link.starttls()
    if smtp.get("EMAIL_HOST_USER"):
        link.login(smtp["EMAIL_HOST_USER"], smtp["EMAIL_HOST_PASSWORD"])
    link.ehlo_or_helo_if_needed()
    return link


def _leave(link: smtplib.SMTP) -> None:
    try:
        link.quit()
    except OSError:
        link.close()


def _send(link: smtplib.SMTP, email: OutgoingEmail) -> tuple[str, bool]:
    """Send one e-mail and note what became of it; returns that, and whether the connection can be used on."""
    talk = _Talk(link)
    try:
        code, words = talk.hand(wire_address(email.to), written(email))
    except Unwritable as error:
        _note(email, State.REFUSED, str(error)[:300])
        return State.REFUSED, True
    except OSError as error:
        if talk.may_be_taken:
            _note(email, State.UNKNOWN, _words(error))
            return State.UNKNOWN, False
        wait = min(timedelta(seconds=15) * 2 ** min(email.attempts - 1, 10), SLOWEST)
        _note(email, State.QUEUED, _words(error), wait=wait)
        return State.QUEUED, False
    if code == 250:
        _note(email, State.SENT)
        return State.SENT, True
    state = State.QUEUED if code < 500 and email.attempts < MOST_ATTEMPTS else State.REFUSED
    _note(email, state, f"{code} {words}"[:300], wait=timedelta(minutes=2**email.attempts))
    return state, talk.begin_anew()


class _Talk:
    """The steps of one e-mail, so that it is known whether the server may have taken it."""

    def __init__(self, link: smtplib.SMTP) -> None:
        self.link = link
        self.may_be_taken = False

    def hand(self, to: str, body: bytes) -> tuple[int, str]:
        """Hand one e-mail to the server: its last word. Raises `OSError` where it says none."""
        link, sender = self.link, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        for step, good in ((f"MAIL FROM:<{sender}>", (250,)), (f"RCPT TO:<{to}>", (250, 251)), ("DATA", (354,))):
            code, words = link.docmd(step)
            if code not in good:
                return (code if code >= 400 else 451), words.decode(errors="replace")
        link.send(body)
        self.may_be_taken = True
        if link.sock:
            link.sock.settimeout(ANSWER)
        link.send(b".\r\n")
        code, words = link.getreply()
        if link.sock:
            link.sock.settimeout(STEP)
        return (250 if 200 <= code < 300 else code), words.decode(errors="replace")

    def begin_anew(self) -> bool:
        """Whether the server is ready for the next e-mail after a refusal."""
        try:
            return self.link.rset()[0] == 250
        except OSError:
            return False


def _words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"[:300]
    return (str(error) or type(error).__name__)[:300]
