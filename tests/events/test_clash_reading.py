"""What the clash check reads, and what a reader learns by it of what they do not see (N8, ADR 45)."""

from datetime import timedelta

import pytest

from guildhall.events.models import TakingPart
from guildhall.events.queries.planning import check_for, clashes_now, competing
from tests.events.plans import at, draft, fresh, published
from tests.events.test_planning import NURSES, on

pytestmark = pytest.mark.django_db
AIMS = {"cluster": NURSES, "audience": "all"}


@pytest.fixture
def hospitals(cast):
    return cast.shared("Bayview Hospital", naics="622110").employer, cast.shared("Mercy", naics="622210").employer


def test_who_does_not_come_counts_no_more(cast, hospitals):
    mine, theirs = draft(cast, "Careers on the ward", **AIMS), draft(cast, "Evening", by="harbor_wbl", **AIMS)
    part = on(mine, hospitals[0], cast)
    on(theirs, hospitals[1], cast, by="harbor_wbl")
    on(mine, cast.shared("Anvil Forge", naics="331110").employer, cast)
    assert [found.second.pk for found in clashes_now(mine)] == [theirs.pk]
    TakingPart.objects.filter(pk=part.pk).update(state="declined")
    assert clashes_now(mine) == []


def test_of_a_series_what_stands_near_its_days_is_read(cast):
    """Whoever publishes holds up everybody else: the year between is left alone."""
    row = draft(cast, rule="FREQ=WEEKLY;COUNT=4")
    near, between = draft(cast, "Near", days=27, hour=11), draft(cast, "Between", days=23)
    own = list(row.occurrences.values_list("starts_at", "ends_at"))
    assert {one.pk for one in competing(row, own)} == {near.pk}
    whole = [(own[0][0], own[-1][1])]
    assert {one.pk for one in competing(row, whole)} == {near.pk, between.pk}, "the control"


def test_how_many_hidden_events_there_are_is_not_told(cast, hospitals):
    mine = draft(cast, "Careers on the ward", **AIMS)
    on(mine, hospitals[0], cast)
    for n in range(3):
        on(draft(cast, f"Hidden {n}", by="harbor_wbl", **AIMS), hospitals[1], cast, by="harbor_wbl")
    assert len(clashes_now(fresh(mine))) == 3
    shown = check_for(mine, cast.mesa_wbl).clashes
    assert [one.event for one in shown] == [None]
    for n in range(2):
        published(
            cast, f"Seen {n}", by="harbor_wbl", because="agreed", starts_at=at(20), ends_at=at(20) + timedelta(hours=2)
        )
    assert len(check_for(mine, cast.mesa_wbl).clashes) == 1
