"""A counselor's own students: named one by one, shared out, or brought by a list; nobody sees more for it (G2, R3)."""

import pytest

from guildhall.audit.models import Value
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.models import Program
from guildhall.students.actions.counseling import Portion, share_out
from guildhall.students.actions.entering import StudentFacts, change_student, facts_of, register
from guildhall.students.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(cast):
    """Four students of Mesa, and one of Harbor who is called like one of them."""
    welding = Program.objects.create(institution=cast.mesa, name="Welding", cip="48.0508")
    for given, family in (("Ana", "Ábalos"), ("Bo", "Lozano"), ("Cy", "Lubin"), ("Di", "Zamora")):
        program = welding if given in ("Ana", "Di") else None
        register(cast.mesa, StudentFacts(given, family, program=program, year="2026-27"), by=cast.mesa_wbl)
    register(cast.harbor, StudentFacts("Eve", "Abel"), by=cast.harbor_wbl)
    return welding


def names(person, own=True):
    rows = Registration.objects.own_of(person) if own else Registration.objects.visible_to(person)
    return sorted(rows.values_list("given_name", flat=True))


def test_students_are_shared_out_by_letters_and_program(cast, four):
    counselor, other = cast.people["mesa_counselor"], cast.mesa_cases
    assert share_out(cast.mesa, counselor, Portion(last="Lo"), by=cast.mesa_wbl) == 2
    assert names(counselor) == ["Ana", "Bo"], "an accent does not count, and Lozano begins with Lo"
    assert share_out(cast.mesa, other, Portion(four), by=cast.mesa_wbl) == 1, "Ana has a counselor already"
    assert names(other) == ["Di"]
    assert share_out(cast.mesa, other, Portion(four, again=True), by=cast.mesa_wbl) == 1
    assert (names(counselor), names(other)) == (["Bo"], ["Ana", "Di"])


def test_the_journal_keeps_whose_they_were(cast, four):
    counselor = cast.people["mesa_counselor"]
    share_out(cast.mesa, counselor, Portion(four), by=cast.mesa_wbl)
    share_out(cast.mesa, cast.mesa_cases, Portion(again=True, first="A", last="A"), by=cast.mesa_wbl)
    ana = Registration.objects.get(given_name="Ana")
    said = Value.objects.filter(object_type="students.registration", object_id=str(ana.pk)).order_by("pk")
    assert [(one.before, one.after) for one in said][1:] == [
        (None, {"counselor": counselor.name}),
        ({"counselor": counselor.name}, {"counselor": cast.mesa_cases.name}),
    ]


def test_it_changes_nothing_about_who_sees_whom(cast, four):
    before = names(cast.people["mesa_counselor"], own=False)
    share_out(cast.mesa, cast.people["mesa_counselor"], Portion(), by=cast.mesa_wbl)
    assert names(cast.people["mesa_counselor"], own=False) == before
    assert names(cast.harbor_wbl) == []
    Registration.objects.filter(institution=cast.mesa).update(counselor=cast.harbor_wbl)  # by a mistake of the data
    assert names(cast.harbor_wbl) == [], "to be named does not let anybody see a student of another college"


def test_only_the_staff_shares_out_and_only_to_whoever_sees_them(cast, four):
    wrong = ((cast.harbor_wbl, cast.mesa_cases), (cast.mesa_wbl, cast.harbor_wbl), (cast.director, cast.mesa_wbl))
    for by, to in wrong:
        with pytest.raises(Refused):
            share_out(cast.mesa, to, Portion(), by=by)
    with pytest.raises(Refused, match="after the last"):
        share_out(cast.mesa, cast.mesa_wbl, Portion(first="M", last="C"), by=cast.mesa_wbl)
    assert not Registration.objects.exclude(counselor=None).exists()


def test_one_student_gets_a_counselor_on_the_own_page(cast, four):
    row = Registration.objects.get(given_name="Ana")
    facts = facts_of(row, row.enrolments.first())
    with pytest.raises(Refused):
        change_student(row, _with(facts, cast.harbor_wbl), version=1, by=cast.mesa_wbl)
    change_student(row, _with(facts, cast.mesa_cases), version=1, by=cast.mesa_wbl)
    assert names(cast.mesa_cases) == ["Ana"]
    share_out(cast.mesa, cast.mesa_wbl, Portion(again=True), by=cast.mesa_wbl)
    with pytest.raises(Conflict):  # sharing out counts as a change: an open form says so
        change_student(row, facts, version=2, by=cast.mesa_wbl)


def _with(facts, counselor):
    return StudentFacts(**{name: getattr(facts, name) for name in facts.__slots__} | {"counselor": counselor})


def test_the_pages_show_one_s_own_and_who_has_none(cast, four):
    share_out(cast.mesa, cast.mesa_cases, Portion(last="L"), by=cast.mesa_wbl)
    client = cast.client(cast.mesa_cases)
    mine = client.get("/students/mine/").content.decode()
    assert "Lozano" in mine and "Zamora" not in mine
    assert "Abel" not in client.get("/students/counselors/").content.decode()
    sent = {"institution": cast.mesa.pk, "counselor": cast.mesa_cases.pk, "first": "Z"}
    assert client.post("/students/counselors/", sent).status_code == 302
    assert names(cast.mesa_cases) == ["Ana", "Bo", "Cy", "Di"]
