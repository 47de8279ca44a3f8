"""One person at two institutions: what one writes changes nothing that the other relies on (D21, G2, ADR 49)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from guildhall import context
from guildhall.lib import clock
from guildhall.lib.child_labor import Shift
from guildhall.people.actions.institutions import found
from guildhall.placements.models import Placement
from guildhall.students import rules
from guildhall.students.actions import intake
from guildhall.students.actions.entering import StudentFacts, change_student, facts_of, opt_out, register
from guildhall.students.actions.guarding import GuardianFacts, add_guardian
from guildhall.students.actions.inviting import invite
from guildhall.students.models import Registration, Student
from guildhall.students.queries import newest_enrolment
from guildhall.supervision.queries import needs
from tests.cast import Cast
from tests.students.test_students_door import browser

pytestmark = pytest.mark.django_db
ANEW_EACH_TIME = re.compile(r'(csrfmiddlewaretoken" value=|nonce[=-]|name="once" value=)"?[\w-]+')


@pytest.fixture
def dual(cast: Cast) -> Cast:
    """Nia is 16 and attends Mesa High and Harbor High, where she has a place at an employer."""
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    cast.high = found("Mesa High", "school", parent=cast.mesa, by=None, code="MHI")
    cast.other_high = found("Harbor High", "school", parent=cast.harbor, by=None, code="HHI")
    for name in ("mesa_wbl", "harbor_wbl"):
        cast.people[name].forget_standing()
    today = clock.today()
    cast.born = date(today.year - 16, 1, 1) - timedelta(40)
    facts = StudentFacts("Nia", "Zamora", cast.born, number="H-1", email="nia@harbor.example", year="2026-27")
    cast.theirs = register(cast.other_high, facts, by=cast.harbor_wbl)
    cast.placement = Placement.objects.create(
        institution=cast.other_high, registration=cast.theirs, student=cast.theirs.student, employer=cast.kestrel,
        kind="internship_paid", title="Wiring harnesses", since=clock.now(), created_at=clock.now(), state="started",
        starts_on=today, started_on=today, paid=True,
    )  # fmt: skip
    return cast


def enters(cast: Cast, **changes) -> Registration:
    facts = StudentFacts("NIA", "zamora", cast.born, number="M-1", email="nia@mesa.example", year="2026-27")
    return register(cast.high, replace(facts, **changes), by=cast.mesa_wbl)


def read_by_harbor(cast: Cast) -> dict[str, str]:
    """Every page about the student, as Harbor's staff and the student at Harbor read it, and what the law warns of."""
    client, pk, placement = cast.client(cast.harbor_wbl), cast.theirs.pk, cast.placement.pk
    addresses = ["/students/", f"/students/{pk}/", f"/students/{pk}/change/", "/students/?q=Nia+Zamora", "/placements/",
                 f"/placements/{placement}/", "/caseload/"]  # fmt: skip
    addresses += [f"/placements/{placement}/{page}/" for page in ("papers", "hours", "visits")]
    read = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in read.values()} == {200}, {a: r.status_code for a, r in read.items()}
    pages = {address: stripped(answer) for address, answer in read.items()}
    own = Registration.objects.get(pk=pk)
    placed = Placement.objects.get(pk=placement)
    late = [Shift(clock.today(), Decimal(9))]
    pages["law"] = str([
        rules.needs_guardian(own), needs.is_minor(placed), needs.concerns_of(placed, None, late),
        facts_of(own, newest_enrolment(own)),
    ])  # fmt: skip
    with context.begun(request_id=str(uuid4())), context.acting(cast.harbor_wbl), connection.cursor() as cursor:
        for table in ("registration", "enrolment", "guardian", "consent"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' ' ORDER BY id), '') FROM students_{table} t")
            pages[table] = cursor.fetchone()[0]
    return pages


def stripped(answer) -> str:
    """A page without what differs each time."""
    return ANEW_EACH_TIME.sub("", answer.content.decode())


