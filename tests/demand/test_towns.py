"""The gap view of one town (D5, D7)."""

from guildhall.demand.gaps import Finding
from guildhall.demand.queries.occupations import occupation
from guildhall.pathways.actions.terms import attest_term
from guildhall.placements.models import Placement
from tests.agreements.drawn import drawn, signed
from tests.demand import test_gaps
from tests.demand.test_gaps import NURSES, gap, program, role
from tests.opportunities.offers import posted
from tests.pathways.test_counts import counted
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


def test_the_number_enrolled_opens_into_its_rows(here):
    """R35: program by program, by the newest term of each; what may not be told is in neither."""
    first, second = program(here), program(here, name="Nursing, evenings")
    counted(here, {first: 31, second: 7})
    counted(here, {first: 20}, part="spring")
    address = f"/demand/occupations/{NURSES}/enrolled/"
    for who, total in (("mesa_wbl", 27), ("harbor_wbl", 20)):
        person = here.people[who]
        assert gap(here, person=person).enrolled.students == total
        page = here.client(person).get(address).content.decode()
        assert f"Together: {total}" in " ".join(page.split())
    assert address in here.client(here.mesa_wbl).get("/demand/").content.decode()


def test_what_changed_since_it_was_attested_is_hatched(here):
    row = program(here)
    term = counted(here, {row: 31})
    attest_term(term, version=term.version, by=here.mesa_admin)
    assert gap(here).enrolled.attested
    counted(here, {row: 32})
    assert not gap(here).enrolled.attested
    assert "hatched" in here.client(here.mesa_wbl).get(f"/demand/occupations/{NURSES}/enrolled/").content.decode()
