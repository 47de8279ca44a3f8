"""Codes of the official lists: text, with their version, readable for good (STANDARDS 1.1)."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guildhall.pathways.actions.codes import load_codes
from guildhall.pathways.forms import Coded, CodeField, CodesField
from guildhall.pathways.loading import read_codes
from guildhall.pathways.models import Code, Crossing
from guildhall.pathways.queries import code_typed, known_codes, titles_of

pytestmark = pytest.mark.django_db

CIP = "\n".join(
    (
        "CIPFamily,CIPCode,Action,TextChange,CIPTitle",
        '01,"=""01""",No substantive changes,yes,AGRICULTURE',
        '01,"=""01.0102""",No substantive changes,no,"Agribusiness/Agricultural Business Operations."',
        '51,51.3801,No substantive changes,no,"Registered Nursing/Registered Nurse."',
        '51,51.9998,Deleted,no,"Something that was."',
    )
)
SOC = """SOC Group,SOC Code,SOC Title,SOC Definition
Major,29-0000,Healthcare Practitioners,
Detailed,29-1141,Registered Nurses,They nurse.
Detailed,47-2111,"Electricians, and others",
"""
CROSS = """CIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title
51.3801,Nursing,29-1141,Registered Nurses
51.3801,Nursing,29-9999,Not in the list
01.0102,Agribusiness,99-9999,NO MATCH
"""
TOP = "Current TOP Code,Current TOP Title,2020 CIP Code\n1230.10,Registered Nursing,51.3801\n"


def loaded():
    for text, name in ((CIP, "cip2020"), (SOC, "soc2018"), (CROSS, "x"), (TOP, "top 2025")):
        load_codes(read_codes(text, name))


def test_codes_are_text_with_their_version(db):
    loaded()
    row = Code.objects.get(scheme="cip", code="01.0102")
    assert (row.version, row.title, row.level) == ("2020", "Agribusiness/Agricultural Business Operations", "6")
    assert not Code.objects.get(code="51.9998").valid
    assert known_codes("cip") == ["01.0102 Agribusiness/Agricultural Business Operations",
                                  "51.3801 Registered Nursing/Registered Nurse"]  # fmt: skip
    assert known_codes("soc") == ["29-1141 Registered Nurses", "47-2111 Electricians, and others"]
    assert set(Crossing.objects.values_list("origin__code", "target__code")) == {
        ("51.3801", "29-1141"),
        ("1230.10", "51.3801"),
    }


def test_loading_again_changes_titles_and_marks_what_is_gone(db):
    loaded()
    text = SOC.replace("Registered Nurses", "Nurses").replace("Detailed,47-2111", "Detailed,47-2112")
    load_codes(read_codes(text, "soc2018"))
    assert Code.objects.get(scheme="soc", code="29-1141").title == "Nurses"
    gone = Code.objects.get(scheme="soc", code="47-2111")
    assert not gone.valid, "what names it stays readable"
    assert Crossing.objects.filter(target__code="29-1141").exists()


def test_a_code_of_an_older_version_stays_readable(db):
    loaded()
    load_codes(read_codes(SOC.replace("29-1141,Registered Nurses", "29-1149,Nurses of all kinds"), "soc2028"))
    assert code_typed("soc", "29-1141") is None, "the newest list counts for what is typed"
    assert CodeField("soc").clean("29-1141") == Coded("29-1141", "2018", "Registered Nurses")
    assert titles_of("soc", [("2018", "29-1141")]) == {("2018", "29-1141"): "Registered Nurses"}


@pytest.mark.parametrize("typed", ["29-1141", "29-1141 Registered Nurses", "registered  nurses"])
def test_a_code_is_typed_as_code_title_or_both(db, typed):
    loaded()
    assert CodeField("soc", words=True).clean(typed) == Coded("29-1141", "2018", "Registered Nurses")


def test_words_that_are_no_code_stay_words(db):
    loaded()
    assert CodeField("soc", words=True).clean("Dog groomer") == Coded(title="Dog groomer")


@pytest.mark.parametrize(
    ("scheme", "typed", "said"),
    [
        ("cip", "1.0102", "write 01.0102"),
        ("cip", "nursing of some kind", "looks like 51.3801"),
        ("soc", "29-7777", "No list that is loaded here"),
        ("top", "12", "looks like 1230.10"),
    ],
)
def test_a_wrong_code_is_said_to_be_wrong(db, scheme, typed, said):
    loaded()
    with pytest.raises(Exception, match=said):
        CodeField(scheme).clean(typed)


def test_without_lists_a_well_formed_code_is_kept(db):
    assert CodeField("soc").clean("29-1141 Nurses") == Coded("29-1141", "2018", "Nurses")


def test_titles_with_commas_stand_between_commas(db):
    loaded()
    found = CodesField("soc").clean("29-1141 Registered Nurses, 47-2111 Electricians, and others, ")
    assert [one.code for one in found] == ["29-1141", "47-2111"]


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="belong to none"):
        call_command("load_codes", path)
    with pytest.raises(CommandError, match="No file here"):
        call_command("load_codes", tmp_path)
    with pytest.raises(CommandError, match="is not there"):
        call_command("load_codes", tmp_path / "nothing.csv")


def test_the_command_loads_a_folder_crosswalks_last(tmp_path, capsys):
    for name, text in (("a_crosswalk", CROSS), ("cip2020", CIP), ("soc2018", SOC), ("zzz", "a\n1\n")):
        (tmp_path / f"{name}.csv").write_text(text)
    call_command("load_codes", tmp_path)
    assert Crossing.objects.count() == 1
    assert "a_crosswalk.csv: 0 codes, 1 pairs, 1 with a code of no list" in capsys.readouterr().out


def test_the_official_files(tmp_path, capsys):
    """The counts that were measured: 2,173 valid codes of six digits, 867 detailed occupations, 1,016 of O*NET."""
    folder = os.environ.get("GUILDHALL_DATA", "")
    if not folder or not (Path(folder) / "cip2020.csv").exists():
        pytest.skip("GUILDHALL_DATA holds no official lists")
    call_command("load_codes", folder)
    assert Code.objects.newest("cip").filter(level="6").count() == 2_173
    assert Code.objects.newest("soc").filter(level="detailed").count() == 867
    assert Code.objects.newest("onet").count() == 1_016
    assert Crossing.objects.count() > 5_000
