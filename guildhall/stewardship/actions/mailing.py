"""Trying whether e-mail leaves, and deciding about what nobody knows of."""

from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib.scopes import OPEN, Scope
from guildhall.lib.verdicts import require
from guildhall.outbox.actions import hand_over
from guildhall.outbox.actions.settling import settle_unknown
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Person
from guildhall.stewardship.rules import can_settle_mail


@transaction.atomic
def send_test(to: Person) -> UUID:
    """An e-mail to oneself; returns its identifier in the ledger, where one sees what becomes of it."""
    return hand_over(to, "outbox/email/test.txt", {}, kind="test", scope=OPEN)


@transaction.atomic
def decide_unknown(email: OutgoingEmail, *, again: bool, by: Person) -> None:
    """Decide that an e-mail of unknown fate is sent again, or that it counts as sent (R8)."""
    require(can_settle_mail(by))
    found = settle_unknown(email, again=again)
    before, after = {"state": "unknown"}, {"state": found.state}
    scope = Scope(frozenset(found.about or ()), frozenset(found.behind or ()))
    record("send again" if again else "count as sent", found, by=by, before=before, after=after, scope=scope)
