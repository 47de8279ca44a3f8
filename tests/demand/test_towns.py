"""The gap view of one town (D5, D7)."""

from guildhall.demand.gaps import Finding
from guildhall.demand.queries.occupations import occupation
from guildhall.placements.models import Placement
from tests.agreements.drawn import drawn, signed
from tests.demand import test_gaps
from tests.demand.test_gaps import NURSES, gap, program, role
from tests.opportunities.offers import posted
from tests.supervision.placed import placed

here = test_gaps.here


def test_a_town_narrows_what_is_there(here):
    """By region and place: roles, offers, partners and placements of one town; programs and figures stay."""
    redstone = here.shared("Redstone Clinic", city="Redstone").employer
    harbor = here.shared("Harbor Clinic", city="Harbor Point").employer
    program(here)
    for employer, many in ((redstone, 4), (harbor, 9)):
        role(here, employer, how_many=many)
        signed(drawn(here, employer), by=here.mesa_wbl)
        posted(here, employer, soc=NURSES, soc_version="2018", places=many)
    role(here, redstone, how_many=2, place="Harbor Point, second floor")
    found = gap(here, town="redstone").supplied
    assert (found.wanted, found.places, found.partners) == (4, 4, {redstone.pk})
    found = gap(here, town="Harbor Point").supplied
    assert (found.wanted, found.places, found.partners) == (11, 9, {harbor.pk})
    assert gap(here, town="Harbor Point").programs == gap(here).programs
    assert gap(here, town="Nowhere").finding == Finding.ASK
    page = here.client(here.mesa_wbl).get("/demand/?town=Redstone").content.decode()
    assert f"/demand/occupations/{NURSES}/?town=Redstone#offers" in page
    assert occupation(here.mesa_wbl, NURSES, None, "Redstone").here.places == 4


def test_placements_of_a_town(here):
    """At their site; without one where it was offered; else where the employer is."""
    placed(here, soc=NURSES)
    row = Placement.objects.select_related("employer").get()
    row.employer.place = "Redstone"
    row.employer.save(update_fields=["place"])
    assert gap(here, town="Redstone").placed.students == 1
    site = row.employer.sites.create(city="Harbor Point")
    Placement.objects.update(site=site)
    assert gap(here, town="Redstone").placed.students == 0
    assert gap(here, town="Harbor Point").placed.students == 1
