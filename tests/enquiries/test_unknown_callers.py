"""Which employer a caller stands for stays behind the wall."""

import pytest

from guildhall.audit.models import Access
from guildhall.employers.models import Employer
from guildhall.employers.views.lists import SEARCHES
from guildhall.enquiries.actions import answering, taking
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.queries import view_of
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.prospects.models import JoinRequest
from tests.enquiries.test_enquiries import answer, call, office

pytestmark = pytest.mark.django_db

__all__ = ["office"]


def test_which_employer_it_is_stays_behind_the_wall(office):
    """A director knows that it is one of the region's; the college that took the call learns no more than it wrote."""
    hidden = office.prospect("Cedar and Sons Holding").employer
    row = call(office)
    told = {"version": row.version, "by": office.director, "institution": office.region}
    row = answering.name_employer(row, hidden, **told)
    row = answering.answer_enquiry(
        row,
        answering.Answered("They pay well", "call"),
        version=row.version,
        by=office.director,
        institution=office.region,
    )
    seen = Enquiry.objects.visible_to(office.mesa_teacher).get(pk=row.pk)
    assert not seen.known
    page = office.client(office.mesa_teacher).get(f"/enquiries/{row.pk}/").content.decode()
    rows = office.client(office.mesa_teacher).get("/enquiries/?view=answered").content.decode()
    for text in (page, rows):
        assert "Two interns in May" in text
        assert "Holding" not in text
        assert "pay well" not in text
    assert not view_of(office.mesa_teacher, "answered", q="Holding").exists()
    for email in OutgoingEmail.objects.filter(kind__startswith="enquiry").exclude(to=office.director.email):
        assert "Holding" not in email.subject + email.text
        assert "pay well" not in email.text
    assert "Holding" in office.client(office.director).get(f"/enquiries/{row.pk}/").content.decode()  # the control


@pytest.mark.parametrize("known", [False, True])
def test_that_two_calls_are_of_one_employer_is_told_to_whoever_knows_it(office, known):
    """Who answered before anybody knew which employer it was learns neither that it is one of the CRM, nor what a
    director answers it about something else (A1).
    """
    employer = office.kestrel if known else office.prospect("Cedar and Sons Holding").employer
    row = answer(office, call(office, by="mesa_wbl"))
    told = {"by": office.director, "institution": office.region}
    answering.name_employer(row, employer, version=row.version, **told)
    details = {"origin": office.region, "to": office.region, "by": office.director}
    other = taking.take_enquiry(taking.Call("call", "A merger of plants"), employer=employer, **details)
    OutgoingEmail.objects.all().delete()
    answering.answer_enquiry(other, answering.Answered("Not yet", "call"), version=other.version, **told)
    texts = [f"{one.subject} {one.text}" for one in OutgoingEmail.objects.filter(to=office.mesa_wbl.email)]
    assert any("A merger of plants" in text for text in texts) == known
    assert bool(texts) == known


def test_why_it_was_closed_stays_behind_the_wall(office):
    hidden = office.prospect("Cedar and Sons Holding").employer
    row = call(office)
    told = {"version": row.version, "by": office.director, "institution": office.region}
    row = answering.name_employer(row, hidden, **told)
    taking.close_enquiry(row, reason="They merge with Osprey", version=row.version, by=office.director)
    for url in (f"/enquiries/{row.pk}/", "/enquiries/?view=closed"):
        page = office.client(office.mesa_teacher).get(url).content.decode()
        assert "Two interns in May" in page
        assert "Osprey" not in page
        assert "Osprey" in office.client(office.director).get(url).content.decode()  # the control


def test_pressed_twice_it_is_one_lead(office):
    row = call(office)
    answering.enter_lead(row, holder=office.mesa, by=office.mesa_wbl)
    with pytest.raises(Refused, match="meanwhile"):
        answering.enter_lead(row, holder=office.mesa, by=office.mesa_wbl)
    assert Employer.objects.filter(name=row.named).count() == 1


def test_the_page_looks_behind_the_wall_and_says_only_that_a_relationship_is_under_way(office):
    office.prospect("Cedar & Sons")
    row = call(office)
    page = office.client(office.mesa_wbl).post(f"/enquiries/{row.pk}/lead/")
    assert "A regional relationship is under way" in page.content.decode()
    assert Employer.objects.filter(name="Cedar & Sons").count() == 1
    office.client(office.mesa_wbl).post(f"/enquiries/{row.pk}/lead/", {"ask": "yes"})
    assert JoinRequest.objects.get().message == "Two interns in May"


def test_how_to_reach_a_caller_is_written_down_when_it_is_shown(office):
    row = call(office, email="ada@cedar.example", phone="619 555 0187")
    browser = office.client(office.mesa_wbl)
    assert "ada@cedar.example" not in browser.get(f"/enquiries/{row.pk}/").content.decode()
    assert "ada@cedar.example" not in browser.get(f"/enquiries/{row.pk}/change/").content.decode()
    shown = browser.post(f"/enquiries/{row.pk}/show/").content.decode()
    assert "ada@cedar.example" in shown
    assert Access.objects.filter(person=office.mesa_wbl.pk, object_id=str(row.pk)).count() == 1
    assert office.client(office.mesa_instructor).post(f"/enquiries/{row.pk}/show/").status_code == 403


def test_every_door_that_searches_is_counted(office, monkeypatch):
    """R28, R33: none is left by which a script could ask on and on."""
    row, contact = call(office, by="mesa_wbl"), office.kestrel.contacts.get()
    here = f"/employers/{office.kestrel.pk}"
    doors = {
        "/employers/": office.mesa_wbl,
        "/contacts/": office.mesa_wbl,
        "/search/": office.mesa_wbl,
        "/search/suggest/": office.mesa_wbl,
        "/log/": office.mesa_wbl,
        "/log/suggest/": office.mesa_wbl,
        "/crm/list/": office.director,
        "/enquiries/who/": office.mesa_wbl,
        f"/enquiries/{row.pk}/": office.mesa_wbl,
        f"{here}/contacts/{contact.pk}/follow/": office.mesa_wbl,
        f"{here}/merge/": office.director,
    }
    assert {office.client(who).get(url, {"q": "kestrel"}).status_code for url, who in doors.items()} == {200}
    monkeypatch.setattr(SEARCHES, "most", 0)
    assert {office.client(who).get(url, {"q": "kestrel"}).status_code for url, who in doors.items()} == {429}
