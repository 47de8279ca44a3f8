"""An employer calls: one record, the right person, one answer, and nobody waits unseen (H6, P12, P14)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.employers.actions import editing
from guildhall.employers.actions.merging import merge
from guildhall.employers.models import Employer
from guildhall.engagements.actions import following
from guildhall.engagements.models import Engagement, FollowUp, Touch
from guildhall.engagements.queries.notices import readable
from guildhall.enquiries import rules
from guildhall.enquiries.actions import answering, taking
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.queries import waiting_for
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.lib.working_days import after_working_days
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import change_point_of_contact, name_point_of_contact
from guildhall.people.models import Membership, Notice, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.prospects.models import Prospect

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
    assert (row.engagement.by, row.engagement.happened_on) == (row.answered_by, clock.today())
    with pytest.raises(Refused, match="on a timeline already"):
        answering.name_employer(row, office.kestrel, version=row.version, by=office.mesa_wbl, institution=office.mesa)


def test_the_timeline_keeps_who_answered_and_when(office):
    """A colleague says days later which employer it was: the answer is not theirs, nor of that day (H6)."""
    row = answer(office, call(office))
    days_ago = clock.now() - timedelta(4)
    Enquiry.objects.update(answered_at=days_ago)
    namer = office.mesa_jobs
    assert namer != row.answered_by
    row = answering.name_employer(row, office.kestrel, version=row.version, by=namer, institution=office.mesa)
    entry = row.engagement
    assert (entry.by, entry.happened_on) == (row.answered_by, clock.day_of(days_ago))
    office.kestrel.refresh_from_db()
    assert clock.day_of(office.kestrel.last_engaged_at) == clock.day_of(days_ago)
    written = Entry.objects.filter(object_id=str(entry.pk), verb="record").get()
    assert written.actor == namer.pk, "the journal says who acted"


def test_a_new_one_is_a_lead_behind_the_wall(office):
    row = call(office, caller="Ada Nova", email="ada@cedar.example")
    row = answering.enter_lead(row, holder=office.mesa, version=row.version, by=office.mesa_wbl)
    assert Prospect.objects.get(employer=row.employer).stage == "lead"
    assert row.employer.posted_at is None
    assert row.contact.email == "ada@cedar.example"
    assert not Employer.objects.visible_to(office.harbor_wbl).filter(pk=row.employer_id).exists()


def test_correcting_keeps_how_to_reach_them(office):
    row = call(office, email="ada@cedar.example")
    values = {"kind": "email", "wants": "Three interns", "words": "", "caller": "Ada", "email": "", "phone": "1"}
    row = taking.change_enquiry(row, values, version=row.version, by=office.mesa_teacher)
    assert (row.wants, row.email, row.phone) == ("Three interns", "ada@cedar.example", "1")


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
