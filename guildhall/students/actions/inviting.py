"""Signing in for students: invited by their institution, or claimed with the address that its roster has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students import emails, rules
from guildhall.students.models import Registration, StudentLogin
from guildhall.visitors.actions import address_of, end_sessions, mail_sign_in

WHY = "which records an address opens that institutions vouch for"


@dataclass
class Invited:
    """What became of inviting several."""

    invited: int = 0
    signed_in_before: int = 0
    refused: int = 0


@transaction.atomic
def invite(registration: Registration, *, by: Person, demo: bool = False) -> StudentLogin:
    """Let a student sign in with the address that the institution has of them, and write to them (D21)."""
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_invite(by, row))
    with keeping(Keeper.CONSENTING, WHY):
        login = _login_of(row.email, by=by, demo=demo)
        row.login, row.sign_in_ended_on = login, None
        row.save(update_fields=["login", "sign_in_ended_on"])
    emails.invite(row, by=by)
    record("invite student", row, by=by, after={"invited": True}, institution=row.institution)
    return login


def invite_many(registrations: Iterable[Registration], *, by: Person) -> Invited:
    """Invite those of some students who may be, and have not been; returns how many."""
    result = Invited()
    for row in registrations:
        if row.login_id:
            result.signed_in_before += 1
            continue
        try:
            invite(row, by=by)
        except Refused:
            result.refused += 1
        else:
            result.invited += 1
    return result


@transaction.atomic
def end_sign_in(registration: Registration, *, by: Person) -> None:
    """A student does not sign in any more for what this institution holds; the rest of theirs stays."""
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_change(by, row))
    cut(row)
    row.sign_in_ended_on = clock.today()
    row.save(update_fields=["sign_in_ended_on"])
    record("end sign-in of student", row, by=by, after={"invited": False}, institution=row.institution)


def cut(row: Registration) -> None:
    """The address opens this record no more; one that opens none is ended. Callers hold the record."""
    with keeping(Keeper.CONSENTING, WHY):
        login, row.login = row.login, None
        row.save(update_fields=["login"])
        if login and not login.registrations.exists():
            login.ended_at = clock.now()
            login.save(update_fields=["ended_at"])
            end_sessions(login)


@transaction.atomic
def claim(sign_in: str) -> None:
    """Open the records whose roster has the address of a sign-in, for whoever reads its mail; nobody is told of any.

    At an institution where several students share the address it opens none of them: it says not who reads it.
    """
    email = address_of(sign_in)
    with keeping(Keeper.CONSENTING, WHY):
        rows = list(Registration.objects.filter(email__iexact=email).exclude(email="").select_related("institution"))
        places = [row.institution_id for row in rows]
        own = [row for row in rows if places.count(row.institution_id) == 1 and row.sign_in_ended_on is None]
        if own:
            login = _login_of(own[0].email)  # as the roster writes it: a look-alike that was typed gets no mail
            for row in own:
                if Registration.objects.filter(pk=row.pk, login=None, sign_in_ended_on=None).update(login=login):
                    record("claim student record", row, by=None, after={"invited": True}, institution=row.institution)
    mail_sign_in(sign_in)


def _login_of(email: str, *, by: Person | None = None, demo: bool = False) -> StudentLogin:
    login = StudentLogin.objects.filter(email__iexact=email, ended_at=None).first()
    return login or StudentLogin.objects.create(email=email, invited_by=by, opened_at=clock.now(), demo=demo)
