"""A list of the programs of study of an institution: each once, codes named that no list has, undone (D5)."""

import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from guildhall.audit.models import Entry
from guildhall.imports.kinds.programs import credential_of
from guildhall.imports.models import Batch
from guildhall.pathways.actions import programs as teach
from guildhall.pathways.codes import tidy_code
from guildhall.pathways.models import Code, Program
from guildhall.students.actions.entering import StudentFacts, register

pytestmark = pytest.mark.django_db
TITLES = "Program,Award,CIP,TOP,Pathway,Career cluster,Offered from"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def lists(cast):
    """Short lists of codes, in which one has moved and one is no more."""
    rows = [
        ("cip", "51.3801", "Registered Nursing", True),
        ("cip", "01.0309", "Viticulture and Enology", False),
        ("cip", "01.1004", "Viticulture and Enology", True),
        ("cip", "45.1401", "Rural Sociology", False),
        ("top", "1230.10", "Registered Nursing", True),
    ]
    Code.objects.bulk_create(
        Code(scheme=scheme, version="2020", code=code, title=title, level="6", valid=valid)
        for scheme, code, title, valid in rows
    )
    cast.health = teach.enter_pathway(cast.mesa, teach.PathwayFacts("Health careers"), by=cast.mesa_wbl)
    return cast


def bring(tmp_path, capsys, *lines, by, place, apply=True, titles=TITLES):
    path = tmp_path / "programs.csv"
    path.write_text("\n".join((titles, *lines)), encoding="utf-8")
    more = ["--apply"] if apply else []
    call_command("import", "programs", str(path), "--institution", place, "--by", by, "--json", *more)
    return json.loads(capsys.readouterr().out)


def person(cast, name):
    return cast.people[name].email


def test_each_program_is_kept_once(lists, tmp_path, capsys):
    nursing = "Registered Nursing,A.S.,51.3801,1230.1,Health careers,Health Science,2020-08-15"
    rows = (nursing, "registered nursing,AS,51.3801,,,,", "Welding,Certificate of Achievement,,,,,")
    details = {"by": person(lists, "mesa_wbl"), "place": lists.mesa.slug}
    seen = bring(tmp_path, capsys, *rows, apply=False, **details)
    assert (seen["rows"], seen["new"], seen["repeated"], seen["applied"]) == (3, 2, 1, 0)
    assert not Program.objects.exists()
    told = bring(tmp_path, capsys, *rows, **details)
    assert (told["applied"], told["programs_created"], told["invalid"]) == (2, 2, 0)
    row = Program.objects.get(name="Registered Nursing")
    assert (row.credential, row.cip, row.top, row.pathway) == ("associate", "51.3801", "1230.10", lists.health)
    assert row.in_cluster.name == "Health Science"
    assert Program.objects.get(name="Welding").credential == "certificate"
    again = bring(tmp_path, capsys, *rows, **details)
    assert (again["applied"], again["skipped"], again["repeated"]) == (0, 2, 1)
    assert Entry.objects.filter(verb="take in programs").count() == 2


def test_codes_that_no_list_has_are_named_and_moved_ones_say_what_became_of_them(lists, tmp_path, capsys):
    told = bring(
        tmp_path, capsys, "Wine,AS,1.0309,,,,", "Country life,AS,45.1401,,,,", "Nothing,AS,99.9999,,,,",
        "Odd,Knighthood,x,,,,", "Nursing,AS,51.3801,,Nowhere,Nothing,", ",AA,51.3801,,,,",
        by=person(lists, "mesa_wbl"), place=lists.mesa.slug,
    )  # fmt: skip
    assert (told["applied"], told["invalid"]) == (2, 4)
    assert Program.objects.get(name="Wine").cip == "01.1004"
    remarks = {one["line"]: one["messages"][0] for one in told["remarks"]}
    assert remarks[2] == "The CIP code 01.0309 is now 01.1004 (Viticulture and Enology): that one was taken."
    problems = {one["line"]: " ".join(one["messages"]) for one in told["problems"]}
    assert "45.1401 (Rural Sociology) was deleted in 2020" in problems[3]
    assert "No list that is loaded here has the CIP code 99.9999." in problems[4]
    assert "called “Knighthood”" in problems[5]
    assert "“x” is no CIP code" in problems[5]
    assert "name of the program is missing" in problems[7]
    left_out = [one["messages"][0] for one in told["remarks"] if one["line"] == 6]
    assert sorted(left_out) == [
        "No career cluster is called “Nothing”: it was left out.", "No pathway is called “Nowhere”: it was left out.",
    ]  # fmt: skip


