"""Whoever signs in by a door of their own, and parents, are written to in the language that they read (G6)."""

import pytest
from django.utils import translation

from guildhall.bookings.actions.booking import Comer, book
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.actions.inviting import invite
from guildhall.students.models import Guardian, StudentLogin
from guildhall.supervision.actions import linking, preparing
from guildhall.ui.dates import short_moment
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
