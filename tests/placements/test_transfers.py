"""A student leaves one institution for another, employers merge and part: a place shows its employer what a consent of
its own record lets through, and nothing that another record, or another employer, was let know (R4, R5, D21).

The oracle is that of `tests.students.test_releases`; placements are the steps that are added.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.placements.actions import accepting, disclosing
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Placement
from guildhall.students import rules
from guildhall.students.models import Consent, Disclosure, Enrolment, Part
from tests.sampling import THOROUGH
from tests.students.test_releases import EMPLOYER, RECORD, Play, office
from tests.students.test_releases import steps as of_releases

__all__ = ["office"]

pytestmark = pytest.mark.django_db
SHOWN = {"name", "program", "year", "contact", "of_age", "experience"}
steps = st.one_of(
    of_releases,
    st.tuples(st.just("place"), RECORD, EMPLOYER),
    st.tuples(st.just("leave"), RECORD),
    st.tuples(st.just("show"), RECORD),
    st.tuples(st.just("show"), RECORD),
)


class Placed(Play):
    """A play in which the student has a place of each record, and leaves one institution for the other."""

    def __init__(self, office) -> None:
        super().__init__(office)
        self.places: dict[int, tuple[Placement, int]] = {}

    def place(self, at: int, to: int) -> None:
        if at in self.places or (at == 0 and not self.oracle.staffed):
            return
        to = self.oracle.lives_on_in(to)
        plan = Plan(self.employer(to), "internship_paid", "Wiring harnesses")
        self.places[at] = (accepting.place(self.rows[at], plan, by=self.by[at]), to)

    def leave(self, at: int) -> None:
        """Of the former institution's record nothing goes along, and nothing in it ends."""
        Enrolment.objects.filter(registration=self.rows[at]).update(to_date=clock.today() - timedelta(1))

    def show(self, at: int) -> None:
        if at not in self.places:
            return
        row, to = self.places[at]
        row = Placement.objects.select_related("employer", "registration__institution").get(pk=row.pk)
        logged = set(Disclosure.objects.values_list("pk", flat=True))
        try:
            values = disclosing.may_be_named(row, by=self.by[at])
        except Refused:
            values = {}
        may = self.oracle.signed_for(at, "place", "", to) & SHOWN
        if "name" not in may or (at == 0 and not self.oracle.staffed):
            may = set()
        if set(values) - {"notice"} != may:
            self.wrong.append(f"{at} at {to}: shown {sorted(values)}, may be {sorted(may)}")
        lines = Disclosure.objects.exclude(pk__in=logged)
        told = {part for line in lines for part in line.parts}
        if told != may or any(line.employer_id != row.employer_id for line in lines):
            self.wrong.append(f"{at} at {to}: the log says {sorted(told)}")
        self.released += bool(values)


def played(office, plan) -> Placed:
    with transaction.atomic():
        result = Placed(office).take(plan)
        transaction.set_rollback(True)
    return result


def test_a_place_shows_what_its_own_record_lets_through(office):
    released = 0

    @settings(max_examples=300 if THOROUGH else 30, deadline=None)
    @given(st.lists(steps, max_size=30 if THOROUGH else 18))
    def holds(plan):
        nonlocal released
        result = played(office, plan)
        released += result.released
        assert not result.wrong, result.wrong

    holds()
    assert played(office, TRANSFER).released, "something could leak"


NAMED = ("sign", 0, {"name", "contact"}, "place", "internships", 0, -3, None)
TRANSFER = [NAMED, ("place", 0, 0), ("show", 0), ("leave", 0), ("place", 1, 0), ("show", 1), ("show", 0)]
MERGED = [("sign", 0, {"name"}, "place", "x", 1, 0, None), ("place", 0, 1), ("merge", 0, 1), ("show", 0), ("part",),
          ("show", 0)]  # fmt: skip
LEFT = [("sign", 0, {"name"}, "place", "x", 0, 0, None), ("place", 0, 1), ("merge", 0, 1), ("part",), ("show", 0)]


@pytest.mark.parametrize("plan", [TRANSFER, MERGED, LEFT])
def test_transfers_and_merges_one_by_one(office, plan):
    assert played(office, plan).wrong == []


@pytest.mark.parametrize(("fault", "plan"), [("the person's consents", TRANSFER), ("of any employer", LEFT)])
def test_a_fault_is_found(office, monkeypatch, fault, plan):
    """The control: consents that go along with the person, or that count for every employer."""

    def faulty(registration, employer, use, purpose=""):
        own = Consent.objects.in_force().filter(registration__student=registration.student_id, use=use)
        if fault == "of any employer":
            own = own.filter(registration=registration)
        else:
            own = own.filter(employer=employer)
        return {Part(part): rules.Ground(consent) for consent in own for part in consent.parts}

    monkeypatch.setattr(rules, "grounds_for", faulty)
    assert played(office, plan).wrong
