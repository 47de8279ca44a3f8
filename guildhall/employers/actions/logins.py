"""Letting people in who sign in for an employer, and ending that (N19)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers import rules
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.models import Contact, Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.visitors.actions import end_sessions


@dataclass(frozen=True, slots=True)
class NewLogin:
    """Somebody who is let in for an employer, and by whom."""

    given_name: str
    family_name: str
    email: str
    title: str = ""
    language: str = ""
    administers: bool = False
    approved_by: Person | None = None
    invited_by: EmployerLogin | None = None
    demo: bool = False


def open_login(employer: Employer, new: NewLogin, *, by: Any) -> EmployerLogin:
    """Let somebody in; whoever is the first administers the others. The caller has asked who may, and is the act."""
    saved_employer = locked(Employer, employer.pk)
    if saved_employer.merged_into_id:
        refuse("This record was merged into another one.")
    if EmployerLogin.objects.standing().filter(email__iexact=new.email).exists():
        refuse("Somebody signs in with this address already.")
    first = not saved_employer.logins.filter(ended_at=None).exists()
    login = EmployerLogin(employer=saved_employer, contact=_contact(saved_employer, new), opened_at=clock.now())
    login.given_name, login.family_name = one_line(new.given_name), one_line(new.family_name)
    login.email, login.language, login.demo = new.email, new.language, new.demo
    login.administers, login.approved_by, login.invited_by = new.administers or first, new.approved_by, new.invited_by
    login.save(force_insert=True)
    record("open login", login, by=by, after={"name": login.name, "administers": login.administers})
    return login


def _contact(employer: Employer, new: NewLogin) -> Contact:
    """The contact that the login is of: by its address, never by a name, which another may bear; else a new one."""
    current = employer.contacts.current()  # type: ignore[attr-defined]
    known: Contact | None = current.filter(email__iexact=new.email).first()
    if known is not None:
        return known
    made = Contact(employer=employer, given_name=one_line(new.given_name), family_name=one_line(new.family_name))
    made.title, made.email, made.email_at = one_line(new.title), new.email, clock.now()
    made.email_by = new.approved_by or (new.invited_by.let_in_by if new.invited_by else None)
    made.save(force_insert=True)
    renew_derived([employer.pk])
    record("save contact", made, by=new.approved_by or new.invited_by, after={"family_name": made.family_name})
    return made


def end_logins_of(contact: Contact, *, by: Any) -> None:
    """Whoever has left signs in for the employer no more, from the same moment. The caller holds the contact."""
    for login in EmployerLogin.objects.select_for_update().filter(contact=contact, ended_at=None):
        _end(login, by)


@transaction.atomic
def end_login(login: EmployerLogin, *, by: Person | EmployerLogin) -> None:
    """End somebody's login, and with it every session; what they did stays (N19)."""
    found = locked(EmployerLogin, login.pk, "employer")
    require(rules.can_end_login(by, found))
    _end(found, by)


def _end(login: EmployerLogin, by: Any) -> None:
    login.ended_at = clock.now()
    login.version += 1
    login.save(update_fields=["ended_at", "version"])
    end_sessions(login)
    record("end login", login, by=by, before={"name": login.name})
