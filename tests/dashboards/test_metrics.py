"""Figures by name: each says what it counts, and counts what the page behind it lists (B16)."""

import pytest

from guildhall.dashboards import metrics
from guildhall.dashboards.queries import todo
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    cast.shared("Juniper Health")
    record_engagement(employer, Happening("call", "Spoke", clock.today()), by=cast.mesa_wbl, institution=cast.mesa)
    return cast


def by_name(figures):
    return {figure.name: figure for figure in figures}


def test_the_home_page_shows_what_is_counted_by_name(busy):
    for person in (busy.mesa_wbl, busy.harbor_wbl, busy.director):
        assert todo.figures(person).rows == metrics.metrics(person), person


def test_every_figure_is_the_number_of_rows_behind_it(busy):
    for figure in metrics.metrics(busy.mesa_wbl):
        page = busy.client(busy.mesa_wbl).get(figure.url)
        assert page.status_code == 200, figure.name
        if figure.name != "employers_active":  # the directory in another order
            assert len(page.context["page"].rows) == figure.value, figure.name
        assert str(figure.label) and str(figure.definition).endswith("."), figure.name
    assert by_name(metrics.metrics(busy.mesa_wbl))["our_engagements"].value == 1


def test_a_period_and_a_scope_narrow_every_figure(busy):
    here = by_name(metrics.metrics(busy.mesa_wbl, scope=[busy.mesa.pk]))
    there = by_name(metrics.metrics(busy.mesa_wbl, scope=[busy.harbor.pk]))
    assert (here["our_engagements"].value, there["our_engagements"].value) == (1, 0)
    with clock.at(days_from_now(40)):
        assert by_name(metrics.metrics(busy.mesa_wbl, metrics.Period(30)))["our_engagements"].value == 0
        assert by_name(metrics.metrics(busy.mesa_wbl))["our_engagements"].value == 1
