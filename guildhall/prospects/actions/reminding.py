from django.db import transaction

from guildhall.lib import clock
from guildhall.people.events import NEXT_STEP_DUE, How
from guildhall.people.queries.notices import choices_of
from guildhall.prospects import emails
from guildhall.prospects.models import Prospect
from guildhall.prospects.queries import due_reminders, late_requests, vetting_due


def remind_owners() -> int:
    """Remind every owner once a day of what is due, the never-contacted included; returns how many were told."""
    today = clock.today()
    details = 0
    for owner, prospects in due_reminders().items():
        how = choices_of(owner)[NEXT_STEP_DUE.name]
        if how == How.OFF or (how == How.WEEKLY and today.weekday() != 0):
            continue
        with transaction.atomic():
            emails.remind_owner(owner, prospects, day=today.isoformat())
            Prospect.objects.filter(pk__in=[p.pk for p in prospects]).update(reminded_on=today)
        details += 1
    return details


def remind_of_promises() -> int:
    """Tell of what clauses promise and nobody has done: colleges that wait, vettings that are over; returns how many.

    Each is told once when its day comes near, and once when it has passed.
    """
    rows, due = late_requests(), vetting_due()
    with transaction.atomic():
        for row in rows:
            emails.tell_request_late(row)
        for prospect in due:
            emails.tell_vetting_due(prospect)
    return len(rows) + len(due)
