"""Two drafts that are published in the same second: whoever comes second is asked about the first (N8)."""

import pytest

from guildhall.context import acting, begun
from guildhall.events.actions import publishing
from guildhall.events.models import Event
from guildhall.lib.verdicts import ReasonNeeded
from tests.employers.test_at_once import at_once
from tests.events.plans import at, draft, fresh, published


@pytest.fixture
def drafts(town):
    """One fair that two colleges plan without knowing it."""
    with begun(), acting(town.mesa_wbl):
        return [(draft(town, "Joint fair", by=name), town.people[name]) for name in ("mesa_wbl", "harbor_wbl")]


def both_publish(drafts):
    def publish(row, by):
        row = fresh(row)
        return publishing.publish_event(row, version=row.version, by=by)

    return at_once(*(lambda row=row, by=by: publish(row, by) for row, by in drafts))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_both_are_warned_on_two_connections(drafts):
    """Each counts drafts as well, so neither gets by without a reason."""
    made = both_publish(drafts)
    assert all(isinstance(one, ReasonNeeded) for one in made), made
    assert not Event.objects.filter(state="published").exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_publishes_waits_for_whoever_moves_into_the_same_time(town):
    """Two published events that go to one time at once: the second one sees where the first one went."""
    with begun(), acting(town.mesa_wbl):
        rows = [
            (published(town, "Joint fair", by="mesa_wbl", days=20), town.mesa_wbl),
            (published(town, "Joint fair", by="harbor_wbl", days=40), town.harbor_wbl),
        ]

    def move(row, by):
        return publishing.move_event(row, at(60), at(60, 12), version=row.version, by=by)

    made = at_once(*(lambda row=row, by=by: move(row, by) for row, by in rows))
    assert sorted(type(one).__name__ for one in made) == ["Event", "ReasonNeeded"]
