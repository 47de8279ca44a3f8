"""D21: what each grade had from elementary school on, what is missing, and from which grade on names are kept."""

import pytest

from guildhall.lib import clock
from guildhall.lib.periods import school_year_of
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.placements import rules
from guildhall.placements.actions import grouping
from guildhall.placements.grades import expected_at, grade_in
from guildhall.placements.models import Experience
from guildhall.placements.queries.grades import by_grade
from guildhall.students.models import Enrolment
from tests.placements.placed import student
from tests.placements.test_placing import kestrel  # noqa: F401  the fixture

pytestmark = pytest.mark.django_db


def year():
    return school_year_of(clock.today())


def group(cast, employer, grade, activity, level="elementary", students=24, at="mesa"):
    facts = grouping.Group(activity, clock.today(), level, students, f"class of {grade}", grade=grade)
    return grouping.count_group(getattr(cast, at), employer, facts, by=cast.people[f"{at}_wbl"])


def had(rows):
    return {row.label: {str(cell.label): [(one.label, one.groups, one.students, one.named) for one in cell.had]
                        for cell in row.cells if cell.had} for row in rows}  # fmt: skip


def test_each_grade_shows_what_it_had_and_what_is_missing(cast, kestrel):  # noqa: F811
    group(cast, kestrel, "5", "workplace_tour")
    group(cast, kestrel, "5", "workplace_tour", students=20)
    group(cast, kestrel, "7", "guest_speaker", "middle")
    rows = by_grade(cast.mesa_wbl, cast.mesa, year())
    assert [row.label for row in rows] == ["5", "6", "7"]
    assert had(rows)["5"] == {"Awareness": [("Workplace tour", 2, 44, 0)]}
    assert [row.missing for row in rows] == [[], ["Awareness", "Exploration"], ["Exploration"]]
    assert by_grade(cast.mesa_wbl, cast.mesa, year() - 1) == []


def test_students_by_name_stand_in_the_grade_of_their_record(cast, kestrel):  # noqa: F811
    ana = student(cast)
    written = f"{year()}-{(year() + 1) % 100:02}"
    Enrolment.objects.update_or_create(
        registration=ana, program=None, year=written,
        defaults={"institution": cast.mesa, "student": ana.student, "grade": "09"},
    )  # fmt: skip
    for n, activity in enumerate(("job_shadow", "job_shadow", "teacher_externship")):
        Experience.objects.create(
            institution=cast.mesa, person=f"Ana {n}", student=ana.student, activity=activity, start_on=clock.today(),
            status="completed", mark=str(n),
        )  # fmt: skip
    assert had(by_grade(cast.mesa_wbl, cast.mesa, year())) == {"9": {"Exploration": [("Job shadow", 0, 0, 1)]}}


def test_a_group_without_a_grade_stands_with_its_level(cast, kestrel):  # noqa: F811
    group(cast, kestrel, "", "workplace_tour", "college")
    rows = by_grade(cast.mesa_wbl, cast.mesa, year())
    assert [(row.label, row.missing) for row in rows] == [("college", [])]


def test_nobody_reads_the_grades_of_another_institution(cast, kestrel):  # noqa: F811
    group(cast, kestrel, "5", "workplace_tour")
    assert by_grade(cast.harbor_wbl, cast.mesa, year()) == []
    assert by_grade(cast.director, cast.mesa, year()) == []
    page = cast.client(cast.harbor_wbl).get(f"/placements/grades/?at={cast.mesa.slug}").content.decode()
    assert "Workplace tour" not in page
    assert "Workplace tour" in cast.client(cast.mesa_wbl).get("/placements/grades/").content.decode()
    assert cast.client(cast.director).get("/placements/grades/").status_code == 403


def test_the_school_decides_from_which_grade_on_names_are_kept(cast, kestrel):  # noqa: F811
    """G2: below it children are numbers alone; without a decision those of elementary school are."""
    fifth, seventh = group(cast, kestrel, "5", "workplace_tour"), group(cast, kestrel, "7", "workplace_tour", "middle")
    unknown = group(cast, kestrel, "", "workplace_tour")
    assert not rules.can_name(cast.mesa_wbl, fifth)
    assert not rules.can_name(cast.mesa_wbl, unknown)
    assert rules.can_name(cast.mesa_wbl, seventh)
    with pytest.raises(Refused):
        grouping.say_named_from(cast.mesa, "9", version=0, by=cast.harbor_wbl)
    row = grouping.say_named_from(cast.mesa, "9", version=0, by=cast.mesa_wbl)
    assert not rules.can_name(cast.mesa_wbl, seventh)
    with pytest.raises(Conflict):
        grouping.say_named_from(cast.mesa, "4", version=0, by=cast.mesa_cases)
    grouping.say_named_from(cast.mesa, "4", version=row.version, by=cast.mesa_cases)
    assert rules.can_name(cast.mesa_wbl, fifth)
    assert not rules.can_name(cast.mesa_wbl, unknown)
    text = cast.client(cast.mesa_wbl).get("/placements/groups/").content.decode()
    assert text.count("Who took part") == 2


@pytest.mark.parametrize(
    ("text", "grade"),
    [("09", "9"), ("9th", "9"), ("Grade 5", "5"), ("KG", "K"), ("kindergarten", "K"), ("12", "12"), ("13", ""),
     ("2026-27", ""), ("", ""), ("5th grade", "5")],
)  # fmt: skip
def test_grades_as_records_write_them(text, grade):
    assert grade_in(text) == grade


def test_exploration_begins_before_high_school():
    assert expected_at("K") == {"awareness"}
    assert expected_at("12") == {"preparation", "training"}
