"""Files of published figures: told by their headings, cells kept as such, loaded again without doubling (D5)."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from guildhall.demand.actions.loading import load_figures
from guildhall.demand.actions.sources import Laid, describe_source
from guildhall.demand.loading.cells import Cell, cell_of
from guildhall.demand.loading.files import area_code, day_of_period, state_in
from guildhall.demand.models import Area, Projection, Release, WageFigure
from guildhall.lib.verdicts import Refused
from tests.demand.published import LOCAL, PROJECTIONS, WAGES, loaded


def _figure(soc, area="0041740", **more):
    return WageFigure.objects.get(soc=soc, area=area, **more)


@pytest.mark.parametrize(("text", "cell"), [
    ("1,234", Cell(Decimal(1234))), ("$25.50", Cell(Decimal("25.50"))), ("", Cell()), (None, Cell()),
    ("*", Cell(mark="*")), ("**", Cell(mark="**")), ("#", Cell(mark="#")), ("—", Cell(mark="—")),
    ("-3.5", Cell(Decimal("-3.5"))), (42, Cell(Decimal(42))),
])  # fmt: skip
def test_a_cell_is_a_number_or_a_mark(text, cell):
    assert cell_of(text) == cell


def test_a_hyphen_is_explained_by_its_footnote():
    assert cell_of("-", notes="5").mark == "#"
    assert cell_of("-", notes="8").mark == "*"
    assert cell_of("-", notes="8", employment=True).mark == "**"


def test_words_are_no_figure():
    with pytest.raises(ValueError, match="many"):
        cell_of("many")


@pytest.mark.parametrize(("typed", "kind", "code"), [
    ("41740", "", "0041740"), ("99", "N", "0000000"), ("6", "S", "0600000"), ("06", "", "0600000"),
    ("0041740", "M", "0041740"), ("0", "", "0000000"), ("600003", "M", "0600003"),
])  # fmt: skip
def test_areas_have_one_code(typed, kind, code):
    assert area_code(typed, kind) == code


@pytest.mark.parametrize(("name", "state"), [
    ("El Centro, CA", "CA"), ("Kansas City, MO-KS", "MO"), ("California", "CA"), ("West Virginia", "WV"),
    ("North Coast Region of California nonmetropolitan area", "CA"), ("National", ""),
])  # fmt: skip
def test_the_name_of_an_area_tells_its_state(name, state):
    assert state_in(name) == state


@pytest.mark.parametrize(("period", "day"), [
    ("May 2025", date(2025, 5, 1)), ("2024–2034", date(2024, 1, 1)), ("2025-03", date(2025, 3, 1)), ("now", None),
])  # fmt: skip
def test_of_when_figures_are(period, day):
    assert day_of_period(period) == day


def test_cells_are_kept_as_such(db, tmp_path):
    """What was not released or counts no higher is no number, and never nought."""
    told = loaded(tmp_path, WAGES, "oews_may2025.csv")
    assert (told.release.period, told.release.as_of, told.areas) == ("May 2025", date(2025, 5, 1), 3)
    cardiologists = _figure("29-1212")
    assert (cardiologists.employment, cardiologists.hourly_50) == (None, None)
    assert cardiologists.marks["employment"] == "**"
    assert _figure("29-1212", "0600000").marks["annual_50"] == "#"
    teachers = _figure("25-2052")
    assert (teachers.annual_50, teachers.hourly_50, teachers.marks["hourly_50"]) == (97860, None, "*")
    assert Area.objects.get(pk="0041740").state == "CA"


def test_loading_again_doubles_nothing(db, tmp_path):
    first = loaded(tmp_path, WAGES, "oews_may2025.csv")
    before = list(WageFigure.objects.order_by("pk").values())
    again = loaded(tmp_path, WAGES, "oews_may2025.csv")
    assert again.unchanged
    assert list(WageFigure.objects.order_by("pk").values()) == before
    other_order = "\n".join([*WAGES.splitlines()[:1], *reversed(WAGES.splitlines()[1:])])
    shuffled = loaded(tmp_path, other_order, "oews_may2025.csv")
    assert (shuffled.new, shuffled.changed, shuffled.same) == (0, 0, first.new)
    assert list(WageFigure.objects.order_by("pk").values()) == before


def test_a_corrected_file_changes_its_own_rows(db, tmp_path):
    loaded(tmp_path, WAGES, "oews_may2025.csv")
    line = f"{LOCAL},25-2052"
    text = "\n".join(one for one in WAGES.splitlines() if not one.startswith(line)).replace(",20000,", ",21000,")
    told = loaded(tmp_path, text, "oews_may2025.csv")
    assert (told.new, told.changed, told.gone) == (0, 1, 1)
    assert _figure("29-1141").employment == 21000
    assert not WageFigure.objects.filter(soc="25-2052").exists()


def test_earlier_releases_stay(db, tmp_path):
    loaded(tmp_path, WAGES, "oews_may2025.csv")
    loaded(tmp_path, WAGES.replace(",20000,", ",19000,"), "oews_may2024.csv")
    found = {row.release.period: row.employment for row in WageFigure.objects.filter(soc="29-1141", area="0041740")}
    assert found == {"May 2025": 20000, "May 2024": 19000}
    assert Release.objects.newest().first().period == "May 2025"


def test_projections_are_in_thousands(db, tmp_path):
    told = loaded(tmp_path, PROJECTIONS, "projections.csv")
    assert told.release.period == "2024–2034"
    row = Projection.objects.get(soc="29-1141")
    assert (row.employment, row.expected, row.openings, row.growth) == (3_300_000, 3_500_000, 189_100, Decimal("6.0"))
    assert (row.education, row.area_id) == ("Bachelor's degree", "0000000")
    assert Projection.objects.get(soc="00-0000").education == ""


def test_the_official_workbook_is_read(db, tmp_path):
    book = Workbook()
    heads = "AREA AREA_TITLE AREA_TYPE PRIM_STATE NAICS OCC_CODE OCC_TITLE O_GROUP TOT_EMP H_MEDIAN A_MEDIAN".split()
    book.active.append(heads)
    book.active.append(["41740", "San Diego, CA", 4, "CA", "000000", "29-1141", "Nurses", "detailed", 27000, 61.5, "*"])
    book.active.append(["41740", "San Diego, CA", 4, "CA", "622000", "29-1141", "Nurses", "detailed", 9, 1, 1])
    book.active.append([6, "California", 2, "CA", "000000", "29-1141", "Nurses", "detailed", "**", "#", "#"])
    path = tmp_path / "MSA_M2025_dl.xlsx"
    book.save(path)
    told = load_figures(path, path.name, by=None)
    assert (told.release.period, told.new, told.passed_over) == ("May 2025", 2, 1)
    assert (_figure("29-1141").employment, _figure("29-1141").marks) == (27000, {"annual_50": "*"})
    assert _figure("29-1141", "0600000").marks == {"employment": "**", "hourly_50": "#", "annual_50": "#"}


@pytest.mark.parametrize(("text", "name", "said"), [
    ("Employer,City\nA bakery,Redstone\n", "list.csv", "Employer, City"),
    ("", "empty.csv", "not a file of figures"),
    ("no book", "book.xlsx", "not a file of figures"),
    (WAGES.splitlines()[0] + "\n", "oews_may2025.csv", "No line of this file"),
    (WAGES, "wages.csv", "of when the figures are"),
])  # fmt: skip
def test_a_file_of_another_kind_is_refused(db, tmp_path, text, name, said):
    with pytest.raises(Refused, match=said):
        loaded(tmp_path, text, name)
    assert not Release.objects.exists()


def test_a_line_that_is_no_figure_is_said_and_passed_over(db, tmp_path):
    told = loaded(tmp_path, WAGES.replace(",20000,", ",many,"), "oews_may2025.csv")
    assert told.remarks == [(3, "many")]
    assert not WageFigure.objects.filter(soc="29-1141", area="0041740").exists()


@pytest.mark.parametrize("number", ["99999999999999999999", "-99999999999999999999", "9" * 400, "3000000000"])
def test_a_number_larger_than_anything_is_said_and_passed_over(db, tmp_path, number):
    told = loaded(tmp_path, WAGES.replace(",20000,60.00", f",{number},60.00"), "oews_may2025.csv")
    assert [line for line, _words in told.remarks] == [3]
    assert not WageFigure.objects.filter(soc="29-1141", area="0041740").exists()
    assert WageFigure.objects.filter(soc="29-1141", area="0600000").exists(), "the others are read"


def test_a_wage_larger_than_any_is_passed_over_as_well(db, tmp_path):
    told = loaded(tmp_path, WAGES.replace(",60.00,", ",123456789.5,"), "oews_may2025.csv")
    assert [line for line, _words in told.remarks] == [3]


def test_signs_that_no_record_holds_are_left_out_of_titles(db, tmp_path):
    text = WAGES.replace("Registered Nurses", "Registered\x00 \u202eNurses").replace(
        '"Redstone, CA"', '"Red\x00stone, CA"'
    )
    loaded(tmp_path, text, "oews_may2025.csv")
    assert _figure("29-1141").title == "Registered Nurses"
    assert Area.objects.get(pk="0041740").name == "Red stone, CA"


def _cut_off(text):
    book = Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


@pytest.mark.parametrize(("content", "name"), [
    (f"{WAGES}{'9' * 200_000},{'x' * 200_000}\n".encode(), "oews_may2025.csv"),
    (b"\xff\xfe\x00" * 1000, "oews_may2025.csv"),
    (_cut_off(WAGES)[:-400], "book_may2025.xlsx"),
    (_cut_off(WAGES).replace(b"PK\x01\x02", b"PK\x09\x09"), "book_may2025.xlsx"),
    (b"PK\x05\x06" + b"\x00" * 18, "book_may2025.xlsx"),
])  # fmt: skip
def test_a_broken_file_is_refused_in_words_and_nothing_of_it_is_kept(db, tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused, match="not a file of figures|No source that is known"):
        load_figures(path, name, by=None)
    assert not Release.objects.exists()


def test_a_source_is_described_once(cast, tmp_path):
    """A state's own layout, by a column map that is saved."""
    state = Area.objects.create(code="3600000", kind="S", state="NY", name="New York")
    heads = {"soc": "occupation_code", "title": "occupation_title", "openings": "total_annual_openings",
             "growth": "percent", "employment": "base"}  # fmt: skip
    text = "occupation_code,occupation_title,base,percent,total_annual_openings\n29-1141,Nurses,200,5.5,12\n"
    with pytest.raises(Refused, match="occupation_code"):
        loaded(tmp_path, text, "ny.csv", period="2022–2032")
    describe_source(Laid("New York", "projections", heads, state), by=cast.director)
    loaded(tmp_path, text, "ny.csv", period="2022–2032")
    row = Projection.objects.get(area=state)
    assert (row.openings, row.growth, row.release.publisher) == (12, Decimal("5.5"), "New York")


