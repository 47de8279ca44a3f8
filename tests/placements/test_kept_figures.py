"""The yearly figures of a large territory: kept with their age, and the same as counted at that moment (F23)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.placements.models import Experience
from guildhall.placements.queries import figures, kept
from guildhall.rollups import counting
from guildhall.rollups.jobs import count_anew
from tests.placements.test_accomplishments import bring, generated, written
from tests.placements.test_attesting import _files, year_of  # noqa: F401  the fixture

pytestmark = pytest.mark.django_db
YEARS = (2017, 2019)


@pytest.fixture
def brought(cast, tmp_path, capsys):
    """Lists of Mesa and Harbor that share some people, and a year that Mesa attested."""
    lines, _truth = generated(7)
    for n, place in enumerate(("mesa", "harbor")):
        path = written(tmp_path, lines[n * 20 : n * 20 + 60], name=f"{place}.csv")
        bring(path, cast, capsys, "--apply", by=f"{place}_wbl", place=place)
    cast.attestation = year_of(cast)
    return cast


def shown(person):
    return kept.accomplishments(person, *YEARS)


def test_what_is_kept_is_what_is_counted(brought, monkeypatch):
    """Of readers of either place and of both, with how far each year is attested."""
    readers = [brought.mesa_wbl, brought.harbor_wbl, brought.director]
    counted = [shown(person) for person in readers]
    monkeypatch.setattr(counting, "LARGE", -10)
    for person, then in zip(readers, counted, strict=True):
        for _ in range(2):
            now = shown(person)
            assert (now.years, now.confirmed) == (then.years, then.confirmed)
            assert (now.at, then.at) != (None, None) and then.at is None
    assert counted[0].confirmed[2018].done == 1
    assert counted[0].years != counted[1].years, "whose own institution it is decides what is told"


def test_they_keep_their_age_until_a_worker_has_counted_again(brought, monkeypatch):
    monkeypatch.setattr(counting, "LARGE", -10)
    first = shown(brought.mesa_wbl)
    Experience.objects.update(status="cancelled")
    assert shown(brought.mesa_wbl) == first
    count_anew("accomplishments", str(brought.mesa_wbl.pk))
    assert all(not cell.people for year in shown(brought.mesa_wbl).years for cell in year.cells.values())


def test_earlier_days_and_far_years_are_always_counted(brought, monkeypatch):
    monkeypatch.setattr(counting, "LARGE", -10)
    before = figures.AsOf(day=clock.today() - timedelta(1))
    assert kept.accomplishments(brought.mesa_wbl, *YEARS, before).at is None
    assert kept.accomplishments(brought.mesa_wbl, 1990, 1991).at is None


def test_the_page_says_when_they_were_counted(brought, monkeypatch, client):
    monkeypatch.setattr(counting, "LARGE", -10)
    shown(brought.mesa_wbl)
    client.force_login(brought.mesa_wbl)
    with clock.at(clock.now() + timedelta(hours=30)):
        page = client.get("/accomplishments/?from=2017&to=2019")
    assert page.context["now"] < clock.now()
