"""What an employer reads and changes at its front door holds at once; no note of the staff is there (N19, C1, C25)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.employers.actions import editing
from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.engagements.actions import asking, following, holding
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.contact_rules import may_ask
from guildhall.engagements.models import ContactLimit, Engagement, Touch
from guildhall.lib import clock
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.models import Notice
from guildhall.portal import emails
from guildhall.portal.actions.correcting import correct
from guildhall.portal.models import Correction
from guildhall.portal.queries.home import at_colleges, load_of, places_to_tell
from guildhall.visitors.actions import open_session

pytestmark = pytest.mark.django_db


CONTACT = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}


@pytest.fixture
def door(cast):
    """An employer with a login that administers, signed in."""
    cast.kestrel = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    cast.login = open_login(cast.kestrel, NewLogin("Marisol", "Ortega", "marisol@kestrel.example"), by=cast.director)
    cast.browser = signed_in(cast.login)
    return cast


def signed_in(login):
    client = Client()
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client


def read(client, path="/employer/"):
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def log(door, summary, **more):
    happening = Happening(kind="call", happened_on=clock.today() - timedelta(1), summary=summary, **more)
    return record_engagement(door.kestrel, happening, by=door.mesa_wbl, institution=door.mesa)


def test_it_reads_facts_and_never_notes(door):
    """C1: days, kinds, institutions; no words, and nothing that an institution or people keep to themselves."""
    log(door, "qxsummaryxq", body="qxbodyxq", purpose="qxpurposexq", outcome="qxoutcomexq")
    log(door, "qxinsidexq", visibility="institution")
    editing.write_note(door.kestrel, "qxnotexq", by=door.mesa_wbl, institution=door.mesa)
    plan = asking.Plan("visit", clock.today() + timedelta(40), "qxaskxq")
    asking.plan_ask(door.kestrel, plan, by=door.mesa_wbl, institution=door.mesa)
    for path in ("/employer/", "/employer/record/", "/employer/profile/"):
        page = read(door.browser, path)
        assert "qx" not in page, path
    page = read(door.browser, "/employer/record/")
    assert "Mesa Grande College" in page
    assert page.count("Call") >= 1
    assert "planned by" in page
    assert page.count('<span class="line">') == 2, "the one kept inside is not listed"


def test_a_pause_holds_on_the_next_page_and_for_what_is_asked_next(door):
    """N19: changed there, it takes effect in the next staff screen and the next ask."""
    day = clock.today() + timedelta(9)
    assert may_ask(door.kestrel, [], day, institution=door.mesa)
    until = clock.today() + timedelta(30)
    door.browser.post("/employer/limits/", {"paused_until": until.isoformat(), "days": 30, "version": 0})
    answer = may_ask(door.kestrel, [], day, institution=door.mesa)
    assert not answer
    assert "asked for quiet" in answer.verdict.reason
    staff = door.client(door.mesa_wbl)
    assert "asked for quiet" in read(staff, f"/employers/{door.kestrel.pk}/")
    assert "Quiet until" in read(door.browser)


def test_a_field_of_many_boxes_is_a_group_with_a_name(door):
    """However a form writes it down: a box alone is no control that a label could be for."""
    text = door.browser.get("/employer/limits/").content.decode()
    group = text[text.index("Quiet every year in") - 60 :]
    assert "<legend>" in group[:60], "its name is read before each month"
    assert group[: group.index("</fieldset>")].count('class="check"') == 12


def test_a_budget_of_its_own_counts_and_is_lifted_again(door):
    door.browser.post("/employer/limits/", {"most": 0, "days": 30, "version": 0})
    assert not may_ask(door.kestrel, [], clock.today(), institution=door.mesa)
    row = door.kestrel.limits.get()
    assert row.by is None
    door.browser.post(f"/employer/limits/{row.pk}/lift/", {"version": row.version})
    assert may_ask(door.kestrel, [], clock.today(), institution=door.mesa)


def test_what_students_see_and_the_profile_are_its_own(door):
    contact = door.login.contact
    assert not contact.students_may_email
    values = {"email": "m@kestrel.example", "students_may_email": "on", "mail_topics": ["events"], "version": 1}
    door.browser.post(f"/employer/contacts/{contact.pk}/", values | {"version": contact.version})
    contact.refresh_from_db()
    assert (contact.students_may_email, contact.mail_topics) == (True, ["events"])
    profile = {
        "name": "Kestrel Aerospace",
        "description": "Wings.",
        "motive": "talent",
        "version": door.kestrel.version,
    }
    door.browser.post("/employer/profile/", profile)
    door.kestrel.refresh_from_db()
    assert (door.kestrel.description, door.kestrel.motive) == ("Wings.", "talent")
    assert "Wings." in read(door.client(door.mesa_wbl), f"/employers/{door.kestrel.pk}/about/")


def test_posting_by_itself_is_no_touch_and_waits_for_a_college(door):
    """B2, N19: the employer enters it, a college approves or says what to change, the employer reads that."""
    values = {"kind": "internship_paid", "title": "Summer interns", "places": 2, "holder": str(door.mesa.pk)}
    door.browser.post("/employer/opportunities/add/", values)
    row = Opportunity.objects.get()
    assert (row.state, row.holder, row.entered_by, row.offered_by) == ("waiting", door.mesa, None, door.login)
    assert not Touch.objects.exists()
    refusal = deciding.Refusal("Pay is missing.", "Say what you pay.")
    deciding.refuse_opportunity(row, refusal, version=row.version, by=door.mesa_wbl)
    page = read(door.browser, f"/employer/opportunities/{row.pk}/")
    assert "Pay is missing." in page
    assert "Say what you pay." in page
    assert OutgoingEmail.objects.filter(kind="opportunity decided", to=door.login.email).count() == 1
    row.refresh_from_db()
    paid = values | {"pay_low": "21", "pay_per": "hour", "version": row.version}
    door.browser.post(f"/employer/opportunities/{row.pk}/change/", paid)
    row.refresh_from_db()
    assert row.state == "waiting"
    deciding.approve(row, version=row.version, by=door.mesa_wbl)
    row.refresh_from_db()
    assert row.state == "posted"
    assert "Summer interns" in read(door.client(door.harbor_wbl), "/opportunities/")
    door.browser.post(f"/employer/opportunities/{row.pk}/change/", paid | {"title": "Odd jobs", "version": row.version})
    row.refresh_from_db()
    assert row.state == "waiting", "nobody at a college has looked at what it says now"
    assert "Odd jobs" not in read(door.client(door.harbor_wbl), "/opportunities/")
    deciding.approve(row, version=row.version, by=door.mesa_wbl)
    row.refresh_from_db()
    door.browser.post(f"/employer/opportunities/{row.pk}/stands/", {"version": row.version})
    row.refresh_from_db()
    assert row.confirmed_on == clock.today()
    filled = {"because": "filled", "filled": 2, "version": row.version}
    door.browser.post(f"/employer/opportunities/{row.pk}/close/", filled)
    row.refresh_from_db()
    assert (row.state, row.filled) == ("closed", 2)


def test_it_confirms_what_was_promised_to_it(door):
    promise = following.Promise("Send the dates", door.mesa_wbl, clock.today(), contact=door.login.contact)
    row = following.promise(door.kestrel, promise, by=door.mesa_wbl, institution=door.mesa)
    row = following.report(row, "sent", version=row.version, by=door.mesa_wbl)
    assert "Send the dates" in read(door.browser)
    door.browser.post(f"/employer/promises/{row.pk}/", {"answer": "done", "version": row.version})
    row.refresh_from_db()
    assert (row.state, row.confirmed_as) == ("confirmed", "Marisol Ortega")


def test_the_wrong_person_is_said_in_one_tap_and_settled(door):
    name_point_of_contact(door.mesa, "employers", door.mesa_cases, by=None)
    log(door, "called")
    assert f"at={door.mesa.pk}" in read(door.browser)
    said = {"kind": "person", "institution": str(door.mesa.pk), "words": "Ask Grant."}
    door.browser.post("/employer/correct/", said)
    row = Correction.objects.get()
    assert Notice.objects.filter(person=door.mesa_cases, event="employer corrects").exists()
    for other in (door.mesa_wbl, door.harbor_wbl, door.director):
        assert "Ask Grant." not in read(door.client(other), "/from-employers/"), "who does not answer for it"
        assert door.client(other).post(f"/from-employers/corrections/{row.pk}/").status_code == 404
    staff = door.client(door.mesa_cases)
    assert "Ask Grant." in read(staff, "/from-employers/")
    staff.post(f"/from-employers/corrections/{row.pk}/")
    row.refresh_from_db()
    assert row.settled_by == door.mesa_cases


def test_without_a_named_contact_those_answer_who_work_on_employers_there(door):
    row = correct("fact", "We moved.", door.mesa, by=door.login)
    seen = {name for name in ("mesa_jobs", "harbor_wbl", "mesa_teacher") if _sees(getattr(door, name), row)}
    assert seen == {"mesa_jobs"}
    assert Notice.objects.filter(person=door.mesa_jobs, event="employer corrects").exists()


def _sees(person, row):
    return Correction.objects.visible_to(person).filter(pk=row.pk).exists()


def test_it_counts_no_contact_that_a_college_keeps_to_itself(door):
    log(door, "called")
    told = at_colleges(door.kestrel, ()), list(places_to_tell(door.kestrel))
    used = load_of(door.kestrel).used
    assert [one.times for one in told[0] if one.times] == [1] and used == 1
    private = log(door, "called in private", visibility="institution")
    assert Touch.objects.made().filter(employer=door.kestrel).count() == 2, "it could be counted"
    assert (at_colleges(door.kestrel, ()), list(places_to_tell(door.kestrel))) == told
    assert load_of(door.kestrel).used == used
    Engagement.objects.filter(pk=private.pk).update(visibility="region")
    assert [one.times for one in at_colleges(door.kestrel, ()) if one.times] == [2], "the control"


def test_what_belongs_to_another_employer_is_not_there(door):
    other = door.shared("Harbor Line", contact={"family_name": "Sewell"}).employer
    contact = other.contacts.get()
    offer = door.browser.post(f"/employer/contacts/{contact.pk}/", {"title": "x", "version": 1})
    assert offer.status_code == 404
    assert door.browser.get(f"/employer/sites/{contact.pk}/").status_code == 404


def test_a_colleague_changes_their_own_details_alone_and_ends_with_the_login(door):
    second = open_login(door.kestrel, NewLogin("Grant", "Sewell", "grant@kestrel.example"), by=door.director)
    browser = signed_in(second)
    assert browser.get(f"/employer/contacts/{door.login.contact_id}/").status_code == 404
    assert browser.get(f"/employer/contacts/{second.contact_id}/").status_code == 200
    assert browser.post("/employer/colleagues/", {"email": "x@kestrel.example"}).status_code == 403
    end_login(second, by=door.login)
    assert browser.get("/employer/").status_code == 302


def test_what_an_employer_may_expect_is_kept_by_the_point_of_contact(door):
    name_point_of_contact(door.mesa, "employers", door.mesa_cases, by=None)
    page = f"/expectations/{door.mesa.pk}/"
    assert door.client(door.mesa_jobs).post(page, {"hours": "Mondays", "version": 0}).status_code == 403
    door.client(door.mesa_cases).post(page, {"hours": "Monday afternoons", "version": 0})
    assert "Monday afternoons" in read(door.browser, f"/employer/expect/{door.mesa.pk}/")


def test_a_departure_is_undone_by_whoever_administers(door):
    door.kestrel.contacts.update(primary=False)
    contact = editing.save_contact(door.kestrel, {"family_name": "Doyle", "primary": True}, by=door.mesa_wbl)
    door.browser.post(f"/employer/contacts/{contact.pk}/left/")
    contact.refresh_from_db()
    assert not contact.primary
    assert "They still work here" in read(door.browser, "/employer/profile/")
    other = door.shared("Falcon Avionics").employer
    stranger = signed_in(open_login(other, NewLogin("Bo", "Li", "bo@falcon.example"), by=door.director))
    assert stranger.post(f"/employer/contacts/{contact.pk}/back/").status_code == 404
    door.browser.post(f"/employer/contacts/{contact.pk}/back/")
    contact.refresh_from_db()
    assert contact.is_current and contact.primary, "the first person to ask again, as before"
    assert door.browser.post(f"/employer/contacts/{contact.pk}/back/").status_code == 404, "there is nothing to undo"


def test_whoever_has_left_signs_in_no_more(door):
    editing.note_departure(door.login.contact, by=door.mesa_wbl)
    assert door.browser.get("/employer/").status_code == 302
    door.login.refresh_from_db()
    assert door.login.ended_at


def test_a_login_is_never_taken_for_a_contact_of_the_same_name(door):
    other = open_login(door.kestrel, NewLogin("Marisol", "Ortega", "another@kestrel.example"), by=door.director)
    assert other.contact_id != door.login.contact_id


def test_a_colleague_lifts_no_wish_of_somebody_else(door):
    second = open_login(door.kestrel, NewLogin("Grant", "Sewell", "grant@kestrel.example"), by=door.director)
    values = {"most": 0, "days": 30, "said": "by telephone", "contact": door.login.contact}
    wish = holding.set_limit(door.kestrel, values, by=door.mesa_wbl)
    address = f"/employer/limits/{wish.pk}/lift/"
    assert signed_in(second).post(address, {"version": wish.version}).status_code == 404
    assert ContactLimit.objects.filter(pk=wish.pk).exists()


def test_what_is_written_to_people_of_an_employer_is_for_who_sees_it(door):
    """A ledger of mail would else name an employer behind the wall, and who works there (A1, N1)."""
    hidden = door.prospect("Tern Composites").employer
    login = open_login(hidden, NewLogin("Ina", "Berg", "ina@tern.example"), by=door.director)
    emails.say_let_in(login)
    letter = OutgoingEmail.objects.get(to="ina@tern.example")
    assert (letter.about, letter.behind) != (None, None)
    assert set(letter.behind or []) | set(letter.about or []), "it speaks of something that is guarded"
