"""Somebody who is here already gets a role at another institution only by accepting it."""

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions import persons
from guildhall.people.actions.inviting import invite
from guildhall.people.actions.persons import accept_role, decline_role, end_membership
from guildhall.people.models import Membership, Person
from guildhall.people.permissions import Permission, Role

pytestmark = pytest.mark.django_db


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def offer(cast, role=Role.COLLEGE_ADMINISTRATOR) -> Membership:
    """A role at Harbor that its administrator gives to a coordinator of Mesa."""
    return invite(cast.mesa_wbl.email.upper(), "X", "Y", role, cast.harbor, by=cast.harbor_admin)


def test_a_role_elsewhere_holds_once_it_is_accepted(cast):
    membership = offer(cast)
    person = again(cast.mesa_wbl)
    assert not person.may(Permission.GRANT_ACCESS, at=cast.harbor)
    assert cast.harbor not in person.workplaces()
    assert person not in Person.objects.visible_to(cast.harbor_admin)
    mail = OutgoingEmail.objects.get(to=person.email, kind="access")
    assert "offers you" in mail.text
    page = cast.client(cast.mesa_wbl).get("/your-access/").content.decode()
    assert f"/your-access/{membership.pk}/accept/" in page
    assert cast.client(cast.mesa_wbl).post(f"/your-access/{membership.pk}/accept/").status_code == 302
    assert again(person).may(Permission.GRANT_ACCESS, at=cast.harbor)


def test_a_role_that_holds_at_once_is_noticed(cast, monkeypatch):
    """The control."""
    monkeypatch.setattr(persons, "_works_elsewhere", lambda person, institution: False)
    offer(cast)
    assert again(cast.mesa_wbl).may(Permission.GRANT_ACCESS, at=cast.harbor)


def test_a_declined_role_leaves_nothing_and_may_be_offered_again(cast):
    membership = offer(cast)
    decline_role(membership, by=cast.mesa_wbl)
    assert not again(cast.mesa_wbl).may(Permission.GRANT_ACCESS, at=cast.harbor)
    with pytest.raises(Refused, match="does not stand"):
        accept_role(membership, by=cast.mesa_wbl)
    accept_role(offer(cast), by=cast.mesa_wbl)
    assert again(cast.mesa_wbl).may(Permission.GRANT_ACCESS, at=cast.harbor)


def test_nobody_accepts_for_somebody_else_and_an_offer_can_be_taken_back(cast):
    membership = offer(cast)
    with pytest.raises(Refused, match="somebody else"):
        accept_role(membership, by=cast.harbor_admin)
    assert cast.client(cast.harbor_admin).post(f"/your-access/{membership.pk}/accept/").status_code == 404
    assert "Offered, not accepted yet" in cast.client(cast.harbor_admin).get("/access/").content.decode()
    with pytest.raises(Refused, match="was offered it"):
        offer(cast)
    end_membership(membership, by=cast.harbor_admin)
    assert cast.client(cast.mesa_wbl).post(f"/your-access/{membership.pk}/accept/").status_code == 404


def test_new_people_and_roles_at_home_hold_at_once(cast):
    new = invite("new@people.example", "Ada", "New", Role.INSTRUCTOR, cast.harbor, by=cast.harbor_admin)
    more = invite(cast.mesa_wbl.email, "X", "Y", Role.INSTRUCTOR, cast.mesa, by=cast.mesa_admin)
    assert new.accepted
    assert more.accepted


def test_whoever_left_is_asked_before_coming_back(cast):
    end_membership(cast.mesa_wbl.memberships.get(), by=cast.mesa_admin)
    assert not invite(cast.mesa_wbl.email, "X", "Y", Role.INSTRUCTOR, cast.mesa, by=cast.mesa_admin).accepted
