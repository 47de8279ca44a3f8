"""Figures of events: published, clashing, opened to others, each as long as the list that it opens (B16, M6, M18)."""

import pytest

from guildhall.dashboards import metrics
from guildhall.events.actions import opening
from guildhall.events.models import Clash
from guildhall.lib import clock
from tests.events.plans import draft, published

pytestmark = pytest.mark.django_db
NAMES = ("events_published", "events_clashing", "events_opened")


def read(cast, person):
    """The figures of events, and how many rows each of their pages has."""
    figures = {one.name: one for one in metrics.metrics(person)}
    client = cast.client(person)
    rows = {name: len(client.get(figures[name].url).context["page"].rows) for name in NAMES}
    return {name: figures[name].value for name in NAMES}, rows


def test_figures_of_events_open_into_their_rows(cast):
    first = published(cast, "Nursing careers", audience="all")
    second = published(cast, "Nurses wanted", audience="own", days=30)
    hidden = published(cast, "Harbor's own", by="harbor_wbl", audience="own", days=40)
    draft(cast, "Not yet", days=50)
    kept = {"score": 80, "by": cast.mesa_wbl, "at": clock.now()}
    Clash.objects.create(event=second, other=first, reason="Two wards", **kept)
    Clash.objects.create(event=first, other=hidden, reason="Unknown to us", **kept)
    asked = opening.offer(second, cast.harbor, words="", by=cast.mesa_wbl)
    opening.answer(asked, agreed=True, words="", version=asked.version, by=cast.harbor_wbl)
    for person, wanted in ((cast.mesa_wbl, (2, 1, 1)), (cast.harbor_wbl, (1, 0, 1))):
        values, rows = read(cast, person)
        assert tuple(values.values()) == wanted, person
        assert values == rows, person
    page = cast.client(cast.mesa_wbl).get("/events/published/?clash=kept").content.decode()
    assert "Two wards" in page and "Unknown to us" not in page and "Harbor&#x27;s own" not in page
