"""The demo region: whole, believable and loaded once."""

import io
import json
import os
import pickle
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from guildhall.bookings.models import AskedAfter, Booking, Closing, Report
from guildhall.bookings.queries.afterward import opinions_of
from guildhall.bookings.queries.attendance import attendance_of
from guildhall.demo import region
from guildhall.demo.institutions import COLLEGES
from guildhall.demo.known import TWINS
from guildhall.demo.relations import COURSES
from guildhall.employers import matching
from guildhall.employers.industries import sector_of
from guildhall.employers.models import Contact, Designation, DuplicatePair, Employer, EmployerLogin, Site
from guildhall.employers.queries.duplicates import likely_duplicates, records_of
from guildhall.engagements.models import Engagement
from guildhall.events.models import Clash, Event, Occurrence, Session, TakingPart
from guildhall.lib import clock
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Role
from guildhall.placements.models import Placement
from guildhall.placements.queries.hosting import students_at
from guildhall.prospects import rules
from guildhall.prospects.models import JoinRequest, Prospect
from guildhall.protocols.queries import clause_in_force
from guildhall.students.models import ConsentRequest, StudentLogin
from tests.demo.digests import story

pytestmark = pytest.mark.django_db  # without it the database would not be made for this module

ELSEWHERE = {
    Role.REGIONAL_DIRECTOR,
    Role.REGION_ADMINISTRATOR,
    Role.EMPLOYER,
    Role.COUNSELOR,
    Role.SCHOOL_ADMINISTRATOR,
    Role.CONVENER,
}
COLLEGE_ROLES = set(Role) - ELSEWHERE


@pytest.fixture(autouse=True)
def demo_region(db):
    """The region, as it was loaded into this worker's database."""


def counts():
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}


