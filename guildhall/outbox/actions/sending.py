"""Sending what is due: one e-mail after the other over one connection, each at most once (R8)."""

import smtplib
import threading
import time
from datetime import timedelta

from guildhall.outbox.actions.leasing import AT_ONCE, Hand, due, show_abandoned
from guildhall.outbox.actions.pacing import heed
from guildhall.outbox.actions.talking import Talk, connect, leave, words_of
from guildhall.outbox.emails import Unwritable, mail_leaves, sender_of, wire_address, written
from guildhall.outbox.models import OutgoingEmail
from guildhall.queue import enqueue

TURN = 20  # seconds that one job sends before it lets others have their turn
CALL = 1  # seconds between two calls for another worker
MOST_ATTEMPTS = 5  # after so many temporary refusals a refusal counts as final
SLOWEST = timedelta(hours=1)
CLOSING = 421  # the server ends the connection: that says nothing of the e-mail
State = OutgoingEmail.State
_ONE = threading.Lock()


def deliver() -> int:
    """Send what is due, each e-mail at most once; returns how many left. After its turn it asks to be called again.

    One at a time in each process: so a process that dies leaves at most one e-mail of unknown fate.
    """
    if not _ONE.acquire(blocking=False):
        return 0
    try:
        show_abandoned()
        return _Turn().run()
    finally:
        _ONE.release()


class _Turn:
    """One turn of sending: the connection, what is in hand, and how many have left."""

    def __init__(self) -> None:
        self.end, self.sent = time.monotonic() + TURN, 0
        self.hand, self.called = Hand(), 0.0
        self.link: smtplib.SMTP | None = None

    def run(self) -> int:
        try:
            while time.monotonic() < self.end and self.hand.fill():
                self._call_another()
                if not self._hand_over():
                    return self.sent
        finally:
            if self.link:
                leave(self.link)
        if time.monotonic() >= self.end:
            enqueue("outbox.deliver", once="outbox.deliver")
        return self.sent

    def _call_another(self) -> None:
        """Where more waits than one can hold, let another worker begin as well, until all of them send."""
        if len(self.hand.rows) == AT_ONCE and time.monotonic() - self.called > CALL:
            self.called = time.monotonic()
            enqueue("outbox.deliver", once="outbox.deliver")

    def _hand_over(self) -> bool:
        """Send what is in hand; False where the mail server cannot be reached."""
        if not mail_leaves():
            self.hand.keep()
            return True
        try:
            for email in self.hand.rows:
                if time.monotonic() >= self.end:
                    break
                self.link = self.link or connect()
                if self.hand.begin(email):
                    self._send(email)
        except OSError as error:  # nothing was begun, so nothing is put off: the next sweep tries again
            rows = due().filter(leased_by=self.hand.token).exclude(error=words_of(error))
            rows.update(error=words_of(error))
            return False
        finally:
            self.hand.empty()
        return True

    def _send(self, email: OutgoingEmail) -> None:
        """Send one e-mail and note what became of it; a connection that cannot be used on is left."""
        assert self.link
        talk, hand = Talk(self.link), self.hand
        try:
            code, words = talk.hand(sender_of(email), wire_address(email.to), written(email))
        except Unwritable as error:
            hand.end(email, State.REFUSED, str(error))
            return
        except OSError as error:
            self._drop()
            if talk.may_be_taken:
                hand.end(email, State.UNKNOWN, words_of(error))
            else:
                hand.end(email, State.QUEUED, words_of(error), wait=_soon(email))
            return
        if code == 250:
            self.sent += 1
            hand.end(email, State.SENT)
            return
        self._refused(email, code, f"{code} {words}")
        if code == CLOSING or not talk.begin_anew():
            self._drop()

    def _refused(self, email: OutgoingEmail, code: int, said: str) -> None:
        """RFC 5321: from 500 on for good, below that it is tried again; 421 speaks of the connection alone."""
        if code == CLOSING:
            self.hand.end(email, State.QUEUED, said, wait=_soon(email))
        elif code < 500 and email.attempts < MOST_ATTEMPTS:
            self.hand.end(email, State.QUEUED, said, wait=timedelta(minutes=2**email.attempts))
        else:
            self.hand.end(email, State.REFUSED, said)
        heed(email.to, said)

    def _drop(self) -> None:
        if self.link:
            self.link.close()
        self.link = None


def _soon(email: OutgoingEmail) -> timedelta:
    """The connection failed and not the e-mail: tried again soon, then ever later."""
    return min(timedelta(seconds=15) * 2 ** min(email.attempts - 1, 10), SLOWEST)
