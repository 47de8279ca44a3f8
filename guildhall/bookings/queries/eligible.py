"""Whether a student fulfils what an event asks for, and in words what is lacking (C16)."""

from datetime import date

from django.db.models import Q

from guildhall.events.eligibility import Somebody, why_not
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.students.models import Registration


def somebody(registration: Registration, on: date | None = None) -> Somebody:
    """What eligibility goes by, from what a student learns today."""
    today = on or clock.today()
    rows = registration.enrolments.filter(Q(to_date=None) | Q(to_date__gte=today))
    programs, years = set[str](), set[str]()
    for program, year, grade in rows.values_list("program", "year", "grade"):
        if program:
            programs.add(str(program))
        years.update(filter(None, (year, grade)))
    places = frozenset(str(pk) for pk in registration.institution.lineage)
    return Somebody(frozenset(programs), frozenset(years), places)


def lacks(event: Event, registration: Registration) -> str:
    """What a student lacks for an event, in words; empty where nothing is lacking."""
    if not event.eligibility:
        return ""
    return why_not(event.eligibility, somebody(registration), names_of(event))


def names_of(event: Event) -> dict[str, str]:
    """What the conditions of an event name, in words."""
    wanted: dict[str, set[str]] = {}
    for way in event.eligibility:
        for condition in way:
            wanted.setdefault(condition["by"], set()).update(map(str, condition["of"]))
    names = {str(row.pk): row.name for row in Program.objects.filter(pk__in=wanted.get("program", ()))}
    places = Institution.objects.filter(pk__in=wanted.get("institution", ()))
    return names | {str(row.pk): row.name for row in places}
