"""Registering at the front door, and letting in: by a colleague or an institution, never by oneself (N19).

What somebody types is written down and nothing else happens before an answer is given; jobs do the rest. So nobody
learns by registering whether an employer is known here.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from guildhall import context
from guildhall.audit.recording import record
from guildhall.employers import matching
from guildhall.employers.actions.entering import NewContact, NewEmployer
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.employers.queries.duplicates import likely_duplicates
from guildhall.employers.rules import can_administer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Conflict, TooOften, refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.portal import emails, rules
from guildhall.portal.actions.asking import ask_colleagues
from guildhall.portal.models import Registration
from guildhall.prospects.actions.opening import open_prospect
from guildhall.queue import enqueue
from guildhall.store.locking import locked

State, Why = Registration.State, Registration.Why
WORKS_FOR = timedelta(days=3)
ADDRESS = Limit("registrations of employers by e-mail", 3, 3600)
FROM_HERE = Limit("registrations of employers from one address", 60, 3600)


@dataclass(frozen=True, slots=True)
class Knock:
    """What somebody types who wants to sign in for an employer."""

    given_name: str
    family_name: str
    email: str
    named: str
    title: str = ""
    website: str = ""


@transaction.atomic
def register(knock: Knock) -> Registration:
    """Write down who wants to sign in for which employer; the answer is the same whatever is known here (N19, R33)."""
    for limit, who in ((FROM_HERE, context.current().address), (ADDRESS, knock.email.lower())):
        if not (verdict := limit.take(who)):
            raise TooOften(verdict, limit.wait)
    now = clock.now()
    row = Registration(asked_at=now, until=now + WORKS_FOR, language=get_language() or "")
    for name in ("given_name", "family_name", "named", "title", "website"):
        setattr(row, name, one_line(getattr(knock, name)))
    row.email = knock.email
    row.save(force_insert=True)
    enqueue("portal.ask_to_confirm", registration=str(row.pk))
    return row


@transaction.atomic
def ask_to_confirm(pk: str) -> None:
    """Mail the link that confirms the address; whoever has a login is told so instead (N19)."""
    row = Registration.objects.select_for_update().filter(pk=pk, state=State.ASKED, secret_hash=None).first()
    if row is None:
        return
    secret = new_secret()
    row.secret_hash = kept(secret).hex()
    row.save(update_fields=["secret_hash"])
    if EmployerLogin.objects.standing().filter(email__iexact=row.email).exists():
        emails.say_known(row)
    elif row.invited_by_id:
        emails.invite(row, secret)
    else:
        emails.ask_to_confirm(row, secret)


def registration_of(secret: str) -> Registration | None:
    """The registration that a mailed link confirms, while it works."""
    rows = Registration.objects.select_related("invited_by")
    rows = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.now())
    return rows.filter(state__in=(State.ASKED, State.CONFIRMED, State.WAITING)).first()


@transaction.atomic
def confirm(row: Registration) -> None:
    """Confirm the address; a job finds out which employer it may be, and whom to ask. Twice is once (N19).

    Whom a colleague invited signs in from now on, where that colleague still invites others.
    """
    found = locked(Registration, row.pk, "employer__holder", "institution")
    if found.state == State.ASKED and found.invited_by_id:
        _take_up(found)
    elif found.state == State.ASKED:
        found.state = State.CONFIRMED
        found.save(update_fields=["state"])
        enqueue("portal.find_employer", registration=str(found.pk))


def _take_up(row: Registration) -> None:
    by = EmployerLogin.objects.filter(pk=row.invited_by_id).select_related("employer").first()
    if by is None or by.employer_id != row.employer_id or not can_administer(by):
        refuse("This invitation does not hold any more. Ask your colleague.")
    _let_in(row, NewLogin(**_facts(row), administers=row.administers, invited_by=by), by=by)


@transaction.atomic
def find_employer(pk: str) -> None:
    """Find the employer that somebody registered for, by web address or name, and ask who may let them in (N19)."""
    row = Registration.objects.select_for_update().filter(pk=pk, state=State.CONFIRMED).first()
    here = territory()
    if row is None or here is None:
        return
    row.employer, row.why = _match(row)
    row.institution = row.employer.holder if row.employer else here.root
    row.state = State.WAITING
    row.version += 1
    row.save()
    record("register", row, by=None, after={"why": row.why}, institution=row.institution)
    emails.tell_who_decides(row)
    if row.employer:
        ask_colleagues(row)


def _match(row: Registration) -> tuple[Employer | None, str]:
    """The employer that a registration means, and by what it was found."""
    domain = matching.registered_domain(row.email)  # confirmed; anybody types any website
    rows = Employer.objects.filter(merged_into=None).select_related("holder")
    if domain:
        named = [one for one in rows.filter(domain__icontains=domain)[:20] if _has(one, domain)]
        if len(named) == 1:
            return named[0], Why.DOMAIN
    candidates = likely_duplicates(
        [matching.Record(name=row.named, domain=domain or row.website)], at_least=matching.LIKELY
    )[0]
    near = rows.filter(pk=candidates[0].employer).first() if candidates else None
    return (near, Why.NAME) if near else (None, Why.NEW)


def _has(employer: Employer, domain: str) -> bool:
    return matching.registered_domain(employer.domain) == domain


@dataclass(frozen=True, slots=True)
class Decision:
    """Whom an institution lets somebody in for: the employer found, another one, or a new one."""

    employer: Employer | None
    administers: bool = False


@transaction.atomic
def approve(row: Registration, decided: Decision, *, version: int, by: Person) -> EmployerLogin:
    """Let somebody in; a new employer becomes a prospect of the institution that decides (N19)."""
    found = _held(row, version)
    require(rules.can_decide(by, found))
    employer = decided.employer or _new_prospect(found, by)
    if employer != found.employer:
        found.employer = employer
        require(rules.can_decide(by, found))
    return _let_in(found, NewLogin(**_facts(found), administers=decided.administers, approved_by=by), by=by)


@transaction.atomic
def approve_colleague(row: Registration, *, version: int, by: EmployerLogin) -> EmployerLogin:
    """A colleague who administers the employer's logins lets somebody in (N19)."""
    found = _held(row, version)
    require(rules.can_let_in(by, found))
    return _let_in(found, NewLogin(**_facts(found), invited_by=by), by=by)


