from guildhall.lib import clock
from guildhall.people.events import NEXT_STEP_DUE, How
from guildhall.people.models import Person
from guildhall.people.queries.notices import choices_of
from guildhall.prospects import emails
from guildhall.prospects.models import Prospect
from guildhall.prospects.queries import due_reminders, late_requests, vetting_due
from guildhall.queue.apart import apart


def remind_owners() -> int:
    """Remind every owner once a day of what is due, the never-contacted included; returns how many were told."""
    due = due_reminders()
    with apart() as pieces:
        return pieces.each(_remind, due, due)


def _remind(owner: Person, due: dict[Person, list[Prospect]]) -> bool:
    today, how = clock.today(), choices_of(owner)[NEXT_STEP_DUE.name]
    if how == How.OFF or (how == How.WEEKLY and today.weekday() != 0):
        return False
    emails.remind_owner(owner, due[owner], day=today.isoformat())
    Prospect.objects.filter(pk__in=[p.pk for p in due[owner]]).update(reminded_on=today)
    return True


def remind_of_promises() -> int:
    """Tell of what clauses promise and nobody has done: colleges that wait, vettings that are over; returns how many.

    Each is told once when its day comes near, and once when it has passed.
    """
    rows, due = late_requests(), vetting_due()
    with apart() as pieces:
        pieces.each(emails.tell_request_late, rows)
        pieces.each(emails.tell_vetting_due, due)
    return len(rows) + len(due)
