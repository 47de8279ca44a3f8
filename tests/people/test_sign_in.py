"""Signing in: wrong words, a lockout that cannot be turned against somebody else, the second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.inviting import invite
from guildhall.people.actions.persons import end_membership, enter_person, grant
from guildhall.people.models import Territory
from guildhall.people.permissions import Role
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def person(cast):
    person = enter_person("maria@mesa.example", "Maria", "Reyes", by=None, password=PASSWORD)
    grant(person, Role.WBL_COORDINATOR, cast.mesa, by=None)
    return person


def sign_in(client, password=PASSWORD, email="maria@mesa.example"):
    return client.post(LOGIN, {"login": email, "password": password})


def test_pages_need_a_sign_in_and_lead_back(person):
    client = Client()
    answer = client.get("/employers/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)
    assert sign_in(client).status_code == 302
    assert client.get("/employers/").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_address(person):
    answer = sign_in(Client(), "wrong")
    assert answer.status_code == 200
    assert b"do not belong together" in answer.content
    assert b"maria@mesa.example" in answer.content
    unknown = sign_in(Client(), "wrong", "nobody@mesa.example")
    assert b"do not belong together" in unknown.content, "an unknown address gets the same answer"


def test_an_attacker_is_stopped_but_the_person_is_not_locked_out(person):
    """R28: failures of strange devices do not lock the device that the person always uses."""
    known = Client()
    sign_in(known)
    known.post("/account/logout/")
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    answers = [sign_in(attacker, f"guess {n}") for n in range(12)]
    assert b"Too many" in answers[-1].content
    stranger = Client(REMOTE_ADDR="203.0.113.10")
    assert b"Too many" in sign_in(stranger).content, "a new device waits"
    assert sign_in(known).status_code == 302, "the known device does not"


def test_reset_by_email_never_tells_whether_an_address_is_known(person, settings):
    settings.EMAIL_BACKEND = "guildhall.outbox.backend.OutboxBackend"  # the tests' own would swallow it
    for email in ("maria@mesa.example", "nobody@mesa.example"):
        answer = Client().post("/account/password/reset/", {"email": email})
        assert answer.status_code == 302
    assert [e.to for e in OutgoingEmail.objects.filter(confidential=True)] == ["maria@mesa.example"]


def test_directors_and_administrators_need_a_second_factor(cast):
    """Only demo people skip it, and only while the database is marked as a demo."""
    client = cast.client(cast.director)
    assert client.get("/crm/").status_code == 200, "the control: a demo person in a demo"
    Territory.objects.update(demo=False)
    answer = client.get("/crm/")
    assert answer.status_code == 302
    assert "second-factor" in answer["Location"]
    assert cast.client(cast.mesa_wbl).get("/employers/").status_code == 200
    Territory.objects.update(demo=True)
    cast.director.demo = False
    cast.director.save()
    assert "second-factor" in client.get("/crm/")["Location"]
    Authenticator.objects.create(user=cast.director, type="totp", data={"secret": "x"})
    assert client.get("/crm/").status_code == 200


def test_access_ends_at_once(cast):
    client = cast.client(cast.mesa_wbl)
    assert client.get("/employers/").status_code == 200
    end_membership(cast.mesa_wbl.memberships.get(), by=cast.mesa_admin)
    assert client.get("/employers/").status_code == 403


def test_a_college_gives_access_within_itself_only(cast):
    """B8."""
    invite("new@mesa.example", "New", "Person", Role.INSTRUCTOR, cast.mesa, by=cast.mesa_admin)
    with pytest.raises(Refused):
        invite("x@mesa.example", "X", "Y", Role.INSTRUCTOR, cast.harbor, by=cast.mesa_admin)
    with pytest.raises(Refused, match="region administrator"):
        invite("x@mesa.example", "X", "Y", Role.REGIONAL_DIRECTOR, cast.mesa, by=cast.mesa_admin)
