"""What an employer that is signed in reads and answers about students, as far as it was released (N19, R5)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.employers.models import Contact
from guildhall.engagements.models import TemperatureCheck, Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.actions import asking
from guildhall.placements.actions.answering import show_signed_in
from guildhall.placements.models import Application, Placement
from guildhall.students.actions.consenting import revoke
from guildhall.students.models import Consent, Disclosure
from guildhall.supervision.actions import hours
from guildhall.supervision.actions.assessing import ask_both_sides
from guildhall.supervision.actions.linking import ask_by_link, ask_to_sign
from guildhall.supervision.actions.preparing import prepare
from guildhall.supervision.models import Evaluation, HoursEntry, Paper, RelationshipAssessment, Signature
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in, open_session
from guildhall.visitors.doors import door_of
from tests.opportunities.offers import posted
from tests.placements.placed import consent, referred, student
from tests.supervision.placed import CONTACT
from tests.supervision.placed import placed as supervised

pytestmark = pytest.mark.django_db
SECRET = "Zebulonia"
ANSWERS = {"goals": "4", "contact": "4", "prepared": "4", "quality": "4", "effort": "4"}


def signed_in(login):
    client = Client()
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client


@pytest.fixture
def door(cast):
    """Ama signs in for Kestrel and administers; Bo is a colleague; Cy signs in for another employer."""
    cast.kestrel = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    cast.hawk = cast.shared("Hawk Marine").employer
    cast.login = open_login(cast.kestrel, NewLogin("Ama", "Ortega", CONTACT["email"]), by=cast.director)
    cast.bo = open_login(cast.kestrel, NewLogin("Bo", "Li", "bo@kestrel.example"), by=cast.director)
    cast.cy = open_login(cast.hawk, NewLogin("Cy", "Ng", "cy@hawk.example"), by=cast.director)
    cast.browser = signed_in(cast.login)
    cast.row = posted(cast, cast.kestrel, places=2, contact=cast.kestrel.contacts.get(email=CONTACT["email"]))
    return cast


def text_of(client, path):
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_an_applicant_stands_there_once_the_employer_was_asked(door):
    application = referred(door, student(door, SECRET), door.row)
    path = f"/employer/students/applications/{application.pk}/"
    assert door.browser.get(path).status_code == 404, "nobody has put the student to them yet"
    asking.ask_choice(application, by=door.mesa_wbl)
    assert "waits for your answer" in text_of(door.browser, "/employer/students/")
    for page in ("/employer/", "/employer/students/", path):
        assert SECRET not in text_of(door.browser, page)
        assert door.mesa.name in text_of(door.browser, page)
    assert signed_in(door.cy).get(path).status_code == 404
    answer = door.browser.post(path, {"answer": "offer"})
    assert answer.status_code == 302
    application.refresh_from_db()
    assert application.state == Application.State.OFFERED
    assert application.questions.get().answered_at, "the link is answered with it"


def test_what_was_answered_already_is_not_offered_again(door):
    """And an answer that is none is asked for at its field."""
    application = referred(door, student(door, SECRET), door.row)
    asking.ask_choice(application, by=door.mesa_wbl)
    path = f"/employer/students/applications/{application.pk}/"
    assert "Choose: Your answer." in door.browser.post(path, {"reason": "soon"}).content.decode()
    assert "We would like to meet them" in text_of(door.browser, path)
    assert door.browser.post(path, {"answer": "meet"}).status_code == 302
    assert "We would like to meet them" not in text_of(door.browser, path)
    assert "We offer a place" in text_of(door.browser, path)


def test_a_name_is_shown_on_a_consent_stays_while_it_holds_and_goes_with_it(door):
    row = student(door, SECRET)
    application = referred(door, row, door.row)
    asking.ask_choice(application, by=door.mesa_wbl)
    path = f"/employer/students/applications/{application.pk}/"
    with pytest.raises(Refused):
        show_signed_in(application, by=door.login)
    paper = consent(door, row, door.kestrel, "name")
    assert SECRET in door.browser.post(path, {"show": "yes"}).content.decode()
    assert Disclosure.objects.filter(registration=row).count() == 1
    assert SECRET in text_of(door.browser, "/employer/students/"), "what was released is known to them"
    paper.refresh_from_db()
    revoke(paper, version=paper.version, by=door.mesa_wbl)
    for page in ("/employer/", "/employer/students/", path):
        assert SECRET not in text_of(door.browser, page), "revoked: gone with the next request"


@pytest.fixture
def working(door):
    """A student at Kestrel, supervised by Ama, whose name was released with the link for hours."""
    found = supervised(door, age=20, supervisor=door.login.contact)
    door.placement = found.placement
    door.entry = hours.log_hours(
        found.placement, hours.Worked(clock.today(), "key-of-hours", hours=3, learned="Drilled"), by=door.mesa_wbl
    )
    door.paper = prepare(found.placement, found.type, by=door.mesa_wbl)
    door.path = f"/employer/students/places/{found.placement.pk}/"
    return door


def release(working):
    ask_by_link(working.placement, "approve", by=working.mesa_wbl)
    ask_to_sign(working.paper, "supervisor", by=working.mesa_wbl)


def test_nothing_of_the_hours_is_there_before_anything_was_released(working):
    page = text_of(working.browser, working.path)
    assert "Drilled" not in page and "Nia" not in page
    working.browser.post(f"{working.path}hours/", {"entry": [str(working.entry.pk)], "answer": "approve"})
    assert HoursEntry.objects.get().state == "waiting"


def test_hours_are_approved_and_returned(working):
    release(working)
    assert "Drilled" in text_of(working.browser, working.path)
    sent = {"entry": [str(working.entry.pk)], "answer": "return", "note": "Which day?"}
    signed_in(working.bo).post(f"{working.path}hours/", sent)
    assert HoursEntry.objects.get().state == "waiting", "a colleague who neither supervises nor administers"
    working.browser.post(f"{working.path}hours/", sent)
    assert (HoursEntry.objects.get().state, HoursEntry.objects.get().decided_by) == ("returned", "Ama Ortega")
    assert signed_in(working.cy).post(f"{working.path}hours/", sent).status_code == 404


def test_papers_are_signed_by_the_supervisor_alone(working):
    release(working)
    path = f"/employer/students/papers/{working.paper.pk}/"
    assert signed_in(working.bo).get(path).status_code == 403
    assert "Papers for the supervisor" in text_of(working.browser, working.path)
    assert working.browser.post(path, {"name": "Ama Ortega", "agree": "on"}).status_code == 302
    row = Signature.objects.get(signer="supervisor")
    assert (row.known, row.email) == ("signed_in", CONTACT["email"])


def test_evaluations_and_how_it_stands(working):
    release(working)
    path = f"{working.path}evaluate/midterm/"
    assert working.browser.get(path).status_code == 200
    working.browser.post(path, {"well": "Careful and quick."})
    assert Evaluation.objects.get().said_by == "Ama Ortega"
    assert "Your answer is here" in text_of(working.browser, path)
    working.browser.post(working.path, {"answer": "completed", "on": str(clock.today()), "outcome": "hired"})
    row = Placement.objects.get()
    assert (row.state, row.outcome, row.confirmed_side) == ("completed", "hired", "employer")


def test_whose_last_day_has_passed_is_signed_out_and_signs_in_no_more(working):
    release(working)
    assert working.browser.get(working.path).status_code == 200
    Contact.objects.filter(pk=working.login.contact_id).update(to_date=clock.today())
    assert working.browser.get(working.path).status_code == 200, "the last day is a day at work"
    Contact.objects.filter(pk=working.login.contact_id).update(to_date=clock.today() - timedelta(1))
    assert working.browser.get(working.path).status_code == 302
    before = OutgoingEmail.objects.count()
    mail_sign_in(str(ask_to_sign_in(door_of("employer"), CONTACT["email"])))
    assert OutgoingEmail.objects.count() == before
    assert signed_in(working.bo).get("/employer/").status_code == 200, "nobody else"


def test_a_consent_that_does_not_count_any_more_shows_no_name(working):
    """As where a date of birth is corrected, and a parent has to sign."""
    paper = consent(working, working.placement.registration, working.kestrel, "name")
    release(working)
    assert "Nia" in text_of(working.browser, working.path)
    Disclosure.objects.update(consent=paper, ground="consent")
    Consent.objects.update(signer="guardian", relationship="mother")  # at a college the student signs
    assert "Nia" not in text_of(working.browser, working.path)


def test_a_note_that_something_is_wrong_approves_nothing(working):
    """Enter in the note presses the first button of the form."""
    release(working)
    sent = {"entry": [str(working.entry.pk)], "answer": "approve", "note": "Tuesday is wrong."}
    answer = working.browser.post(f"{working.path}hours/", sent, follow=True)
    assert "nothing is approved" in answer.content.decode()
    assert HoursEntry.objects.get().state == "waiting"
    working.browser.post(f"{working.path}hours/", {"entry": [str(working.entry.pk)]})
    assert HoursEntry.objects.get().state == "waiting", "without an answer nothing is approved either"


def test_a_paper_that_asks_no_supervisor_is_not_read_by_one(working):
    release(working)
    path = f"/employer/students/papers/{working.paper.pk}/"
    assert working.browser.get(path).status_code == 200
    Paper.objects.filter(pk=working.paper.pk).update(signers=["guardian"])
    assert working.browser.get(path).status_code == 404


def test_nobody_is_evaluated_before_the_first_day_and_the_first_answer_is_kept(working):
    release(working)
    path = f"{working.path}evaluate/midterm/"
    begun, state = working.placement.started_on, working.placement.state
    Placement.objects.update(started_on=None, state="agreed")
    working.browser.post(path, {"well": "Careful."})
    assert not Evaluation.objects.exists()
    Placement.objects.update(started_on=begun, state=state)
    working.browser.post(path, {"well": "Careful."})
    Evaluation.objects.update(said_by="Bo Li")
    answer = working.browser.post(path, {"well": "Quick and exact."})
    assert "yours was not kept" in answer.content.decode()
    assert "Quick and exact." in answer.content.decode(), "what was typed is still there"
    assert Evaluation.objects.get().well == "Careful."


def test_both_sides_is_answered_on_the_home(working):
    ask_both_sides(working.kestrel, working.mesa, "2026-27", by=working.mesa_wbl)
    row = RelationshipAssessment.objects.get(side="employer")
    path = f"/employer/both-sides/{row.pk}/"
    assert path in text_of(working.browser, "/employer/")
    assert signed_in(working.bo).get(path).status_code == 404, "it was asked of somebody else"
    working.browser.post(path, ANSWERS)
    row.refresh_from_db()
    assert row.answered_at
    assert path not in text_of(working.browser, "/employer/")


def test_one_tap_says_how_it_is_going_once_a_week(door):
    assert "How is it going with the colleges?" in text_of(door.browser, "/employer/")
    door.browser.post("/employer/temperature/", {"score": "5"})
    row = TemperatureCheck.objects.get()
    assert (row.score, row.by, row.contact) == (5, None, door.login.contact)
    assert not Touch.objects.exists(), "what an employer says by itself uses up no budget"
    assert "How is it going" not in text_of(door.browser, "/employer/")
    door.browser.post("/employer/temperature/", {"score": "1"})
    assert TemperatureCheck.objects.count() == 1
    assert signed_in(door.bo).post("/employer/temperature/", {"score": "9"}).status_code == 302
    assert TemperatureCheck.objects.count() == 1
