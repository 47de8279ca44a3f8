"""Questions about one employer that is at hand have the same answer as the lists have (A1, B4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact, Employer
from guildhall.employers.querysets import holders_open_to, is_shared_with
from guildhall.lib import clock
from guildhall.people.actions.institutions import found
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.store.counts import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    """Employers in every standing, and people above, at and below a college."""
    faculty = found("Faculty of Metal", "faculty", parent=cast.mesa, by=None)
    cast.add("mesa_faculty", Role.CTE_TEACHER, faculty)
    cast.add("mesa_developer", Role.JOB_DEVELOPER, faculty)
    cast.add("mesa_two_roles", Role.STUDENT, cast.mesa)
    today = clock.today()
    audiences = [None, [], [cast.mesa.pk], [cast.harbor.pk], [faculty.pk], [cast.region.pk]]
    for n, audience in enumerate(audiences):
        for until in (None, today - timedelta(days=1), today, today + timedelta(days=1)):
            employer = cast.prospect(f"Shared {n} {until}", by=cast.director).employer
            ends = until if audience is not None else None
            Employer.objects.filter(pk=employer.pk).update(
                posted_at=clock.now(), audience=audience, audience_until=ends
            )
    cast.prospect("Of the region")
    cast.prospect("Of Mesa", holder=cast.mesa, by=cast.mesa_wbl)
    cast.prospect("Of Harbor", holder=cast.harbor, by=cast.harbor_wbl)
    merged = Employer.objects.filter(name__startswith="Shared 0")[:2]
    Employer.objects.filter(pk=merged[0].pk).update(merged_into=merged[1].pk)
    return cast


def test_whether_one_is_shared_agrees_with_the_directory(record):
    employers, differing = list(Employer.objects.all()), []
    for name, person in record.people.items():
        listed = set(Employer.objects.shared_with(person).values_list("pk", flat=True))
        differing += [(name, e.name) for e in employers if is_shared_with(person, e) != (e.pk in listed)]
    assert not differing
    assert len(Employer.objects.shared_with(record.harbor_wbl)) not in (0, len(employers))  # both answers occur


def test_holders_agree_with_what_is_seen_before_it_is_posted(record):
    for name, person in record.people.items():
        seen = set(Employer.objects.restricted_to(person).values_list("holder", flat=True))
        held = set(Employer.objects.filter(posted_at=None).values_list("holder", flat=True))
        assert seen == held & set(holders_open_to(person)), name
    names = {p: set(Institution.objects.filter(pk__in=holders_open_to(record.people[p])).values_list("name", flat=True))
             for p in ("director", "mesa_wbl", "mesa_developer", "mesa_faculty", "administrator")}  # fmt: skip
    assert len(names["director"]) == 4
    assert names["mesa_wbl"] == {"Mesa Grande College", "Faculty of Metal"}
    assert names["mesa_developer"] == {"Mesa Grande College", "Faculty of Metal"}
    assert names["mesa_faculty"] == names["administrator"] == set()


def test_reach_is_read_once_and_anew_when_it_is_told_to(record):
    person = record.director
    person.forget_standing()
    with CaptureQueriesContext(connection) as captured:
        for _n in range(3):
            holders_open_to(person)
    assert len(captured) == 2  # the roles, and the institutions that they reach
    new = found("A new college", "college", parent=record.region, by=None)
    assert new.pk not in holders_open_to(person)
    person.forget_standing()
    assert new.pk in holders_open_to(person)


def test_a_contact_is_current_as_the_list_says(cast):
    employer = cast.prospect("Kestrel Aerospace").employer
    for n in (-1, 0, 1):
        day = clock.today() + timedelta(days=n)
        editing.save_contact(employer, {"family_name": f"Until {n}", "to_date": day}, by=cast.director)
    editing.save_contact(employer, {"family_name": "For good"}, by=cast.director)
    listed = set(Contact.objects.current())
    assert {c for c in Contact.objects.all() if c.is_current} == listed
    assert len(listed) == 3


def test_lists_are_counted_in_one_statement(record):
    lists = [
        Employer.objects.all(),
        None,
        Employer.objects.none(),
        Employer.objects.filter(holder=record.mesa).order_by("name"),
        Employer.objects.filter(name__contains="100%"),
    ]
    with CaptureQueriesContext(connection) as captured:
        assert counts(lists) == [Employer.objects.count(), 0, 0, 1, 0]
    assert len(captured) == 2
    assert counts([]) == []
    assert counts([None, Employer.objects.none()]) == [0, 0]
