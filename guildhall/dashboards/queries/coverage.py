"""Colleagues whom entries name and who have no account: "By: Ana Ruiz" in what a list brought (H7)."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from guildhall.employers.matching.names import fold
from guildhall.engagements.models import Engagement
from guildhall.people.models import Institution, Person
from guildhall.people.queries.coverage import places_of

BY = re.compile(r"^By: (.{2,120})$", re.MULTILINE)  # as engagements.actions.past writes it
READ, SHOWN = 5_000, 100


@dataclass(frozen=True)
class Named:
    """A colleague as entries name them: at which institution, and in how many."""

    name: str
    institution: Institution
    count: int

    @property
    def query(self) -> str:
        """What the form that gives access is filled in with."""
        given, _space, family = self.name.partition(" ")
        return urlencode({"given_name": given, "family_name": family, "at": self.institution.slug})


def named_in_entries(person: Person) -> list[Named]:
    """Whom the entries that a person reads name as whoever did it, without an account of that name."""
    rows = Engagement.objects.visible_to(person).standing().filter(body__contains="By: ")
    mine = rows.filter(institution__lineage__overlap=places_of(person)).order_by("-happened_on")
    counted: dict[tuple[Any, str], list[str]] = {}
    for place, body in mine.values_list("institution", "body")[:READ]:
        for name in BY.findall(body):
            words = " ".join(name.split())
            counted.setdefault((place, fold(words)), []).append(words)
    known = {fold(str(one)) for one in Person.objects.filter(is_active=True)} if counted else set()
    places = Institution.objects.visible_to(person).in_bulk({place for place, _key in counted})
    results = [Named(said[0], places[at], len(said)) for (at, key), said in counted.items() if key not in known]
    return sorted(results, key=lambda one: (-one.count, one.name))[:SHOWN]
