"""What employers answer by a link, what they read of a student, and what is asked about every day (M2, R5)."""

import re
from datetime import timedelta

import pytest

from guildhall.employers.actions.editing import note_departure
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.pathways.models import Program
from guildhall.people.models import Notice
from guildhall.placements.actions import asking, moving
from guildhall.placements.actions.freshness import keep_fresh
from guildhall.placements.models import Application, Placement, Question
from guildhall.students.actions.consenting import revoke
from guildhall.students.models import Disclosure, Enrolment
from tests.opportunities.offers import posted
from tests.placements.placed import consent, placed, referred, student

pytestmark = pytest.mark.django_db
CONTACT = {"given_name": "Ana", "family_name": "Ortega", "email": "ana@kestrel.example"}
SECRET = "Zebulonia"  # a first name that nothing else contains


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT).employer


@pytest.fixture
def row(cast, kestrel):
    return posted(cast, kestrel, places=2, contact=kestrel.contacts.get())


def days(n):
    return clock.today() - timedelta(n)


def address():
    text = OutgoingEmail.objects.filter(kind="placement question").latest("queued_at").text
    assert SECRET not in text and "Zamora" not in text, "the letter names nobody"
    return re.search(r"(/placement/[\w-]+/)", text).group(1)


def test_the_employer_offers_by_a_link_without_an_account(cast, kestrel, row, client):
    application = referred(cast, student(cast, SECRET), row)
    asking.ask_choice(application, by=cast.mesa_wbl)
    link = address()
    page = client.get(link)
    assert page.status_code == 200
    assert SECRET not in page.content.decode() and cast.mesa.name in page.content.decode()
    application.refresh_from_db()
    assert application.state == "referred", "opening it changes nothing"
    assert client.get(link).status_code == 200 and not Disclosure.objects.exists()
    assert client.post(link, {"answer": "nonsense"}).status_code == 200
    assert client.post(link, {"answer": "offer"}).status_code == 200
    application.refresh_from_db()
    assert application.state == Application.State.OFFERED
    again = client.post(link, {"answer": "no"}).content.decode()
    assert "You have answered already" in again
    application.refresh_from_db()
    assert application.state == Application.State.OFFERED, "the first answer counts"
    assert Notice.objects.filter(person=cast.mesa_wbl, event="application moved").exists()
    Question.objects.update(until=days(1))
    assert client.get(link).status_code == 404
    assert client.get("/placement/nothing/").status_code == 404


def test_a_newer_link_closes_the_earlier_one_and_a_contact_who_left_opens_none(cast, kestrel, row, client):
    application = referred(cast, student(cast, SECRET), row)
    asking.ask_choice(application, by=cast.mesa_wbl)
    earlier = address()
    asking.ask_choice(application, by=cast.mesa_wbl)
    newer = address()
    assert earlier != newer
    assert client.get(earlier).status_code == 404
    assert client.get(newer).status_code == 200
    note_departure(Question.objects.latest("sent_at").contact, by=cast.mesa_wbl)
    assert client.get(newer).status_code == 404, "somebody else may read that mailbox"
    assert client.post(newer, {"answer": "offer"}).status_code == 404


def test_who_it_is_is_shown_on_a_consent_alone_and_written_down(cast, kestrel, row, client):
    who = student(cast, SECRET, email="z@s.example")
    asking.ask_choice(referred(cast, who, row), by=cast.mesa_wbl)
    link = address()
    refused = client.post(link, {"show": "yes"}).content.decode()
    assert SECRET not in refused and "No consent" in refused
    hawk = cast.shared("Hawk Marine").employer
    consent(cast, who, hawk, "name")
    assert SECRET not in client.post(link, {"show": "yes"}).content.decode(), "a consent for somebody else"
    signed = consent(cast, who, kestrel, "name")
    assert SECRET not in client.get(link).content.decode()
    shown = client.post(link, {"show": "yes"}).content.decode()
    assert SECRET in shown and "z@s.example" not in shown, "the name, and nothing that was not consented to"
    assert "34 CFR 99.33" in shown
    line = Disclosure.objects.get()
    assert (line.employer, line.parts, line.consent, line.by) == (kestrel, ["name"], signed, cast.mesa_wbl)
    revoke(signed, version=signed.version, by=cast.mesa_wbl)
    assert SECRET not in client.post(link, {"show": "yes"}).content.decode(), "revoking holds with the next request"
    assert Disclosure.objects.count() == 1


