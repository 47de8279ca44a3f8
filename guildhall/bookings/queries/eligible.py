"""Whether a student fulfils what an event asks for, and in words what is lacking (C16)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from guildhall.events.eligibility import Somebody, why_not
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.students.models import Enrolment, Registration


def enrolled(registration: Registration, on: date | None = None) -> list[Somebody]:
    """What eligibility goes by: each thing that a student learns today, with its own year; and where."""
    return enrolled_of([registration], on)[registration.pk]


def enrolled_of(registrations: Iterable[Registration], on: date | None = None) -> dict[UUID, list[Somebody]]:
    """The same of many students, in one statement."""
    of = {row.pk: row for row in registrations}
    today = on or clock.today()
    rows = Enrolment.objects.filter(Q(to_date=None) | Q(to_date__gte=today), registration__in=of)
    learns: dict[UUID, list[Somebody]] = {pk: [] for pk in of}
    for pk, program, year, grade in rows.values_list("registration", "program", "year", "grade"):
        programs = frozenset({str(program)} if program else ())
        learns[pk].append(Somebody(programs, frozenset(filter(None, (year, grade))), _places(of[pk])))
    return {pk: found or [Somebody(institutions=_places(of[pk]))] for pk, found in learns.items()}


def _places(registration: Registration) -> frozenset[str]:
    return frozenset(str(pk) for pk in registration.institution.lineage)


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
