"""Whether a student fulfils what an event asks for, and in words what is lacking (C16)."""

from datetime import date

from django.db.models import Q

from guildhall.events.eligibility import Somebody, why_not
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.students.models import Registration


def enrolled(registration: Registration, on: date | None = None) -> list[Somebody]:
    """What eligibility goes by: each thing that a student learns today, with its own year; and where."""
    today = on or clock.today()
    rows = registration.enrolments.filter(Q(to_date=None) | Q(to_date__gte=today))
    places = frozenset(str(pk) for pk in registration.institution.lineage)
    found = [
        Somebody(frozenset({str(program)} if program else ()), frozenset(filter(None, (year, grade))), places)
        for program, year, grade in rows.values_list("program", "year", "grade")
    ]
    return found or [Somebody(institutions=places)]


def lacks(event: Event, registration: Registration) -> str:
    """What a student lacks for an event, in words; empty where nothing is lacking."""
    if not event.eligibility:
        return ""
    return why_not(event.eligibility, names_of(event), *enrolled(registration))


def names_of(event: Event) -> dict[str, str]:
    """What the conditions of an event name, in words."""
    wanted: dict[str, set[str]] = {}
    for way in event.eligibility:
        for condition in way:
            wanted.setdefault(condition["by"], set()).update(map(str, condition["of"]))
    names = {str(row.pk): row.name for row in Program.objects.filter(pk__in=wanted.get("program", ()))}
    places = Institution.objects.filter(pk__in=wanted.get("institution", ()))
    return names | {str(row.pk): row.name for row in places}
