"""A visitor's letters are in the language that this visitor chose, whoever else uses the browser (G6)."""

import pytest
from django.conf import settings
from django.test import Client

from guildhall.visitors import actions
from guildhall.visitors.doors import door_of
from tests.visitors.test_signing_in import ask, mailed, signed_in

pytestmark = pytest.mark.django_db


def in_spanish(client: Client) -> Client:
    """A browser in which somebody chose Spanish once."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    return client


def language_of(login) -> str:
    login.refresh_from_db()
    return login.language


def test_what_another_chose_in_this_browser_changes_nobody_elses_letters(login):
    actions.choose_language("en", by=login)
    client = in_spanish(signed_in(login))
    page = client.get("/employer/")
    assert page.headers["Content-Language"] == "es", "the control: the browser is in Spanish"
    assert language_of(login) == "en"
    ask(in_spanish(Client()))
    link, _code = mailed()
    assert in_spanish(Client()).post(link, {"enter": "yes"}).status_code == 302
    assert language_of(login) == "en"


def test_who_has_chosen_none_is_written_to_as_they_signed_in(login):
    ask(in_spanish(Client()))
    link, _code = mailed()
    in_spanish(Client()).post(link, {"enter": "yes"})
    assert language_of(login) == "es"


def test_the_switch_behind_the_door_is_a_choice_of_browser_and_letters(login):
    client = signed_in(login)
    assert 'action="/employer/language/"' in client.get("/employer/").content.decode()
    answer = client.post("/employer/language/", {"language": "es", "next": "/employer/"})
    assert (answer["Location"], answer.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("/employer/", "es")
    assert language_of(login) == "es"
    assert client.post("/employer/language/", {"language": "xx", "next": "/employer/"}).status_code == 403
    assert language_of(login) == "es"
    assert 'action="/language/"' in Client().get("/employer/sign-in/").content.decode()
    assert door_of("employer").language == "employer-language"
