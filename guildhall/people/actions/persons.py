from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people import rules
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Role
from guildhall.store.locking import locked

PROFILE = ("given_name", "family_name", "title", "phone", "pronouns", "signature", "shortcuts")


@transaction.atomic
def enter_person(
    email: str,
    given_name: str,
    family_name: str,
    *,
    by: Person | None,
    password: str | None = None,
    password_hash: str = "",
    demo: bool = False,
) -> Person:
    """Enter a person who may sign in; without a password, they set one by the link that is mailed to them.

    `password_hash` is for many people with one public password, as in the demo.
    """
    email = email.strip().lower()
    if Person.objects.filter(email__iexact=email).exists():
        refuse("Somebody with this e-mail address is here already.")
    person = Person(email=email, given_name=one_line(given_name), family_name=one_line(family_name), demo=demo)
    if password_hash:
        person.password = password_hash
    else:
        person.set_password(password)
    person.save(force_insert=True)
    record("enter", person, by=by, after={"email": email, "name": text_of(person)})
    return person


@transaction.atomic
def grant(
    person: Person, role: Role | str, institution: Institution, *, by: Person | None, sectors: Sequence[str] = ()
) -> Membership:
    """Give a person a role at an institution; a college's administrator gives access within the own college (B8).

    Somebody who is here already, but not at that institution, is offered it: nobody is made part of another place, with
    its duties and its administrators, without being asked.
    """
    if by is not None:
        require(rules.can_give(by, Role(role), institution))
    if person.memberships.given().filter(institution=institution, role=role).exists():
        refuse("{person} has this role there already, or was offered it.", person=person)
    # A link that is known to whoever made it opens the account with the rights of before, and no others.
    person.invitations.filter(used_at=None, by_hand=True).delete()
    membership = Membership.objects.create(
        person=person,
        institution=institution,
        role=Role(role).value,
        sectors=list(sectors),
        from_date=clock.today(),
        accepted=by is None or not _works_elsewhere(person, institution),
    )
    after = {"person": text_of(person), "role": Role(role).value, "institution": text_of(institution)}
    if membership.accepted:
        record("grant", membership, by=by, after=after, institution=institution)
    else:
        record("offer role", membership, by=by, after=after, institution=institution)
    return membership


def _works_elsewhere(person: Person, institution: Institution) -> bool:
    """Whether somebody has, or had, a role, and none in force at this institution."""
    roles = person.memberships.filter(accepted=True)
    return roles.exists() and not roles.in_force().filter(institution=institution).exists()


@transaction.atomic
def accept_role(membership: Membership, *, by: Person) -> None:
    """Take a role that was offered; it holds from today."""
    saved_membership = _offered(membership, by)
    saved_membership.accepted, saved_membership.from_date = True, clock.today()
    saved_membership.version += 1
    saved_membership.save(update_fields=["accepted", "from_date", "version"])
    record("accept role", saved_membership, by=by, after={"accepted": True}, institution=saved_membership.institution)


@transaction.atomic
def decline_role(membership: Membership, *, by: Person) -> None:
    """Decline a role that was offered."""
    saved_membership = _offered(membership, by)
    saved_membership.from_date = saved_membership.to_date = clock.today() - timedelta(days=1)
    saved_membership.version += 1
    saved_membership.save(update_fields=["from_date", "to_date", "version"])
    record("decline role", saved_membership, by=by, after={"accepted": False}, institution=saved_membership.institution)


def _offered(membership: Membership, by: Person) -> Membership:
    saved_membership = locked(Membership, membership.pk, "institution")
    require(rules.can_answer_offer(by, saved_membership))
    return saved_membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Person, reason: str = "") -> None:
    """End a role; what the person did stays. It is off at the next request."""
    membership = locked(Membership, membership.pk, "institution", "person")
    require(rules.can_grant(by, Role(membership.role), membership.institution))
    if membership.person_id == by.pk:
        refuse("You cannot end your own access; ask another administrator.")
    yesterday = clock.today() - timedelta(days=1)
    if membership.from_date > yesterday:
        membership.from_date = yesterday
    membership.to_date = yesterday
    membership.version += 1
    membership.save()
    record(
        "end",
        membership,
        by=by,
        before={"to_date": None},
        after={"to_date": yesterday},
        reason=reason,
        institution=membership.institution,
    )


@transaction.atomic
def change_profile(person: Person, values: dict[str, Any], *, version: int, by: Person) -> Person:
    """A person says who they are: names, job title, telephone at work, pronouns, signature. Raises `Conflict`."""
    require(rules.can_change_profile(by, person))
    saved_person = locked(Person, person.pk)
    if saved_person.version != version:
        raise Conflict
    before = {name: getattr(saved_person, name) for name in PROFILE}
    lines = {name: one_line(values[name]) for name in PROFILE[:5]}
    signature, shortcuts = values["signature"].strip(), bool(values["shortcuts"])
    for name, value in (lines | {"signature": signature, "shortcuts": shortcuts}).items():
        setattr(saved_person, name, value)
    saved_person.version += 1
    saved_person.save(update_fields=[*PROFILE, "version"])
    after = {name: getattr(saved_person, name) for name in PROFILE}
    changed = [name for name in PROFILE if after[name] != before[name]]
    states = ({name: state[name] for name in changed} for state in (before, after))
    if changed:
        record("change", saved_person, by=by, before=next(states), after=next(states))
    return saved_person


@transaction.atomic
def choose_language(person: Person, language: str, *, by: Person) -> None:
    """A person chooses the language of their pages and e-mails (G6)."""
    if language not in dict(settings.LANGUAGES):
        refuse("There is no such language here.")
    saved_person = locked(Person, person.pk)
    if saved_person.language != language:
        record("change", saved_person, by=by, before={"language": saved_person.language}, after={"language": language})
        note_language(saved_person, language)
    person.language = language


def note_language(person: Person, language: str) -> None:
    """Remember the language in which somebody signed in, until they choose one."""
    if language in dict(settings.LANGUAGES) and person.language != language:
        person.language = language
        Person.objects.filter(pk=person.pk).update(language=language)