@transaction.atomic
def refuse_registration(row: Registration, reason: str, *, version: int, by: Person | EmployerLogin) -> None:
    """Do not let somebody in, with the reason that they are written (N19)."""
    found = _held(row, version)
    require(rules.can_decide(by, found) if isinstance(by, Person) else rules.can_let_in(by, found))
    if not reason.strip():
        refuse("Say why: whoever asked reads it.")
    found.state, found.reason, found.decided_at = State.REFUSED, one_line(reason)[:300], clock.now()
    found.decided_by = by if isinstance(by, Person) else None
    _keep(found)
    record("refuse registration", found, by=by, reason=found.reason, institution=found.institution)
    emails.say_not_let_in(found)


def _held(row: Registration, version: int) -> Registration:
    found = locked(Registration, row.pk, "employer__holder", "institution")
    if found.version != version:
        raise Conflict
    return found


def _keep(row: Registration) -> None:
    row.version += 1
    row.save()


def _facts(row: Registration) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("given_name", "family_name", "title", "email", "language")}


def _let_in(row: Registration, new: NewLogin, *, by: Person | EmployerLogin) -> EmployerLogin:
    assert row.employer is not None
    login = open_login(row.employer, new, by=by)
    row.state, row.login, row.decided_at, row.decided_by = State.APPROVED, login, clock.now(), new.approved_by
    _keep(row)
    record("approve registration", row, by=by, after={"employer": row.employer.name}, institution=row.institution)
    emails.say_let_in(login)
    return login


def _new_prospect(row: Registration, by: Person) -> Employer:
    assert row.institution is not None
    person = NewContact(row.family_name, row.given_name, row.title, row.email)
    new = NewEmployer(name=row.named, domain=matching.registered_domain(row.website or row.email), contacts=[person])
    new.source = "registered itself"
    return open_prospect(new, holder=row.institution, by=by).employer
