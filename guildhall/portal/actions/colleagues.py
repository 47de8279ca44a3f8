"""Colleagues of an employer: invited and ended by whoever administers its logins (N19)."""

from django.db import transaction
from django.utils.translation import get_language

from guildhall.audit.recording import record
from guildhall.employers.actions.logins import NewLogin, end_login
from guildhall.employers.models import EmployerLogin
from guildhall.employers.rules import can_administer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import TooOften, refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.portal.actions.registering import WORKS_FOR
from guildhall.portal.models import Registration
from guildhall.portal.queries.logins import invited_by
from guildhall.queue import enqueue
from guildhall.store.locking import locked

State = Registration.State
INVITED = Limit("invitations by employers", 20, 3600)


@transaction.atomic
def invite(new: NewLogin, *, by: EmployerLogin) -> Registration:
    """Invite a colleague, who signs in once they have confirmed the address (N19).

    Nobody else's address is taken before, and the answer is the same whoever signs in with it already.
    """
    require(can_administer(by))
    if not (verdict := INVITED.take(by.pk)):
        raise TooOften(verdict, INVITED.wait)
    if EmployerLogin.objects.standing().filter(employer=by.employer_id, email__iexact=new.email).exists():
        refuse("This colleague signs in already.")
    invited_by(by).filter(email__iexact=new.email).update(state=State.REFUSED)
    now = clock.now()
    row = Registration(asked_at=now, until=now + WORKS_FOR, language=get_language() or "", named=by.employer.name)
    for name in ("given_name", "family_name", "title"):
        setattr(row, name, one_line(getattr(new, name)))
    row.email, row.administers, row.employer, row.invited_by = new.email, new.administers, by.employer, by
    row.save(force_insert=True)
    record("invite colleague", row, by=by, after={"name": row.name, "administers": row.administers})
    enqueue("portal.ask_to_confirm", registration=str(row.pk))
    return row


@transaction.atomic
def withdraw(row: Registration, *, by: EmployerLogin) -> None:
    """Take an invitation back: its link lets nobody in any more."""
    require(can_administer(by))
    found = locked(Registration, row.pk)
    if found.state != State.ASKED or found.employer_id != by.employer_id:
        refuse("This invitation was taken up or has ended.")
    found.state, found.version = State.REFUSED, found.version + 1
    found.save(update_fields=["state", "version"])
    record("withdraw invitation", found, by=by, before={"name": found.name})


@transaction.atomic
def end_colleague(login: EmployerLogin, *, by: EmployerLogin) -> None:
    """End the login of a colleague, and with it every session (N19)."""
    require(can_administer(by))
    if login.employer_id != by.employer_id:
        refuse("Only logins of your own employer can be ended here.")
    if login.pk == by.pk:
        refuse("Ask a colleague to end your own login, or sign out.")
    end_login(login, by=by)
