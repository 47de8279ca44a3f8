from typing import Any

from guildhall.lib.verdicts import YES, Verdict
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_read_journal(person: Person) -> Verdict:
    """Administrators of the region read the journal."""
    return person.may(Permission.READ_JOURNAL)


def can_read_outbox(person: Any, *, demo: bool) -> Verdict:
    """Administrators of the region read the ledger of e-mail; in a demo, where all is invented, everybody does."""
    return YES if demo else person.may(Permission.READ_OUTBOX)
