"""The way in for somebody new: one link, straight to a password, also where no mail leaves (B8)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.inviting import invite, link_to_hand_over
from guildhall.people.actions.persons import grant
from guildhall.people.models import Invitation, Membership, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"
SERVER = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}


@pytest.fixture
def newcomer(cast: Cast) -> Person:
    return invite("ned@people.example", "Ned", "Newcomer", "instructor", cast.mesa, by=cast.mesa_admin).person


def mailed_link(person: Person) -> str:
    email = OutgoingEmail.objects.filter(to=person.email, kind="access").latest("queued_at")
    assert email.confidential
    return re.search(r"(/welcome/[\w-]+/)", email.text).group(1)


def choose(cast: Cast, link: str, password: str = PASSWORD) -> Any:
    return cast.client(None).post(link, {"password": password})


def signs_in(cast: Cast, person: Person, password: str = PASSWORD) -> bool:
    return cast.client(None).login(email=person.email, password=password)


def test_the_invitation_leads_straight_to_a_password(cast: Cast, newcomer: Person) -> None:
    link = mailed_link(newcomer)
    page = cast.client(None).get(link)
    assert "ned@people.example" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    answer = choose(cast, link)
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/"
    assert signs_in(cast, newcomer)


def test_a_link_works_once_and_for_14_days(cast: Cast, newcomer: Person) -> None:
    link = mailed_link(newcomer)
    assert choose(cast, link).status_code == 302
    assert choose(cast, link, "another long sentence").status_code == 404
    assert not signs_in(cast, newcomer, "another long sentence")
    Invitation.objects.update(used_at=None, until=clock.now() - timedelta(seconds=1))
    assert cast.client(None).get(link).status_code == 404


def test_a_short_password_is_refused_beside_the_field(cast: Cast, newcomer: Person) -> None:
    answer = choose(cast, mailed_link(newcomer), "short")
    assert answer.status_code == 200
    assert "at least 12 characters" in answer.content.decode()
    assert choose(cast, mailed_link(newcomer)).status_code == 302


def test_where_no_mail_leaves_giving_access_leads_to_a_link(cast: Cast) -> None:
    client = cast.client(cast.mesa_admin)
    words = {"email": "una@people.example", "given_name": "Una", "family_name": "Umbra", "role": "instructor"}
    answer = client.post("/access/give/", words | {"institution": str(cast.mesa.pk)}, follow=True)
    person = Person.objects.get(email="una@people.example")
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/access/people/{person.pk}/link/"
    assert "e-mail with the way in" not in text
    text = client.post(f"/access/people/{person.pk}/link/").content.decode()
    link = re.search(r"(/welcome/[\w-]+/)", text).group(1)
    assert choose(cast, mailed_link(person)).status_code == 404  # the earlier link opens nothing any more
    assert choose(cast, link).status_code == 302
    assert signs_in(cast, person)
    assert Entry.objects.filter(verb="invite again", actor=cast.mesa_admin.pk).exists()


def test_the_link_is_shown_once(cast: Cast, newcomer: Person) -> None:
    page = f"/access/people/{newcomer.pk}/link/"
    client = cast.client(cast.mesa_admin)
    assert "/welcome/" in client.post(page).content.decode()
    assert "/welcome/" not in client.get(page).content.decode()


def test_where_mail_leaves_nobody_is_shown_a_link(cast: Cast, newcomer: Person, settings: Any) -> None:
    settings.SMTP = SERVER
    page = f"/access/people/{newcomer.pk}/link/"
    client = cast.client(cast.mesa_admin)
    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 403
    assert client.post(f"/access/people/{newcomer.pk}/invite/").status_code == 302
    assert OutgoingEmail.objects.filter(to=newcomer.email, kind="access").count() == 2
    assert "never signed in" in client.get("/access/").content.decode()


def test_nobody_lets_themselves_in_as_somebody_with_more(cast: Cast) -> None:
    """A college's administrator does not get into the account of one who may give roles, or of another place."""
    for person in (cast.director, cast.harbor_wbl, cast.mesa_admin):
        answer = cast.client(cast.mesa_admin).post(f"/access/people/{person.pk}/link/")
        assert answer.status_code in (403, 404), person
    assert not Invitation.objects.exists()


def test_a_role_elsewhere_keeps_the_account_from_a_colleges_administrator(cast: Cast, newcomer: Person) -> None:
    grant(newcomer, "wbl_coordinator", cast.harbor, by=None)
    assert cast.client(cast.mesa_admin).post(f"/access/people/{newcomer.pk}/link/").status_code == 403


def test_a_closed_account_is_not_opened_by_its_invitation(cast: Cast, newcomer: Person) -> None:
    link = mailed_link(newcomer)
    Person.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert choose(cast, link).status_code == 404


def test_a_link_made_by_hand_opens_nothing_that_its_maker_could_not_give(cast: Cast, newcomer: Person) -> None:
    """Whoever makes a link knows it: it ends where the account has, or is offered, more than they could give."""
    secret = link_to_hand_over(newcomer, by=cast.mesa_admin)
    grant(newcomer, "regional_director", cast.region, by=None)
    assert choose(cast, f"/welcome/{secret}/").status_code == 404
    Membership.objects.filter(person=newcomer, role="regional_director").delete()
    secret = link_to_hand_over(newcomer, by=cast.mesa_admin)
    Membership.objects.filter(person=cast.mesa_admin).update(to_date=clock.today() - timedelta(days=1))
    Membership.objects.filter(person=cast.mesa_admin).update(from_date=clock.today() - timedelta(days=9))
    assert choose(cast, f"/welcome/{secret}/").status_code == 404


def test_the_people_of_a_demo_keep_their_password(cast: Cast, newcomer: Person) -> None:
    Person.objects.filter(pk=newcomer.pk).update(demo=True)
    assert cast.client(cast.mesa_admin).post(f"/access/people/{newcomer.pk}/link/").status_code == 403
