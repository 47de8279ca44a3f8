"""From the application to the outcome: who may take which step, places, who waits, what counts (C4, M9 to M12)."""

import re
from datetime import date, timedelta

import pytest

from guildhall.employers.actions.merging import merge
from guildhall.employers.models import Employer
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Notice
from guildhall.placements.actions import accepting, applying, grouping, moving
from guildhall.placements.actions.accepting import fill_up_by, places_left
from guildhall.placements.actions.changing import change_plan
from guildhall.placements.actions.freshness import fill_places
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Application, Experience, GroupExperience, Placement, Step
from guildhall.placements.parties import Side, employer_party, student_party
from guildhall.placements.queries import tallies
from guildhall.placements.queries.placing import hosted_in
from guildhall.placements.queries.tallies import tally_of
from tests.opportunities.offers import posted
from tests.placements.placed import offered, placed, referred, states, student

pytestmark = pytest.mark.django_db
A, P = Application.State, Placement.State


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "email": "ana@kestrel.example"}).employer


def days(n):
    return clock.today() - timedelta(n)


def test_the_whole_way_is_written_down_step_by_step(cast, kestrel):
    row = posted(cast, kestrel, places=2)
    application = referred(cast, student(cast), row)
    assert application.coordinator == cast.mesa_wbl
    applying.shortlist(application, by=cast.mesa_cases)
    applying.offer(application, by=employer_party(kestrel.pk))
    placement = accepting.accept(application, by=student_party(application.student_id))
    moving.begin_papers(placement, by=cast.mesa_wbl)
    moving.start(placement, days(30), by=cast.mesa_wbl)
    moving.confirm(placement, by=employer_party(kestrel.pk))
    placement = moving.complete(placement, days(2), outcome="hired", by=cast.mesa_wbl)
    steps = [(s.after, s.side, s.by) for s in Step.objects.order_by("at", "pk")]
    assert [s[0] for s in steps] == ["referred", "shortlisted", "offered", "accepted", "agreed", "papers", "started",
                                     "completed"]  # fmt: skip
    assert steps[2][1:] == (Side.EMPLOYER, None) and steps[3][1:] == (Side.STUDENT, None)
    assert steps[1][1:] == (Side.STAFF, cast.mesa_cases)
    assert (placement.outcome, placement.confirmed_by, placement.ended_on) == ("hired", cast.mesa_wbl, days(2))
    told = set(Notice.objects.filter(person=cast.mesa_wbl).values_list("event", flat=True))
    assert {"application moved"} <= told
    assert not Notice.objects.filter(words__icontains="Zamora").exists(), "no notice names a student"


def test_steps_have_their_order_and_their_people(cast, kestrel):
    row = posted(cast, kestrel)
    application = referred(cast, student(cast), row)
    with pytest.raises(Refused, match="cannot go on like that"):
        accepting.accept(application, by=cast.mesa_wbl)
    stranger = employer_party(cast.shared("Hawk Marine").employer.pk)
    for by in (stranger, student_party(application.student_id), cast.mesa_teacher, cast.mesa_jobs):
        with pytest.raises(Refused):
            applying.offer(application, by=by)
    with pytest.raises(Conflict):
        applying.shortlist(application, version=7, by=cast.mesa_wbl)
    placement = accepting.accept(applying.offer(application, by=cast.mesa_wbl), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="not yours"):
        moving.start(placement, clock.today(), by=student_party(application.student_id))
    with pytest.raises(Refused, match="still ahead"):
        moving.start(placement, clock.today() + timedelta(1), by=cast.mesa_wbl)
    moving.start(placement, days(3), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="before it began"):
        moving.complete(placement, days(4), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="why"):
        moving.end_early(placement, days(1), " ", by=cast.mesa_wbl)


def test_nobody_is_put_forward_for_what_is_not_open_to_them(cast, kestrel):
    row, who = posted(cast, kestrel), student(cast)
    referred(cast, who, row)
    with pytest.raises(Refused, match="already"):
        referred(cast, who, row)
    with pytest.raises(Refused):
        applying.refer(who, posted(cast, kestrel, title="Others"), by=cast.harbor_wbl)
    later = posted(cast, kestrel, title="Later", apply_from=clock.today() + timedelta(9))
    teachers = posted(cast, kestrel, title="Teachers", kind="teacher_externship")
    for other, words in ((later, "from"), (teachers, "teachers")):
        with pytest.raises(Refused, match=words):
            referred(cast, who, other)
    Opportunity.objects.filter(pk=later.pk).update(apply_from=None, audience=[cast.harbor.pk])
    later.refresh_from_db()
    with pytest.raises(Refused, match="not open to"):
        referred(cast, who, later)
    deciding.close(row, "filled", filled=None, version=row.version, by=cast.mesa_wbl)
    row.refresh_from_db()
    with pytest.raises(Refused, match="not open today"):
        referred(cast, student(cast, "Bo"), row)


