"""A report of enrollment of a past day is reproduced to the digit, and shows what changed since (G9, N17)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from guildhall.context import begun
from guildhall.lib import clock
from guildhall.pathways.actions import terms as act
from guildhall.pathways.models import CountedTerm, EnrolledCount, PastEnrolled
from guildhall.pathways.queries.counting import Total
from guildhall.pathways.queries.past import then_of
from tests.pathways.test_counts import counted, program, year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_moment():
    """All is counted from one day, also where a test begins just before midnight."""
    with clock.at(clock.now()):
        yield


@contextmanager
def days_on(n):
    """What is done some days from now: the database is told the day as in a request."""
    with clock.at(clock.now() + timedelta(n)), begun(request_id="a test"):
        yield


def day(n):
    """The day n days from now, in the zone of whoever counts."""
    with days_on(n):
        return clock.today()


def report(cast, n, who="mesa_wbl"):
    """The enrollment by institution as it stood at the end of the day n days from now."""
    found = then_of(cast.people[who], year(), "fall", day(n), [])
    return {one.institution.name: (one.total.students, one.is_attested) for one in found.places}


def changes(cast, n, who="mesa_wbl"):
    found = then_of(cast.people[who], year(), "fall", day(n), [])
    return [(one.program.name, one.then, one.now) for one in found.changed]


@pytest.fixture
def year_of_counts(cast):
    """Mesa counts two programs today; one count changes after two days, one goes after four, one comes after six."""
    cast.nursing, cast.welding, cast.baking = (program(cast, name) for name in ("Nursing", "Welding", "Baking"))
    with days_on(0):
        counted(cast, {cast.nursing: 31, cast.welding: 20})
    with days_on(2):
        counted(cast, {cast.nursing: 35})
    with days_on(4):
        counted(cast, {cast.welding: None})
    with days_on(6):
        counted(cast, {cast.baking: 12})
    return cast


def test_each_day_is_reproduced(year_of_counts):
    cast, mesa = year_of_counts, year_of_counts.mesa.name
    told = {n: report(cast, n).get(mesa, (0, False))[0] for n in (-1, 0, 1, 2, 3, 4, 5, 6, 9)}
    assert told == {-1: 0, 0: 51, 1: 51, 2: 55, 3: 55, 4: 35, 5: 35, 6: 47, 9: 47}


def test_what_changed_since_is_said(year_of_counts):
    assert changes(year_of_counts, 0) == [("Baking", None, 12), ("Nursing", 31, 35), ("Welding", 20, None)]
    assert changes(year_of_counts, 3) == [("Baking", None, 12), ("Welding", 20, None)]
    assert changes(year_of_counts, 6) == []


def test_it_does_not_matter_how_a_count_changes(year_of_counts):
    """The database keeps it: many at once, raw, or with the whole term; a change of anything else keeps nothing."""
    cast = year_of_counts
    kept = PastEnrolled.objects.count()
    with days_on(8):
        EnrolledCount.objects.update(batch=None)
        for row in EnrolledCount.objects.all():
            row.save()
        assert PastEnrolled.objects.count() == kept
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pathways_enrolledcount SET students = students + 100")
    with days_on(10):
        CountedTerm.objects.all().delete()
    mesa = cast.mesa.name
    assert [report(cast, n).get(mesa, (0, 0))[0] for n in (7, 8, 9, 10)] == [47, 247, 247, 0]


def test_without_the_trigger_a_past_report_is_lost(year_of_counts):
    """The control."""
    cast = year_of_counts
    before = report(cast, 0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE pathways_enrolledcount DISABLE TRIGGER kept")
    EnrolledCount.objects.filter(program=cast.nursing).update(students=1)
    assert report(cast, 0) == before  # that was kept before
    assert report(cast, 3) != {cast.mesa.name: (55, False)}


def test_what_changed_twice_on_a_day_never_stood_at_its_end(cast):
    row = program(cast, "Nursing")
    for n in (31, 32, 33):
        counted(cast, {row: n})
    assert report(cast, 0) == {cast.mesa.name: (33, False)}
    assert not PastEnrolled.objects.exists()


def test_whether_it_was_attested_is_reproduced(cast):
    nursing = program(cast, "Nursing")
    with days_on(0):
        term = counted(cast, {nursing: 31})
    with days_on(1):
        act.attest_term(term, version=term.version, by=cast.mesa_admin)
    with days_on(3):
        counted(cast, {nursing: 40})
    mesa = cast.mesa.name
    assert [report(cast, n)[mesa] for n in (0, 1, 2, 3)] == [(31, False), (31, True), (31, True), (40, False)]


def test_few_students_of_others_are_told_neither_then_nor_now(cast):
    """R6, with a control: one's own institution reads the numbers."""
    nursing, welding = program(cast, "Nursing"), program(cast, "Welding")
    with days_on(0):
        counted(cast, {nursing: 31, welding: 7})
    with days_on(2):
        counted(cast, {nursing: 32, welding: 6})
    assert changes(cast, 0) == [("Nursing", 31, 32), ("Welding", 7, 6)]
    assert changes(cast, 0, "harbor_wbl") == [("Nursing", 31, 32)]
    found = then_of(cast.harbor_wbl, year(), "fall", clock.today(), [])
    assert [one.total for one in found.places] == [Total(31, 1, 1)]


def test_the_page_shows_a_past_day(year_of_counts):
    cast = year_of_counts
    with days_on(9):
        day = clock.today() - timedelta(9)
        page = cast.client(cast.mesa_wbl).get(f"/enrollment/?on={day}").content.decode()
        assert "What changed since" in page
        assert "51" in page
        for nonsense in (str(clock.today()), "soon", "9999-99-99"):
            now = cast.client(cast.mesa_wbl).get(f"/enrollment/?on={nonsense}").content.decode()
            assert "What changed since" not in now
