"""The searches that a student keeps, each with what it found of late and is still open."""

from dataclasses import dataclass
from datetime import timedelta

from guildhall.lib import clock
from guildhall.opportunities.models import KeptSearch, Opportunity, SearchTold
from guildhall.opportunities.queries.for_students import open_to
from guildhall.opportunities.queries.searching import listed
from guildhall.students.models import StudentLogin

LATELY = timedelta(14)  # as long something counts as new


@dataclass(frozen=True)
class Search:
    """A search that is kept, with what is new in it."""

    row: KeptSearch
    new: list[Opportunity]


def searches_of(login: StudentLogin) -> list[Search]:
    """All searches of a student by name; what is not open any more is not shown."""
    searches = list(KeptSearch.objects.of_login(login))
    told = SearchTold.objects.filter(search__in=searches, on__gte=clock.today() - LATELY)
    pairs = list(told.values_list("search", "opportunity"))
    if not pairs:
        return [Search(one, []) for one in searches]
    rows = {row.pk: row for row in listed(open_to(login).filter(pk__in=[pk for _search, pk in pairs]))}
    new: dict[object, list[Opportunity]] = {}
    for search, pk in pairs:
        if pk in rows:
            new.setdefault(search, []).append(rows[pk])
    return [Search(one, sorted(new.get(one.pk, []), key=_newest_first)) for one in searches]


def _newest_first(row: Opportunity) -> tuple[int, str]:
    return -row.publish_on.toordinal(), row.title


def new_in_searches(login: StudentLogin) -> list[Search]:
    """Of the searches those in which something is new: a part of the student's home."""
    return [search for search in searches_of(login) if search.new]
