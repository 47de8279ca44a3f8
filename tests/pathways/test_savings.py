"""What early credit and certifications saved: an estimate by the rate of institution and year (F16, M15)."""

from decimal import Decimal

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.pathways.actions import credit, programs
from guildhall.pathways.actions import terms as act
from guildhall.pathways.queries.savings import savings
from tests.pathways.aligning import said

pytestmark = pytest.mark.django_db


def year():
    return clock.today().year - 1


def earned(cast, at, *, dual=(40, 120), certified=None, part="fall", when=None):
    """A course of a college with credits of a term, and perhaps certifications."""
    place, by = getattr(cast, at), cast.people[f"{at}_wbl"]
    name = f"Nursing {part} {when or ''}"
    program = programs.enter_program(place, programs.ProgramFacts(name, "associate"), by=by)
    course = credit.enter_course(program, credit.CourseFacts("NUR 1", "Care", Decimal(3)), by=by)
    term = act.begin_term(place, when or year(), part, by=by)
    counts = act.Counts({}, {(course.pk, "dual"): (dual[0], Decimal(dual[1]))}, certified or {})
    return act.count_term(term, counts, version=term.version, by=by)


def rate(cast, at, tuition, fees=0, when=None):
    facts = act.RateFacts(Decimal(tuition), Decimal(fees), "catalog")
    return act.enter_rate(getattr(cast, at), when or year(), facts, by=cast.people[f"{at}_wbl"])


def test_each_institution_and_year_has_its_own_rate(cast):
    """120 credits at $46 and 60 at $50, the spring among them; another year is another estimate."""
    rate(cast, "mesa", 46, 2)
    rate(cast, "harbor", 50)
    rate(cast, "mesa", 40, when=year() - 1)
    earned(cast, "mesa")
    earned(cast, "mesa", part="spring", dual=(10, 30))
    earned(cast, "harbor", dual=(20, 60))
    earned(cast, "mesa", when=year() - 1, dual=(10, 10))
    found = savings(cast.director, year())
    assert found.tuition == 150 * 46 + 60 * 50
    assert (found.fees, found.credits) == (300, 210)
    assert found.total == found.tuition  # fees stand beside it
    assert savings(cast.director, year() - 1).tuition == 400
    text = cast.client(cast.mesa_instructor).get(f"/credit-value/?year={year()}").content.decode()
    for words in ("Savings estimate", "$9,900.00", "$46.00", "catalog"):
        assert words in text


def test_without_a_rate_nothing_is_estimated_and_that_is_said(cast):
    earned(cast, "mesa")
    found = savings(cast.director, year())
    assert (found.total, found.lines[0].tuition) == (0, None)
    text = " ".join(cast.client(cast.director).get(f"/credit-value/?year={year()}").content.decode().split())
    assert "120 credits of Mesa Grande College are not in the sum" in text
    assert "no rate" in text


def test_certifications_count_at_what_they_cost(cast):
    facts = credit.CertificationFacts("Nurse aide", "State board", Decimal("120.50"))
    priced = credit.enter_certification(cast.mesa, facts, by=cast.mesa_wbl)
    free = credit.enter_certification(cast.mesa, credit.CertificationFacts("Welder", "AWS"), by=cast.mesa_wbl)
    earned(cast, "mesa", dual=(0, 0), certified={priced.pk: 20, free.pk: 11})
    found = savings(cast.mesa_wbl, year())
    assert (found.certifications, found.without_cost) == (Decimal(2410), 11)
    assert "11 certifications are not in the sum" in " ".join(
        cast.client(cast.mesa_wbl).get(f"/credit-value/?year={year()}").content.decode().split()
    )


def test_small_counts_of_others_are_in_no_sum(cast):
    """R6: the credits of 9 students of Mesa are told at Mesa alone."""
    rate(cast, "mesa", 46)
    earned(cast, "mesa")
    earned(cast, "mesa", part="spring", dual=(9, 73.5))
    assert savings(cast.mesa_instructor, year()).credits == Decimal("193.5")
    for who in ("harbor_wbl", "director"):
        found = savings(cast.people[who], year())
        assert (found.credits, found.hidden) == (120, 1)
        for address in (f"/credit-value/?year={year()}", f"/credit-value/{year()}/{cast.mesa.slug}/"):
            text = said(cast.client(cast.people[who]).get(address))
            assert "73.5" not in text
            assert "193.5" not in text
            assert "fewer than 10" in text
    own = cast.client(cast.mesa_instructor).get(f"/credit-value/{year()}/{cast.mesa.slug}/")
    assert "73.5" in said(own)


def test_a_figure_opens_into_the_rows_that_make_it(cast):
    rate(cast, "mesa", 46)
    earned(cast, "mesa")
    earned(cast, "mesa", part="spring", dual=(10, 30))
    client = cast.client(cast.director)
    text = client.get(f"/credit-value/?year={year()}").content.decode()
    where = f"/credit-value/{year()}/{cast.mesa.slug}/"
    assert where in text
    rows = client.get(where).context["credits"]
    assert sum(row.told_credits for row in rows) == savings(cast.director, year()).credits
    assert client.get(f"/credit-value/{year()}/nowhere/").status_code == 404
    assert client.get(f"/credit-value/99999/{cast.mesa.slug}/").status_code == 404


def test_a_rate_says_where_it_stands_and_is_entered_once(cast):
    with pytest.raises(Refused, match="Say where the rate is said"):
        act.enter_rate(cast.mesa, year(), act.RateFacts(Decimal(46), Decimal(0), " "), by=cast.mesa_wbl)
    row = rate(cast, "mesa", 46)
    with pytest.raises(Refused, match="has a rate for this year"):
        rate(cast, "mesa", 47)
    with pytest.raises(Refused):
        act.change_rate(row, act.RateFacts(Decimal(1), Decimal(0), "x"), version=1, by=cast.harbor_wbl)
