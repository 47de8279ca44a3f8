"""The nearest first: a page that looks only as far as it must shows what sorting everything would (B1)."""

from functools import partial
from random import Random

import pytest
from django.test import RequestFactory

from guildhall.opportunities.distances import Point
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries import pages, searching
from guildhall.opportunities.queries.searching import Wanted, searched
from tests.opportunities.offers import posted

pytestmark = pytest.mark.django_db
HERE = Point(32.7157, -117.1611)


@pytest.fixture
def around(cast):
    """Forty offers around a point, most of them near, two at the same place, one in each corner of the box."""
    employer, chance = cast.shared("Kestrel Aerospace").employer, Random(7)
    away = [(chance.gauss(0, 0.1), chance.gauss(0, 0.1)) for _n in range(34)]
    away += [(0.0, 0.0), (0.0, 0.0), *((a, b) for a in (-0.36, 0.36) for b in (-0.42, 0.42))]
    first = posted(cast, employer, title="Offer 0")
    rows = [first]
    for n in range(1, len(away)):
        row = Opportunity.objects.get(pk=first.pk)
        row.pk, row.title, row._state.adding = None, f"Offer {n}", True
        row.pk = Opportunity._meta.pk.get_default()
        row.save()
        rows.append(row)
    for row, (up, along) in zip(rows, away, strict=True):
        Opportunity.objects.filter(pk=row.pk).update(latitude=HERE.latitude + up, longitude=HERE.longitude + along)
    return rows


def page(cast, wanted, size, **at):
    request = RequestFactory().get("/", at)
    return pages.page_of(request, partial(searched, cast.mesa_wbl), wanted, size=size)


def walked(cast, wanted, size, expected):
    """All titles, page by page; each page says how many there are."""
    found, after = [], ""
    for _n in range(len(expected) + 1):
        one, words = page(cast, wanted, size, **({"after": after} if after else {}))
        assert words == searching.in_words(len(expected))
        found += [row.title for row in one]
        after = one.next
        if not after:
            break
    return found


def test_page_by_page_it_is_what_sorting_everything_gives(cast, around):
    for miles in (1, 5, 25, 100):
        wanted = Wanted(near=HERE, miles=miles, sort="near")
        expected = list(searched(cast.mesa_wbl, wanted).order_by("miles", "id").values_list("title", flat=True))
        for size in (3, 10, 50):
            assert walked(cast, wanted, size, expected) == expected, (miles, size)
    assert len(expected) == len(around), "else a small part would never be enough"


def test_it_is_counted_as_far_as_it_is_told(cast, around, monkeypatch):
    for module in (pages, searching):
        monkeypatch.setattr(module, "COUNTED_TO", 5)
    one, words = page(cast, Wanted(near=HERE, miles=100, sort="near"), 3)
    assert words == "More than 5 opportunities"
    assert len(one) == 3 and one.next


def test_other_orders_take_from_everything_near(cast, around):
    wanted = Wanted(near=HERE, miles=25)
    one, _words = page(cast, wanted, 3)
    newest = searched(cast.mesa_wbl, wanted).order_by("-publish_on", "-id").values_list("title", flat=True)[:3]
    assert [row.title for row in one] == list(newest)