def test_a_student_who_opted_out_is_one_of_no_program(cast, kestrel, row, client):
    who = student(cast, SECRET)
    type(who).objects.filter(pk=who.pk).update(opted_out_on=clock.today())
    application = referred(cast, who, row)
    question = asking.ask_choice(application, by=cast.mesa_wbl)
    question.application.registration.refresh_from_db()
    assert asking.introduced(question) == ""


def test_a_program_tells_of_nobody_where_ten_are_in_it(cast, kestrel, row, client):
    """R6: of fewer the program alone would say who it is."""
    program = Program.objects.create(institution=cast.mesa, name="Welding", version=1)
    who = student(cast, SECRET)
    Enrolment.objects.filter(registration=who).update(program=program)
    question = asking.ask_choice(referred(cast, who, row), by=cast.mesa_wbl)
    for n in range(8):
        Enrolment.objects.filter(registration=student(cast, f"Other {n}")).update(program=program)
    assert asking.introduced(question) == ""
    Enrolment.objects.filter(registration=student(cast, "The tenth")).update(program=program)
    assert asking.introduced(question) == "Welding"


def test_start_running_and_end_are_answered_by_links(cast, kestrel, row, client):
    placement = placed(cast, student(cast, SECRET), row)
    asking.ask_about(placement, "start", by=cast.mesa_wbl)
    with pytest.raises(Refused):
        asking.ask_about(placement, "running", by=cast.mesa_wbl)
    assert client.post(address(), {"answer": "began", "on": str(days(9))}).status_code == 200
    placement.refresh_from_db()
    assert (placement.state, placement.started_on, placement.confirmed_side) == ("started", days(9), "employer")
    asking.ask_about(placement, "running", by=cast.mesa_wbl)
    Placement.objects.update(confirmed_on=days(200))
    client.post(address(), {"answer": "runs"})
    placement.refresh_from_db()
    assert placement.confirmed_on == clock.today() and placement.asked_on is None
    asking.ask_about(placement, "end", by=cast.mesa_wbl)
    link = address()
    assert "Say in a word" in client.post(link, {"answer": "early", "on": str(days(1))}).content.decode()
    client.post(link, {"answer": "completed", "on": str(days(1)), "outcome": "hired"})
    placement.refresh_from_db()
    assert (placement.state, placement.outcome, placement.experience is not None) == ("completed", "hired", True)


def test_nobody_is_written_to_who_must_not_be(cast, row):
    kestrel = row.employer
    application = referred(cast, student(cast), row)
    kestrel.contacts.update(email="")
    with pytest.raises(Refused, match="no contact with an e-mail"):
        asking.ask_choice(application, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        asking.ask_choice(application, by=cast.harbor_wbl)


def test_every_day_what_is_stale_is_asked_about_once(cast, kestrel, row):
    """M2: what nobody confirmed for ninety days, what was to begin, what was to end."""
    running, ahead = (placed(cast, student(cast, name), row) for name in ("One", "Two"))
    moving.start(running, days(120), by=cast.mesa_wbl)
    Placement.objects.filter(pk=running.pk).update(confirmed_on=days(100))
    Placement.objects.filter(pk=ahead.pk).update(starts_on=days(9), ends_on=days(-9))
    assert list(Placement.objects.stale()) == [running]
    assert keep_fresh() == (2, 0)
    assert keep_fresh() == (0, 0), "once"
    assert set(Question.objects.values_list("about", flat=True)) == {"running", "start"}
    Placement.objects.update(asked_on=days(20))
    kestrel.contacts.update(email="")
    assert keep_fresh() == (0, 2)
    assert Notice.objects.filter(event="placement stale", person=cast.mesa_wbl).count() == 2


def test_that_it_began_before_its_day_is_said_with_a_word(cast, kestrel, row, client):
    placement = placed(cast, student(cast, SECRET), row)
    Placement.objects.filter(pk=placement.pk).update(starts_on=clock.today() + timedelta(60), ends_on=None)
    asking.ask_about(placement, "start", by=cast.mesa_wbl)
    assert str(clock.today()) not in client.get(address()).content.decode(), "today is not taken for granted"
    answer = {"answer": "began", "on": str(clock.today())}
    assert "It was to begin on" in client.post(address(), answer).content.decode()
    placement.refresh_from_db()
    assert placement.started_on is None
    client.post(address(), answer | {"reason": "A desk was free"})
    placement.refresh_from_db()
    assert placement.started_on == clock.today()
