"""Whoever signs in by a door of their own, and parents, are written to in the language that they read (G6)."""

import ast
import re

import pytest
from django.utils import translation

from guildhall.bookings.actions.booking import Comer, book
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Territory
from guildhall.students.actions.inviting import invite
from guildhall.students.models import Guardian, StudentLogin
from guildhall.supervision.actions import linking, preparing
from guildhall.ui.dates import short_moment
from tests.architecture.sources import modules, short
from tests.bookings.booked import event, wish
from tests.placements.placed import student
from tests.supervision.placed import CONTACT, placed

pytestmark = pytest.mark.django_db


def letter(to: str) -> OutgoingEmail:
    return OutgoingEmail.objects.filter(to=to).latest("queued_at")


def test_students_parents_and_supervisors_read_their_own_language(cast):
    one = placed(cast)
    invite(one.registration, by=cast.mesa_wbl)
    StudentLogin.objects.update(language="es")
    Guardian.objects.update(language="es")
    open_login(one.employer, NewLogin("Ama", "Ortega", CONTACT["email"], language="es"), by=cast.director)
    paper = preparing.prepare(one.placement, one.type, by=cast.mesa_wbl)
    for signer in ("student", "guardian", "supervisor"):
        linking.ask_to_sign(paper, signer, by=cast.mesa_wbl)
    for to in ("nia@s.example", "rosa@g.example", CONTACT["email"]):
        assert "Hola" in letter(to).text and "Hello" not in letter(to).text, to


def test_days_in_a_letter_are_in_the_language_of_whoever_reads_it(cast):
    """And not of the colleague who books."""
    row = event(cast)
    who = student(cast, "Ana", email="ana@s.example")
    invite(who, by=cast.mesa_wbl)
    StudentLogin.objects.update(language="es")
    who.refresh_from_db()
    book(wish(row), Comer(registration=who), by=cast.mesa_wbl)
    with translation.override("es"):
        day = short_moment(row.starts_at)
    assert day in letter("ana@s.example").text
    assert day != short_moment(row.starts_at), "the control: whoever books goes on in English"


# ── Where no e-mail leaves ───────────────────────────────────────────

CLAIMS = re.compile(r"by e-mail|link is on its way|(?<!Nobody )was written to|were written to")


def claims_of_mail(source):
    """Messages of success that say that somebody is written to."""
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, ast.Call) and ast.unparse(part.func) == "messages.success":
            texts = [one.value for one in ast.walk(part) if isinstance(getattr(one, "value", None), str)]
            yield from (text for text in texts if CLAIMS.search(text))


def test_pages_claim_no_mail_that_does_not_leave():
    """`say_mailed` says what is on its way only where something is."""
    pages = [path for path in modules() if "views" in path.parts or path.name == "views.py"]
    claims = {short(path): [*claims_of_mail(path.read_text())] for path in pages}
    assert {path: texts for path, texts in claims.items() if texts} == {}
    assert [*claims_of_mail('messages.success(request, _("%s is asked by e-mail.") % who)')], "the control"


@pytest.fixture
def no_server(cast):
    """A territory in earnest, whose installation has no mail server."""
    Territory.objects.update(demo=False)
    return cast


@pytest.mark.parametrize("path", ["/account/password/reset/", "/account/password/reset/done/"])
def test_who_forgot_the_password_is_told_that_no_mail_leaves(no_server, path):
    assert "No e-mail leaves this installation" in no_server.client(None).get(path).content.decode()


def test_without_a_mail_server_nobody_is_said_to_be_invited(no_server):
    cast = no_server
    row = student(cast, "Ana", email="ana@s.example")
    page = cast.client(cast.mesa_wbl).post(f"/students/{row.pk}/invite/", follow=True).content.decode()
    assert "No e-mail leaves this installation" in page and "is invited by e-mail" not in page
