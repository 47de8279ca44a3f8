"""Figures by name: each says what it counts, and counts what the page behind it lists (B16)."""

from dataclasses import replace

import pytest

from guildhall.dashboards import metrics
from guildhall.dashboards.queries import todo
from guildhall.employers.actions import merging
from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import Happening, change_engagement, record_engagement, remove_engagement
from guildhall.lib import clock
from guildhall.placements.actions import moving
from tests.moments import days_from_now
from tests.opportunities.offers import posted
from tests.placements.placed import placed, student

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    cast.shared("Juniper Health")
    record_engagement(employer, Happening("call", "Spoke", clock.today()), by=cast.mesa_wbl, institution=cast.mesa)
    return cast


def test_placements_are_counted_for_whoever_serves_students_and_for_nobody_else(busy):
    """B16: one's own students', and each figure is as long as the list that it opens."""
    kestrel = Employer.objects.get(name="Kestrel Aerospace")
    for n in range(2):
        place = placed(busy, student(busy, f"S{n}"), posted(busy, kestrel, title=f"Internship {n}"))
        moving.start(place, clock.today(), by=busy.mesa_wbl)
    moving.end_early(place, clock.today(), "moves away", by=busy.mesa_wbl)
    figures = by_name(metrics.metrics(busy.mesa_wbl))
    assert (figures["placements_now"].value, figures["placements_begun"].value) == (1, 2)
    for name in ("placements_now", "placements_begun"):
        page = busy.client(busy.mesa_wbl).get(figures[name].url)
        assert len(page.context["page"].rows) == figures[name].value
    assert by_name(metrics.metrics(busy.harbor_wbl))["placements_now"].value == 0, "another college's students are not"
    assert "placements_now" not in by_name(metrics.metrics(busy.director)), "nor any nought for an office"
    assert "Placements under way" in busy.client(busy.mesa_wbl).get("/").content.decode()


def by_name(figures):
    return {figure.name: figure for figure in figures}


def test_the_home_page_shows_what_is_counted_by_name(busy):
    for person in (busy.mesa_wbl, busy.harbor_wbl, busy.director):
        assert todo.figures(person).rows == metrics.metrics(person), person


def test_every_figure_is_the_number_of_rows_behind_it(busy):
    for figure in metrics.metrics(busy.mesa_wbl):
        page = busy.client(busy.mesa_wbl).get(figure.url)
        assert page.status_code == 200, figure.name
        assert len(page.context["page"].rows) == figure.value, figure.name
        assert str(figure.label) and str(figure.definition).endswith("."), figure.name
    assert by_name(metrics.metrics(busy.mesa_wbl))["our_engagements"].value == 1


def test_who_was_only_called_in_vain_is_not_active(busy):
    """An employer is active when both sides were in touch (M3); a correction and a merge keep to that."""
    quiet = busy.shared("Larkspur Foods").employer
    called = Happening("call", "Called in vain", clock.today(), answered=False)
    entry = record_engagement(quiet, called, by=busy.mesa_wbl, institution=busy.mesa)
    assert active(busy) == {"Kestrel Aerospace"}
    change_engagement(entry, replace(called, answered=True), version=entry.version, by=busy.mesa_wbl)
    assert active(busy) == {"Kestrel Aerospace", "Larkspur Foods"}
    entry.refresh_from_db()
    change_engagement(entry, called, version=entry.version, by=busy.mesa_wbl)
    assert active(busy) == {"Kestrel Aerospace"}
    kestrel = Employer.objects.get(name="Kestrel Aerospace")
    done = merging.merge(Employer.objects.get(pk=quiet.pk), kestrel, by=busy.director)
    assert active(busy) == {"Larkspur Foods"}
    merging.undo_merge(done, by=busy.director)
    assert active(busy) == {"Kestrel Aerospace"}


def test_what_was_taken_back_meanwhile_makes_nobody_active_after_the_undo(busy):
    quiet, kestrel = busy.shared("Larkspur Foods").employer, Employer.objects.get(name="Kestrel Aerospace")
    done = merging.merge(quiet, kestrel, by=busy.director)
    entry = Employer.objects.get(pk=quiet.pk).engagements.exclude(kind="act").get()
    remove_engagement(entry, version=entry.version, reason="another employer", by=busy.mesa_wbl)
    merging.undo_merge(done, by=busy.director)
    assert active(busy) == set()


def active(cast):
    return {employer.name for employer in metrics.employers_active(cast.mesa_wbl)}


def test_a_period_and_a_scope_narrow_every_figure(busy):
    here = by_name(metrics.metrics(busy.mesa_wbl, scope=[busy.mesa.pk]))
    there = by_name(metrics.metrics(busy.mesa_wbl, scope=[busy.harbor.pk]))
    assert (here["our_engagements"].value, there["our_engagements"].value) == (1, 0)
    with clock.at(days_from_now(40)):
        assert by_name(metrics.metrics(busy.mesa_wbl, metrics.Period(30)))["our_engagements"].value == 0
        assert by_name(metrics.metrics(busy.mesa_wbl))["our_engagements"].value == 1
