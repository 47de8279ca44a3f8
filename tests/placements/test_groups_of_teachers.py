"""A teacher counts the own class: reads what they counted and nothing else, and takes it back (D21, G2)."""

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.people.permissions import Role
from guildhall.placements.actions import grouping
from guildhall.placements.actions.ticking import say_who_took_part
from guildhall.placements.models import GroupExperience
from guildhall.placements.querysets import GroupQuerySet
from tests.placements.placed import student
from tests.placements.test_placing import days, kestrel  # noqa: F401  the fixture

pytestmark = pytest.mark.django_db
TOUR = grouping.Group("workplace_tour", days(1), "high", 24, "qxphysicsxq", 2)


@pytest.fixture
def teachers(cast):
    """Two teachers of Mesa, and one of Harbor."""
    cast.add("harbor_teacher", Role.CTE_TEACHER, cast.harbor)
    return [cast.people[name] for name in ("mesa_teacher", "mesa_instructor", "harbor_teacher")]


def test_a_teacher_counts_a_class_and_nobody_else_reads_more_than_before(cast, kestrel, teachers):  # noqa: F811
    teacher, second, theirs = teachers
    row = grouping.count_group(cast.mesa, kestrel, TOUR, by=teacher)
    others = grouping.count_group(cast.mesa, kestrel, TOUR, by=cast.mesa_wbl)
    seen = GroupExperience.objects.visible_to
    assert list(seen(teacher)) == [row] and not seen(second).exists() and not seen(theirs).exists()
    assert set(seen(cast.mesa_wbl)) == {row, others} and not seen(cast.harbor_wbl).exists()
    with pytest.raises(Refused):
        grouping.count_group(cast.harbor, kestrel, TOUR, by=teacher)
    with pytest.raises(Refused):
        grouping.take_group_back(others, version=others.version, by=teacher)
    grouping.take_group_back(row, version=row.version, by=teacher)
    assert list(GroupExperience.objects.all()) == [others]


def test_what_names_students_is_for_those_who_keep_them(cast, kestrel, teachers):  # noqa: F811
    row = grouping.count_group(cast.mesa, kestrel, TOUR, by=teachers[0])
    ana = student(cast)
    with pytest.raises(Refused):
        say_who_took_part(row, [ana], {ana.pk}, was=set(), by=teachers[0])
    say_who_took_part(row, [ana], {ana.pk}, was=set(), by=cast.mesa_wbl)
    row.refresh_from_db()
    with pytest.raises(Refused, match="have a record of it"):
        grouping.take_group_back(row, version=row.version, by=teachers[0])


def test_the_pages(cast, kestrel, teachers):  # noqa: F811
    client, page = cast.client(teachers[0]), f"/employers/{kestrel.pk}/placements/"
    assert f"/employers/{kestrel.pk}/groups/add/" in client.get(page).content.decode()
    typed = {"institution": cast.mesa.pk, "activity": "workplace_tour", "on": str(days(1)), "level": "high"}
    asked = client.post(f"/employers/{kestrel.pk}/groups/add/", typed | {"students": "24", "group": "qxphysicsxq"})
    assert asked.status_code == 302
    row = GroupExperience.objects.get()
    assert "qxphysicsxq" in client.get(page).content.decode()
    assert "qxphysicsxq" not in cast.client(teachers[1]).get(page).content.decode()
    back = client.post(f"/placements/groups/{row.pk}/take-back/", {"version": row.version})
    assert back.headers["location"] == page and not GroupExperience.objects.exists()


def test_with_the_first_lock_gone_the_second_holds(cast, kestrel, teachers, monkeypatch):  # noqa: F811
    row = grouping.count_group(cast.mesa, kestrel, TOUR, by=teachers[0])
    monkeypatch.setattr(GroupQuerySet, "visible_to", lambda self, person: self.all())
    page = f"/employers/{kestrel.pk}/placements/"
    assert "qxphysicsxq" in cast.client(teachers[0]).get(page).content.decode()
    for other in (teachers[1], teachers[2], cast.harbor_wbl):
        assert "qxphysicsxq" not in cast.client(other).get(page).content.decode()
    assert GroupExperience.objects.filter(pk=row.pk).exists()
