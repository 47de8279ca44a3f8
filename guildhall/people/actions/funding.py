"""Until when a position is funded: said by whoever gives access, ending nothing by itself (P10, H4)."""

from datetime import date

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people import rules
from guildhall.people.models import Membership, Person
from guildhall.people.permissions import Role
from guildhall.store.locking import locked


@transaction.atomic
def say_funding(membership: Membership, day: date | None, *, version: int, by: Person) -> Membership:
    """Say until when a position is funded, or that no end is known."""
    row = locked(Membership, membership.pk, "institution", "person")
    require(rules.can_grant(by, Role(row.role), row.institution))
    if row.version != version:
        raise Conflict
    if row.to_date and row.to_date < clock.today():
        refuse("This role has ended.")
    if day and day < row.from_date:
        refuse("The funding ends before the role began.")
    before, row.funded_until = row.funded_until, day
    row.version += 1
    row.save(update_fields=["funded_until", "version"])
    was, now = {"funded_until": before}, {"funded_until": day}
    record("say funding", row, by=by, before=was, after=now, institution=row.institution)
    return row
