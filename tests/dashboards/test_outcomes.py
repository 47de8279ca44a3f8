"""What came of it, on one page: each number opens into exactly its rows (F16, M11, M26)."""

from datetime import timedelta

import pytest

from guildhall.dashboards import metrics
from guildhall.dashboards.queries.outcomes import outcomes
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.placements.actions import moving
from guildhall.placements.actions.attesting import Term, attest
from guildhall.placements.models import Experience
from tests.opportunities.offers import posted
from tests.placements.placed import placed, student

pytestmark = pytest.mark.django_db
NAMES = ("employers_offering", "employers_offering_again", "internships_completed", "students_hired")


def read(cast, person):
    """The figures, and how many rows each of their pages has."""
    figures = {one.name: one for one in metrics.metrics(person) if one.name in NAMES}
    client = cast.client(person)
    rows = {name: len(client.get(one.url).context["page"].rows) for name, one in figures.items()}
    return {name: one.value for name, one in figures.items()}, rows


def ago(row, days):
    """An opportunity as it was posted so many days ago."""
    Opportunity.objects.filter(pk=row.pk).update(posted_at=clock.now() - timedelta(days))
    return row


def test_who_offers_again_within_a_year(cast):
    again, once, long_ago = (cast.shared(name).employer for name in ("Again Works", "Once Works", "Long Ago Works"))
    ago(posted(cast, again, title="First"), 200)
    ago(posted(cast, again, title="Second"), 10)
    ago(posted(cast, once, title="Only"), 10)
    ago(posted(cast, long_ago, title="Old"), 500)
    ago(posted(cast, long_ago, title="New"), 10)
    values, rows = read(cast, cast.mesa_wbl)
    assert values == rows
    assert (values["employers_offering"], values["employers_offering_again"]) == (3, 1)
    page = cast.client(cast.mesa_wbl).get("/employers/offering/?again=1").content.decode()
    assert "Again Works" in page and "Once Works" not in page and "Long Ago Works" not in page


def test_internships_and_hires_are_counted_for_whoever_serves_the_students(cast):
    host = cast.shared("Kestrel Aerospace").employer
    for n, outcome in enumerate(("hired", "seeking")):
        place = placed(cast, student(cast, f"S{n}"), posted(cast, host, title=f"Internship {n}"))
        moving.start(place, clock.today(), by=cast.mesa_wbl)
        place.refresh_from_db()
        moving.complete(place, clock.today(), outcome=outcome, by=cast.mesa_wbl)
    values, rows = read(cast, cast.mesa_wbl)
    assert values == rows
    assert (values["internships_completed"], values["students_hired"]) == (2, 1)
    assert read(cast, cast.harbor_wbl)[0]["students_hired"] == 0, "another college's students are not"
    assert "students_hired" not in read(cast, cast.director)[0], "nor any nought for an office"


def test_the_page_says_how_far_the_figure_is_attested(cast):
    host = cast.shared("Kestrel Aerospace").employer
    place = placed(cast, student(cast), posted(cast, host, title="Internship"))
    moving.start(place, clock.today(), by=cast.mesa_wbl)
    place.refresh_from_db()
    moving.complete(place, clock.today(), by=cast.mesa_wbl)
    yesterday = clock.today() - timedelta(1)
    Experience.objects.update(start_on=yesterday, end_on=yesterday)
    page = cast.client(cast.mesa_wbl).get("/outcomes/").content.decode()
    assert "0 of 1 are attested" in page and "as of" in page
    client = cast.client(cast.mesa_wbl)
    assert all(client.get(url).status_code == 200 for url in ("/enrollment/", "/credit-value/") if url in page)
    assert "/enrollment/" in page and "/credit-value/" in page
    attest(cast.mesa, Term(yesterday - timedelta(30), yesterday), by=cast.mesa_admin)
    assert [one.is_attested for one in outcomes(cast.mesa_wbl) if one.attested is not None] == [True]
    Experience.objects.update(start_on=yesterday - timedelta(1))  # it changed after it was attested
    assert [one.attested for one in outcomes(cast.mesa_wbl) if one.attested is not None] == [0]
    assert not any(one.of_students for one in outcomes(cast.director))
