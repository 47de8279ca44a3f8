"""The roles that employers find hardest to fill: for the staff, on the employer's page, at its own door (D6)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from guildhall.demand.models import HardToFill
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.people.models import Person

VIEWS = ("open", "again", "filled", "over")
YEAR = timedelta(365)
RELATED = ("employer", "noted_by", "institution", "said_by")


@dataclass(frozen=True, slots=True)
class WantedRoles:
    """What the list of roles is narrowed to."""

    view: str = "open"
    words: str = ""
    field: str = ""  # the first two figures of the code
    uncoded: bool = False


def whole(rows: Any) -> Any:
    """Roles with their employers and who said them."""
    return rows.select_related(*RELATED).defer("employer__search")


def roles_of(person: Person, wanted: WantedRoles) -> Any:
    """One list of the roles that a person sees."""
    rows = _view(HardToFill.objects.visible_to(person), wanted.view)
    rows = rows.filter(soc="") if wanted.uncoded else rows
    rows = rows.filter(soc__startswith=wanted.field) if wanted.field else rows
    for word in wanted.words.split()[:6]:
        named = Q(title__icontains=word) | Q(employer__name__icontains=word) | Q(lacking__icontains=word)
        rows = rows.filter(named | Q(credential__icontains=word) | Q(soc__startswith=word))
    return whole(rows)


def _view(rows: Any, view: str) -> Any:
    if view == "again":
        return rows.to_say_again()
    if view == "filled":
        return rows.filter(over=HardToFill.Over.FILLED, over_on__gte=clock.today() - YEAR)
    return rows.exclude(over="") if view == "over" else rows.open()


def of_employer(person: Person, employer: Employer) -> list[HardToFill]:
    """The roles of one employer: those that count first, then what is to be said again, then what is over."""
    rows = whole(HardToFill.objects.visible_to(person).of_employer(employer))
    return sorted(rows, key=lambda row: (not row.is_open, bool(row.over), row.title))


def own_of(login: EmployerLogin) -> QuerySet[Any]:
    """The roles of the employer that somebody signs in for."""
    return HardToFill.objects.of_employer(login.employer_id).select_related("employer", "institution")


def at_door(login: EmployerLogin) -> list[HardToFill]:
    """The employer's own roles, as its people see them."""
    rows = own_of(login)
    return sorted(rows, key=lambda row: (not row.is_open, bool(row.over), row.title))


def to_say_at_door(login: EmployerLogin) -> list[HardToFill]:
    """Those of which the employer is asked whether they are still hard to fill: nothing where none is due."""
    return list(HardToFill.objects.of_employer(login.employer_id).to_say_again().order_by("until", "pk")[:5])


def waits_for_word(person: Person) -> QuerySet[Any]:
    """The roles whose day has passed and of which nobody said what became of them: noted where the person works."""
    rows = HardToFill.objects.visible_to(person).to_say_again()
    return rows.filter(institution__in=[post.institution_id for post in person.posts])
