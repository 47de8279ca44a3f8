"""Letting people in who are new, or have lost their way in (B8)."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Refused, refuse, require
from guildhall.people import emails, rules
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.listed import Listed
from guildhall.people.models import Institution, Invitation, Membership, Person
from guildhall.people.permissions import Role
from guildhall.store.locking import locked

WORKS_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    email: str, given_name: str, family_name: str, role: Role | str, institution: Institution, *, by: Person
) -> Membership:
    """Give somebody access who may be new here: enters the person, grants the role, mails how to sign in (B8)."""
    require(rules.can_give(by, Role(role), institution))
    person = Person.objects.filter(email__iexact=email.strip()).first()
    new = person is None
    person = person or enter_person(email, given_name, family_name, by=by)
    membership = grant(person, role, institution, by=by)
    if membership.accepted:
        emails.access_given(membership, by=by, secret=_new_link(person, by) if new else "")
    else:
        emails.role_offered(membership, by=by)
    return membership


def invite_all(
    people: Sequence[Listed], role: Role | str, institution: Institution, *, by: Person
) -> tuple[int, list[tuple[Listed, str]]]:
    """Invite everybody of a list, each by themselves; returns how many, and who was refused with the reason."""
    done, failed = 0, []
    for one in people:
        try:
            validate_email(one.email)
            invite(one.email, one.given_name, one.family_name, role, institution, by=by)
            done += 1
        except ValidationError:
            failed.append((one, _("This is not an e-mail address.")))
        except Refused as refused:
            failed.append((one, refused.verdict.reason))
    return done, failed


def known_among(people: Sequence[Listed], *, by: Person) -> list[tuple[Listed, bool]]:
    """The people of a list, each with whether somebody with that address has a role where `by` gives access.

    Of everybody else the same is said, account or none: a list of guesses must not tell who works elsewhere.
    """
    low = [one.email.lower() for one in people]
    rows = Membership.objects.visible_to(by).given().annotate(low=Lower("person__email")).filter(low__in=low)
    here = set(rows.values_list("low", flat=True))
    return [(one, one.email.lower() in here) for one in people]


@transaction.atomic
def invite_again(person: Person, *, by: Person) -> None:
    """Mail a new link to somebody who has never signed in; the link before it opens nothing any more."""
    roles = list(person.memberships.given().select_related("institution", "person"))
    require(rules.can_invite_again(by, person, roles))
    if not roles:
        refuse("{person} has no access here any more.", person=person)
    emails.access_given(roles[0], by=by, secret=_new_link(person, by))
    record("invite again", person, by=by, after={"by": "e-mail"})


@transaction.atomic
def link_to_hand_over(person: Person, *, by: Person) -> str:
    """The secret of a new link for somebody to whom no mail leaves: to be shown once, and handed over by hand."""
    require(rules.can_hand_over_link(by, person, person.memberships.given().select_related("institution")))
    record("invite again", person, by=by, after={"by": "hand"})
    return _new_link(person, by, by_hand=True)


def _new_link(person: Person, by: Person, *, by_hand: bool = False) -> str:
    Invitation.objects.filter(person=person, used_at=None).delete()
    secret, now = new_secret(), clock.now()
    Invitation.objects.create(
        person=person, by=by, by_hand=by_hand, secret_hash=kept(secret).hex(), made_at=now, until=now + WORKS_FOR
    )
    return secret


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a secret opens, while it works."""
    rows = Invitation.objects.filter(used_at=None, until__gte=clock.now(), person__is_active=True)
    row = rows.select_related("person", "by").filter(secret_hash=kept(secret).hex()).first()
    return row if row is not None and _stands(row) else None


def _stands(invitation: Invitation) -> bool:
    """Whether a link that was handed over by hand may still be used: whoever made it could still make it.

    They know it, so it must open no account that has more rights by now than they could give.
    """
    if not invitation.by_hand:
        return True
    roles = invitation.person.memberships.given().select_related("institution")
    return invitation.by is not None and bool(rules.can_let_in(invitation.by, invitation.person, roles))


@transaction.atomic
def choose_password(invitation: Invitation, password: str) -> Person:
    """Somebody chooses a password by the link; where they were signed in before, they are not any more."""
    row = locked(Invitation, invitation.pk, "person", "by")
    if row.used_at or row.until < clock.now() or not row.person.is_active or not _stands(row):
        refuse("This link was used already, or no longer works. Ask whoever gave it for a new one.")
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    row.person.set_password(password)
    row.person.save(update_fields=["password"])
    record("choose password", row.person, by=row.person, after={"by_hand": row.by_hand})
    return row.person
