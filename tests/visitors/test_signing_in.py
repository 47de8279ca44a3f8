"""Visitors sign in by e-mail, once, and stay apart from the staff (N19, R28)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver

from guildhall import context
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.ui.menus import declared
from guildhall.visitors import actions
from guildhall.visitors.doors import door_of
from guildhall.visitors.models import SignIn, VisitorSession
from tests.visitors.conftest import ADDRESS

pytestmark = pytest.mark.django_db

DOOR = "/employer/sign-in/"


def ask(client, address=ADDRESS, **more):
    """Ask for the e-mail, as the page does, and let the job run: where the page leads on to."""
    answer = client.post(DOOR, {"email": address, **more})
    for row in SignIn.objects.filter(secret_hash=None):
        actions.mail_sign_in(str(row.pk))
    return answer["Location"]


def mailed():
    """The newest link and code."""
    text = OutgoingEmail.objects.filter(kind="visitor sign-in").latest("queued_at").text
    return re.search(r"/employer/sign-in/[\w-]+/", text).group(0), re.search(r"\d{3} \d{3}", text).group(0)


def test_the_mailed_link_signs_in_once_by_its_button(login):
    """Opening it, as a mail scanner does, changes nothing."""
    client = Client()
    ask(client)
    link, _code = mailed()
    assert Client().get(link).status_code == 200
    assert not VisitorSession.objects.exists()
    answer = client.post(link, {"enter": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, "/employer/")
    assert client.get("/employer/").status_code == 200
    login.refresh_from_db()
    assert login.confirmed_at
    assert login.last_seen_on == clock.today()
    assert Client().post(link, {"enter": "yes"}).status_code == 404
    assert VisitorSession.objects.count() == 1


def test_the_ledger_of_mail_shows_no_code_and_only_to_who_sees_the_employer(login):
    """Subjects stand on pages of the staff: whoever reads them could else sign in as the visitor."""
    ask(Client())
    _link, code = mailed()
    letter = OutgoingEmail.objects.get(kind="visitor sign-in")
    assert not re.search(r"\d", letter.subject)
    assert letter.confidential
    assert letter.about == [login.employer_id]


def test_a_stranger_who_asks_all_the_time_keeps_nobody_else_out(login):
    for _n in range(8):
        Client(REMOTE_ADDR="203.0.113.9").post(DOOR, {"email": ADDRESS})
    page = ask(Client())
    _link, code = mailed()
    assert Client().post(page, {"mail": page.partition("mail=")[2], "code": code})["Location"] == "/employer/"


def test_the_code_signs_in_where_it_was_asked_for(login):
    client = Client()
    page = ask(client, next="/employer/")
    _link, code = mailed()
    wrong = client.post(page, {"mail": page.partition("mail=")[2], "code": "000 000"})
    assert "not the one that we mailed last" in wrong.content.decode()
    elsewhere = ask(Client(), "nobody@kestrel.example").partition("mail=")[2]
    assert client.post(page, {"mail": elsewhere, "code": code}).status_code == 200, "a code of another asking"
    assert client.post(page, {"mail": page.partition("mail=")[2], "code": code})["Location"] == "/employer/"
    assert client.get("/employer/").status_code == 200


def test_too_many_wrong_codes_are_said_at_the_form_and_the_link_works_all_the_same(login):
    client = Client()
    page = ask(client)
    link, _code = mailed()
    assert f"<strong>{ADDRESS}</strong>" in client.get(page).content.decode(), "a slip in the address is seen"
    for _n in range(5):
        wrong = client.post(page, {"mail": page.partition("mail=")[2], "code": "000 000"})
    assert "five times in an hour" in wrong.content.decode()
    full = client.post(page, {"mail": page.partition("mail=")[2], "code": "000 000"})
    assert full.status_code == 429 and full["Retry-After"]
    assert "too often" in full.content.decode() and 'name="code"' in full.content.decode()
    assert client.post(link, {"enter": "yes"})["Location"] == "/employer/"
    assert client.get(DOOR)["Location"] == "/employer/", "whoever is signed in is at home"


def test_neither_works_after_twenty_minutes(login):
    page = ask(Client())
    link, code = mailed()
    with time_machine.travel(clock.now() + timedelta(minutes=21)):
        assert Client().post(link, {"enter": "yes"}).status_code == 404
        assert Client().post(page, {"mail": page.partition("mail=")[2], "code": code}).status_code == 200
    assert not VisitorSession.objects.exists()


def test_known_and_unknown_addresses_get_the_same_answer_after_the_same_statements(login, django_assert_num_queries):
    """Only the job, later, knows whose the address is (R28)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address):
        client = Client()
        client.get(DOOR)
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(DOOR, {"email": address})
        page = client.get(answer["Location"])
        plain = re.sub(r"[0-9a-f-]{36}|value=\"\w{64}\"", "", page.content.decode().replace(address, "as typed"))
        return answer.status_code, len(captured.captured_queries), plain

    asked(ADDRESS)
    assert asked(ADDRESS) == asked("nobody@kestrel.example")
    for row in SignIn.objects.all():
        actions.mail_sign_in(str(row.pk))
    letters = OutgoingEmail.objects.filter(kind="visitor sign-in")
    assert {letter.to for letter in letters} == {ADDRESS}
    assert all(letter.confidential for letter in letters)


