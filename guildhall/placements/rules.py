from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.placements.querysets import places_of


def can_see_figures(person: Person) -> Verdict:
    """Who sees the yearly figures: all of the staff (F23)."""
    return person.standing.sees(Permission.SEE_DIRECTORY)


def can_see_rows(person: Person) -> Verdict:
    """Who opens a figure into its rows: whoever sees students by name, and then only their own institution's."""
    if places_of(person):
        return YES
    return no("Only the staff of a college or school sees who took part, and only their own students.")
