"""The logins of an employer, and who asks for one."""

from typing import Any

from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.portal.models import Correction, Registration


def logins_of_the_demo() -> list[EmployerLogin]:
    """The logins that the demo made, for its page to sign in."""
    rows: Any = EmployerLogin.objects.standing().filter(demo=True).select_related("employer")
    return list(rows.order_by("opened_at", "pk")[:6])


def colleagues_of(login: EmployerLogin) -> list[EmployerLogin]:
    """Everybody who signs in for the same employer."""
    rows: Any = EmployerLogin.objects.standing().filter(employer=login.employer_id).exclude(email="")
    return list(rows.order_by("opened_at", "pk"))


def asked_about(login: EmployerLogin) -> list[Registration]:
    """Who asks to sign in for the same employer, where this login decides about it."""
    if not login.administers:
        return []
    return list(Registration.objects.waiting().filter(employer=login.employer_id))


def invited_by(login: EmployerLogin) -> Any:
    """The colleagues of the same employer who are invited and have not confirmed the address yet."""
    rows = Registration.objects.filter(employer=login.employer_id, state=Registration.State.ASKED)
    return rows.exclude(invited_by=None).filter(until__gte=clock.now()).order_by("asked_at")


def waiting_for(person: Person) -> Any:
    """The registrations that wait, as far as a person may decide about them: counted in the menu."""
    return Registration.objects.visible_to(person).waiting()


def corrections_for(person: Person) -> Any:
    """What employers say is wrong, and nobody has settled."""
    rows: Any = Correction.objects.visible_to(person).open()
    return rows.select_related("employer", "institution", "login")
