"""An opportunity at several sites: entered, found by the nearest one, counted, its places given out per site (B1)."""

import pytest

from guildhall.employers.actions import merging
from guildhall.employers.actions.editing import save_site
from guildhall.lib.verdicts import Refused
from guildhall.opportunities.actions.entering import Offer, change_opportunity
from guildhall.opportunities.actions.siting import MOST_SITES, At, refresh_sites
from guildhall.opportunities.distances import Point
from guildhall.opportunities.forms.entry import OfferForm
from guildhall.opportunities.models import Centroid, OfferedAt
from guildhall.opportunities.queries.job_posting import job_posting
from guildhall.opportunities.queries.searching import Wanted, searched, spots
from tests.opportunities.offers import fresh, offer, posted

pytestmark = pytest.mark.django_db
DOWNTOWN, VALLEY = "92101", "92243"


def point(code):
    row = Centroid.objects.get(pk=code)
    return Point(row.latitude, row.longitude)


@pytest.fixture
def three(cast):
    """An employer with sites downtown, in Chula Vista and in the valley."""
    cast.kestrel = cast.shared("Kestrel Aerospace", city="San Diego", state="CA", zip=DOWNTOWN).employer
    cast.downtown = cast.kestrel.sites.get()
    for city, code in (("Chula Vista", "91911"), ("El Centro", VALLEY)):
        values = {"street": "1 Main St", "city": city, "state": "CA", "zip": code}
        save_site(cast.kestrel, values, by=cast.mesa_wbl)
    cast.chula, cast.valley = (cast.kestrel.sites.get(city=city) for city in ("Chula Vista", "El Centro"))
    return cast


def at(cast, *places):
    return tuple(At(site, n) for site, n in zip((cast.downtown, cast.chula, cast.valley), places, strict=False))


def found(cast, **wanted):
    return [row.title for row in searched(cast.harbor_wbl, Wanted(**wanted))]


def test_it_is_found_by_the_nearest_of_its_sites(three):
    cast = three
    posted(
        cast, cast.kestrel, title="At both ends", site=cast.downtown, at=(At(cast.downtown), At(cast.valley)), places=4
    )
    posted(cast, cast.kestrel, title="Downtown", site=cast.downtown)
    near = searched(cast.harbor_wbl, Wanted(near=point(VALLEY), miles=10))
    assert [(row.title, round(row.miles)) for row in near] == [("At both ends", 0)]
    assert sorted(found(cast, near=point(DOWNTOWN), miles=5)) == ["At both ends", "Downtown"]
    assert found(cast, place="el centro") == ["At both ends"]
    assert found(cast, q="centro") == ["At both ends"]
    assert found(cast, near=point("91911"), miles=2) == []
    drawn, nowhere = spots(searched(cast.harbor_wbl, Wanted()))
    assert {spot.key: spot.count for spot in drawn} == {DOWNTOWN: 2, VALLEY: 1}
    assert nowhere == 0


def test_without_a_site_it_is_at_the_main_one_unless_it_is_done_from_afar(three):
    cast = three
    posted(cast, cast.kestrel, title="Somewhere")
    posted(cast, cast.kestrel, title="From afar", transport="remote")
    assert found(cast, near=point(DOWNTOWN), miles=5) == ["Somewhere"]


def test_places_per_site_are_added_up_and_never_more_than_in_all(three):
    cast = three
    assert offer(cast, cast.kestrel, site=cast.downtown, at=at(cast, 2, 3), places=1).places == 5
    assert offer(cast, cast.kestrel, site=cast.downtown, at=at(cast, 2, None), places=4).places == 4
    with pytest.raises(Refused, match="more places at the sites than in all"):
        offer(cast, cast.kestrel, site=cast.downtown, at=at(cast, 4, None), places=4)
    with pytest.raises(Refused, match="named twice"):
        offer(cast, cast.kestrel, at=(At(cast.downtown), At(cast.downtown)), places=4)
    other = cast.shared("Tern Composites", city="Santee", state="CA", zip="92071").employer.sites.get()
    with pytest.raises(Refused, match="another employer"):
        offer(cast, cast.kestrel, at=(At(cast.downtown), At(other)), places=4)
    with pytest.raises(Refused, match=f"{MOST_SITES} sites at most"):
        offer(
            cast, cast.kestrel, at=tuple(At(type(cast.downtown)(employer=cast.kestrel)) for _n in range(31)), places=40
        )


def test_one_site_again_leaves_nothing_of_the_others(three):
    cast = three
    row = posted(cast, cast.kestrel, title="Two interns", site=cast.downtown, at=at(cast, 1, 1, 1))
    assert OfferedAt.objects.count() == 3
    change_opportunity(
        row, Offer("internship_paid", "Two interns", site=cast.downtown), version=row.version, by=cast.mesa_wbl
    )
    assert not OfferedAt.objects.exists()
    assert found(cast, near=point(VALLEY), miles=10) == []
    assert found(cast, q="centro") == []


def test_a_site_that_moves_is_found_where_it_is_now(three):
    cast = three
    posted(cast, cast.kestrel, title="Two interns", site=cast.downtown, at=at(cast, 1, 1))
    type(cast.chula).objects.filter(pk=cast.chula.pk).update(city="El Centro", zip=VALLEY)
    assert refresh_sites() == 1
    assert refresh_sites() == 0
    assert found(cast, near=point(VALLEY), miles=10) == ["Two interns"]


def test_merging_employers_brings_the_sites_along(three):
    cast = three
    row = posted(cast, cast.kestrel, title="Two interns", site=cast.downtown, at=at(cast, 1, 1))
    survivor = cast.shared("Kestrel Aero", city="San Diego", state="CA", zip=DOWNTOWN).employer
    merging.merge(survivor, cast.kestrel, by=cast.director)
    moved = fresh(row)
    assert moved.employer == survivor
    assert {one.site.employer_id for one in moved.at.select_related("site")} == {survivor.pk}
    assert found(cast, near=point("91911"), miles=2) == ["Two interns"]


def test_the_form_asks_for_sites_where_there_are_several(three):
    cast = three
    data = {
        "kind": "internship_paid", "title": "Interns", "places": "9", "origin": "offered",
        "site": str(cast.downtown.pk),
        "more_sites": [str(cast.chula.pk)], f"places_{cast.downtown.pk.hex}": "2", f"places_{cast.chula.pk.hex}": "3",
        "holder": str(cast.mesa.pk),
    }  # fmt: skip
    client = cast.client(cast.mesa_wbl)
    add = f"/employers/{cast.kestrel.pk}/opportunities/add/"
    assert "At which other sites as well?" in client.get(add).content.decode()
    page = client.post(add, data, follow=True).content.decode()
    assert "Chula Vista" in page
    row = fresh(OfferedAt.objects.first().opportunity)
    assert row.places == 5
    shown = OfferForm(employer=cast.kestrel, person=cast.mesa_wbl, row=row)
    assert shown.fields["more_sites"].initial == [str(cast.downtown.pk), str(cast.chula.pk)]
    alone = cast.shared("Tern Composites", city="Santee", state="CA", zip="92071").employer
    assert "more_sites" not in OfferForm(employer=alone, person=cast.mesa_wbl, places=None).fields


def test_search_engines_read_every_site(three):
    row = posted(three, three.kestrel, site=three.downtown, at=at(three, 1, 1))
    cities = [one["address"]["addressLocality"] for one in job_posting(row, "https://x")["jobLocation"]]
    assert cities == ["San Diego", "Chula Vista"]
