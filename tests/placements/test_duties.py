"""What an employer agreed to host counts itself from placements (N14)."""

from datetime import timedelta

import pytest

from guildhall.employers.actions.merging import merge
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.placements.actions import accepting, moving
from guildhall.placements.actions.agreeing import Agreed, agree_duty, change_duty, end_duty
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Duty, Placement
from guildhall.placements.queries.duties import at_employer, counted
from tests.placements.placed import student

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(cast):
    """Kestrel agreed to host two interns of Mesa within sixty days around today."""
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    today = clock.today()
    facts = Agreed(2, today - timedelta(30), today + timedelta(30), ["internship_paid"], "Two interns by June")
    cast.duty = agree_duty(cast.kestrel, facts, institution=cast.mesa, by=cast.mesa_wbl)
    return cast


def begun(cast, name, *, kind="internship_paid", days_ago=3, by="mesa_wbl", employer=None):
    who = student(cast, name, by=by)
    place = accepting.place(who, Plan(employer or cast.kestrel, kind, "A place"), by=cast.people[by])
    return moving.start(place, clock.today() - timedelta(days_ago), by=cast.people[by])


def done(cast):
    return counted([Duty.objects.get(pk=cast.duty.pk)])[0].done


def test_completing_a_placement_moves_it_without_editing(agreed):
    assert done(agreed) == 0
    place = begun(agreed, "Ana")
    assert done(agreed) == 1
    moving.complete(place, clock.today(), by=agreed.mesa_wbl)
    assert done(agreed) == 1, "it is one student all the while"
    begun(agreed, "Bo")
    [one] = at_employer(agreed.kestrel, agreed.mesa_wbl)
    assert (one.done, one.is_done) == (2, True)


@pytest.mark.parametrize("other", [{"kind": "job_shadow"}, {"days_ago": 40}, {"by": "harbor_wbl"}])
def test_what_was_not_agreed_does_not_count(agreed, other):
    begun(agreed, "Ana", **other)
    assert done(agreed) == 0
    begun(agreed, "Bo")
    assert done(agreed) == 1, "the control"


def test_one_student_twice_counts_once_and_whoever_never_came_is_none(agreed):
    place = begun(agreed, "Ana")
    second = accepting.place(place.registration, Plan(agreed.kestrel, "internship_paid", "Again"), by=agreed.mesa_wbl)
    moving.start(second, clock.today(), by=agreed.mesa_wbl)
    third = accepting.place(student(agreed, "Cy"), Plan(agreed.kestrel, "internship_paid", "Third"), by=agreed.mesa_wbl)
    moving.note_no_show(third, by=agreed.mesa_wbl)
    assert done(agreed) == 1


def test_it_follows_a_merge(agreed):
    other = agreed.shared("Kestrel Aero").employer
    begun(agreed, "Ana", employer=other)
    assert done(agreed) == 0
    merge(other, agreed.kestrel, by=agreed.director)
    assert done(agreed) == 1


def test_it_is_changed_and_ended_by_whoever_keeps_students_there(agreed):
    facts = Agreed(1, agreed.duty.first_on, agreed.duty.last_on)
    for person in (agreed.harbor_wbl, agreed.director, agreed.mesa_teacher):
        with pytest.raises(Refused):
            change_duty(agreed.duty, facts, version=1, by=person)
        with pytest.raises(Refused):
            agree_duty(agreed.kestrel, facts, institution=agreed.mesa, by=person)
    with pytest.raises(Refused, match="before it begins"):
        change_duty(agreed.duty, Agreed(1, facts.last_on, facts.first_on), version=1, by=agreed.mesa_wbl)
    changed = change_duty(agreed.duty, facts, version=1, by=agreed.mesa_wbl)
    begun(agreed, "Ana", kind="job_shadow")
    assert done(agreed) == 1, "any kind counts now"
    with pytest.raises(Conflict):
        end_duty(changed, version=1, by=agreed.mesa_wbl)
    end_duty(changed, version=2, by=agreed.mesa_wbl)
    assert at_employer(agreed.kestrel, agreed.mesa_wbl) == []
    assert Placement.objects.count() == 1


def test_the_page_says_how_far_it_is_and_opens_into_the_rows(agreed):
    place = begun(agreed, "Ana")
    client = agreed.client(agreed.mesa_wbl)
    page = client.get(f"/employers/{agreed.kestrel.pk}/placements/").content.decode()
    assert "1 of 2 students by" in " ".join(page.split())
    rows = client.get(f"/agreed/{agreed.duty.pk}/").content.decode()
    assert f"/placements/{place.pk}/" in rows and "Two interns by June" in rows
    assert agreed.client(agreed.harbor_wbl).get(f"/agreed/{agreed.duty.pk}/").status_code == 404
    text = agreed.client(agreed.harbor_wbl).get(f"/employers/{agreed.kestrel.pk}/placements/").content.decode()
    assert "of 2 students" not in text, "what Mesa agreed is Mesa's"