def test_nobody_gets_a_place_that_is_not_there_and_whoever_waits_is_promoted_once(cast, kestrel):
    """Two colleges, two places, five who accept: the order of accepting decides, across institutions."""
    row = posted(cast, kestrel, places=2)
    made = {}
    for n, by in enumerate(["mesa_wbl", "harbor_wbl", "harbor_wbl", "mesa_wbl", "harbor_wbl"]):
        made[n] = placed(cast, student(cast, f"S{n}", by=by), row, by=by)
    assert [made[n] is not None for n in range(5)] == [True, True, False, False, False]
    row.refresh_from_db()
    assert (row.filled, places_left(row)) == (2, 0)
    told = tally_of(row, cast.mesa_wbl)
    assert (told.places, told.is_full, told.taken, told.waiting) == (2, True, 1, 1)
    assert (told.taken_elsewhere, told.waiting_elsewhere) == (0, 0), "few of another college: not even a number"
    moving.withdraw_placement(made[0], "moves away", by=cast.mesa_wbl)
    assert states(row) == {"S0": A.ACCEPTED, "S1": A.ACCEPTED, "S2": A.ACCEPTED, "S3": A.WAITING, "S4": A.WAITING}
    assert Placement.objects.filter(opportunity=row, registration__given_name="S2").count() == 1
    assert fill_up_by(row.pk) == 0, "once"
    third = Application.objects.get(opportunity=row, registration__given_name="S3")
    applying.decline(third, by=cast.mesa_wbl)
    Opportunity.objects.filter(pk=row.pk).update(places=3)
    assert fill_places() == 1
    assert states(row)["S4"] == A.ACCEPTED and states(row)["S3"] == A.DECLINED
    assert Placement.objects.taking_places().filter(opportunity=row).count() == 3
    assert Notice.objects.filter(event="application moved", person=cast.harbor_wbl).exists()


def _pages_of(cast, row):
    client = cast.client(cast.mesa_wbl)
    pages = [client.get(f"/opportunities/{row.pk}/{page}").content.decode() for page in ("", "placements/")]
    return [re.sub(r'(csrfmiddlewaretoken" value=|nonce[=-])"?[\w-]+', "", page) for page in pages]


def test_few_students_of_another_college_change_no_number(cast, kestrel, monkeypatch):
    row = posted(cast, kestrel, places=30)
    placed(cast, student(cast), row)
    read = []
    for n in range(10):
        read.append(_pages_of(cast, row))
        placed(cast, student(cast, f"H{n}", by="harbor_wbl"), row, by="harbor_wbl")
    assert all(one == read[0] for one in read), "none or nine of Harbor read the same at Mesa"
    assert "at least 10 with a place" in _pages_of(cast, row)[1]
    monkeypatch.setattr(tallies, "_in_tens", lambda number: number)
    told = tally_of(row, cast.mesa_wbl)
    assert told.taken_elsewhere == 10, "the control: told exactly, each of them would have shown"


def test_one_person_takes_one_place_whoever_puts_them_forward(cast, kestrel):
    """Two colleges know her; neither is told so while she applies, and she takes one place (ADR 49)."""
    row, born = posted(cast, kestrel, places=3), date(2004, 5, 6)
    here, there = (student(cast, "Nia", by=by, born_on=born) for by in ("mesa_wbl", "harbor_wbl"))
    assert here.student_id == there.student_id
    first, second = offered(cast, here, row), offered(cast, there, row, by="harbor_wbl")
    assert accepting.accept(first, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="cannot take a place in it"):
        accepting.accept(second, by=cast.harbor_wbl)
    with pytest.raises(Refused, match="cannot take a place in it"):
        accepting.place(there, Plan(kestrel, "internship_paid", "Two interns", opportunity=row), by=cast.harbor_wbl)
    assert Placement.objects.filter(opportunity=row).count() == 1
    assert placed(cast, student(cast, "Other", by="harbor_wbl"), row, by="harbor_wbl"), "the control: somebody else"


def test_the_waiting_list_passes_over_whoever_has_a_place(cast, kestrel):
    row, born = posted(cast, kestrel, places=1), date(2004, 5, 6)
    here, there = (student(cast, "Nia", by=by, born_on=born) for by in ("mesa_wbl", "harbor_wbl"))
    first = placed(cast, student(cast, "First"), row)
    for one, by in ((here, "mesa_wbl"), (there, "harbor_wbl")):
        assert placed(cast, one, row, by=by) is None
    last = placed(cast, student(cast, "Last"), row)
    assert last is None
    Opportunity.objects.filter(pk=row.pk).update(places=2)
    moving.withdraw_placement(first, "moves away", by=cast.mesa_wbl)
    assert fill_up_by(row.pk) == 0
    names = Placement.objects.open().filter(opportunity=row).values_list("registration__given_name", flat=True)
    assert sorted(names) == ["Last", "Nia"]


