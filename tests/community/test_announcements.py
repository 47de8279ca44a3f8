"""News of the region goes through one named person per institution, who passes it on there (C27, P3)."""

import pytest

from guildhall.community.actions import announcing as actions
from guildhall.community.models import Announcement
from guildhall.community.queries.announcing import reach, to_pass_on
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.actions.contacts import change_point_of_contact, name_point_of_contact
from guildhall.people.models import Notice, PointOfContact
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
NEWS = PointOfContact.Kind.NEWS


def name(cast, person, **more):
    return name_point_of_contact(cast.mesa, NEWS, person, by=cast.mesa_admin, **more)


def publish(cast, title="A fair in May"):
    return actions.announce(title, "All colleges.", institution=cast.region, by=cast.director)


def told(event):
    return set(Notice.objects.filter(event=event).values_list("person__email", flat=True))


def of(row, place):
    return row.deliveries.get(institution=place)


def test_the_person_named_is_told_and_one_press_tells_the_colleagues(cast):
    name(cast, cast.mesa_cases)
    row = publish(cast)
    assert told("news published") == {cast.mesa_cases.email}
    client = cast.client(cast.mesa_cases)
    page = client.get(f"/announcements/{row.pk}/").content.decode()
    assert "Pass it on" in page
    client.post(f"/announcements/{row.pk}/pass-on/{of(row, cast.mesa).pk}/", {"words": "For us, too."})
    passed = of(row, cast.mesa)
    assert (passed.by, passed.words) == (cast.mesa_cases, "For us, too.")
    hearing = told("news passed on")
    assert {cast.mesa_wbl.email, cast.mesa_admin.email, cast.mesa_instructor.email} <= hearing
    assert not {cast.mesa_cases.email, cast.harbor_wbl.email, cast.mesa_student.email} & hearing
    with pytest.raises(Refused, match="already"):
        actions.pass_on(passed, by=cast.mesa_cases)


def test_the_publisher_sees_who_has_not_and_where_nobody_is_named(cast):
    name(cast, cast.mesa_cases)
    row = publish(cast)
    assert [(one.institution, one.contact) for one in reach(row, cast.director)] == [
        (cast.harbor, None),
        (cast.mesa, cast.mesa_cases),
    ]
    page = cast.client(cast.director).get(f"/announcements/{row.pk}/").content.decode()
    assert "Nobody is named for news" in page
    assert "not passed on yet" in page
    assert f"/points-of-contact/{cast.harbor.slug}/news/" not in page, "a director names nobody at a college"
    own = cast.client(cast.harbor_admin).get(f"/announcements/{row.pk}/").content.decode()
    assert f"{cast.harbor.slug}/news/" in own


def test_whoever_is_named_later_finds_it_waiting(cast):
    row = publish(cast)
    assert not told("news published")
    name(cast, cast.mesa_cases)
    assert list(to_pass_on(cast.mesa_cases)) == [row]
    assert not to_pass_on(cast.mesa_wbl)
    with clock.at(days_from_now(61)):
        assert not to_pass_on(cast.mesa_cases), "nobody inherits the news of years"


def test_the_deputy_passes_on_while_the_person_is_away(cast):
    point = name(cast, cast.mesa_cases, deputy=cast.mesa_jobs)
    row, today = publish(cast), clock.today()
    with pytest.raises(Refused, match="point of contact for news"):
        actions.pass_on(of(row, cast.mesa), by=cast.mesa_jobs)
    away = {"away_from": today, "away_to": today}
    more = {"person": cast.mesa_cases, "deputy": cast.mesa_jobs, "version": point.version, "by": cast.mesa_admin}
    change_point_of_contact(point, **more, **away)
    assert list(to_pass_on(cast.mesa_jobs)) == [row]
    assert not to_pass_on(cast.mesa_cases)
    assert actions.pass_on(of(row, cast.mesa), by=cast.mesa_jobs).by == cast.mesa_jobs


def test_for_news_an_institution_names_one(cast):
    name(cast, cast.mesa_cases)
    name(cast, cast.mesa_jobs)
    assert [p.person for p in PointOfContact.objects.filter(kind=NEWS)] == [cast.mesa_jobs]


def test_a_college_publishes_nothing_for_the_region(cast):
    for by, place in ((cast.mesa_admin, cast.region), (cast.mesa_admin, cast.mesa), (cast.mesa_wbl, cast.region)):
        with pytest.raises(Refused):
            actions.announce("Ours", "First.", institution=place, by=by)
    assert not Announcement.objects.exists()


def test_words_are_mended_and_two_editors_do_not_overwrite_each_other(cast):
    row = publish(cast)
    actions.change_announcement(row, "A fair in June", "Later.", version=1, by=cast.director)
    with pytest.raises(Conflict):
        actions.change_announcement(row, "A fair in July", "", version=1, by=cast.director)
    assert Announcement.objects.get().title == "A fair in June"