def told():
    out = io.StringIO()
    call_command("demo", json=True, stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


def test_one_person_per_role_and_all_may_sign_in(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # as it was when it was loaded
    people = told()["people"]
    assert {p["role"] for p in people} == {role.value for role in Role}
    assert {label for label, _place, _email in region.sign_ins()} == {role.label for role in Role}
    one = Person.objects.get(email=people[0]["email"])
    assert one.demo
    assert one.check_password(people[0]["password"])


def test_two_colleges_have_staff_in_every_college_role_and_the_others_the_three_that_matter():
    said = told()
    roles = defaultdict(set)
    for person in said["people"]:
        roles[person["institution"]].add(person["role"])
    colleges = [i["slug"] for i in said["institutions"] if i["kind"] == "college"]
    assert len(colleges) == 10
    assert sum(roles[slug] >= {r.value for r in COLLEGE_ROLES} for slug in colleges) >= 2
    assert all(roles[slug] >= {"college_administrator", "wbl_coordinator", "job_developer"} for slug in colleges)


def test_the_tree():
    kinds = Counter(Institution.objects.values_list("kind", flat=True))
    assert (kinds["region"], kinds["college"], kinds["district"], kinds["school"]) == (1, 10, 3, 6)
    assert set(Institution.objects.filter(kind="college").values_list("code", flat=True)) == set(COLLEGES)
    for kind in (PointOfContact.Kind.EMPLOYERS, PointOfContact.Kind.DIRECTORS):
        assert PointOfContact.objects.filter(kind=kind).values("institution").distinct().count() == 10
    assert 1 < PointOfContact.objects.filter(kind="news").count() < 10, "some have not named anybody yet"


def test_a_second_call_changes_nothing():
    before = counts()
    call_command("demo", quiet=True)
    assert counts() == before


def test_json_is_one_object_and_nothing_else():
    said = told()
    assert set(said) == {"institutions", "people"}
    assert all(set(i) == {"slug", "name", "kind"} for i in said["institutions"])
    assert all(set(p) == {"email", "password", "role", "institution"} for p in said["people"])
    assert {p["institution"] for p in said["people"]} <= {i["slug"] for i in said["institutions"]}


def test_every_stage_is_there():
    assert set(Prospect.objects.values_list("stage", flat=True)) == set(Prospect.Stage.values)
    restricted = Prospect.objects.filter(employer__posted_at=None)
    assert 55 <= restricted.filter(employer__holder__kind="region").count() <= 60
    assert 8 <= restricted.filter(employer__holder__kind="college").count() <= 12
    assert restricted.overdue().exists()
    assert restricted.never_contacted().filter(owner=None).exists()


def test_ready_prospects_can_be_promoted_as_they_are():
    ruth = Person.objects.get(family_name="Abara")
    ready = Prospect.objects.filter(stage="ready", employer__holder__kind="region")
    assert ready
    assert all(rules.can_promote(ruth, prospect) for prospect in ready)


def test_the_walkthrough_finds_northwind():
    found = Employer.objects.get(name="Northwind Robotics, Inc.")
    assert found.posted_at is None
    assert found.domain == "northwind-robotics.example"
    assert found.place == "Mesa Grande"
    assert found.prospect.stage == Prospect.Stage.DEVELOPING
    assert str(found.prospect.owner) == "Ruth Abara"


def test_both_gates_or_an_attestation_stand_behind_every_shared_employer():
    shared = Prospect.objects.filter(employer__posted_at__isnull=False)
    assert 320 <= shared.count() <= 340
    vetted = shared.filter(attested=False)
    assert vetted.count() == 25
    assert all(p.ready_by_id != p.vetted_by_id and p.answers.count() == 7 for p in vetted)
    assert Designation.objects.filter(ended_at=None, until__gt=clock.today()).count() == 2


def test_everything_is_invented():
    addresses = [*Person.objects.values_list("email", flat=True), *Contact.objects.values_list("email", flat=True)]
    assert all(address.endswith(".example") for address in addresses if address)
    assert all(d.endswith(".example") for d in Employer.objects.values_list("domain", flat=True) if d)
    ours = {address.rpartition("@")[2] for address in Person.objects.filter(memberships__role__in=["wbl_coordinator"])
            .values_list("email", flat=True)}  # fmt: skip
    assert not ours & set(Employer.objects.values_list("domain", flat=True))
    phones = [*Site.objects.values_list("phone", flat=True), *Contact.objects.values_list("phone", flat=True)]
    assert all(" 555-01" in phone for phone in phones if phone)


def test_only_the_twins_are_there_twice():
    """And they wait in the queue, each with reasons."""
    twins = {written for _name, written, _code, _known in TWINS}
    pairs = DuplicatePair.objects.filter(state="open", score__gte=matching.LIKELY).select_related("first", "second")
    assert {frozenset((p.first.name, p.second.name)) for p in pairs} == {frozenset(twin[:2]) for twin in TWINS}
    assert all(pair.reasons for pair in pairs)
    rows = Employer.objects.exclude(name__in=twins)
    names = [matching.normal_name(name) for name in rows.values_list("name", flat=True)]
    assert [name for name, n in Counter(names).items() if n > 1] == []
    known = {row.pk for row in Employer.objects.filter(name__in=twins | {twin[0] for twin in TWINS})}
    for row in rows.exclude(pk__in=known).prefetch_related("names", "sites", "identifiers"):
        assert likely_duplicates(records_of(row), at_least=matching.LIKELY, ignoring=row.pk)[0] == []


def test_industry_codes_are_whole_and_of_a_sector():
    codes = set(Employer.objects.values_list("naics", flat=True))
    assert all(len(code) == 6 and sector_of(code) for code in codes)


def test_no_engagement_is_in_the_future_on_a_weekend_or_before_its_employer():
    touches = Engagement.objects.exclude(kind="act")
    assert 1_200 <= touches.count() <= 2_200
    assert not touches.filter(happened_on__gt=clock.today()).exists()
    assert not touches.filter(recorded_at__gt=clock.now()).exists()
    assert not touches.filter(happened_on__week_day__in=[1, 7]).exists()
    early = [e for e in touches.select_related("employer") if e.recorded_at < e.employer.entered_at]
    assert early == []
    assert touches.values("institution").distinct().count() >= 11
    assert Employer.objects.posted().filter(last_engaged_at=None).count() >= 25


def test_the_protocol_has_been_in_force_for_a_year():
    region_office = Institution.objects.get(code="REG")
    clause = clause_in_force("vetting_criteria", region_office)
    assert clause.citation == "Regional employer protocol v1, 2.1"
    assert clause.criteria.count() == 7
    assert clause_in_force("college_vetting", region_office).criteria.count() == 7
    assert 360 <= (clock.today() - clause.protocol.in_force_from).days <= 370


def test_the_story_is_told_in_full():
    """Every kind of record that people make is there; `script/prove dates` compares what it says on different days."""
    told_of = {label: rows.total() for label, rows in story().items()}
    assert told_of["employers.Employer"] > 380
    assert told_of["engagements.Engagement"] > 1_200
    assert min(told_of[f"engagements.{name}"] for name in ("Ask", "FollowUp", "AvoidedContact", "GuestLink")) > 0
    assert told_of["engagements.TemperatureCheck"] == sum(len(course) for course in COURSES)
    if path := os.environ.get("GUILDHALL_STORY"):
        Path(path).write_bytes(pickle.dumps(story()))


def test_a_semester_of_events_lies_around_today():
    """Twenty weeks, series among them, with employers taking part, one clash kept with its reason."""
    events = Event.objects.all()
    assert set(events.values_list("state", flat=True)) == set(Event.State.values)
    assert events.exclude(rule="").count() >= 2
    assert events.filter(moved_at__isnull=False).exists()
    assert TakingPart.objects.values("employer").distinct().count() >= 8
    assert Clash.objects.exclude(reason="").count() == 1
    weeks = {(clock.day_of(moment) - clock.today()).days // 7 for moment in times_of_events()}
    assert len(weeks & set(range(-10, 10))) >= 16, "most weeks have something"


def test_an_evening_is_over_and_its_numbers_are_there():
    """Who came and who did not, what they say, what the employer read; and interviews with an alternate ahead."""
    closing = Closing.objects.get()
    assert closing.roll.event.attended == attendance_of(closing.roll).present
    assert opinions_of([closing.roll], at_door=True).count == 10
    assert AskedAfter.objects.filter(about="missed").exists()
    assert Report.objects.get().numbers["came"] >= 12
    assert Booking.objects.filter(state="waiting", choice=1).exists()
    assert Booking.objects.filter(state="offered").exists() and Session.objects.filter(came_at__isnull=False).exists()


def times_of_events():
    return Occurrence.objects.values_list("starts_at", flat=True)


def test_students_and_employers_may_be_tried():
    """Who signs in at the other doors, and that their pages have something to show."""
    logins = StudentLogin.objects.filter(demo=True)
    assert 3 <= logins.count() <= 6
    assert EmployerLogin.objects.filter(demo=True).count() == 3
    assert ConsentRequest.objects.waiting().filter(signer="guardian").exists()
    assert ConsentRequest.objects.waiting().filter(signer="student").exists()
    assert set(Placement.objects.values_list("state", flat=True)) == set(Placement.State.values)
    marisol = EmployerLogin.objects.get(email="marisol.ortega@kestrel-aero.example")
    assert students_at(marisol).places


def test_colleges_asked_to_join():
    assert set(JoinRequest.objects.values_list("state", flat=True)) == {"open", "accepted", "answered"}
