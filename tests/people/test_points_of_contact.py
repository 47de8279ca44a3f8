"""Whom to ask at each college: two lists, a deputy in an absence, confirmed within half a year (B9, B10, M24)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people import queries
from guildhall.people.actions import contacts
from guildhall.people.models import PointOfContact
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
E, D = PointOfContact.Kind.EMPLOYERS, PointOfContact.Kind.DIRECTORS


def name(cast, person, kind=E, **more):
    return contacts.name_point_of_contact(cast.mesa, kind, person, by=cast.mesa_admin, **more)


def change(point, by, **values):
    values = {"person": point.person, "deputy": point.deputy, "away_from": None, "away_to": None} | values
    point.refresh_from_db()
    return contacts.change_point_of_contact(point, version=point.version, by=by, **values)


def asked(cast, kind=E):
    return queries.points_of_contact([cast.mesa, cast.harbor], kind)


def test_for_employers_there_is_exactly_one(cast):
    name(cast, cast.mesa_wbl)
    name(cast, cast.mesa_jobs)
    assert asked(cast) == {cast.mesa.pk: [cast.mesa_jobs]}


def test_for_directors_there_may_be_several(cast):
    name(cast, cast.mesa_wbl, D)
    name(cast, cast.mesa_jobs, D)
    assert asked(cast, D) == {cast.mesa.pk: [cast.mesa_wbl, cast.mesa_jobs]}
    assert asked(cast) == {}, "two lists"


def test_while_somebody_is_away_the_deputy_is_asked(cast):
    point = name(cast, cast.mesa_wbl, deputy=cast.mesa_career)
    today = clock.today()
    change(point, cast.mesa_admin, away_from=today, away_to=today + timedelta(days=3))
    assert asked(cast)[cast.mesa.pk] == [cast.mesa_career]
    with clock.at(days_from_now(4)):
        assert asked(cast)[cast.mesa.pk] == [cast.mesa_wbl]


def test_a_notice_for_directors_contacts_goes_to_the_deputy(cast):
    point = name(cast, cast.mesa_wbl, D, deputy=cast.mesa_career)
    change(point, cast.mesa_admin, away_from=clock.today(), away_to=clock.today())
    cast.shared("Kestrel Aerospace")
    to = set(OutgoingEmail.objects.filter(kind="promoted").values_list("to", flat=True))
    assert cast.mesa_career.email in to
    assert cast.mesa_wbl.email not in to


def test_somebody_without_a_deputy_is_still_named_while_away(cast):
    point = name(cast, cast.mesa_wbl)
    change(point, cast.mesa_admin, away_from=clock.today(), away_to=clock.today())
    assert asked(cast)[cast.mesa.pk] == [cast.mesa_wbl]


def test_another_person_is_to_be_confirmed_anew(cast):
    point = name(cast, cast.mesa_wbl)
    contacts.confirm_point_of_contact(point, by=cast.mesa_wbl)
    point.refresh_from_db()
    assert point.is_confirmed
    assert not change(point, cast.mesa_admin, person=cast.mesa_jobs).is_confirmed


def test_coverage_counts_colleges_with_both_confirmed_within_half_a_year(cast):
    points = [name(cast, cast.mesa_wbl), name(cast, cast.mesa_jobs, D)]
    coverage = lambda: queries.contact_coverage(queries.contact_lists(cast.director))  # noqa: E731
    assert coverage() == (0, 2)
    contacts.confirm_point_of_contact(points[0], by=cast.mesa_admin)
    assert coverage() == (0, 2)
    contacts.confirm_point_of_contact(points[1], by=cast.mesa_jobs)
    assert coverage() == (1, 2)
    with clock.at(days_from_now(180)):
        assert coverage() == (1, 2)
    with clock.at(days_from_now(181)):
        assert coverage() == (0, 2)


@pytest.mark.parametrize("by", ["mesa_wbl", "harbor_admin", "director"])
def test_others_do_not_name_them(cast, by):
    with pytest.raises(Refused):
        contacts.name_point_of_contact(cast.mesa, E, cast.mesa_wbl, by=cast.people[by])
    point = name(cast, cast.mesa_jobs)
    with pytest.raises(Refused):
        contacts.confirm_point_of_contact(point, by=cast.people[by])


def test_only_staff_of_the_place_are_named(cast):
    for person in (cast.harbor_wbl, cast.mesa_student):
        with pytest.raises(Refused, match="not on the staff"):
            name(cast, person)
    with pytest.raises(Refused, match="not on the staff"):
        change(name(cast, cast.mesa_wbl), cast.mesa_admin, deputy=cast.harbor_wbl)


def test_two_editors_do_not_overwrite_each_other(cast):
    point = name(cast, cast.mesa_wbl)
    values = {"person": cast.mesa_wbl, "deputy": None, "away_from": None, "away_to": None}
    contacts.change_point_of_contact(point, version=1, by=cast.mesa_admin, **values)
    with pytest.raises(Conflict):
        contacts.change_point_of_contact(point, version=1, by=cast.administrator, **values)


def test_the_page_names_both_and_takes_a_confirmation(cast):
    point = name(cast, cast.mesa_wbl)
    client = cast.client(cast.mesa_admin)
    assert "not confirmed" in client.get("/points-of-contact/").content.decode()
    assert client.post(f"/points-of-contact/{point.pk}/confirm/").status_code == 302
    page = client.get("/points-of-contact/").content.decode()
    assert "0 of 2 colleges and districts have somebody named" in page
    wrong = {"person": str(cast.mesa_wbl.pk), "away_from": "2026-05-09", "away_to": "2026-05-01", "version": 2}
    answer = client.post(f"/points-of-contact/{point.pk}/", wrong).content.decode()
    assert "before the first one" in answer
    assert "2026-05-01" in answer


def test_directors_are_told_whom_to_ask_at_each_college(cast):
    name(cast, cast.mesa_wbl, D)
    employer = cast.shared("Kestrel Aerospace").employer
    assert str(cast.mesa_wbl) in cast.client(cast.director).get(f"/employers/{employer.pk}/why/").content.decode()
    assert "Whom to ask" not in cast.client(cast.harbor_wbl).get(f"/employers/{employer.pk}/why/").content.decode()
