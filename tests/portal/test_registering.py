"""An employer registers itself: it tells nothing, and somebody who may lets it in (N19, R33)."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.employers.models import EmployerLogin
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.portal.actions import registering
from guildhall.portal.models import Registration
from guildhall.prospects.models import Prospect
from guildhall.visitors.actions import open_session

pytestmark = pytest.mark.django_db

TYPED = {"given_name": "Marisol", "family_name": "Ortega", "email": "marisol@kestrel.example"}
TYPED |= {"named": "Kestrel Aerospace", "website": "kestrel.example", "title": "Human resources"}


def knock(**more):
    """Register as the page does, confirm by the mailed link, and let the jobs run."""
    client = Client()
    assert client.post("/employer/register/", TYPED | more)["Location"] == "/employer/register/sent/"
    row = Registration.objects.latest("asked_at")
    registering.ask_to_confirm(str(row.pk))
    found = re.search(r"/employer/register/[\w-]+/", OutgoingEmail.objects.latest("queued_at").text)
    link = found.group(0)
    client.get(link)
    row.refresh_from_db()
    assert row.state == "asked", "opening the link changes nothing"
    client.post(link)
    registering.find_employer(str(row.pk))
    row.refresh_from_db()
    return row


def test_the_web_address_finds_the_employer_and_its_college_lets_them_in(cast):
    employer = cast.shared("Kestrel Aero Works", domain="kestrel.example").employer
    row = knock()
    assert (row.state, row.employer, row.why) == ("waiting", employer, "domain")
    client = cast.client(cast.mesa_wbl)
    assert "Marisol Ortega" in client.get("/from-employers/").content.decode()
    client.post(f"/from-employers/{row.pk}/", {"employer": str(employer.pk), "version": row.version})
    login = EmployerLogin.objects.get()
    assert (login.employer, login.administers, login.approved_by) == (employer, True, cast.mesa_wbl)
    assert login.contact.name == "Marisol Ortega"
    assert OutgoingEmail.objects.filter(to=TYPED["email"], subject__contains="sign in for").exists()


def test_a_name_finds_it_where_the_address_is_nobodys(cast):
    employer = cast.shared("Kestrel Aerospace", city="Redstone").employer
    row = knock(email="marisol@gmail.com", website="")
    assert (row.employer, row.why) == (employer, "name")


def test_a_new_company_becomes_a_prospect_by_the_one_door(cast):
    row = knock(named="Quite Another Bakery", email="ana@bakery.example", website="")
    assert (row.employer, row.why, row.institution) == (None, "new", cast.region)
    assert cast.client(cast.mesa_wbl).get(f"/from-employers/{row.pk}/").status_code == 404
    login = registering.approve(row, registering.Decision(None), version=row.version, by=cast.director)
    prospect = Prospect.objects.get(employer=login.employer)
    assert (prospect.stage, login.employer.posted_at, login.employer.name) == ("lead", None, "Quite Another Bakery")


def test_a_colleague_lets_somebody_in(cast):
    employer = cast.shared("Kestrel Aero Works", domain="kestrel.example").employer
    first = open_login(employer, NewLogin("Grant", "Sewell", "grant@kestrel.example"), by=cast.director)
    row = knock()
    assert OutgoingEmail.objects.filter(to=first.email, subject__contains="asks to sign in").exists()
    login = registering.approve_colleague(row, version=row.version, by=first)
    assert (login.employer, login.administers, login.invited_by) == (employer, False, first)
    other = open_login(cast.shared("Harbor Line").employer, NewLogin("A", "B", "a@b.example"), by=cast.director)
    again = knock(email="second@kestrel.example")
    with pytest.raises(Refused):
        registering.approve_colleague(again, version=again.version, by=other)


def test_a_restricted_employer_is_asked_of_those_alone_who_hold_it(cast):
    employer = cast.prospect(
        "Kestrel Hidden", domain="kestrel.example", holder=cast.harbor, by=cast.harbor_wbl
    ).employer
    row = knock()
    assert row.employer == employer
    assert cast.client(cast.harbor_wbl).get(f"/from-employers/{row.pk}/").status_code == 200
    assert cast.client(cast.mesa_wbl).get(f"/from-employers/{row.pk}/").status_code == 404


def _asked(company, email):
    """What registering and confirming answer, and by how many statements, identifiers apart."""
    client, told = Client(), []
    with CaptureQueriesContext(connection) as captured:
        pages = [client.post("/employer/register/", TYPED | {"named": company, "email": email, "website": ""})]
        pages.append(client.get("/employer/register/sent/"))
        statements = len(captured.captured_queries)
    row = Registration.objects.latest("asked_at")
    registering.ask_to_confirm(str(row.pk))
    secret = re.search(r"/register/([\w-]+)/", OutgoingEmail.objects.latest("queued_at").text).group(1)
    with CaptureQueriesContext(connection) as captured:
        pages.append(client.get(f"/employer/register/{secret}/"))
        pages.append(client.post(f"/employer/register/{secret}/"))
        statements += len(captured.captured_queries)
    for page in pages:
        words = page.content.decode().replace(company, "").replace(email, "").replace(secret, "")
        told.append((page.status_code, re.sub(r'value="\w{64}"', "", words)))
    return told, statements


def test_registering_tells_nothing_of_who_stands_behind_the_wall(cast):
    """Known, restricted and unknown employers: the same bytes, after the same statements (R33)."""
    cast.shared("Known Metal Works", domain="known.example")
    cast.prospect("Hidden Metal Works", domain="hidden.example")
    _asked("Warm Up", "x@warm.example")
    known, hidden, new = (_asked(f"{n} Metal Works", f"a@{n.lower()}.example") for n in ("Known", "Hidden", "Novel"))
    assert known == hidden == new


def test_an_answer_that_matched_at_once_would_be_noticed(cast, monkeypatch):
    """The control of the test above: where confirming itself looks for the employer, statements differ."""
    cast.prospect("Hidden Metal Works", domain="hidden.example")
    confirm = registering.confirm

    def at_once(row):
        confirm(row)
        registering.find_employer(str(row.pk))

    monkeypatch.setattr("guildhall.portal.views.registering.registering.confirm", at_once)
    _asked("Warm Up", "x@warm.example")
    assert _asked("Hidden Metal Works", "a@hidden.example") != _asked("Novel Metal Works", "a@novel.example")


def test_a_refusal_says_why(cast):
    cast.shared("Kestrel Aero Works", domain="kestrel.example")
    row = knock()
    client = cast.client(cast.mesa_wbl)
    page = client.post(f"/from-employers/{row.pk}/refuse/", {"reason": "", "version": row.version})
    assert page.status_code == 200
    client.post(f"/from-employers/{row.pk}/refuse/", {"reason": "Call us first.", "version": row.version})
    assert "Call us first." in OutgoingEmail.objects.get(kind="front door not_let_in").text
    assert not EmployerLogin.objects.exists()


# ── Colleagues who are invited ───────────────────────────────────────


def _first(cast):
    """Somebody who invites colleagues of an employer."""
    employer = cast.shared("Kestrel").employer
    return open_login(employer, NewLogin("Grant", "Sewell", "grant@k.example"), by=cast.director)


def _browser(login):
    client = Client()
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client


def _invites(login, email):
    """What the page answers to an invitation, and the link that is mailed for it."""
    client = _browser(login)
    answer = client.post("/employer/colleagues/", {"given_name": "Ama", "family_name": "Diallo", "email": email})
    row = Registration.objects.latest("asked_at")
    registering.ask_to_confirm(str(row.pk))
    page = re.sub(r'value="\w{64}"|[0-9a-f-]{36}', "", client.get("/employer/colleagues/").content.decode())
    found = re.search(r"/employer/register/[\w-]+/", OutgoingEmail.objects.latest("queued_at").text)
    return (answer.status_code, page.replace(email, "")), found and found.group(0)


def test_an_invited_colleague_signs_in_once_the_address_is_confirmed(cast):
    first = open_login(
        cast.shared("Kestrel").employer, NewLogin("Grant", "Sewell", "grant@k.example"), by=cast.director
    )
    _told, link = _invites(first, "ama@k.example")
    assert not EmployerLogin.objects.filter(email="ama@k.example").exists()
    assert not first.employer.contacts.filter(email="ama@k.example").exists()
    client = Client()
    assert "Grant Sewell invites you" in client.get(link).content.decode()
    assert not EmployerLogin.objects.filter(email="ama@k.example").exists(), "opening it changes nothing"
    assert "You can sign in now" in client.post(link).content.decode()
    login = EmployerLogin.objects.get(email="ama@k.example")
    assert (login.employer, login.invited_by, login.administers) == (first.employer, first, False)
    assert Client().get(link).status_code == 404, "once"


def test_an_invitation_tells_nobody_who_signs_in_elsewhere(cast):
    first = open_login(
        cast.shared("Kestrel").employer, NewLogin("Grant", "Sewell", "grant@k.example"), by=cast.director
    )
    other = open_login(cast.shared("Harbor Line").employer, NewLogin("A", "B", "known@b.example"), by=cast.director)
    unknown, _link = _invites(first, "new@b.example")
    Registration.objects.all().delete()
    known, link = _invites(first, other.email)
    assert known == unknown
    assert link is None, "whoever has the address is told that it signs in already"
    assert EmployerLogin.objects.get(email=other.email).employer == other.employer


def test_an_address_that_is_invited_is_not_taken(cast):
    """Whoever registers with it, or is invited by somebody else, gets in all the same."""
    first = open_login(
        cast.shared("Kestrel").employer, NewLogin("Grant", "Sewell", "grant@k.example"), by=cast.director
    )
    other = open_login(cast.shared("Harbor Line").employer, NewLogin("A", "B", "a@b.example"), by=cast.director)
    _invites(first, "ama@b.example")
    _told, link = _invites(other, "ama@b.example")
    Client().post(link)
    assert EmployerLogin.objects.get(email="ama@b.example").employer == other.employer


@pytest.mark.parametrize("ends", ["taken back", "the colleague ended", "asked anew"])
def test_an_invitation_ends(cast, ends):
    first = _first(cast)
    _told, link = _invites(first, "ama@k.example")
    if ends == "taken back":
        row = Registration.objects.get()
        address = f"/employer/colleagues/asked/{row.pk}/"
        _browser(first).post(address, {"decision": "withdraw", "version": row.version})
    elif ends == "asked anew":
        _invites(first, "ama@k.example")
    else:
        end_login(first, by=cast.director)
    Client().post(link)
    assert not EmployerLogin.objects.filter(email="ama@k.example").exists()