def test_the_control_of_the_test_above(login, monkeypatch):
    """An asking that looked the address up at once would be told by its statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = set()
    for address in (ADDRESS, "nobody@kestrel.example"):
        pk = actions.ask_to_sign_in(door_of("employer"), address)
        with CaptureQueriesContext(connection) as captured:
            actions.mail_sign_in(str(pk))
        counts.add(len(captured.captured_queries))
    assert len(counts) == 2


def signed_in(login, *, keep=False):
    client = Client()
    client.cookies[door_of("employer").cookie] = actions.open_session(login, keep=keep)
    return client


def test_a_session_ends_with_its_login_its_time_and_signing_out(login):
    client = signed_in(login)
    assert client.get("/employer/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        assert client.get("/employer/")["Location"].startswith(DOOR)
    kept = signed_in(login, keep=True)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        assert kept.get("/employer/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert kept.get("/employer/").status_code == 302
    stays = signed_in(login)
    client.post("/employer/sign-out/")
    assert client.get("/employer/").status_code == 302
    assert stays.get("/employer/").status_code == 200
    EmployerLogin.objects.update(ended_at=clock.now())
    assert stays.get("/employer/").status_code == 302


def test_signing_out_everywhere_ends_the_sessions_of_every_browser_and_of_nobody_else(cast, login):
    other = EmployerLogin.objects.create(
        employer=login.employer, email="noor@kestrel.example", given_name="Noor", family_name="Haddad",
        opened_at=clock.now(),
    )  # fmt: skip
    here, elsewhere, colleague = signed_in(login), signed_in(login, keep=True), signed_in(other)
    here.post("/employer/sign-out/", {"everywhere": "1"})
    assert [client.get("/employer/").status_code for client in (here, elsewhere, colleague)] == [302, 302, 200]


def test_keeping_signed_in_lasts_thirty_days_in_the_cookie_for_this_door_alone(login):
    client = Client()
    ask(client)
    client.post(mailed()[0], {"keep": "on"})
    cookie = client.cookies["guildhall_employer"]
    assert (cookie["max-age"], cookie["path"], cookie["httponly"]) == (30 * 24 * 3600, "/employer/", True)


def test_staff_and_visitors_do_not_help_each_other(cast, login):
    """One browser, both signed in: each is nobody on the pages of the other."""
    client = cast.client(cast.mesa_wbl)
    assert client.get("/employer/")["Location"].startswith(DOOR)
    client.cookies[door_of("employer").cookie] = actions.open_session(login, keep=False)
    page = client.get("/employer/")
    assert (page.status_code, str(page.wsgi_request.user)) == (200, "AnonymousUser")
    assert page["Cache-Control"] == "private, no-store"
    assert client.get("/employers/").status_code == 200
    alone = signed_in(login)
    assert alone.get("/employers/")["Location"].startswith("/account/login/")
    client.post("/account/logout/")
    assert client.get("/employer/").status_code == 200, "the visitor's session is another one"


def test_the_database_is_told_which_visitor_acts(login):
    from django.db import connection, transaction

    def told():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('guildhall.person', true), current_setting('guildhall.visitor', true),"
                " current_setting('guildhall.visitor_kind', true), current_user"
            )
            return cursor.fetchone()

    with context.begun(), context.visiting(login), transaction.atomic():
        assert told() == ("", str(login.pk), "employer", "guildhall_app")
        with context.keeping(context.Keeper.MERGING, "a test"):
            assert told()[1:3] == ("", "")


def test_a_page_that_was_asked_for_is_gone_on_to_and_no_other(login):
    for path, to in (("/employer/?a=1", "/employer/?a=1"), ("//evil.example/employer/", "/employer/"),
                     ("/employers/", "/employer/")):  # fmt: skip
        client = Client()
        ask(client, next=path)
        assert client.post(mailed()[0], {"enter": "yes"})["Location"] == to
        SignIn.objects.all().delete()


def test_an_address_signs_in_whatever_its_letter_case(login):
    ask(Client(), ADDRESS.upper())
    assert OutgoingEmail.objects.filter(kind="visitor sign-in", to=ADDRESS).exists()


def test_every_page_under_a_prefix_says_that_it_stands_at_that_door():
    """A page under /employer/ that forgot to say so would be open to staff, or to everybody."""
    from tests.permissions.walk import patterns

    doors = {door.prefix.strip("/"): door.kind for door in declared("DOORS")}
    views = dict(_views())
    wrong = []
    for name, where in patterns():
        kind = doors.get(where.split("/")[0])
        if kind and getattr(views[name], "door", "") != kind:
            wrong.append(name)
    assert "employer" in doors.values()
    assert not wrong


def _views(found=None):
    for entry in get_resolver().url_patterns if found is None else found:
        if hasattr(entry, "url_patterns"):
            yield from _views(entry.url_patterns)
        elif entry.name:
            yield entry.name, entry.callback