def test_what_is_known_with_another_code_stays_and_that_is_said(lists, tmp_path, capsys):
    details = {"by": person(lists, "mesa_wbl"), "place": lists.mesa.slug}
    facts = teach.ProgramFacts("Wine", "associate", cip="51.3801")
    teach.enter_program(lists.mesa, facts, by=lists.mesa_wbl)
    told = bring(tmp_path, capsys, "Wine,AS,01.1004,,,,", **details)
    assert told["skipped"] == 1
    assert "known with the CIP code 51.3801, the list has 01.1004" in told["remarks"][0]["messages"][0]
    assert Program.objects.get().cip == "51.3801"


def test_undo_takes_back_what_nobody_uses(lists, tmp_path, capsys):
    details = {"by": person(lists, "mesa_wbl"), "place": lists.mesa.slug}
    told = bring(tmp_path, capsys, "Nursing,AS,,,,,", "Welding,AS,,,,,", "Wine,AS,,,,,", **details)
    taught, changed = Program.objects.get(name="Nursing"), Program.objects.get(name="Welding")
    register(lists.mesa, StudentFacts("Gil", "Ortega", program=taught), by=lists.mesa_wbl)
    teach.change_program(changed, teach.ProgramFacts("Welding", "certificate"), version=1, by=lists.mesa_wbl)
    call_command("import", "undo", told["batch"], "--by", details["by"], "--json")
    assert json.loads(capsys.readouterr().out)["taken_back"] == 1
    assert set(Program.objects.values_list("name", flat=True)) == {"Nursing", "Welding"}


def test_only_whoever_keeps_programs_there_brings_a_list(lists, tmp_path, capsys):
    for name in ("harbor_wbl", "mesa_instructor"):
        with pytest.raises(CommandError):
            bring(tmp_path, capsys, "Nursing,AS,,,,,", by=person(lists, name), place=lists.mesa.slug)
    bring(tmp_path, capsys, "Nursing,AS,,,,,", by=person(lists, "mesa_wbl"), place=lists.mesa.slug)


def test_a_workbook_on_the_page_looked_at_and_applied(lists, tmp_path):
    book = Workbook()
    for line in (["Program title", "Degree", "CIP 2020"], ["Registered Nursing", "AS", 51.3801], ["Odd", "AS", "77"]):
        book.active.append(line)
    book.save(tmp_path / "programs.xlsx")
    client = lists.client(lists.mesa_wbl)
    assert 'value="programs"' in client.get("/imports/people/?kind=programs").content.decode()
    with (tmp_path / "programs.xlsx").open("rb") as file:
        data = {"file": file, "kind": "programs", "institution": str(lists.mesa.pk)}
        page = client.post("/imports/people/", data)
    batch = Batch.objects.get()
    shown = client.get(page.url).content.decode()
    assert "Apply 1 row" in shown
    assert "“77” is no CIP code." in shown
    client.post(f"/imports/people/{batch.pk}/apply/", {"version": batch.version})
    assert Program.objects.get().cip == "51.3801"
    assert lists.client(lists.harbor_wbl).get(page.url).status_code == 404


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.0309", "01.0309"), ("51.38", "51.3800"), ("513801", "51.3801"), ("10309", "01.0309"),
     ('="01.0309"', "01.0309"), ("51.3801 Registered Nursing", "51.3801"), ("nursing", "nursing"), ("51", "51")],
)  # fmt: skip
def test_codes_as_spreadsheets_leave_them(text, code):
    assert tidy_code("cip", text) == code


@pytest.mark.parametrize(
    ("words", "award"),
    [("AS-T", "associate"), ("A.A.", "associate"), ("Associate in Science", "associate"), ("BSN bachelor", "bachelor"),
     ("Noncredit certificate", "noncredit"), ("Certificate of Completion", "noncredit"), ("Cert.", "certificate"),
     ("High school diploma", "diploma"), ("Apprenticeship", "apprentice"), ("Título de asociado", "associate"),
     ("Knighthood", "")],
)  # fmt: skip
def test_awards_as_lists_call_them(words, award):
    assert credential_of(words) == award
