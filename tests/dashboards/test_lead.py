"""Today leads with one thing to do, compares its figures, and stays where somebody acted."""

from datetime import timedelta

import pytest

from guildhall.dashboards import metrics
from guildhall.dashboards.queries import todo
from guildhall.employers.models import Employer
from guildhall.engagements.actions import following
from guildhall.lib import clock

pytestmark = pytest.mark.django_db


def promise(cast, employer, what, days):
    promised = following.Promise(what, cast.mesa_wbl, clock.today() + timedelta(days), asker=cast.director)
    return following.promise(employer, promised, by=cast.director, institution=cast.region)


def test_what_is_due_leads_and_stands_nowhere_else(cast):
    works = cast.shared("Kestrel Aerospace").employer
    promise(cast, works, "Next week", 5)
    due = promise(cast, works, "Today", 0)
    today = todo.today(cast.mesa_wbl)
    assert today.lead.row == due
    assert [row.what for row in today.rest["follow_ups"]] == ["Next week"]
    page = cast.client(cast.mesa_wbl).get("/").content.decode()
    assert page.index("Do next") < page.index("Today</a>") < page.index("Next week")


def test_nothing_to_do_leads_nothing(cast):
    assert todo.today(cast.mesa_wbl).lead is None
    assert "Do next" not in cast.client(cast.mesa_wbl).get("/").content.decode()


def test_an_act_on_today_stays_there(cast):
    row = promise(cast, cast.shared("Kestrel Aerospace").employer, "Send the dates", 0)
    client = cast.client(cast.mesa_wbl)
    assert client.post(f"/follow-ups/{row.pk}/report/", {"version": row.version, "from": "today"}).url == "/"
    other = promise(cast, row.employer, "Send the plan", 0)
    assert client.post(f"/follow-ups/{other.pk}/report/", {"version": other.version}).url == f"/follow-ups/{other.pk}/"


def test_a_figure_is_compared_with_as_many_days_before(cast):
    older = cast.shared("Kestrel Aerospace").employer
    Employer.objects.filter(pk=older.pk).update(posted_at=clock.now() - timedelta(100))
    cast.shared("Tern Composites")
    figures = todo.figures(cast.mesa_wbl)
    assert {row.name: row.value for row in figures.rows}["employers_new"] == 1
    assert set(figures.before) == set(metrics.COMPARED)
    assert figures.before["employers_new"] == 1
