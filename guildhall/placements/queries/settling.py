"""Which employers a name of a list may mean, among those that a person sees."""

from guildhall.employers import matching
from guildhall.employers.models import Employer
from guildhall.employers.queries.duplicates import visible_duplicates
from guildhall.people.models import Person
from guildhall.placements.models import Host


def likely_employers(person: Person, host: Host) -> list[Employer]:
    """The employers in sight that a name may mean, surest first; what lies behind the wall changes nothing of it."""
    found = visible_duplicates([matching.Record(name=host.name)], person)[0]
    rows = Employer.objects.visible_to(person).defer("search").in_bulk([one.employer for one in found])
    return [rows[one.employer] for one in found if one.employer in rows]
