"""What a student decides reaches whom the employer's side was asked, and names nobody (C4, R5)."""

import pytest
from django.test import Client

from guildhall.employers.actions.editing import note_departure
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.actions import applying, asking
from guildhall.placements.actions.accepting import accept
from guildhall.placements.models import Application
from guildhall.placements.parties import employer_party, student_party
from guildhall.placements.queries.hosting import GONE_DAYS
from guildhall.visitors.actions import open_session
from tests.moments import days_from_now
from tests.opportunities.offers import posted
from tests.placements.placed import referred, student

pytestmark = pytest.mark.django_db
CONTACT = {"given_name": "Ana", "family_name": "Ortega", "email": "ana@kestrel.example"}
SECRET = "Zebulonia"


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT).employer


@pytest.fixture
def row(cast, kestrel):
    return posted(cast, kestrel, contact=kestrel.contacts.get())


def asked(cast, row, name=SECRET):
    """An application about which the employer was asked."""
    application = referred(cast, student(cast, name), row)
    asking.ask_choice(application, by=cast.mesa_wbl)
    return application


def letters():
    found = OutgoingEmail.objects.filter(kind="student decided").order_by("queued_at", "pk")
    for one in found:
        assert SECRET not in one.text + one.subject, "no letter says who"
    return [one.subject.partition(":")[0] for one in found]


def test_the_employer_hears_what_the_student_decides(cast, kestrel, row):
    application = asked(cast, row)
    applying.offer(application, by=employer_party(kestrel.pk))
    assert letters() == [], "what the employer does itself is not told back"
    accept(application, by=student_party(application.student_id))
    assert letters() == ["The place is taken"]
    second = asked(cast, row, "Bo")
    applying.offer(second, by=cast.mesa_wbl)
    accept(second, by=student_party(second.student_id))
    second.refresh_from_db()
    assert second.state == Application.State.WAITING
    applying.decline(second, by=student_party(second.student_id))
    assert letters() == ["The place is taken", "A student waits for a place", "A student does not come"]


def test_who_withdraws_stands_there_for_a_while_and_a_stranger_reads_nothing(cast, kestrel, row):
    login = open_login(kestrel, NewLogin("Ana", "Ortega", CONTACT["email"]), by=cast.director)
    stranger = open_login(
        cast.shared("Hawk Marine").employer, NewLogin("Cy", "Ng", "cy@hawk.example"), by=cast.director
    )
    unasked = referred(cast, student(cast, "Bo"), row)
    applying.withdraw_application(unasked, by=cast.mesa_wbl)
    assert "something else" not in page_of(login), "of whom it never heard it hears nothing"
    applying.withdraw_application(asked(cast, row), by=cast.mesa_wbl)
    text = page_of(login)
    assert "Chose something else lately" in text
    assert SECRET not in text
    assert "something else" not in page_of(stranger)
    assert "/employer/students/" in OutgoingEmail.objects.get(kind="student decided").text
    Application.objects.update(since=days_from_now(-GONE_DAYS - 1))
    assert "something else" not in page_of(login)


def page_of(login):
    client = Client()
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client.get("/employer/students/").content.decode()


def test_whoever_has_left_is_not_written_to(cast, kestrel, row):
    application = asked(cast, row)
    note_departure(kestrel.contacts.get(), by=cast.mesa_wbl)
    applying.withdraw_application(application, by=cast.mesa_wbl)
    assert letters() == []
