"""Sensitive acts ask for the password again, unless it was typed in this session within the last five minutes."""

import re
import time

import pytest
from allauth.account.internal.flows import login as records
from django.test import Client

from guildhall.outbox.models import OutgoingEmail
from guildhall.people import accounts
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.permissions import Role
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
SENSITIVE = "/account/second-factor/set-up/"
OTHER = "quite another sentence for the tests"


@pytest.fixture
def person(cast):
    person = enter_person("maria@mesa.example", "Maria", "Reyes", by=None, password=PASSWORD)
    grant(person, Role.WBL_COORDINATOR, cast.mesa, by=None)
    return person


@pytest.fixture
def client(person):
    client = Client()
    sign_in(client)
    return client


def sign_in(client, password=PASSWORD):
    assert client.post("/account/login/", {"login": "maria@mesa.example", "password": password}).status_code == 302


def asks_again(client):
    """Whether the sensitive page opens, or sends to the page that asks for the password."""
    response = client.get(SENSITIVE)
    if response.status_code == 200:
        return False
    assert response["Location"].startswith("/account/reauthenticate/"), response["Location"]
    return True


def later(monkeypatch, seconds):
    now = time.time()
    for module in (accounts.time, records.time):
        monkeypatch.setattr(module, "time", lambda: now + seconds)


def test_a_password_typed_a_moment_ago_counts(client):
    assert not asks_again(client)


@pytest.mark.parametrize(("seconds", "asked"), [(accounts.JUST_NOW - 2, False), (accounts.JUST_NOW + 2, True)])
def test_it_counts_for_five_minutes(client, monkeypatch, seconds, asked):
    later(monkeypatch, seconds)
    assert asks_again(client) == asked


def test_a_record_from_the_future_does_not_count(client, monkeypatch):
    later(monkeypatch, -60)
    assert asks_again(client)


def test_typing_it_again_opens_the_page(client, monkeypatch):
    later(monkeypatch, accounts.JUST_NOW + 60)
    assert asks_again(client)
    client.post("/account/reauthenticate/", {"password": "wrong"})
    assert asks_again(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert not asks_again(client)


def test_it_counts_in_its_own_session_alone(client, person):
    elsewhere = Client()
    elsewhere.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert asks_again(elsewhere)
    assert not asks_again(client)


def test_it_does_not_count_for_somebody_else_in_the_same_browser(client, cast):
    other = enter_person("ana@mesa.example", "Ana", "Ruiz", by=None, password=OTHER)
    kept = {key: value for key, value in client.session.items() if key.startswith("account_authentication")}
    assert kept, "the control: the record lies in the session"
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.update(kept)
    session.save()
    assert asks_again(client)


def test_signing_out_ends_it(client, person):
    client.post("/account/logout/")
    assert "account_authentication_methods" not in client.session
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert asks_again(client)


def test_changing_the_password_ends_it_in_every_browser(client, person):
    elsewhere = Client()
    sign_in(elsewhere)
    words = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert client.post("/account/password/change/", words).status_code == 302
    for browser in (client, elsewhere):
        assert browser.get(SENSITIVE)["Location"].startswith("/account/login/")
    sign_in(elsewhere, OTHER)
    assert not asks_again(elsewhere)


@pytest.mark.parametrize("signs_in", [False, True])
def test_a_link_from_an_email_does_not_count(client, person, settings, signs_in):
    """Not even in an installation where the link signs in at once; and it ends the sessions from before."""
    settings.EMAIL_BACKEND = "guildhall.outbox.backend.OutboxBackend"
    settings.ACCOUNT_LOGIN_ON_PASSWORD_RESET = signs_in
    browser = Client()
    browser.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"/account/password/reset/key/\S+", OutgoingEmail.objects.get().text).group()
    page = browser.get(link, follow=True)
    answer = browser.post(page.request["PATH_INFO"], {"password1": OTHER, "password2": OTHER})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(OTHER)
    if signs_in:
        assert asks_again(browser)
    else:
        assert browser.get(SENSITIVE)["Location"].startswith("/account/login/")
        sign_in(browser, OTHER)
        assert not asks_again(browser)  # whoever came by the link can set up the second factor, as some roles must
    assert client.get(SENSITIVE)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("method", ["mfa", "password_reset", "socialaccount"])
def test_nothing_but_a_password_counts(client, method):
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time()}]
    session.save()
    assert asks_again(client)
