"""The second lock: with the first one forgotten PostgreSQL itself lets nobody see or touch a foreign student (G2, R3).

Every leak is tried once with the policies in force, and once without: the same statement then finds what it must not.
"""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from guildhall import context
from guildhall.audit.models import Value
from guildhall.bookings.models import AskedAfter, Booking
from guildhall.context import Keeper
from guildhall.context.postgresql.base import APP, KEEPER
from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.mailings.models import StudentRecipient
from guildhall.people.permissions import GRANTS, Role
from guildhall.placements.models import Application, Experience, GroupExperience, Placement, Question, Step
from guildhall.queue import job
from guildhall.students import second_lock
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import (
    Case,
    Consent,
    ConsentRequest,
    Disclosure,
    Enrolment,
    Guardian,
    Registration,
    Student,
    StudentLogin,
)
from guildhall.students.querysets import places_of
from guildhall.supervision.models import (
    Evaluation,
    HoursEntry,
    Link,
    Paper,
    Signature,
    SiteVisit,
    TrainingPlan,
)
from tests.cast import Cast
from tests.students.two_schools import SECRET, as_, schools

__all__ = ["schools"]

pytestmark = pytest.mark.django_db
PROTECTED = (Student, Registration, Enrolment, Guardian, Consent, ConsentRequest, StudentLogin, Disclosure, Case,
             Experience, Application, Placement, Step, Question, GroupExperience,
             TrainingPlan, Paper, Signature, Link, HoursEntry, SiteVisit, Evaluation, Booking,
             AskedAfter, StudentRecipient)  # fmt: skip


def everything_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
        return cursor.fetchone()[0]


def seen_raw() -> list[str]:
    """Every row of every protected table, and of the journal, as a raw query without any filter reads them."""
    found = [everything_of(model._meta.db_table) for model in PROTECTED]
    return [*found, everything_of("audit_value")]


def leaks(cast: Cast, place) -> list[str]:
    """What of another college's students somebody reads who forgot to filter."""
    row = cast.rows[place.pk]
    marks = (str(row.pk), str(row.student_id), f"{SECRET} of {place.code}")
    return [text for text in seen_raw() if any(mark in text for mark in marks)]


def test_a_raw_query_sees_one_s_own_students_alone(schools: Cast):
    with as_(schools.mesa_wbl):
        assert all(seen_raw()), "one's own are there in every table: it could leak"
        assert not leaks(schools, schools.harbor)
    with as_(schools.harbor_wbl):
        assert leaks(schools, schools.harbor)
        assert not leaks(schools, schools.mesa)


@pytest.mark.parametrize("name", ["director", "administrator", "mesa_jobs", "mesa_admin", "mesa_student", None])
def test_nobody_else_sees_any(schools: Cast, name):
    """No director, no administrator, nobody who has no students to serve, and no stranger."""
    with as_(schools.people[name] if name else None):
        assert not [text for text in seen_raw() if SECRET in text]
        assert Value.objects.exists(), "the rest of the journal is not closed"
        assert not any(model._base_manager.exists() for model in PROTECTED)


def test_a_teacher_sees_those_whom_they_teach(schools: Cast):
    row = schools.rows[schools.mesa.pk]
    Enrolment.objects.filter(registration=row).update(teacher=schools.mesa_teacher)
    Enrolment.objects.filter(institution=schools.harbor).update(teacher=schools.mesa_teacher)  # where they do not teach
    with as_(schools.mesa_teacher):
        assert [one.pk for one in Registration._base_manager.all()] == [row.pk]
        assert [one.pk for one in Student._base_manager.all()] == [row.student_id]
        assert not Consent._base_manager.exists()
    with as_(schools.mesa_instructor):
        assert not Registration._base_manager.exists()


def test_a_view_that_forgot_to_filter_shows_nothing(schools: Cast, monkeypatch):
    """A page with the first lock taken away: the real address, through the real middleware."""
    for queryset in {type(model.objects.all()) for model in PROTECTED if hasattr(model, "objects")}:
        monkeypatch.setattr(queryset, "visible_to", lambda rows, person: rows.all(), raising=False)
    for by, own, other in (("mesa_wbl", "mesa", "harbor"), ("harbor_wbl", "harbor", "mesa")):
        client = schools.client(schools.people[by])
        places = {name: getattr(schools, name) for name in (own, other)}
        page = client.get("/students/").content.decode()
        assert f"{SECRET} of {places[own].code}" in page
        assert f"{SECRET} of {places[other].code}" not in page
        assert client.get(f"/students/{schools.rows[places[own].pk].pk}/").status_code == 200
        assert client.get(f"/students/{schools.rows[places[other].pk].pk}/").status_code == 404


def test_nobody_changes_or_enters_what_they_may_not_see(schools: Cast):
    foreign = schools.rows[schools.harbor.pk]
    with as_(schools.mesa_wbl):
        assert Registration._base_manager.filter(pk=foreign.pk).update(number="9") == 0
        assert Student._base_manager.filter(pk=foreign.student_id).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Case._base_manager.create(institution=schools.harbor, registration_id=foreign.pk, manager=schools.mesa_wbl)
    foreign.refresh_from_db()
    assert foreign.number == "77"


