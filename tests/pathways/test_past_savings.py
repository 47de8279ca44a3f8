"""A report of the value of credit of a past day is reproduced to the digit, whatever changed since (G9, N17, M15)."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from guildhall.context import begun
from guildhall.lib import clock
from guildhall.pathways.actions import credit
from guildhall.pathways.actions import terms as act
from guildhall.pathways.models import CertificationCount, CountedTerm, CreditCount, PastCertified, PastCost, PastCredits
from guildhall.pathways.queries.past_savings import savings_then
from guildhall.pathways.queries.savings import savings
from tests.pathways.test_savings import earned, rate, year

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


def then(cast, n, who="mesa_wbl"):
    return savings_then(cast.people[who], year(), day(n))


def told(cast, n, who="mesa_wbl"):
    """What the report of a day says, by institution: tuition, certifications, whether it was attested."""
    lines = then(cast, n, who).found.lines
    return {one.institution.name: (one.tuition, one.certifications, one.is_attested) for one in lines}


def count(cast, credits, certified):
    """Mesa counts its one course and its one certification anew."""
    term, course = CountedTerm.objects.get(), CreditCount.objects.get().course_id
    students = max(1, int(credits) // 3)
    counts = act.Counts({}, {(course, "dual"): (students, Decimal(credits))}, {cast.nursing: certified})
    return act.count_term(term, counts, version=term.version, by=cast.mesa_wbl)


@pytest.fixture
def months(cast):
    """Everything that the value of credit is made of changes, each on another day."""
    facts = credit.CertificationFacts("Nurse assistant", "State", Decimal(100))
    with days_on(0):
        made = credit.enter_certification(cast.mesa, facts, by=cast.mesa_wbl)
        cast.nursing = made.pk
        price = rate(cast, "mesa", 46)
        earned(cast, "mesa", certified={made.pk: 12})
    with days_on(2):
        count(cast, 150, 12)
    with days_on(4):
        act.change_rate(
            price, act.RateFacts(Decimal(50), Decimal(0), "catalog"), version=price.version, by=cast.mesa_wbl
        )
    with days_on(6):
        dearer = credit.CertificationFacts("Nurse assistant", "State", Decimal(120))
        credit.change_certification(made, dearer, version=made.version, by=cast.mesa_wbl)
    with days_on(8):
        count(cast, 150, 20)
    with days_on(10):
        term = CountedTerm.objects.get()
        act.attest_term(term, version=term.version, by=cast.mesa_admin)
    with days_on(12):
        CountedTerm.objects.all().delete()
    return cast


def test_each_day_is_reproduced(months):
    name = months.mesa.name
    days = {n: told(months, n).get(name) for n in (-1, 0, 1, 2, 4, 6, 8, 10, 11, 12)}
    assert days == {
        -1: None,
        0: (120 * 46, 1200, False),
        1: (120 * 46, 1200, False),
        2: (150 * 46, 1200, False),
        4: (150 * 50, 1200, False),
        6: (150 * 50, 1440, False),
        8: (150 * 50, 2400, False),
        10: (150 * 50, 2400, days[10][2]),  # of a term that was deleted nobody knows whose attestation it was
        11: (150 * 50, 2400, days[10][2]),
        12: None,
    }


def test_what_changed_since_is_said(months):
    one = then(months, 0).moved[0]
    assert (one.institution, one.then, one.now) == (months.mesa, 120 * 46 + 1200, None)
    assert not then(months, 12).moved


def test_today_it_reads_as_the_page_of_today(cast):
    rate(cast, "mesa", 46, 2)
    earned(cast, "mesa")
    earned(cast, "harbor", dual=(7, 21))
    for who in ("mesa_wbl", "harbor_wbl", "director"):
        now, past = savings(cast.people[who], year()), then(cast, 0, who).found
        assert [vars(one) | {"rate": None} for one in past.lines] == [vars(one) | {"rate": None} for one in now.lines]
        assert (past.total, past.fees, past.hidden) == (now.total, now.fees, now.hidden)


def test_whether_it_was_attested_is_reproduced(cast):
    with days_on(0):
        term = earned(cast, "mesa")
    with days_on(1):
        act.attest_term(term, version=term.version, by=cast.mesa_admin)
    with days_on(3):
        course = CreditCount.objects.get().course_id
        term = CountedTerm.objects.get()
        counts = act.Counts({}, {(course, "dual"): (41, Decimal(123))}, {})
        act.count_term(term, counts, version=term.version, by=cast.mesa_wbl)
    attested = [told(cast, n)[cast.mesa.name][2] for n in (0, 1, 2, 3)]
    assert attested == [False, True, True, False]


def test_few_students_of_others_are_told_neither_then_nor_now(cast):
    """R6, with a control: one's own institution reads the numbers."""
    rate(cast, "mesa", 46)
    with days_on(0):
        earned(cast, "mesa", dual=(7, 21))
    with days_on(2):
        course, term = CreditCount.objects.get().course_id, CountedTerm.objects.get()
        counts = act.Counts({}, {(course, "dual"): (6, Decimal(18))}, {})
        act.count_term(term, counts, version=term.version, by=cast.mesa_wbl)
    assert [(one.then, one.now) for one in then(cast, 0).moved] == [(21 * 46, 18 * 46)]
    others = then(cast, 0, "harbor_wbl")
    assert (others.found.total, others.found.hidden, others.moved) == (0, 1, [])


def test_without_the_trigger_a_past_report_is_lost(months):
    """The control: what was kept stays, what changes from now on is lost."""
    with days_on(14):
        earned(months, "mesa", part="spring")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE pathways_creditcount DISABLE TRIGGER kept")
    before = told(months, 0)
    CreditCount.objects.update(credits=1, students=10)
    assert told(months, 0) == before
    assert told(months, 14)[months.mesa.name][0] == 50  # one credit, although 120 stood there that day


def test_a_change_of_anything_else_keeps_nothing(cast):
    with days_on(0):
        earned(cast, "mesa")
    with days_on(2):
        for row in (*CreditCount.objects.all(), *CertificationCount.objects.all()):
            row.save()
        CreditCount.objects.update(batch=None)
    assert not (PastCredits.objects.exists() or PastCertified.objects.exists() or PastCost.objects.exists())


def test_the_page_shows_a_past_day(months):
    with days_on(14):
        day = clock.today() - timedelta(14)
        page = months.client(months.mesa_wbl).get(f"/credit-value/?year={year()}&on={day}").content.decode()
        for words in ("What changed since", "$5,520.00", "$1,200.00", "not counted any more"):
            assert words in page
        now = months.client(months.mesa_wbl).get(f"/credit-value/?year={year()}&on=soon").content.decode()
        assert "What changed since" not in now
