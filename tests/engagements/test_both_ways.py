"""Work passes both ways between directors and colleges: to whom a follow-up is given, and from where (H2, P13)."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions import following
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.forms.follow_ups import PromiseForm
from guildhall.engagements.models import FollowUp
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.engagements.rules import can_own
from guildhall.lib import clock
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.prospects.actions import promoting

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    name_point_of_contact(cast.harbor, "directors", cast.harbor_wbl, deputy=cast.harbor_admin, by=None)
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer


def names(cast, who, employer):
    known = {person.pk: name for name, person in cast.people.items()}
    return {known[p.pk] for p in possible_owners(cast.people[who], employer)}


def test_a_director_gives_a_follow_up_to_anybody_who_works_with_the_employer(cast, kestrel):
    every = names(cast, "director", kestrel)
    assert {"director", "second", "mesa_jobs", "mesa_teacher", "harbor_wbl", "harbor_admin"} <= every
    assert not every & {"mesa_instructor", "mesa_student", "mesa_employer", "administrator"}


def test_a_college_gives_it_back_to_a_director_and_to_the_points_of_contact_of_others(cast, kestrel):
    every = names(cast, "mesa_wbl", kestrel)
    assert {"director", "second", "mesa_cases", "harbor_wbl", "harbor_admin"} <= every
    harbor = [p for p in possible_owners(cast.mesa_wbl, kestrel) if p.pk == cast.harbor_wbl.pk]
    assert harbor[0].place == "Harbor Point College"


def test_without_being_named_a_colleague_of_another_college_is_nobody_to_choose(cast):
    """The control."""
    employer = cast.shared("Amber Textiles").employer
    assert "harbor_wbl" not in names(cast, "mesa_wbl", employer)


@pytest.mark.parametrize("which", ["region", "mesa", "exception"])
def test_nobody_is_offered_who_does_not_see_the_employer(cast, kestrel, which):
    """A1, B4: whom a list offers tells who knows of the employer, and nobody else gets it by the side."""
    if which == "exception":
        ready = cast.ready("Limited Works")
        promoting.promote(ready, by=cast.director, audience=[cast.harbor], reason="a trial")
        employer = ready.employer
        employer.refresh_from_db()
    else:
        holder = cast.region if which == "region" else cast.mesa
        employer = cast.prospect("Hidden Works", holder=holder, by=cast.director).employer
    every = possible_owners(cast.director, employer)
    assert all(can_own(person, employer) for person in every), which
    expected = {"region": {"director", "second"}, "exception": {"harbor_wbl"}, "mesa": {"mesa_jobs"}}[which]
    assert expected <= names(cast, "director", employer)


def test_it_is_given_from_an_employer_an_engagement_a_lead_and_a_promotion(cast, kestrel):
    said = Happening("call", "They ask for a visit", clock.today())
    entry = record_engagement(kestrel, said, by=cast.director, institution=cast.region)
    lead = cast.prospect("Hidden Works").employer
    browser = cast.client(cast.director)
    for page, way in (
        (f"/employers/{kestrel.pk}/", f"/employers/{kestrel.pk}/follow-ups/?give"),
        (f"/employers/{kestrel.pk}/engagements/{entry.pk}/", f"?give&amp;engagement={entry.pk}"),
        (f"/vetting/{lead.pk}/", f"/employers/{lead.pk}/follow-ups/?give"),
        (f"/vetting/{kestrel.pk}/", f"/employers/{kestrel.pk}/follow-ups/?give"),
    ):
        assert way in browser.get(page).content.decode(), page


def test_one_that_is_given_out_of_an_engagement_hangs_on_it(cast, kestrel):
    said = Happening("call", "They ask for a visit", clock.today())
    entry = record_engagement(kestrel, said, by=cast.director, institution=cast.region)
    due = (clock.today() + timedelta(5)).isoformat()
    values = {"what": "Visit them", "owner": cast.mesa_jobs.pk, "asker": cast.director.pk, "due_on": due}
    address = f"/employers/{kestrel.pk}/follow-ups/"
    browser = cast.client(cast.director)
    assert browser.post(address, values | {"engagement": entry.pk}).status_code == 302
    row = FollowUp.objects.get()
    assert (row.engagement, row.owner, row.asker, row.institution) == (entry, cast.mesa_jobs, cast.director, cast.mesa)
    row = following.report(row, "Visited", version=row.version, by=cast.mesa_jobs)
    assert following.confirm(row, version=row.version, by=cast.director).state == "confirmed"


def test_an_engagement_that_is_kept_from_somebody_is_none_to_hang_it_on(cast, kestrel):
    said = Happening("call", "Between us", clock.today(), visibility="institution")
    entry = record_engagement(kestrel, said, by=cast.harbor_wbl, institution=cast.harbor)
    due = (clock.today() + timedelta(5)).isoformat()
    values = {"what": "Visit them", "owner": cast.mesa_jobs.pk, "due_on": due, "engagement": entry.pk}
    answer = cast.client(cast.mesa_wbl).post(f"/employers/{kestrel.pk}/follow-ups/", values)
    assert answer.status_code == 200
    assert not FollowUp.objects.exists()


def test_giving_asks_whom_and_puts_oneself_down_as_whoever_asked(cast, kestrel):
    people = possible_owners(cast.director, kestrel)
    form = PromiseForm(employer=kestrel, people=people, person=cast.director, give=True)
    assert (form["owner"].value(), form["asker"].value()) == (None, cast.director.pk)
    places = [group for group, _rows in form.fields["owner"].choices if group]
    assert {"Mesa Grande College", "Harbor Point College"} <= set(places)
