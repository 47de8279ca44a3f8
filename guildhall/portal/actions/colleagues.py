"""Colleagues of an employer: invited and ended by whoever administers its logins (N19)."""

from django.db import transaction

from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.employers.models import EmployerLogin
from guildhall.employers.rules import can_administer
from guildhall.lib.verdicts import TooOften, refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.portal import emails

INVITED = Limit("invitations by employers", 20, 3600)


@transaction.atomic
def invite(new: NewLogin, *, by: EmployerLogin) -> EmployerLogin:
    """Let a colleague in, who is written how to sign in (N19)."""
    require(can_administer(by))
    if not (verdict := INVITED.take(by.pk)):
        raise TooOften(verdict, INVITED.wait)
    if EmployerLogin.objects.standing().filter(email__iexact=new.email).exists():
        refuse("Nobody can be invited with this address.")
    login = open_login(by.employer, new, by=by)
    emails.say_let_in(login)
    return login


@transaction.atomic
def end_colleague(login: EmployerLogin, *, by: EmployerLogin) -> None:
    """End the login of a colleague, and with it every session (N19)."""
    require(can_administer(by))
    if login.employer_id != by.employer_id:
        refuse("Only logins of your own employer can be ended here.")
    if login.pk == by.pk:
        refuse("Ask a colleague to end your own login, or sign out.")
    end_login(login, by=by)
