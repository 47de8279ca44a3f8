"""How many came to an event, where those at its door were counted."""

from django.db import transaction

from guildhall.events.actions.entering import held, keep, told
from guildhall.events.models import Event
from guildhall.people.models import Person


@transaction.atomic
def count_attended(event: Event, people: int, *, by: Person | None) -> Event:
    """Write down how many came, unless somebody said so by hand. Whoever calls has asked who may, and counted."""
    row = held(event.pk)
    if row.attended != people and not row.attended_said:
        before = told(row)
        row.attended = people
        keep(row, "count who came to event", by=by, before=before)
    return row