def writes_everything(cast: Cast, row: Registration) -> None:
    """Whatever Mesa can say of its own record."""
    facts = facts_of(row, newest_enrolment(row))
    grown = replace(facts, given_name="Somebody", family_name="Else", born_on=date(1990, 1, 1), number="M-2")
    change_student(row, grown, version=row.version, by=cast.mesa_wbl)
    row.refresh_from_db()
    opt_out(row, clock.today(), version=row.version, by=cast.mesa_wbl)
    add_guardian(row, GuardianFacts("Rosa Zamora", "mother", "rosa@g.example"), by=cast.mesa_wbl)


def test_what_one_institution_writes_changes_nothing_that_the_other_reads(dual: Cast):
    before = read_by_harbor(dual)
    row = enters(dual)
    assert row.student_id == dual.theirs.student_id, "one person: a share of it could leak"
    assert read_by_harbor(dual) == before, "entered elsewhere"
    writes_everything(dual, row)
    assert read_by_harbor(dual) == before
    assert "True" in before["law"], "a parent signs there, whatever the other school believes"
    row.refresh_from_db()
    assert (row.name, row.born_on) == ("Somebody Else", date(1990, 1, 1))
    assert not rules.needs_guardian(row)


@pytest.mark.always
def test_a_shared_name_or_day_would_be_noticed(dual: Cast):
    """The control: a change that reaches the other record, as it did when both shared one."""
    enters(dual)
    before = read_by_harbor(dual)
    for change in ({"given_name": "Somebody"}, {"born_on": date(1990, 1, 1)}):
        kept = {name: getattr(dual.theirs, name) for name in change}
        Registration.objects.filter(pk=dual.theirs.pk).update(**change)
        assert read_by_harbor(dual) != before
        Registration.objects.filter(pk=dual.theirs.pk).update(**kept)


def test_a_name_stands_as_it_was_typed_and_tells_of_no_other_record(dual: Cast):
    row = enters(dual)
    page = dual.client(dual.mesa_wbl).get(f"/students/{row.pk}/").content.decode()
    assert "NIA zamora" in page
    assert "Nia Zamora" not in page, "how another school writes the name would tell that it has her"
    assert not {field.name for field in Student._meta.concrete_fields} - {"id", "places", "version"}


def test_what_stands_elsewhere_refuses_nothing_here(dual: Cast):
    """Mesa has her by another name: entering the name that Harbor writes is a new person for Mesa, and no error."""
    row = enters(dual)
    facts = facts_of(row, newest_enrolment(row))
    change_student(row, replace(facts, given_name="Antonia"), version=row.version, by=dual.mesa_wbl)
    second = enters(dual, number="M-9", email="")
    assert second.student_id != row.student_id


def test_two_lines_of_a_list_are_two_people_whatever_stands_elsewhere(dual: Cast):
    """Two other schools know one person by two names; a list with both names enters both."""
    row = enters(dual)
    facts = facts_of(row, newest_enrolment(row))
    change_student(row, replace(facts, given_name="Antonia"), version=row.version, by=dual.mesa_wbl)
    rows = [(n, StudentFacts(name, "Zamora", dual.born, number=str(n))) for n, name in ((2, "Nia"), (3, "Antonia"))]
    taken = intake.take_in(rows, institution=dual.mesa, batch=uuid4(), keep=True)
    assert (taken.created, taken.wrong) == (2, [])
    assert Registration.objects.filter(institution=dual.mesa).values("student").distinct().count() == 2


def test_the_student_reads_each_institution_s_record_as_its_own(dual: Cast):
    row = enters(dual)
    writes_everything(dual, row)
    login = invite(Registration.objects.get(pk=row.pk), by=dual.mesa_wbl)
    Registration.objects.filter(pk=dual.theirs.pk).update(login=login)
    page = browser(login).get("/student/record/").content.decode()
    assert "Nia Zamora" in page
    assert "Somebody Else" in page
