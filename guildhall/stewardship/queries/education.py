"""What colleges and schools keep about students and parents: each decides about its own, and is named (G2, G7, FERPA).

Nobody who answers a request for the region sees these rows, nor who keeps any.
"""

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from guildhall.context import Keeper, keeping
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with
from guildhall.stewardship.queries.subjects import Model, declarations
from guildhall.students.models import Registration
from guildhall.students.models.students import OfInstitution

APPS = ("students", "placements", "supervision")
DEPTH = 3  # steps from a row to the student on whom it hangs
NAMED = 3  # people whom one may ask at one institution


def is_of_education(model: Model) -> bool:
    """Whether the rows of a model are education records: what hangs on a student, or says who somebody is there."""
    return model._meta.app_label in APPS or issubclass(model, OfInstitution)


@cache
def education_types() -> list[str]:
    """What the journal calls education records."""
    return [model._meta.label_lower for model in declarations() if is_of_education(model)]


@cache
def of_education() -> dict[Model, list[str]]:
    """The models of education records that have addresses of people in columns of their own, with these columns."""
    results: dict[Model, list[str]] = {}
    for model, said in declarations().items():
        names = [n for n in said.of("subject") if isinstance(model._meta.get_field(n), models.CharField)]
        if issubclass(model, OfInstitution) and names:
            results[model] = names
    return results


def keeping_records_of(addresses: Iterable[str]) -> set[UUID]:
    """The institutions in whose education records an address stands. It is told to whoever reads that mailbox."""
    asked, parts = set(addresses), []
    for model, names in of_education().items():
        ways = (Q(**{f"{name}__iexact": address}) for name in names for address in asked)
        rows = model._base_manager.filter(reduce(or_, ways)) if asked else model._base_manager.none()
        parts.append(rows.order_by().values_list("institution", flat=True))
    with keeping(Keeper.LINK, "which institutions to ask about an education record"):
        return set(parts[0].union(*parts[1:]))


def students_under(place: Institution, address: str, person: Person) -> list[Registration]:
    """The students of an institution on whose records an address stands, as far as somebody sees them."""
    rows = Registration.objects.visible_to(person).filter(institution=place)
    return list(rows.filter(Q(email__iexact=address) | Q(pk__in=students_near(place, address))))


def students_near(place: Institution, address: str) -> set[UUID]:
    """The students of an institution on whose records an address stands beside their own."""
    keys: set[UUID] = set()
    for model in of_education():
        for way in ways_to_student(model):
            rows = model._base_manager.filter(institution=place, email__iexact=address).exclude(**{way: None})
            keys.update(rows.values_list(way, flat=True))
    return keys


def ways_to_student(model: Model, depth: int = DEPTH) -> list[str]:
    """From a model to the registration on which its rows hang, by keys between education records."""
    results = []
    for column in model._meta.concrete_fields:
        target: Any = column.related_model
        if target is Registration:
            results.append(column.name)
        elif depth > 1 and target is not None and target._meta.app_label in (*APPS, "bookings"):
            results += [f"{column.name}__{way}" for way in ways_to_student(target, depth - 1)]
    return results


def whom_to_ask(places: Iterable[Institution]) -> dict[UUID, list[str]]:
    """Of each institution some of the people who keep its students' records: there, or at its district."""
    by_key = {}
    for place in places:
        people = people_with(Permission.KEEP_STUDENTS, place).order_by("family_name", "given_name")
        by_key[place.pk] = [str(person) for person in people[:NAMED]]
    return by_key