@pytest.mark.django_db(transaction=True)
def test_a_job_sees_as_much_as_its_keeper(town, django_db_blocker):
    """Also outside of a transaction, where the connection once worked as the owner of the tables."""
    with django_db_blocker.unblock():
        with as_(town.mesa_wbl):
            register(town.mesa, StudentFacts(SECRET, number="1"), by=town.mesa_wbl)
        seen = {}
        for keeper in Keeper:

            @job(f"test.{uuid4().hex}", keeper=keeper, reason="a test")
            def look(keeper=keeper):
                seen[keeper] = Student._base_manager.count()
                with transaction.atomic():
                    assert Student._base_manager.count() == seen[keeper]

            look()

        @job(f"test.{uuid4().hex}", keeper=None)
        def look_as_nobody():
            seen[None] = Student._base_manager.count()

        look_as_nobody()
        assert Student._base_manager.count() == 1, "outside of the context it is the owner: set-up stays as it was"
    blind = {Keeper.DELIVERY, Keeper.MATCHING, Keeper.NOTICES, Keeper.SIGN_IN, None}
    assert {keeper for keeper, count in seen.items() if not count} == blind


def test_an_export_that_is_streamed_keeps_the_lock(schools: Cast):
    with as_(schools.mesa_wbl):
        lines = context.streamed(
            f"{row.student_id and row.given_name}" for row in Registration._base_manager.select_related("student")
        )
    told = list(lines)  # sent after the request has ended
    assert told == [f"{SECRET} of {schools.mesa.code}"]


def test_whoever_acts_owns_nothing_and_bypasses_nothing(schools: Cast):
    def standing():
        tables = ", ".join(f"'{model._meta.db_table}'" for model in PROTECTED)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT current_user, rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class
                    WHERE relowner = r.oid) OR EXISTS (SELECT FROM pg_class WHERE relname IN ({tables})
                    AND pg_has_role(current_user, relowner, 'USAGE'))
                    FROM pg_roles r WHERE rolname = current_user"""
            )
            return cursor.fetchone()

    with as_(schools.mesa_wbl):
        assert standing() == (APP, False, False, False)
        with context.keeping(Keeper.ERASURE, "a test"):
            assert standing() == (KEEPER, False, True, False)
        assert standing()[0] == APP
        with pytest.raises(IntegrityError), transaction.atomic(), context.keeping(Keeper.ERASURE, "a test"):
            raise IntegrityError
        assert standing()[0] == APP, "a savepoint that is rolled back does not give the keeper's role away"
    with context.begun():
        assert standing()[0] == APP, "a stranger's request too"


def test_every_table_of_students_and_placements_is_closed(schools: Cast):
    """A table that joins these apps is closed, or says here why it holds nothing about anybody."""
    nothing_about_anybody = {
        "placements_host",
        "placements_spelling",
        "placements_pasthost",
        "placements_attestation",
        "placements_dueterm",
        "placements_namedfrom",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relrowsecurity
               AND (relname LIKE 'students_%' OR relname LIKE 'placements_%')"""
        )
        assert {name for (name,) in cursor.fetchall()} == nothing_about_anybody


def test_a_merge_across_institutions_leaves_no_row_behind(schools: Cast):
    """The director who merges sees no student; what both colleges have with the employer moves all the same."""
    with as_(schools.director):
        merged = merge(schools.hawk, schools.kestrel, by=schools.director)
    assert Consent.objects.filter(employer=schools.hawk).count() == 2
    assert Disclosure.objects.filter(employer=schools.hawk).count() == 2
    assert not Consent.objects.filter(employer=schools.kestrel).exists()
    with as_(schools.director):
        undo_merge(merged, by=schools.director)
        assert not Consent._base_manager.exists(), "and still sees none"
    assert Consent.objects.filter(employer=schools.kestrel).count() == 2


@pytest.mark.always
def test_without_the_keeper_a_merge_would_leave_rows_behind(schools: Cast, monkeypatch):
    """The control."""
    from guildhall.employers.actions import merging

    monkeypatch.setattr(merging, "keeping", lambda *_: context.acting(schools.director))
    with as_(schools.director):
        merge(schools.hawk, schools.kestrel, by=schools.director)
    assert Consent.objects.filter(employer=schools.kestrel).count() == 2


@pytest.mark.always
def test_without_the_policies_the_same_look_finds_the_leak(schools: Cast):
    """The control: it is the policies that hold, not the look that is blind."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in [*(model._meta.db_table for model in PROTECTED), "audit_value"]:
            cursor.execute(f'DROP POLICY second_lock ON "{table}"')
            cursor.execute(f'CREATE POLICY none_at_all ON "{table}" USING (true)')
    with as_(schools.mesa_wbl):
        assert len(leaks(schools, schools.harbor)) >= len(PROTECTED)


def test_both_locks_say_the_same(schools: Cast):
    """For every role, at a college and at the region: the places in Python and in PostgreSQL."""
    for role in Role:
        for place in (schools.mesa, schools.harbor, schools.region):
            person = schools.add(f"{role.value}_{place.code.lower()}", role, place)
            person.memberships.update(from_date=months_after(clock.today(), -1))
            person.forget_standing()
            with as_(person), connection.cursor() as cursor:
                cursor.execute(f"SELECT {second_lock.PLACES}()")
                assert set(cursor.fetchone()[0]) == set(places_of(person)), (role, place)


def test_a_role_that_ended_opens_nothing_any_more(schools: Cast):
    schools.mesa_wbl.memberships.update(to_date=months_after(clock.today(), -1), from_date=date(2020, 1, 1))
    with as_(schools.mesa_wbl):
        assert not Registration._base_manager.exists()


def test_the_functions_follow_the_permissions():
    """They are written from GRANTS after every migration."""
    from guildhall.people.permissions import Permission

    for role in Role:
        assert (f"'{role.value}'" in second_lock.FUNCTIONS[0]) == (Permission.SEE_STUDENTS in GRANTS[role])
