"""The ledger while e-mail leaves: a worker takes some in hand, and each begins and ends with a commit (ADR 79)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from guildhall.outbox.actions.pacing import in_turn
from guildhall.outbox.models import OutgoingEmail, Suppression
from guildhall.outbox.queries import held_by_rules, may_leave
from guildhall.store.blocks import among

AT_ONCE = 100  # e-mails that one worker has in hand
IN_HAND = timedelta(seconds=30)  # what it has not begun by then may be taken by another
LEASE = timedelta(minutes=5)  # more than all steps of one sending: what is older has been left by a dead worker
PATIENCE = 600  # seconds in which a result is kept for a database that is away
FRESH = 1  # seconds for which the answers of the rules hold
State = OutgoingEmail.State

# Both are functions of the database, as migration 0010 makes them (ADR 95). They are called in one message, which is a
# transaction of its own; what is committed while the row is waited for is seen.
ENDED = "SELECT outbox_end(%s, %s, %s, %s, %s, %s)"
BEGUN = "SELECT became, tried FROM outbox_begin(%s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one e-mail; `due_at` where it is tried again."""

    id: UUID
    state: str
    error: str = ""
    due_at: datetime | None = None


def due() -> QuerySet[OutgoingEmail]:
    """What waits to leave now, oldest first."""
    return OutgoingEmail.objects.filter(state=State.QUEUED, due_at__lte=timezone.now()).order_by("due_at")


def show_abandoned() -> None:
    """A worker died between asking the mail server and hearing its answer: a person decides, not we."""
    OutgoingEmail.objects.filter(state=State.SENDING, leased_until__lt=timezone.now()).update(
        state=State.UNKNOWN, leased_until=None
    )


class Hand:
    """The e-mails that one worker has in hand. Of these one at a most is on its way when the worker dies."""

    def __init__(self) -> None:
        self.token = uuid4()
        self.rows: list[OutgoingEmail] = []
        self.ended: list[Result] = []
        self.held: dict[UUID, str] = {}
        self.asked = 0.0

    def fill(self) -> bool:
        """Take some e-mails that are due and that no other worker has; False where there are none."""
        with transaction.atomic():
            now = timezone.now()
            free = due().filter(Q(leased_until=None) | Q(leased_until__lt=now)).prefetch_related("content")
            rows = list(free.select_for_update(skip_locked=True)[:AT_ONCE])
            self.rows = in_turn(rows, now)
            taken = OutgoingEmail.objects.filter(pk__in=among(row.pk for row in self.rows))
            taken.update(leased_by=self.token, leased_until=now + IN_HAND)
        self.asked = 0.0
        return bool(rows)

    def begin(self, email: OutgoingEmail) -> bool:
        """Write down what became of the one before, and that this one is on its way: in one commit, before it is.

        False where it may not leave: another has taken it, its address asked for none, a rule forbids it.
        """
        why = self._forbidden(email)
        wanted = State.HELD if why else State.SENDING if may_leave(email) else State.WITHDRAWN
        try:
            state = self._begun(email, wanted, why)
        except (OperationalError, InterfaceError):  # perhaps it is ours, and surely we have not sent it
            self.ended.append(Result(email.pk, State.QUEUED, email.error))
            raise
        self.ended.clear()
        return state == State.SENDING

    def _begun(self, email: OutgoingEmail, wanted: str, why: str) -> str | None:
        begun = [email.pk, self.token, timezone.now() + LEASE, (why or email.error)[:300], wanted]
        values = [value for one in self.ended for value in self._end_of(one)] + begun
        steps = [*(ENDED for _one in self.ended), BEGUN]
        state, tried = connection.in_one_message(steps, values)  # type: ignore[attr-defined]
        if state is None:
            return None
        email.attempts = tried
        return str(state)

    def _forbidden(self, email: OutgoingEmail) -> str:
        """Why a rule forbids an e-mail now: its app is asked of all that are in hand, at most a second before."""
        if time.monotonic() - self.asked > FRESH:
            self.held, self.asked = held_by_rules(self.rows), time.monotonic()
        return self.held.get(email.pk, "")

    def end(self, email: OutgoingEmail, state: str, error: str = "", *, wait: timedelta | None = None) -> None:
        """Keep what became of an e-mail, to be written with the next commit."""
        due_at = None if wait is None else timezone.now() + wait
        self.ended.append(Result(email.pk, state, error[:300], due_at))

    def empty(self) -> None:
        """Write what became of the last one, and give back what was not begun, also when the database is away."""

        def write() -> None:
            with transaction.atomic():
                self._write()
                mine = OutgoingEmail.objects.filter(leased_by=self.token, state=State.QUEUED)
                mine.update(leased_by=None, leased_until=None)

        patiently(write)
        self.ended.clear()
        self.rows = []

    def _write(self) -> None:
        with connection.cursor() as cursor:
            for one in self.ended:
                cursor.execute(ENDED, self._end_of(one))

    def _end_of(self, one: Result) -> list[Any]:
        sent_at = timezone.now() if one.state == State.SENT else None
        return [one.id, self.token, one.state, one.error, sent_at, one.due_at]

    def keep(self) -> None:
        """Keep in the ledger what would leave if there were a mail server, under the same rules."""
        with transaction.atomic():
            mine = OutgoingEmail.objects.filter(leased_by=self.token, state=State.QUEUED).order_by()
            unwanted = Suppression.objects.values(low=Lower("address"))
            mine.annotate(low=Lower("to")).filter(low__in=unwanted).update(state=State.SUPPRESSED)
            for key, why in held_by_rules(self.rows).items():
                mine.filter(pk=key).update(state=State.HELD, error=why[:300])
            mine.filter(pk__in=[row.pk for row in self.rows if not may_leave(row)]).update(state=State.WITHDRAWN)
            mine.update(state=State.KEPT, leased_by=None, leased_until=None)
        self.rows = []


def patiently(write: Callable[[], object]) -> None:
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
