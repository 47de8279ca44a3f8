"""A student of two institutions applies through both at the same moment: one application, and the other is refused."""

from datetime import date

import pytest

from guildhall.context import acting, begun
from guildhall.lib.verdicts import Refused
from guildhall.placements.actions import own
from guildhall.placements.models import Application
from guildhall.students.actions.inviting import invite
from guildhall.students.querysets import StudentQuerySet
from tests.employers.test_at_once import at_once, done
from tests.opportunities.offers import posted
from tests.placements.placed import student

ROUNDS = 4


@pytest.fixture
def twice(town):
    """Gil learns at two colleges and signs in once for both; what is offered is open to both."""
    with begun(), acting(town.director):
        kestrel = town.shared("Kestrel Aerospace").employer
    facts = {"born_on": date(2000, 5, 6), "email": "gil@students.example"}
    town.logins = []
    with begun(), acting(town.mesa_wbl):
        town.offers = [posted(town, kestrel, title=f"Internship {n}") for n in range(ROUNDS)]
        town.own = student(town, "Gil", **facts)
        town.logins.append(invite(town.own, by=town.mesa_wbl))
    with begun(), acting(town.harbor_wbl):
        town.elsewhere = student(town, "Gil", by="harbor_wbl", **facts)
        town.logins.append(invite(town.elsewhere, by=town.harbor_wbl))
    assert town.own.student_id == town.elsewhere.student_id
    assert town.logins[0] == town.logins[1]
    return town


def apply_in_two_tabs(twice, offer):
    rows = (twice.own, twice.elsewhere)
    return at_once(*(lambda row=row: own.apply_oneself(row.pk, offer, by=twice.logins[0]) for row in rows))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_tabs_make_one_application(twice):
    for offer in twice.offers:
        results = apply_in_two_tabs(twice, offer)
        assert done(results) == 1, results
        assert sum(isinstance(one, Refused) for one in results) == 1
        assert Application.objects.filter(opportunity=offer).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_student_there_are_two(twice, monkeypatch):
    """The control: neither tab sees what the other one is about to write."""
    monkeypatch.setattr(StudentQuerySet, "select_for_update", lambda self, **_how: self, raising=False)
    assert any(done(apply_in_two_tabs(twice, offer)) == 2 for offer in twice.offers)
