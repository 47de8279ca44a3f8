"""An employer calls: one record, the right person, one answer, and nobody waits unseen (H6, P12, P14)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Access, Entry
from guildhall.employers.actions import editing
from guildhall.employers.actions.merging import merge
from guildhall.employers.models import Employer
from guildhall.employers.views.lists import SEARCHES
from guildhall.engagements.actions import following
from guildhall.engagements.models import Engagement, FollowUp, Touch
from guildhall.engagements.queries.notices import readable
from guildhall.enquiries import rules
from guildhall.enquiries.actions import answering, rising, taking
from guildhall.enquiries.models import Enquiry, EnquiryStep
from guildhall.enquiries.queries import kept_by_institution, lasted, period_of, view_of, waiting_for
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.lib.working_days import after_working_days
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import change_point_of_contact, name_point_of_contact
from guildhall.people.models import Membership, Notice, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.prospects.models import JoinRequest, Prospect
from tests.moments import next_monday

pytestmark = pytest.mark.django_db
EMPLOYERS = PointOfContact.Kind.EMPLOYERS


@pytest.fixture
def office(cast):
    """Both colleges have their points of contact for employers."""
    cast.points = {
        "mesa": name_point_of_contact(cast.mesa, EMPLOYERS, cast.mesa_wbl, deputy=cast.mesa_cases, by=None),
        "harbor": name_point_of_contact(cast.harbor, EMPLOYERS, cast.harbor_wbl, by=None),
    }
    cast.kestrel = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    return cast


def call(cast, *, by="mesa_teacher", to=None, employer=None, **said):
    origin = cast.harbor if by.startswith("harbor") else cast.mesa
    words = {"kind": "call", "wants": "Two interns in May"} | said
    if employer is None:
        words = {"named": "Cedar & Sons"} | words
    place = {"origin": origin, "to": to or origin}
    return taking.take_enquiry(taking.Call(**words), employer=employer, by=cast.people[by], **place)


def answer(cast, row, words="Ada calls them on Friday", *, by="mesa_wbl", **more):
    said = answering.Answered(words, "call", **more)
    institution = cast.harbor if by.startswith("harbor") else cast.mesa
    return answering.answer_enquiry(row, said, version=row.version, by=cast.people[by], institution=institution)


def mailed(**facts):
    return sorted(OutgoingEmail.objects.filter(kind__startswith="enquiry", **facts).values_list("to", flat=True))


# ── Whose it is ──────────────────────────────────────────────────────


def test_whoever_takes_it_the_point_of_contact_answers(office):
    row = call(office, by="mesa_instructor", employer=office.kestrel)
    assert (row.holder, row.institution, row.origin) == (office.mesa_wbl, office.mesa, office.mesa)
    assert row.answer_by == after_working_days(clock.today(), 2)
    assert mailed() == [office.mesa_wbl.email]
    assert list(waiting_for(office.mesa_wbl)) == [row]
    assert not waiting_for(office.mesa_cases).exists()


def test_the_deputy_answers_while_the_point_of_contact_is_away(office):
    today = clock.today()
    point = office.points["mesa"]
    away = {"away_from": today, "away_to": today + timedelta(5), "deputy": office.mesa_cases}
    change_point_of_contact(point, person=office.mesa_wbl, version=point.version, by=office.mesa_admin, **away)
    assert call(office, employer=office.kestrel).holder == office.mesa_cases


def test_a_college_without_one_is_answered_by_whoever_works_there(cast):
    row = call(cast, by="mesa_instructor")
    assert row.holder.may(Permission.RECORD_ENGAGEMENTS, at=cast.mesa)


def test_it_goes_to_nobody_who_may_not_work_with_that_employer(office):
    """What Mesa holds is seen by nobody of Harbor: the call is not theirs either (A1)."""
    held = office.prospect("Hidden Works", holder=office.mesa, by=office.mesa_wbl).employer
    row = call(office, by="mesa_wbl", employer=held, to=office.harbor)
    assert rules.can_hold(row.holder, held)
    assert row.holder not in (office.harbor_wbl, office.harbor_admin)
    with pytest.raises(Refused):
        call(office, by="harbor_wbl", employer=held)
    assert not Enquiry.objects.visible_to(office.harbor_wbl).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"wants": "  "}, "in one line"),
        ({"named": " - "}, "which employer"),
        ({"kind": "pigeon"}, "not in use"),
        ({"came_on": "ahead"}, "is ahead"),
    ],
)
def test_what_is_missing_is_said(office, said, words):
    if said.get("came_on"):
        said = {"came_on": clock.today() + timedelta(1)}
    with pytest.raises(Refused, match=words):
        call(office, **said)


# ── The answer ───────────────────────────────────────────────────────


def test_an_answer_stands_on_the_timeline_and_is_no_touch(office):
    """Their initiative: it uses up nothing, and the relationship counts as alive (C5, N3)."""
    row = call(office, employer=office.kestrel, words="The line supervisor leads them.")
    promised = following.Promise("Send names", office.mesa_wbl, clock.today() + timedelta(3))
    row = answer(office, row, promised=promised)
    entry = row.engagement
    assert (entry.direction, entry.summary, entry.outcome) == ("theirs", "Two interns in May", row.answer)
    assert "line supervisor" in entry.body
    assert not Touch.objects.filter(employer=office.kestrel).exists()
    assert Employer.objects.get(pk=office.kestrel.pk).last_exchange_at is not None
    assert FollowUp.objects.get().engagement == entry
    assert (row.state, row.answered_by) == ("answered", office.mesa_wbl)
    assert mailed(to=office.mesa_teacher.email) == [office.mesa_teacher.email]
    assert not waiting_for(office.mesa_wbl).exists()


def test_a_call_of_ours_would_be_a_touch(office):
    """The control of the last one."""
    following.log(
        office.kestrel,
        following.Happening("call", "we called", clock.today()),
        None,
        by=office.mesa_wbl,
        institution=office.mesa,
    )
    assert Touch.objects.filter(employer=office.kestrel).exists()


def test_two_who_answer_are_told_of_each_other(office):
    row = call(office, employer=office.kestrel)
    stale = Enquiry.objects.get(pk=row.pk)
    answer(office, row, "We take two", by="mesa_wbl")
    with pytest.raises(Conflict):
        answer(office, stale, "We take three", by="mesa_jobs")
    OutgoingEmail.objects.all().delete()
    stale.refresh_from_db()
    again = answer(office, stale, "We take three", by="mesa_jobs")
    assert (again.answered_by, again.answer) == (office.mesa_wbl, "We take two")
    assert [s.kind for s in again.steps.all()][-2:] == ["answered", "added"]
    assert Engagement.objects.filter(employer=office.kestrel, direction="theirs").count() == 2
    assert mailed(to=office.mesa_wbl.email)


def test_who_answers_the_same_employer_elsewhere_hears_of_it(office):
    row = call(office, employer=office.kestrel)
    other = call(office, by="harbor_admin", employer=office.kestrel, wants="A tour")
    assert other.holder == office.harbor_wbl
    OutgoingEmail.objects.all().delete()
    answer(office, row)
    assert mailed(to=office.harbor_wbl.email) == [office.harbor_wbl.email]


def test_who_may_answer(office):
    row = call(office, employer=office.kestrel)
    for name in ("mesa_wbl", "mesa_jobs", "director"):
        assert rules.can_answer(office.people[name], row), name
    for name in ("harbor_wbl", "mesa_instructor", "administrator"):
        assert not rules.can_answer(office.people[name], row), name
    with pytest.raises(Refused, match="ask Mesa_Wbl"):
        answer(office, row, by="harbor_wbl")


@pytest.mark.parametrize("to", ["mesa", "harbor"])
def test_whoever_took_it_reads_the_notice_of_its_answer(office, to):
    """A teacher develops no employers, and the other college may answer: what the own one took down is theirs (H6)."""
    row = call(office, by="mesa_instructor", to=getattr(office, to))
    answer(office, row, by=f"{to}_wbl")
    notice = Notice.objects.get(person=office.mesa_instructor, event="enquiry answered")
    assert "Cedar & Sons" in notice.words
    assert readable(office.mesa_instructor, [notice]) == [True]
    Membership.objects.filter(person=office.mesa_instructor).update(institution=office.region)
    assert readable(Person.objects.get(pk=office.mesa_instructor.pk), [notice]) == [False], "the control"


def test_who_may_not_is_told_whom_to_ask_and_nothing_of_the_employer(office):
    """A1: that it is restricted by now is behind the wall."""
    hidden = office.prospect("Cedar and Sons Holding").employer
    row = answering.name_employer(call(office), hidden, version=1, by=office.director, institution=office.region)
    for name in ("mesa_instructor", "mesa_jobs", "harbor_wbl", "mesa_wbl"):
        verdict = rules.can_work_on(office.people[name], row)
        assert not verdict, name
        assert "develop" not in verdict.reason, name
        assert (str(row.holder) in verdict.reason) == (row.holder != office.people[name]), name
    assert rules.can_work_on(office.director, row), "the control"


def test_an_empty_answer_is_refused(office):
    with pytest.raises(Refused, match="what you answered"):
        answer(office, call(office, employer=office.kestrel), "  ")


# ── Handing over, closing ────────────────────────────────────────────


def test_handing_over_moves_no_deadline_and_keeps_both_in_sight(office):
    row = call(office)
    due = row.answer_by
    row = taking.hand_over_enquiry(row, office.harbor, words="Yours", version=row.version, by=office.mesa_teacher)
    assert (row.holder, row.institution, row.answer_by) == (office.harbor_wbl, office.harbor, due)
    for name in ("mesa_teacher", "mesa_jobs", "harbor_admin", "director"):
        assert Enquiry.objects.visible_to(office.people[name]).filter(pk=row.pk).exists(), name
    assert not Enquiry.objects.visible_to(office.mesa_student).exists()
    with pytest.raises(Refused, match="does not work for"):
        taking.hand_over_enquiry(row, office.harbor, person=office.mesa_jobs, version=row.version, by=office.harbor_wbl)


def test_closed_with_a_reason_and_opened_again(office):
    row = call(office)
    with pytest.raises(Refused, match="Say why"):
        taking.close_enquiry(row, reason=" ", version=row.version, by=office.mesa_wbl)
    row = taking.close_enquiry(row, reason="A wrong number", version=row.version, by=office.mesa_wbl)
    assert not waiting_for(office.mesa_wbl).exists()
    with pytest.raises(Refused, match="is closed"):
        answer(office, row)
    row = taking.reopen_enquiry(row, version=row.version, by=office.mesa_wbl)
    assert list(waiting_for(office.mesa_wbl)) == [row]
    assert Entry.objects.filter(verb="close enquiry", reason="A wrong number").exists()


# ── Which employer it is ─────────────────────────────────────────────


def test_an_answer_given_before_goes_onto_the_timeline_once_the_employer_is_known(office):
    row = answer(office, call(office))
    assert row.engagement is None
    row = answering.name_employer(row, office.kestrel, version=row.version, by=office.mesa_wbl, institution=office.mesa)
    assert row.engagement.employer == office.kestrel
    with pytest.raises(Refused, match="on a timeline already"):
        answering.name_employer(row, office.kestrel, version=row.version, by=office.mesa_wbl, institution=office.mesa)


def test_a_new_one_is_a_lead_behind_the_wall(office):
    row = call(office, caller="Ada Nova", email="ada@cedar.example")
    row = answering.enter_lead(row, holder=office.mesa, version=row.version, by=office.mesa_wbl)
    assert Prospect.objects.get(employer=row.employer).stage == "lead"
    assert row.employer.posted_at is None
    assert row.contact.email == "ada@cedar.example"
    assert not Employer.objects.visible_to(office.harbor_wbl).filter(pk=row.employer_id).exists()


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


def test_correcting_keeps_how_to_reach_them(office):
    row = call(office, email="ada@cedar.example")
    values = {"kind": "email", "wants": "Three interns", "words": "", "caller": "Ada", "email": "", "phone": "1"}
    row = taking.change_enquiry(row, values, version=row.version, by=office.mesa_teacher)
    assert (row.wants, row.email, row.phone) == ("Three interns", "ada@cedar.example", "1")


# ── Nobody waits unseen ──────────────────────────────────────────────


def test_who_lets_an_employer_wait_is_reminded_and_then_the_region_hears_of_it(office):
    monday = next_monday()
    with clock.at(monday):
        row = call(office, employer=office.kestrel)
    with clock.at(monday + timedelta(2)):
        assert rising.rise() == 0
    with clock.at(monday + timedelta(3)):
        assert rising.rise() == 1
        assert rising.rise() == 0
        assert list(view_of(office.mesa_jobs, "late")) == [row]
    assert mailed() == [office.mesa_wbl.email] * 2
    with clock.at(monday + timedelta(7)):
        assert rising.rise() == 1
        assert rising.rise() == 0
        assert list(waiting_for(office.director)) == [row]
    assert mailed(to=office.second.email)  # the territory's contact
    assert [s.kind for s in EnquiryStep.objects.filter(enquiry=row)] == ["taken", "reminded", "raised"]


def test_what_waits_for_somebody_who_is_away_goes_to_the_deputy(office):
    monday = next_monday()
    with clock.at(monday):
        row = call(office, employer=office.kestrel)
        point = office.points["mesa"]
        day = clock.today()
        away = {"away_from": day, "away_to": day + timedelta(9), "deputy": office.mesa_cases}
        change_point_of_contact(point, person=office.mesa_wbl, version=point.version, by=office.mesa_admin, **away)
    with clock.at(monday + timedelta(3)):
        rising.rise()
    row.refresh_from_db()
    assert row.holder == office.mesa_cases


# ── Figures ──────────────────────────────────────────────────────────


def test_figures_open_into_exactly_their_rows(office):
    monday = next_monday()
    with clock.at(monday):
        first, second, third = (call(office, employer=office.kestrel, wants=f"Ask {n}") for n in range(3))
        answer(office, first)
        call(office, by="harbor_admin", employer=office.kestrel)
    with clock.at(monday + timedelta(7)):
        second.refresh_from_db()
        answer(office, second)
        period = period_of(None, None)
        figures = {row.place: row for row in kept_by_institution(office.director, period)}
        mesa = figures[office.mesa]
        assert (mesa.came, mesa.answered, mesa.in_time, mesa.waiting, mesa.late) == (3, 2, 1, 1, 1)
        for view, n in (("came", 3), ("answered", 2), ("intime", 1), ("open", 1), ("late", 1)):
            rows = view_of(office.director, view, institution=office.mesa, period=period)
            assert rows.count() == n, view
        assert figures[office.harbor].waiting == 1
        assert mesa.usual == "4 days"
    assert third.pk


def test_figures_count_only_what_their_reader_sees(office):
    held = office.prospect("Hidden Works").employer
    taking.take_enquiry(
        taking.Call("call", "Hidden"), employer=held, origin=office.region, to=office.region, by=office.director
    )
    period = period_of(None, None)
    seen = {row.place: row.came for row in kept_by_institution(office.mesa_wbl, period)}
    assert not seen.get(office.region)
    assert {row.place: row.came for row in kept_by_institution(office.director, period)}[office.region] == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(60, "1 hour"), (5 * 3600, "5 hours"), (86400, "24 hours"), (3 * 86400, "3 days")]
)
def test_how_long_in_words(seconds, words):
    assert lasted(seconds) == words


def test_a_merge_takes_them_along(office):
    twin = office.shared("Kestrel Aero").employer
    row = call(office, employer=twin)
    merge(office.kestrel, twin, by=office.director)
    row.refresh_from_db()
    assert row.employer == office.kestrel


def test_a_contact_of_another_employer_is_refused(office):
    other = office.shared("Amber Textiles").employer
    stranger = editing.save_contact(other, {"family_name": "Vega"}, by=office.mesa_wbl)
    with pytest.raises(Refused, match="another employer"):
        call(office, employer=office.kestrel, contact=stranger)


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
