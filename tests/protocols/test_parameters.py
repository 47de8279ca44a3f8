"""What clauses may fix, what holds where nothing is agreed, and how far an institution may go (B3, B17)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.protocols.actions import Draft, publish
from guildhall.protocols.models import Clause
from guildhall.protocols.parameters import PARAMETERS, bounded, default_of, may_be_local, too_lenient, wrong_values
from guildhall.protocols.queries import clause_in_force, parameter

BUDGET, QUIET = Clause.Subject.TOUCH_BUDGET, Clause.Subject.QUIET_PERIOD


def agree(place, title, subject, parameters, days_ago=1):
    drafts = [Draft("4.1", "A rule", "Agreed.", subject, parameters)]
    return publish(place, title, drafts, in_force_from=clock.today() - timedelta(days=days_ago), text="", by=None)


def test_every_subject_is_known():
    assert set(PARAMETERS) <= set(Clause.Subject.values)


def test_every_default_is_within_its_limits():
    for subject, declared in PARAMETERS.items():
        assert not list(wrong_values(subject, {p.key: p.default for p in declared}))


@pytest.mark.parametrize(
    ("subject", "values"),
    [
        (BUDGET, {"per_employer": 0}),
        (BUDGET, {"per_employer": 51}),
        (BUDGET, {"per_employer": True}),
        (BUDGET, {"spread": "yes"}),
        ("default_audience", {"audience": "nobody"}),
        ("default_audience", {"kinds": ["region"]}),
        ("meaningful", {"kinds": [""]}),
    ],
)
def test_values_out_of_their_limits_are_found(subject, values):
    assert [p.key for p in wrong_values(subject, values)] == list(values)


def test_an_institution_may_only_be_stricter():
    above = {"per_employer": 6, "days": 30, "spread": False}
    assert bounded(BUDGET, above, {"per_employer": 4, "days": 60, "spread": True}) == {
        "per_employer": 4, "per_contact": 3, "days": 60, "spread": True,
    }  # fmt: skip
    lenient = {"per_employer": 9, "days": 10, "per_contact": 2}
    assert bounded(BUDGET, above, lenient) == {"per_employer": 6, "per_contact": 2, "days": 30, "spread": False}
    assert [p.key for p in too_lenient(BUDGET, above, lenient)] == ["per_employer", "days"]
    assert may_be_local(BUDGET)
    assert not may_be_local("default_audience")


@pytest.mark.django_db
def test_the_documented_default_holds_where_nothing_is_agreed(cast):
    assert parameter(BUDGET, "per_employer", cast.mesa) == 6
    assert parameter(BUDGET, "per_employer", cast.mesa, 2) == 2
    assert default_of("liaison", "days") == 3
    agree(cast.region, "Contact protocol", BUDGET, {"per_employer": 4, "spread": False})
    assert parameter(BUDGET, "per_employer", cast.mesa, 2) == 4
    assert parameter(BUDGET, "spread", cast.mesa) is False
    assert parameter(BUDGET, "per_contact", cast.mesa) == 3


@pytest.mark.django_db
def test_an_institutions_own_clause_tightens_the_regions_whenever_that_was_agreed(cast):
    agree(cast.mesa, "Mesa's own", BUDGET, {"per_employer": 3, "days": 7}, days_ago=9)
    agree(cast.region, "Contact protocol", BUDGET, {"per_employer": 5, "days": 30}, days_ago=1)
    clause = clause_in_force(BUDGET, cast.mesa)
    assert clause.citation == "Mesa's own v1, 4.1"
    assert clause.parameters["per_employer"] == 3
    assert clause.parameters["days"] == 30, "a shorter window would be more lenient"
    assert clause_in_force(BUDGET, cast.harbor).citation == "Contact protocol v1, 4.1"
    assert parameter(BUDGET, "per_employer", cast.harbor) == 5
