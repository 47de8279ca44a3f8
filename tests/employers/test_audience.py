"""Why an institution sees an employer or not: the answers against a recomputation of its own (B4, N11)."""

from datetime import timedelta
from itertools import product

import pytest

from guildhall.employers.actions.posting import settle_default_audiences
from guildhall.employers.models import Designation, Employer
from guildhall.employers.queries.audience import COLLEGES, audience_answers
from guildhall.employers.querysets import is_shared_with
from guildhall.lib import clock
from guildhall.people.actions.institutions import found
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.prospects.actions import promoting
from guildhall.protocols.actions import Draft, publish
from guildhall.protocols.models import Clause
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
AUDIENCES = [
    {},
    {"audience": "kinds", "kinds": ["college"]},
    {"audience": "kinds", "kinds": ["district", "school"]},
    {"audience": "region"},
]


@pytest.fixture
def tree(cast):
    """A district with a school and a college of its own, a faculty, another region; somebody works at each."""
    district = found("Valley District", "district", parent=cast.region, by=None, code="VD")
    below = found("Valley College", "college", parent=district, by=None, code="VC")
    school = found("Valley High", "school", parent=district, by=None, code="VH")
    faculty = found("Mesa Nursing", "faculty", parent=cast.mesa, by=None, code="MN")
    everywhere = {"district": district, "below": below, "school": school, "faculty": faculty}
    for name, place in everywhere.items():
        cast.add(f"{name}_jobs", Role.JOB_DEVELOPER, place)
    everywhere |= {"mesa": cast.mesa, "harbor": cast.harbor}
    return everywhere


@pytest.fixture
def records(cast, tree):
    """Employers in every standing: held by each, shared by default, shared by exceptions now, ended and nested."""
    cast.prospect("Held by the region")
    cast.prospect("Held by Mesa", holder=cast.mesa, by=cast.mesa_wbl)
    cast.prospect("Held by the district", holder=tree["district"], by=cast.people["district_jobs"])
    cast.prospect("Held by the faculty", holder=tree["faculty"], by=cast.people["faculty_jobs"])
    cast.shared("Shared by the region")
    cast.shared("Shared by Mesa", holder=cast.mesa, by=cast.mesa_wbl)
    for n, audience in enumerate((["harbor"], ["faculty"], ["district"], ["below", "mesa"])):
        places = [tree[name] for name in audience]
        promoting.promote(cast.ready(f"Exception {n}"), by=cast.director, audience=places, reason="they asked")
    ended = cast.ready("Exception that ended")
    yesterday = clock.today() - timedelta(days=1)
    with clock.at(days_from_now(-5)):
        promoting.promote(ended, by=cast.director, audience=[cast.harbor], reason="once", until=yesterday)
    return Employer.objects.filter(merged_into=None)


def agree(cast, parameters):
    drafts = [Draft("2.3", "Default audience", "Agreed.", Clause.Subject.DEFAULT_AUDIENCE, parameters)]
    publish(cast.region, "Audience", drafts, in_force_from=clock.today(), text="", by=None)
    settle_default_audiences()


def recomputed(employer: Employer, institution: Institution, parameters: dict) -> bool:
    """The same answer from the stored facts alone, by no code of the application."""
    above = {str(pk) for pk in institution.lineage}
    below = {str(i.pk) for i in Institution.objects.all() if institution.pk in i.lineage}
    holder = Institution.objects.get(pk=employer.holder_id)
    if employer.posted_at is None:
        return holder.kind not in ("region", "agency") and str(holder.pk) in above | below
    exception = Designation.objects.filter(employer=employer, ended_at=None).first()
    if exception and (exception.until is None or exception.until >= clock.today()):
        return any(str(pk) in above | below for pk in exception.institutions.values_list("pk", flat=True))
    if parameters.get("audience") == "kinds":
        kinds = {i.kind for i in Institution.objects.all() if str(i.pk) in above | below}
        own = holder.kind not in ("region", "agency") and str(holder.pk) in above | below
        return own or bool(kinds & set(parameters["kinds"]))
    return True  # one region: its own audience is everybody's


def wrong_answers(records, parameters) -> list[str]:
    """Where an answer differs from the recomputation, over all records and colleges."""
    found = []
    for employer in records:
        for answer in audience_answers(employer):
            if answer.sees != recomputed(employer, answer.institution, parameters):
                found.append(f"{employer} {answer.institution}: {answer.sees}, {answer.reason}")
    return found


@pytest.mark.parametrize("parameters", AUDIENCES, ids=str)
def test_the_answers_match_a_recomputation_on_all_records_and_institutions(cast, tree, records, parameters):
    agree(cast, parameters)
    assert not wrong_answers(records, parameters)
    asked = [answer for employer in records for answer in audience_answers(employer)]
    assert len(asked) == records.count() * Institution.objects.filter(kind__in=COLLEGES).count()
    assert all(answer.reason and answer.clause for answer in asked)


def test_a_wrong_answer_is_found(cast, tree, records):
    """The control: an audience that somebody wrote past its clause."""
    agree(cast, AUDIENCES[1])
    Employer.objects.filter(name="Shared by the region").update(default_audience=["district"])
    wrong = wrong_answers(records, AUDIENCES[1])
    assert wrong
    assert all(line.startswith("Shared by the region") for line in wrong)


@pytest.mark.parametrize("parameters", AUDIENCES, ids=str)
def test_the_answers_are_what_the_people_there_find(cast, tree, records, parameters):
    agree(cast, parameters)
    there = {"mesa": "mesa_wbl", "harbor": "harbor_wbl", "district": "district_jobs", "below": "below_jobs"}
    for employer, (place, name) in product(records, there.items()):
        answers = {a.institution.pk: a.sees for a in audience_answers(employer)}
        person = cast.people[name]
        person.forget_standing()
        finds = Employer.objects.visible_to(person).filter(pk=employer.pk).exists()
        assert answers[tree[place].pk] == finds, f"{employer} at {place}"
        assert is_shared_with(person, employer) == (finds and employer.posted_at is not None)


def test_a_reason_names_clause_and_version_and_leads_to_it(cast, records):
    agree(cast, AUDIENCES[1])
    employer = Employer.objects.get(name="Shared by the region")
    page = cast.client(cast.director).get(f"/employers/{employer.pk}/why/").content.decode()
    assert "Audience v1, 2.3" in page
    clause = Clause.objects.get(protocol__title="Audience")
    assert f"/protocols/{clause.protocol_id}/#c2.3" in page


def test_directors_keep_what_their_colleges_share_in_sight(cast):
    agree(cast, {"audience": "kinds", "kinds": ["district"]})  # there is none
    employer = cast.shared("Shared with nobody").employer
    assert employer in Employer.objects.shared_with(cast.director)
    assert is_shared_with(cast.director, employer)
    assert employer not in Employer.objects.shared_with(cast.mesa_wbl)


def test_a_region_of_several_keeps_to_itself(cast):
    state = found("State agency", "agency", parent=None, by=None, code="ST")
    other = found("Other region", "region", parent=state, by=None, code="OR")
    far = found("Far College", "college", parent=other, by=None, code="FC")
    cast.add("far_jobs", Role.JOB_DEVELOPER, far)
    agree(cast, {"audience": "region"})
    employer = cast.shared("Near employer").employer
    assert employer in Employer.objects.shared_with(cast.mesa_wbl)
    assert employer not in Employer.objects.shared_with(cast.people["far_jobs"])
