"""Counts of a large territory: kept for all of equal sight, with their age, and counted again by a worker."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from guildhall.dashboards import metrics
from guildhall.dashboards.queries import contact_load, todo
from guildhall.engagements.actions import following
from guildhall.engagements.actions.following import Promise
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.queries import follow_ups, relations
from guildhall.lib import clock
from guildhall.people.permissions import Role
from guildhall.rollups import counting
from guildhall.rollups.jobs import count_anew
from guildhall.rollups.models import RollUp

pytestmark = pytest.mark.django_db


def log(employer, by, place, **more):
    happening = Happening("call", "Spoke about welding", clock.today() - timedelta(1), **more)
    return record_engagement(employer, happening, by=by, institution=place)


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(counting, "LARGE", -10)


@pytest.fixture
def worked(cast):
    """Two employers that another college works with, one of them on a hidden subject; one of ours."""
    cast.theirs, cast.ours = (cast.shared(f"{name} Works").employer for name in ("Their", "Our"))
    log(cast.theirs, cast.harbor_wbl, cast.harbor)
    log(cast.ours, cast.mesa_wbl, cast.mesa)
    log(cast.ours, cast.mesa_wbl, cast.mesa, visibility="named", colleagues=(cast.mesa_cases,))
    private = Happening("call", "Spoke", clock.today(), visibility="named", colleagues=(cast.mesa_cases,))
    promise = Promise("Send the file", cast.mesa_wbl, clock.today() + timedelta(3))
    following.log(cast.ours, private, promise, by=cast.mesa_wbl, institution=cast.mesa)
    return cast


def values(person):
    return {name: count.count(person) for name, count in counting.REGISTER.items()}


def test_what_is_kept_is_the_same_to_people_of_equal_sight(worked):
    """A number that holds something of one's own would be shown to a colleague."""
    colleague = worked.add("mesa_second", Role.WBL_COORDINATOR, worked.mesa)
    assert counting.sight_of(worked.mesa_wbl) == counting.sight_of(colleague)
    assert values(worked.mesa_wbl) == values(colleague)
    assert counting.sight_of(worked.mesa_wbl) != counting.sight_of(worked.harbor_wbl)


def test_a_count_of_ones_own_would_be_noticed(worked):
    """The control: all that the person may read, with what is open to them by name."""
    colleague = worked.add("mesa_second", Role.WBL_COORDINATOR, worked.mesa)
    own = counting.Count("own", lambda person: metrics.our_engagements(person).count())
    counting.REGISTER.pop(own.name)
    assert own.count(worked.mesa_wbl) != own.count(colleague)


def test_kept_figures_open_into_as_many_rows(worked, large):
    for person in (worked.mesa_wbl, worked.harbor_wbl, worked.director, worked.administrator):
        shown = {figure.url: figure.value for figure in todo.figures(person).rows}
        assert shown["/activity/"] == todo.activity(person).count(), person
        assert shown["/employers/"] == metrics.employers_shared(person).count(), person


def test_the_kept_count_of_the_forgotten_opens_into_as_many_rows(worked, large):
    """Whoever knows of a private promise has one employer less on the list, and in the number."""
    rows = {who: follow_ups.without_follow_up(worked.people[who]).count() for who in ("mesa_wbl", "mesa_jobs")}
    assert rows["mesa_wbl"] == rows["mesa_jobs"] - 1, "the data hold what could differ"
    for who, n in rows.items():
        assert follow_ups.count_without(worked.people[who]).value == n, who
    assert follow_ups.count_without(worked.mesa_cases).value == follow_ups.without_follow_up(worked.mesa_cases).count()


def test_a_kept_count_says_its_age_and_is_counted_again_by_a_worker(worked, large):
    first = todo.GOALS.of(worked.mesa_wbl)
    worked.shared("Further Works")
    with clock.at(clock.now() + counting.YOUNGEST / 2):
        assert todo.GOALS.of(worked.mesa_wbl) == first
    assert not ProcrastinateJob.objects.filter(task_name="rollups.count").exists(), "it is young"
    with clock.at(clock.now() + 2 * counting.YOUNGEST):
        for _ in range(2):
            assert todo.GOALS.of(worked.mesa_wbl) == first
        (asked,) = ProcrastinateJob.objects.filter(task_name="rollups.count")
        count_anew(**asked.args)
        second = todo.GOALS.of(worked.mesa_wbl)
    assert second.at > first.at
    assert second.value == todo.GOALS.count(worked.mesa_wbl) != first.value


def test_a_small_territory_keeps_nothing(worked):
    assert todo.GOALS.of(worked.mesa_wbl).at is None
    assert not RollUp.objects.exists()


def test_many_offers_make_a_territory_large_as_well(worked, monkeypatch):
    """The figures of the home page read all offers: with many they are kept, however few employers there are."""
    sizes = {counting.EMPLOYERS: 3, "opportunities_opportunity": 9_000}
    monkeypatch.setattr(counting, "is_large", lambda table, per: sizes[table] >= counting.LARGE * per)
    assert todo.GOALS.of(worked.mesa_wbl).at is None
    sizes["opportunities_opportunity"] = 11_000
    assert todo.GOALS.of(worked.mesa_wbl).at is not None


def test_a_kept_list_names_nobody_who_has_left_ones_sight(worked, large):
    """Identifiers are kept, and read again each time."""
    person = worked.mesa_wbl
    assert [chance.employer for chance in relations.next_opportunities(person)] == [worked.theirs]
    assert worked.theirs.name in [row.name for row in contact_load.contacted_this_week(person)]
    assert str(worked.theirs.pk) in contact_load.MOST_ASKED.of(person).value
    worked.theirs.audience = [worked.harbor.pk]
    worked.theirs.save(update_fields=["audience"])
    assert str(worked.theirs.pk) in relations.OTHERS_WORK_WITH.of(person).value, "it is kept"
    assert relations.next_opportunities(person) == []
    assert worked.theirs.name not in [row.name for row in contact_load.contacted_this_week(person)]


def test_this_week_shows_who_was_contacted_since(worked, large):
    contact_load.contacted_this_week(worked.mesa_wbl)
    late = worked.shared("Late Works").employer
    log(late, worked.harbor_wbl, worked.harbor)
    assert late.name in [row.name for row in contact_load.contacted_this_week(worked.mesa_wbl)]


def test_pages_of_a_large_territory_say_when_it_was_counted(worked, large, client):
    client.force_login(worked.mesa_wbl)
    for path in ("/", "/contact-load/", "/follow-ups/kept/", "/temperature/"):
        page = client.get(path).content.decode()
        assert "Counted just now" not in page, path
        assert "from the records that you see" in page, path
