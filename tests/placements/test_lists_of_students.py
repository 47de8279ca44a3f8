"""A list of students is brought, also in Spanish."""

import pytest
from django.core.management.base import CommandError

from guildhall.students.models import Registration
from tests.cast import Cast
from tests.placements.test_accomplishments import ROSTER, bring, figures, run, written

pytestmark = pytest.mark.django_db


def test_a_list_of_students(cast: Cast, tmp_path, capsys):
    lines = [["S1", "Ana", "Ruiz", "2004-05-06", "ana@s.example", "", "2025-26", ""],
             ["S2", "Bo", "Lee", "", "bo@s.example", "", "", ""],
             ["S2", "Bo", "Lee", "", "bo@s.example", "", "", ""],
             ["S3", "Kid", "Young", "2024-01-01", "", "", "", ""],
             ["", "", "", "2004-05-06", "", "", "", ""]]  # fmt: skip
    path = written(tmp_path, lines, ROSTER)
    told = bring(path, cast, capsys, "--apply", what="students")
    assert (told["applied"], told["repeated"], told["invalid"], told["students_created"]) == (2, 1, 2, 2)
    again = bring(path, cast, capsys, "--apply", what="students")
    assert (again["applied"], again["skipped"], again["students_created"]) == (0, 3, 0)
    later = [["S1", "Ana", "Ruiz", "2004-05-06", "", "", "2026-27", ""]]
    assert bring(written(tmp_path, later, ROSTER), cast, capsys, "--apply", what="students")["students_created"] == 0
    assert Registration.objects.get(number="S1").enrolments.count() == 2
    dual = [["H7", "ANA", "RUIZ", "5/6/2004", "", "", "", ""]]
    bring(written(tmp_path, dual, ROSTER), cast, capsys, "--apply", what="students", by="harbor_wbl", place="harbor")
    assert Registration.objects.get(number="H7").student_id == Registration.objects.get(number="S1").student_id
    run("import", "undo", told["batch"], "--by", cast.mesa_wbl.email, capsys=capsys)
    assert set(Registration.objects.values_list("number", flat=True)) == {"S1", "H7"}, (
        "who is enrolled by another list stays"
    )
    with pytest.raises(CommandError, match="their own college or school|does not let you"):
        bring(path, cast, capsys, what="students", by="director")


def test_a_list_in_spanish(cast: Cast, tmp_path, capsys):
    titles = "Matrícula,Nombre,Apellidos,Fecha de nacimiento,Correo electrónico".split(",")
    path = written(tmp_path, [["S1", "José", "Núñez", "2004-05-06", "jose@s.example"]], titles)
    assert bring(path, cast, capsys, "--apply", what="students")["applied"] == 1
    titles = "Número,Estudiante,Rol,Empresa,Actividad,Fecha de inicio,Estado".split(",")
    line = ["1", "José Núñez", "Estudiante", "Panadería Sol", "Observación laboral", "2018-03-04", "Completó"]
    assert bring(written(tmp_path, [line], titles), cast, capsys, "--apply")["applied"] == 1
    assert figures(capsys)[2018, "job_shadow"] == (1, 1)
