from datetime import date, time

from guildhall.context import Keeper, acting
from guildhall.people.models import Person
from guildhall.prospects.actions import developing
from guildhall.prospects.actions.reminding import remind_of_promises, remind_owners
from guildhall.prospects.models import Prospect
from guildhall.queue import AFTER_OUTAGE, job
from guildhall.queue.daily import daily


@daily("prospects.remind", at=time(6, 15), keeper=Keeper.NOTICES, reason="next steps that are due")
def remind() -> None:
    """Every morning: remind owners of their next steps."""
    remind_owners()


@daily("prospects.promises", at=time(6, 20), keeper=Keeper.NOTICES, reason="what clauses promise", working_days=True)
def promises() -> None:
    """Every working morning: tell of colleges that wait too long, and of vettings that are over."""
    remind_of_promises()


@job("prospects.note_contact", keeper=None, retry=AFTER_OUTAGE)
def note_contact(employer: str, by: str, day: str) -> None:
    """Somebody was in touch with a lead for the first time: it counts as contacted (A7)."""
    prospect, person = Prospect.objects.filter(pk=employer).first(), Person.objects.get(pk=by)
    with acting(person):
        if prospect:
            developing.note_contact(prospect, date.fromisoformat(day), by=person)
