"""Who can be secretary of a board, and what a board can advise on: what forms offer."""

from itertools import chain
from typing import Any

from guildhall.boards.models import Academy
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_granted


def secretaries(person: Person) -> list[Person]:
    """Whoever keeps boards at the institutions where a person keeps them, or above these."""
    places = set(person.below(Permission.KEEP_BOARDS))
    above = {pk for place in person.places if place.pk in places for pk in place.lineage}
    return list(people_granted(Permission.KEEP_BOARDS, places | above))


def subjects_for(person: Person) -> list[Any]:
    """The programs, pathways and academies of the institutions where a person keeps boards."""
    places = person.below(Permission.KEEP_BOARDS)
    programs = Program.objects.visible_to(person).offered().filter(institution__in=places)
    pathways = Pathway.objects.visible_to(person).open()
    academies = Academy.objects.visible_to(person).filter(institution__in=places, closed_on=None)
    rows = (rows.select_related("institution") for rows in (programs, pathways, academies))
    return list(chain.from_iterable(rows))
