"""D21: a group stands as a number; whoever is ticked has an own record, counted once, and taken back with the tick."""

from decimal import Decimal

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.placements.actions import grouping
from guildhall.placements.actions.ticking import say_who_took_part
from guildhall.placements.models import Experience, GroupExperience
from guildhall.placements.queries.groups import ticked_of
from tests.placements.placed import student
from tests.placements.test_placing import days, kestrel  # noqa: F401  the fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def tour(cast, kestrel):  # noqa: F811
    group = grouping.Group("workplace_tour", days(1), "high", 2, "a class of physics", 2, Decimal(3))
    return grouping.count_group(cast.mesa, kestrel, group, by=cast.mesa_wbl)


def tick(row, shown, ticked, *, by, was=None):
    """Tick some of those shown; where nobody says otherwise, the page was opened a moment ago."""
    there = ticked_of(row)
    was = [one for one in shown if one.student_id in there] if was is None else was
    return say_who_took_part(row, shown, {one.pk for one in ticked}, was={one.pk for one in was}, by=by)


def test_each_who_is_ticked_has_an_own_record(cast, kestrel, tour):  # noqa: F811
    ana, bo = student(cast), student(cast, "Bo")
    assert tick(tour, [ana, bo], [ana], by=cast.mesa_cases) == 1
    row = Experience.objects.get()
    assert (row.student_id, row.activity, row.start_on, row.hours) == (ana.student_id, "workplace_tour", days(1), 3)
    assert row.host.employer_id == kestrel.pk and row.status == "completed"
    assert tick(tour, [ana, bo], [ana, bo], by=cast.mesa_cases) == 2
    assert tick(tour, [bo], [], by=cast.mesa_cases) == 1, "whoever was not shown stays"
    assert Experience.objects.get().student_id == ana.student_id
    tour.refresh_from_db()
    assert tour.students == 2, "the number of the group stays"


def test_what_a_list_says_already_is_not_counted_twice(cast, tour):
    ana = student(cast, number="7")
    listed = Experience.objects.create(
        institution=cast.mesa, person="number 7", student_id=ana.student_id, activity="workplace_tour",
        start_on=days(1), status="completed", mark="of a list",
    )  # fmt: skip
    tick(tour, [ana], [ana], by=cast.mesa_wbl)
    assert Experience.objects.get().pk == listed.pk
    tick(tour, [ana], [], by=cast.mesa_wbl)
    assert Experience.objects.get().group is None, "the list's row is the list's"


def test_more_than_were_counted_cannot_have_been_there(cast, tour):
    three = [student(cast, name) for name in ("Ana", "Bo", "Cy")]
    with pytest.raises(Refused, match="counted: 2"):
        tick(tour, three, three, by=cast.mesa_wbl)
    assert not Experience.objects.exists()


def test_only_one_s_own_students_and_no_children_of_elementary_schools(cast, kestrel, tour):  # noqa: F811
    theirs = student(cast, "Hal", by="harbor_wbl")
    assert tick(tour, [theirs], [theirs], by=cast.mesa_wbl) == 0
    with pytest.raises(Refused):
        tick(tour, [theirs], [theirs], by=cast.harbor_wbl)
    children = grouping.Group("workplace_tour", days(1), "elementary", 24)
    row = grouping.count_group(cast.mesa, kestrel, children, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="without their names"):
        tick(row, [student(cast)], [], by=cast.mesa_wbl)
    assert not Experience.objects.exists()


def test_two_who_tick_at_once_do_not_overwrite_each_other(cast, tour):
    ana, bo = student(cast), student(cast, "Bo")
    tick(tour, [ana, bo], [ana], by=cast.mesa_wbl)
    tick(tour, [ana, bo], [bo], by=cast.mesa_cases, was=[])
    assert Experience.objects.count() == 2, "whom another one ticked meanwhile stays"
    tick(tour, [ana, bo], [], by=cast.mesa_cases, was=[bo])
    assert Experience.objects.get().student_id == ana.student_id


def test_a_group_that_is_taken_back_takes_its_records_along(cast, tour):
    ana = student(cast)
    tick(tour, [ana], [ana], by=cast.mesa_wbl)
    tour.refresh_from_db()
    grouping.take_group_back(tour, version=tour.version, by=cast.mesa_wbl)
    assert not GroupExperience.objects.exists() and not Experience.objects.exists()


def test_the_page_ticks_and_shows_who_was_ticked(cast, tour):
    ana, bo = student(cast), student(cast, "Bo")
    client = cast.client(cast.mesa_wbl)
    url = f"/placements/groups/{tour.pk}/students/"
    assert client.get(url).content.decode().count("checked") == 0
    sent = client.post(url, {"students": [str(ana.pk)]})
    assert sent.status_code == 302
    page = client.get(url).content.decode()
    assert page.count(" checked") == 1 and bo.name in page
    assert "1 has a record of it" in client.get("/placements/groups/").content.decode()
    assert "workplace" in client.get(f"/students/{ana.pk}/").content.decode().lower()
    assert client.post(url, {"students": ["nonsense"]}).status_code == 200
    assert cast.client(cast.harbor_wbl).get(url).status_code == 404
