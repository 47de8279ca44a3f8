"""Who may send how much, as the application asks once more when the body is there (R28)."""

import pytest
from django.test import Client

from guildhall.people.models import Territory
from guildhall.project import bodies

pytestmark = pytest.mark.django_db


def send(client: Client, size: int) -> int:
    return client.post("/account/login/", {"login": "x", "password": "y"}, CONTENT_LENGTH=str(size)).status_code


def test_a_stranger_may_not_send_much(cast):
    assert send(Client(), bodies.OF_STRANGERS + 1) == 413
    answer = Client().post("/account/login/", {"login": "x", "password": "y" * (bodies.OF_STRANGERS // 2)})
    assert answer.status_code == 200


def test_a_pass_that_outlives_its_session_is_worth_nothing(cast):
    client = cast.client(cast.mesa_wbl)
    client.get("/")
    assert bodies.most({"COOKIE": f"{bodies.PASS}={client.cookies[bodies.PASS].value}"}) == bodies.WITH_PASS
    assert client.post("/imports/", CONTENT_LENGTH=str(bodies.WITH_PASS + 1)).status_code == 413
    kept = client.cookies[bodies.PASS].value
    client.post("/account/logout/")
    assert not client.cookies[bodies.PASS].value
    client.cookies[bodies.PASS] = kept
    assert send(client, bodies.OF_STRANGERS + 1) == 413


def test_whoever_sets_the_installation_up_may_send_a_list():
    assert not Territory.objects.exists()
    client = Client()
    client.get("/set-up/")
    assert bodies.most({"COOKIE": f"{bodies.PASS}={client.cookies[bodies.PASS].value}"}) == bodies.WITH_PASS


def test_nobody_else_gets_a_pass(cast):
    client = Client()
    for path in ("/account/login/", "/healthz", "/theme.css", "/nothing/"):
        client.get(path)
        assert bodies.PASS not in client.cookies
