"""Lists of enrollment and of credits: each count once, hidden numbers left out, undone (F16, M14, M15)."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.pathways.actions import credit, programs
from guildhall.pathways.actions.terms import Counts, begin_term, count_term
from guildhall.pathways.models import CountedTerm, CreditCount, EnrolledCount
from guildhall.pathways.terms import term_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def taught(cast):
    """Two programs at Mesa, of which one teaches a course, and one of the same name at Harbor."""
    for place, by in ((cast.mesa, cast.mesa_wbl), (cast.harbor, cast.harbor_wbl)):
        facts = programs.ProgramFacts("Registered Nursing", "associate")
        cast.nursing = programs.enter_program(place, facts, by=by) if place == cast.mesa else cast.nursing
        if place == cast.harbor:
            programs.enter_program(place, facts, by=by)
    cast.welding = programs.enter_program(cast.mesa, programs.ProgramFacts("Welding", "certificate"), by=cast.mesa_wbl)
    cast.course = credit.enter_course(cast.welding, credit.CourseFacts("WLD 101", "Arcs"), by=cast.mesa_wbl)
    return cast


def span(year):
    return f"{year}-{(year + 1) % 100:02d}"


def bring(cast, tmp_path, capsys, kind, titles, *lines, by="mesa_wbl", apply=True):
    path = tmp_path / f"{kind}.csv"
    path.write_text("\n".join((titles, *lines)), encoding="utf-8")
    more = ["--apply"] if apply else []
    who, place = cast.people[by].email, cast.mesa.slug
    call_command("import", kind, str(path), "--institution", place, "--by", who, "--json", *more)
    return json.loads(capsys.readouterr().out)


def test_enrollment_is_kept_once_and_undone(taught, tmp_path, capsys):
    year = clock.today().year - 1
    titles = "Program,School Year,Term,Headcount"
    rows = (f"Registered Nursing,{span(year)},Fall,31", f"Welding,{span(year)},Fall,*",
            f"registered nursing,{span(year)},Fall,31", f"Cooking,{span(year)},Fall,9",
            f"Welding,{span(year)},Spring,twelve", f"Welding,,Spring {year + 1},12")  # fmt: skip
    seen = bring(taught, tmp_path, capsys, "enrollment", titles, *rows, apply=False)
    assert (seen["new"], seen["skipped"], seen["repeated"], seen["invalid"]) == (2, 1, 1, 2)
    assert not CountedTerm.objects.exists()  # looking changes nothing
    assert "which is not the same as none" in json.dumps(seen["remarks"])
    said = json.dumps(seen["problems"], ensure_ascii=False)
    assert "has no program “Cooking”" in said
    assert "“twelve” is not a number of students" in said
    done = bring(taught, tmp_path, capsys, "enrollment", titles, *rows)
    assert done["applied"] == 2
    found = EnrolledCount.objects.order_by("students").values_list("program__name", "students", "term__part")
    assert list(found) == [("Welding", 12, "spring"), ("Registered Nursing", 31, "fall")]
    again = bring(taught, tmp_path, capsys, "enrollment", titles, *rows)
    assert (again["applied"], EnrolledCount.objects.count()) == (0, 2)
    call_command("import", "undo", done["batch"], "--by", taught.mesa_wbl.email, "--json")
    assert (EnrolledCount.objects.count(), CountedTerm.objects.count()) == (0, 0)


def test_what_was_counted_otherwise_stays_when_the_list_goes(taught, tmp_path, capsys):
    year = clock.today().year - 1
    done = bring(taught, tmp_path, capsys, "enrollment", "Program,Year,Term,Students",
                 f"Welding,{span(year)},Fall,12", f"Registered Nursing,{span(year)},Fall,31")  # fmt: skip
    term = CountedTerm.objects.get()
    count_term(term, Counts({taught.welding.pk: 13}), version=term.version, by=taught.mesa_wbl)
    more = bring(taught, tmp_path, capsys, "enrollment", "Program,Year,Term,Students", f"Welding,{span(year)},Fall,14")
    assert "Counted already: 13 students. The list says 14 students." in json.dumps(more["remarks"])
    call_command("import", "undo", done["batch"], "--by", taught.mesa_wbl.email, "--json")
    assert list(EnrolledCount.objects.values_list("program__name", "students")) == [("Welding", 13)]


def test_credits_come_by_course_way_and_term(taught, tmp_path, capsys):
    year = clock.today().year - 1
    titles = "College course,Type,Term,Students,Units earned"
    rows = (f"WLD 101,Dual enrollment,Fall {year},12,36", f"wld101 Arcs,articulated,Fall {year},\"1,200\",\"3,600.5\"",
            f"WLD 101,magic,Fall {year},1,3", f"WLD 101,concurrent,Fall {year},0,3",
            f"WLD 999,dual,Fall {year},1,3")  # fmt: skip
    done = bring(taught, tmp_path, capsys, "credits", titles, *rows)
    assert (done["applied"], done["invalid"]) == (2, 3)
    found = CreditCount.objects.order_by("students").values_list("kind", "students", "credits", "term__year")
    assert list(found) == [("dual", 12, Decimal(36), year), ("articulated", 1200, Decimal("3600.50"), year)]


def test_a_year_that_is_counted_as_a_whole_takes_no_terms(taught, tmp_path, capsys):
    year = clock.today().year - 1
    begin_term(taught.mesa, year, "year", by=taught.mesa_wbl)
    done = bring(taught, tmp_path, capsys, "enrollment", "Program,Year,Term,Students",
                 f"Welding,{span(year)},Fall,12", f"Welding,{span(year)},,12")  # fmt: skip
    assert (done["applied"], done["invalid"]) == (1, 1)
    assert "counted in another way" in json.dumps(done["problems"])


def test_only_its_own_staff_brings_counts_and_sees_their_lists(taught, tmp_path, capsys):
    year = clock.today().year - 1
    line = f"Welding,{span(year)},Fall,7"
    for who in ("director", "harbor_wbl", "mesa_jobs"):
        with pytest.raises(CommandError):
            bring(taught, tmp_path, capsys, "enrollment", "Program,Year,Term,Students", line, by=who)
    done = bring(taught, tmp_path, capsys, "enrollment", "Program,Year,Term,Students", line)
    batch = Batch.objects.get(pk=done["batch"])
    sees = {who for who in ("mesa_wbl", "mesa_admin", "director", "harbor_wbl", "mesa_cases")
            if Batch.objects.of_people_for(taught.people[who]).filter(pk=batch.pk).exists()}  # fmt: skip
    assert sees == {"mesa_wbl", "mesa_admin"}


def test_a_list_without_a_term_is_refused_in_words(taught, tmp_path, capsys):
    with pytest.raises(CommandError, match="School year"):
        bring(taught, tmp_path, capsys, "enrollment", "Program,Students", "Welding,12")


@pytest.mark.parametrize(
    ("year", "part", "found"),
    [
        ("2026-27", "Fall", (2026, "fall")), ("2026-2027", "Spring Semester", (2026, "spring")),
        ("2026–27", "", (2026, "year")), ("", "Fall 2026", (2026, "fall")), ("", "Spring 2027", (2026, "spring")),
        ("", "FA26", (2026, "fall")), ("", "SP27", (2026, "spring")), ("", "Summer 2026", (2026, "summer")),
        ("2026", "Fall", (2026, "fall")), ("2026", "Spring", (2026, "spring")), ("2026", "", (2026, "year")),
        ("2026-2029", "Fall", (None, "")), ("", "someday", (None, "")), ("Otoño 2026", "", (2026, "fall")),
    ],
)  # fmt: skip
def test_terms_as_lists_write_them(year, part, found):
    assert term_in(year, part) == found