@pytest.mark.parametrize(("laid", "said"), [
    (Laid("", "wages", {"soc": "a", "employment": "b", "area": "c"}), "what the source is called"),
    (Laid("X", "wages", {"employment": "b", "area": "c"}), "SOC code"),
    (Laid("X", "wages", {"soc": "a"}), "at least one figure"),
    (Laid("X", "wages", {"soc": "a", "employment": "b"}), "area"),
    (Laid("X", "wages", {"soc": "a", "employment": "a", "area": "c"}), "two fields"),
    (Laid("X", "weather", {"soc": "a", "employment": "b"}), "files hold"),
])  # fmt: skip
def test_what_no_source_can_be_is_said(cast, laid, said):
    with pytest.raises(Refused, match=said):
        describe_source(laid, by=cast.director)


def test_who_takes_no_figures_in(cast, tmp_path):
    path = tmp_path / "oews_may2025.csv"
    path.write_text(WAGES)
    with pytest.raises(Refused):
        load_figures(path, path.name, by=cast.mesa_instructor)
    assert load_figures(path, path.name, by=cast.mesa_wbl).new


def test_the_command_reads_a_folder_and_says_what_it_found(db, tmp_path, capsys):
    (tmp_path / "oews_may2025.csv").write_text(WAGES)
    (tmp_path / "projections.csv").write_text(PROJECTIONS)
    (tmp_path / "other.csv").write_text("Employer\nA bakery\n")
    call_command("load_demand", str(tmp_path))
    told = capsys.readouterr().out
    assert "BLS OEWS, May 2025: 13 new" in told
    assert "BLS projections, 2024–2034: 5 new" in told
    assert "other.csv" not in told
    call_command("load_demand", str(tmp_path))
    assert "the same file as before" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Employer"):
        call_command("load_demand", str(tmp_path / "other.csv"))
