"""The official files as they are published: figures of San Diego against another reckoning, and what loading takes."""

import csv
import os
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from guildhall.demand.actions.sources import choose_area
from guildhall.demand.models import Area, WageFigure
from guildhall.demand.queries.programs import demand_of
from guildhall.pathways.actions.programs import ProgramFacts, enter_program
from tests.demand.test_figures import read

FILES = ("cip2020.csv", "soc2018.csv", "cip2020_soc2018_crosswalk.csv")
FIGURES = (
    "oews_may2025_selected_areas.csv", "bls_projections_2024_2034_table1_2.csv",
    "bls_projections_2024_2034_table1_10_openings.csv", "oews_areas.csv",
)  # fmt: skip
SAN_DIEGO, CALIFORNIA, NATION = "0041740", "0600000", "0000000"
# Programs that the colleges of the region teach, so that every level occurs.
PROGRAMS = """51.3801 51.0801 51.1004 11.0201 15.0303 46.0302 47.0604 48.0508 12.0503 13.1210 51.1501 43.0107 52.0302
51.3902 52.0201 49.0205 01.0601 51.0909 50.0409 31.0501""".split()
SECONDS, MEGABYTES = 60, 300


def _data() -> Path:
    folder = Path(os.environ.get("GUILDHALL_DATA", "nowhere"))
    if not all((folder / name).exists() for name in (*FILES, *FIGURES)):
        pytest.skip("GUILDHALL_DATA holds no official figures")
    return folder


def _load(folder: Path) -> None:
    for name in FILES:
        call_command("load_codes", str(folder / name))
    call_command("load_demand", *(str(folder / name) for name in FIGURES))


def _rows(path: Path):
    with path.open(encoding="utf-8-sig") as lines:
        yield from csv.DictReader(lines)


def _reckoned(folder: Path, cip: str) -> dict[str, tuple]:
    """The same figures worked out from the files alone: for each occupation jobs, wage, openings, with their place."""
    targets = {r["SOC2018Code"] for r in _rows(folder / FILES[2]) if r["CIP2020Code"].strip('="') == cip}
    cells = {(r["area_code"], r["soc_code"]): r for r in _rows(folder / FIGURES[0])}
    heads = next(iter(_rows(folder / FIGURES[1]))).keys()
    code = next(h for h in heads if h.endswith("Matrix code"))
    wanted = next(h for h in heads if h.startswith("Occupational openings"))
    openings = {r[code]: r[wanted] for r in _rows(folder / FIGURES[1])}
    joint = {"21-1011": "21-1018", "21-1014": "21-1018", "25-2055": "25-2052", "25-2056": "25-2052",
             "25-9042": "25-9045", "25-9043": "25-9045", "25-9049": "25-9045", "51-2022": "51-2028",
             "51-2023": "51-2028", "53-1042": "53-1047", "53-1043": "53-1047", "53-1044": "53-1047",
             "53-1049": "53-1047"}  # fmt: skip

    def nearest(soc, read):
        for area in (SAN_DIEGO, CALIFORNIA, NATION):
            for one in dict.fromkeys(filter(None, (soc, soc[:-1] + "0", joint.get(soc)))):
                if (value := read(area, one)) is not None:
                    return value, area, one
        return None

    def cell(name):
        def read(area, one):
            text = cells.get((area, one), {}).get(name, "")
            return None if text in ("", "-") else Decimal(text)

        return read

    def opened(area, one):
        text = openings.get(one, "—")
        return round(Decimal(text) * 1000) if area == NATION and text != "—" else None

    return {
        soc: (nearest(soc, cell("employment")), nearest(soc, cell("hourly_median_wage")), nearest(soc, opened))
        for soc in targets - {"99-9999"}
    }


def _told(measure):
    return None if measure is None else (measure.value, measure.area.code, measure.code)


def test_twenty_programs_have_the_figures_of_san_diego(cast):
    """D5: with the level used they equal a reckoning that is written for this test alone."""
    folder = _data()
    _load(folder)
    choose_area(cast.region, Area.objects.get(pk=SAN_DIEGO), version=0, by=None)
    levels = set()
    for cip in PROGRAMS:
        program = enter_program(cast.mesa, ProgramFacts(f"Program {cip}", "associate", cip=cip), by=cast.mesa_wbl)
        found = demand_of(cast.mesa_wbl, read(program))
        told = {
            line.known.soc: (_told(line.known.employment), _told(line.known.hourly), _told(line.known.openings))
            for line in found.lines
        }
        for line in found.lines:
            if (hourly := line.known.hourly) is not None and hourly.at_least:
                told[line.known.soc] = (*told[line.known.soc][:1], None, *told[line.known.soc][2:])
        reckoned = _reckoned(folder, cip)
        for soc, (jobs, wage, openings) in reckoned.items():
            if (hourly := next(one.known.hourly for one in found.lines if one.known.soc == soc)) and hourly.at_least:
                reckoned[soc] = (jobs, None, openings)
                assert wage is None or wage[1] != hourly.area.code
        assert told == reckoned, cip
        levels |= {(one.known.employment.level, one.known.employment.area.kind) for one in found.lines
                   if one.known.employment}  # fmt: skip
    assert {("detailed", "M"), ("broad", "M"), ("hybrid", "M"), ("detailed", "S")} <= levels


def test_the_traps_of_the_files_are_as_they_are_known(cast):
    """STANDARDS 0.3: 49 occupations of the crosswalk are never published for themselves; 194 programs have no match."""
    folder = _data()
    _load(folder)
    crossed = {r["SOC2018Code"] for r in _rows(folder / FILES[2])} - {"99-9999"}
    published = set(WageFigure.objects.filter(area=NATION).values_list("soc", flat=True))
    assert len(crossed - published) == 49
    without = {r["CIP2020Code"] for r in _rows(folder / FILES[2]) if r["SOC2018Code"] == "99-9999"}
    assert len(without) == 194
    row = enter_program(
        cast.mesa, ProgramFacts("No match", "associate", cip=sorted(without)[0].strip('="')), by=cast.mesa_wbl
    )
    assert demand_of(cast.mesa_wbl, read(row)).lead == "no_match"


@pytest.mark.slow
def test_loading_them_whole_takes_a_minute_at_most(db):
    folder = _data()
    tracemalloc.start()
    began = time.process_time()
    _load(folder)
    taken, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"{taken:.1f} processor seconds, {peak:.0f} MB at the peak")
    assert WageFigure.objects.count() == 4928
    assert taken <= SECONDS
    assert peak <= MEGABYTES
