"""Trying whether e-mail leaves."""

from uuid import UUID

from django.db import transaction

from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person


@transaction.atomic
def send_test(to: Person) -> UUID:
    """An e-mail to oneself; returns its identifier in the ledger, where one sees what becomes of it."""
    return hand_over(to, "outbox/email/test.txt", {}, kind="test", scope=OPEN)
