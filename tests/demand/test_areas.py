"""The list of all areas of the survey, and the second table of the projections (D5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from guildhall.demand.actions.sources import choose_area, load_areas
from guildhall.demand.loading.areas import areas_in
from guildhall.demand.models import Area, Projection, Release
from guildhall.demand.queries.areas import area_named
from tests.demand.published import PROJECTIONS, WAGES, loaded

TABLE_1_10 = """2024 National Employment Matrix title,2024 National Employment Matrix code,Occupation type,\
"Employment, 2024","Employment, 2034","Employment change, percent, 2024–34",\
"Labor force exits, 2024–34 annual average","Occupational transfers, 2024–34 annual average",\
"Occupational openings, 2024–34 annual average"
  Registered nurses,29-1141,Line item,3300,3500,6.0,80.5,90.2,189.1
"""


def test_the_second_table_of_a_release_fills_its_own_columns(db, tmp_path):
    """Table 1.10 beside 1.2, in either order: neither takes away what the other says."""
    for order in ((PROJECTIONS, TABLE_1_10), (TABLE_1_10, PROJECTIONS)):
        Release.objects.all().delete()
        told = [loaded(tmp_path, text, f"table{n}.csv") for n, text in enumerate(order)]
        assert told[0].release == told[1].release
        row = Projection.objects.get(soc="29-1141")
        assert (row.exits, row.transfers, row.openings) == (80_500, 90_200, 189_100)
        assert row.education == "Bachelor's degree"


AREAS = """area_code,areatype_code,state_code,area_name
0000000,N,00,National
0041740,M,06,"Redstone, CA"
0600000,S,06,California
0010180,M,48,"Abilene, TX"
"""


def test_areas_are_known_by_name_before_they_have_figures(db, tmp_path, cast):
    path = tmp_path / "oews_areas.csv"
    path.write_text(AREAS)
    first = load_areas(areas_in(path), by=cast.director)
    assert (first.new, load_areas(areas_in(path), by=None).same) == (4, 4)
    abilene = Area.objects.get(name="Abilene, TX")
    assert (abilene.pk, abilene.kind, abilene.state) == ("0010180", "M", "TX")
    assert Area.objects.get(pk="0600000").kind == "S"
    chosen = choose_area(cast.mesa, area_named("abilene"), version=0, by=cast.mesa_wbl)
    assert chosen.area == abilene
    loaded(tmp_path, WAGES, "oews_may2025.csv")
    assert Area.objects.get(pk="0041740").name == "Redstone, CA"


@pytest.mark.parametrize("content", [
    WAGES.encode(), b"\xff\xfe\x00" * 1000, b"", AREAS.encode() + b"1," + b"x" * 200_000 + b",1,1\n",
])  # fmt: skip
def test_a_file_of_another_kind_is_no_list_of_areas(tmp_path, content):
    path = tmp_path / "oews.csv"
    path.write_bytes(content)
    assert areas_in(path) is None


def test_the_list_of_areas_is_loaded_on_the_page_and_by_the_command(cast, client, tmp_path, capsys):
    client.force_login(cast.mesa_wbl)
    sent = {"file": SimpleUploadedFile("areas.csv", AREAS.encode(), "text/csv")}
    assert "4 areas are new" in client.post("/demand/figures/load/", sent).content.decode()
    path = tmp_path / "oews_areas.csv"
    path.write_text(AREAS)
    call_command("load_demand", str(path))
    assert "4 as they were" in capsys.readouterr().out
