"""Where somebody is signed in: noted in one statement, at most once a minute."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

pytestmark = pytest.mark.django_db


def test_a_session_is_noted_and_shown_to_its_owner(cast):
    client = cast.client(cast.mesa_wbl)
    signs = "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0"
    client.get("/employers/", headers={"user-agent": signs})
    session = UserSession.objects.get(user=cast.mesa_wbl)
    assert (session.user_agent, session.ip) == (signs, "127.0.0.1")
    assert "Firefox on Windows" in client.get("/account/sessions/", headers={"user-agent": signs}).content.decode()


def test_it_is_renewed_once_a_minute_and_when_the_browser_changes(cast):
    client = cast.client(cast.mesa_wbl)
    client.get("/employers/")
    first = UserSession.objects.get()
    client.get("/employers/")
    assert UserSession.objects.get().last_seen_at == first.last_seen_at
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=2))
    client.get("/employers/")
    renewed = UserSession.objects.get()
    assert renewed.last_seen_at >= first.last_seen_at
    client.get("/employers/", headers={"user-agent": "x" * 900})
    changed = UserSession.objects.get()
    assert changed.user_agent == "x" * 200
    assert changed.created_at == first.created_at


def test_it_costs_one_statement(cast):
    client = cast.client(cast.mesa_wbl)
    client.get("/employers/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/employers/")
    assert sum("usersessions" in q["sql"] for q in captured.captured_queries) == 1
