"""What placements add up to, and who reads which number."""

from decimal import Decimal

import pytest

from guildhall.opportunities.actions import deciding
from guildhall.opportunities.models import Opportunity
from guildhall.placements.actions import accepting, moving
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Experience, Host, Placement
from guildhall.placements.queries import measures
from guildhall.placements.queries.figures import accomplishments
from guildhall.placements.queries.placing import of_employer
from tests.opportunities.offers import posted
from tests.placements.placed import placed, student
from tests.placements.test_placing import days, kestrel

pytestmark = pytest.mark.django_db

__all__ = ["kestrel"]


def test_numbers_on_employers_and_opportunities_follow(cast, kestrel):
    row = posted(cast, kestrel, places=3)
    placed(cast, student(cast), row)
    kestrel.refresh_from_db()
    assert (kestrel.open_opportunities, kestrel.open_places) == (1, 3), "how many are free tells of few"
    row.refresh_from_db()
    deciding.close_row(row, "expired", by=None)
    assert Opportunity.objects.get(pk=row.pk).filled == 1, "M9: what placements filled is not forgotten"


def test_a_completed_placement_counts_once_also_where_a_list_has_it(cast, kestrel):
    who = student(cast, number="S-7")
    row = posted(cast, kestrel, places=3)
    placement = placed(cast, who, row)
    moving.start(placement, days(40), by=cast.mesa_wbl)
    year = days(40).year
    host = Host.objects.create(institution=cast.mesa, name="Kestrel", key="kestrel", employer=kestrel)
    listed = Experience.objects.create(
        institution=cast.mesa, person="number s7", student=who.student, activity="internship", host=host,
        start_on=days(40), status="planned", mark="of a list",
    )  # fmt: skip
    placement = moving.complete(placement, days(2), by=cast.mesa_wbl)
    one = Experience.objects.get()
    assert (one, one.status, one.activity, placement.experience_id) == (listed, "completed", "internship_paid", one.pk)
    cell = accomplishments(year, year)[0].cells["internship"]
    assert (cell.people, cell.employers) == (1, 1)
    job = accepting.place(who, Plan(kestrel, "job_part_time", "Weekend job"), by=cast.mesa_wbl)
    moving.start(job, days(20), by=cast.mesa_wbl)
    assert moving.complete(job, days(1), by=cast.mesa_wbl).experience is None, "a job is no experience"


def test_other_colleges_read_numbers_and_only_large_ones(cast, kestrel):
    row = posted(cast, kestrel, places=9)
    moving.start(placed(cast, student(cast), row), days(2), by=cast.mesa_wbl)
    own, others = of_employer(kestrel, cast.mesa_wbl), of_employer(kestrel, cast.harbor_wbl)
    assert [(one.now, one.ever) for one in own.hosted] == [(1, 1)] and len(own.own) == 1
    assert [(one.now, one.ever) for one in others.hosted] == [(None, None)] and not others.own


def test_figures_add_up_to_their_rows(cast, kestrel):
    """M2, M9, M10, M11: each figure is the number of the rows that it opens into, and others' rows are none of it."""
    row = posted(cast, kestrel, places=3, pay_low=Decimal(20), pay_per="hour")
    for n, by in enumerate(["mesa_wbl", "mesa_wbl", "harbor_wbl"]):
        moving.start(placed(cast, student(cast, f"S{n}", by=by), row, by=by), days(30 + n), by=cast.people[by])
    first = Placement.objects.get(registration__given_name="S0")
    Placement.objects.filter(registration__given_name="S1").update(confirmed_on=days(100))
    person, period = cast.mesa_wbl, measures.last_year()
    assert (measures.freshness(person).running, measures.freshness(person).fresh) == (2, 1)
    moving.complete(first, days(1), by=person)
    begun = measures.begun(person, period)
    assert (begun.placements, begun.people, begun.paid, begun.hourly) == (2, 2, 2, 20)
    assert sum(n for _kind, n, _people in measures.by_kind(person, period)) == begun.placements
    assert begun.placements == measures.begun_in(person, period).count()
    done = measures.completed(measures.internships_in(person, period))
    assert (done.people, done.rows) == (1, measures.internships_in(person, period).count())
    row.refresh_from_db()
    deciding.close(row, "over", filled=row.filled, version=row.version, by=person)
    told = measures.filled(person, period)
    assert (told.closed, told.places, told.filled, told.with_applicant) == (1, 3, 3, 1)
