"""Who may be one person: somebody whom lists know by a name alone, and the one of that name who has a number (M12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.placements.models import Experience, SamePerson
from guildhall.placements.names import name_key, person_numbered
from guildhall.students.querysets import places_of

MOST = 100  # names that a page suggests at once


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody known by a name alone, and the one person of that name with a number."""

    institution: Institution
    who: str
    named: str
    numbered: str
    name: str
    number: str

    @property
    def who_label(self) -> Any:
        return Experience.Who(self.who).label


def pairs(person: Person) -> list[Pair]:
    """Suggestions: names that exactly one numbered person of the same institution and role has, a hundred at most."""
    places = places_of(person, Permission.KEEP_STUDENTS)
    rows = _named(person).filter(institution__in=places)
    found = rows.values_list("institution", "who", "person", "person_name").order_by("person").distinct()[: 3 * MOST]
    by_place: dict[Any, list[tuple[str, str, str]]] = {}
    for place, who, called, name in found:
        by_place.setdefault(place, []).append((who, called, name))
    institutions = Institution.objects.in_bulk(by_place)
    results = [pair for pk, names in by_place.items() for pair in _paired(person, institutions[pk], names)]
    return results[:MOST]


def pair_of(person: Person, institution: Institution, named: str) -> Pair | None:
    """The suggestion for one name, as it is now."""
    rows = _named(person).filter(institution=institution, person=named)
    found = rows.values_list("who", "person", "person_name").first()
    return next(iter(_paired(person, institution, [found])), None) if found else None


def _named(person: Person) -> Any:
    """The rows of people of whom a name is known and no number, and of whom nobody has said who they are."""
    rows = Experience.objects.visible_to(person).filter(person_number="", same_as="", student=None)
    return rows.exclude(person_name="").filter(Q(person__startswith="student ") | Q(person__startswith="educator "))


def _paired(person: Person, institution: Institution, names: Sequence[tuple[str, str, str]]) -> Iterable[Pair]:
    """Of some names those that one numbered person has."""
    keys = {(who, name_key(name)) for who, _called, name in names}
    words = {max(key.split(), key=len) for _who, key in keys if key}
    alike = Q(pk=None)
    for word in words:
        alike |= Q(person_name__icontains=word)
    rows = Experience.objects.visible_to(person).filter(alike, institution=institution).exclude(person_number="")
    numbers: dict[tuple[str, str], dict[str, str]] = {}
    for who, name, number in rows.values_list("who", "person_name", "person_number").distinct():
        numbers.setdefault((who, name_key(name)), {})[number] = name
    for who, called, name in {(w, c): (w, c, n) for w, c, n in names}.values():
        same = numbers.get((who, name_key(name)), {})
        if len(same) == 1:
            number, _written = next(iter(same.items()))
            yield Pair(institution, who, called, person_numbered(number), name, number)


def joined(person: Person) -> Any:
    """What was said already, newest first."""
    rows = SamePerson.objects.visible_to(person).filter(ended_at=None)
    return rows.select_related("institution", "by").order_by("-at")[:MOST]