def test_an_early_end_and_a_no_show_free_their_places(cast, kestrel):
    row = posted(cast, kestrel, places=1)
    first = placed(cast, student(cast, "One"), row)
    assert placed(cast, student(cast, "Two"), row) is None
    moving.note_no_show(first, by=cast.mesa_wbl)
    second = Placement.objects.get(registration__given_name="Two")
    assert placed(cast, student(cast, "Three"), row) is None
    moving.start(second, days(5), by=cast.mesa_wbl)
    moving.end_early(second, days(1), "found a job", by=cast.mesa_wbl)
    assert Placement.objects.filter(registration__given_name="Three", state=P.AGREED).exists()
    second.refresh_from_db()
    assert second.ended_because == "found a job"
    assert not Experience.objects.exists(), "what ended early is no completed experience"


def test_the_timeline_has_a_start_once_and_names_nobody(cast, kestrel):
    placement = placed(cast, student(cast), posted(cast, kestrel))
    moving.start(placement, days(3), by=employer_party(kestrel.pk))
    row = Engagement.objects.get(employer=kestrel, kind="act", summary__contains="began")
    assert "Zamora" not in row.summary and cast.mesa.name in row.summary
    moving.complete(placement, days(1), by=cast.mesa_wbl)
    assert Engagement.objects.filter(employer=kestrel, summary__contains="began").count() == 1


def test_what_was_agreed_can_be_changed_until_it_ends(cast, kestrel):
    placement = placed(cast, student(cast), posted(cast, kestrel))
    plan = Plan(kestrel, placement.kind, "Quality control", starts_on=days(-5), ends_on=days(-50))
    row = change_plan(placement, plan, version=placement.version, by=cast.mesa_wbl)
    assert (row.title, row.starts_on) == ("Quality control", days(-5))
    bad = Plan(kestrel, row.kind, "", starts_on=days(1), ends_on=days(5))
    with pytest.raises(Refused, match="cannot end before"):
        change_plan(row, bad, version=row.version, by=cast.mesa_wbl)
    hawk = cast.shared("Hawk Marine", city="San Diego").employer
    wrong = Plan(kestrel, row.kind, "", supervisor=hawk.contacts.create(family_name="X"))
    with pytest.raises(Refused, match="another employer"):
        change_plan(row, wrong, version=row.version, by=cast.mesa_wbl)
    row = moving.withdraw_placement(row, "no", by=cast.mesa_wbl)
    with pytest.raises(Refused, match="has ended"):
        change_plan(row, plan, version=row.version, by=cast.mesa_wbl)


def test_duties_count_themselves(cast, kestrel):
    """N14: "host 6 interns by June" reads what has begun, of whatever institution, each student once."""
    row = posted(cast, kestrel, places=9)
    for n, by in enumerate(["mesa_wbl", "mesa_wbl", "harbor_wbl"]):
        placement = placed(cast, student(cast, f"S{n}", by=by), row, by=by)
        moving.start(placement, days(10 * n), by=cast.people[by])
    assert hosted_in(kestrel, days(30), clock.today()) == 3
    assert hosted_in(kestrel, days(12), clock.today(), kinds=["internship_paid"]) == 2
    assert hosted_in(kestrel, days(30), clock.today(), institutions=[cast.harbor.pk]) == 1
    assert hosted_in(kestrel, days(30), clock.today(), kinds=["clinical"]) == 0


def test_a_group_is_counted_without_names_and_taken_back(cast, kestrel):
    group = grouping.Group("workplace_tour", days(1), "elementary", 48, "two classes of grade 5", 4)
    row = grouping.count_group(cast.mesa, kestrel, group, by=cast.mesa_wbl)
    assert Engagement.objects.filter(employer=kestrel, summary__contains="48 students").exists()
    assert not Experience.objects.exists()
    for wrong in (grouping.Group("nothing", days(1), "high", 3), grouping.Group("workplace_tour", days(-1), "high", 3)):
        with pytest.raises(Refused):
            grouping.count_group(cast.mesa, kestrel, wrong, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        grouping.count_group(cast.mesa, kestrel, group, by=cast.harbor_wbl)
    grouping.take_group_back(row, version=1, by=cast.mesa_cases)
    assert not GroupExperience.objects.exists()


def test_a_merge_takes_placements_along(cast, kestrel):
    hawk = cast.shared("Hawk Marine").employer
    placement = placed(cast, student(cast), posted(cast, kestrel))
    offered(cast, student(cast, "Bo"), posted(cast, kestrel, title="More"))
    merge(hawk, Employer.objects.get(pk=kestrel.pk), by=cast.director)
    placement.refresh_from_db()
    assert placement.employer_id == hawk.pk
    assert not Application.objects.filter(employer=kestrel).exists()
