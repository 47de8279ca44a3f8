"""From where students come whom a mailing is for: the own ones, each by what they have a part in (C16, C19)."""

from datetime import timedelta

import pytest

from guildhall.bookings.models import Booking
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import selecting
from guildhall.mailings.models import StudentRecipient
from guildhall.mailings.queries.offering_students import student_offers
from guildhall.students.models import Case, Enrolment, Registration
from tests.boards.seated import program
from tests.mailings.to_students import fair, of_students, told
from tests.mailings.written import drafted
from tests.opportunities.offers import posted
from tests.students.two_schools import as_

__all__ = ["fair"]

pytestmark = pytest.mark.django_db


def test_each_source_means_its_own_students(cast, fair):
    """Whose row it is, and nobody else: a place, the waiting list, an opportunity, a program, a year, a caseload."""
    nursing, welding = program(cast), program(cast, "Welding")
    ana, bo, cy = (Registration.objects.get(given_name=name) for name in ("Ana", "Bo", "Cy"))
    for who, what, year in ((ana, nursing, "2026-27"), (bo, welding, "2026-27"), (cy, nursing, "2025-26")):
        facts = {"institution": cast.mesa, "student": who.student, "program": what, "year": year}
        ended = clock.today() - timedelta(1) if year == "2025-26" else None
        Enrolment.objects.create(registration=who, to_date=ended, **facts)
    Booking.objects.filter(registration=cy).update(state="waiting", missed_at=None)
    Case.objects.create(institution=cast.mesa, registration=bo, manager=cast.mesa_career)
    offer = posted(cast, cast.shared("Kestrel").employer, title="Nursing aide")
    offer.programs.set([nursing])
    found = {}
    keys = {"missed": fair, "booked": fair, "waiting": fair, "fitting": offer, "program": welding,
            "caseload": cast.mesa_career}  # fmt: skip
    for kind, thing in keys.items():
        found[kind] = set(told(of_students(cast, thing, kind=kind, body="Hello")))
    assert found == {"missed": {"Bo"}, "booked": {"Ana"}, "waiting": {"Cy"}, "fitting": {"Ana"}, "program": {"Bo"},
                     "caseload": {"Bo"}}  # fmt: skip
    row = of_students(cast, None, body="Hello")
    assert told(row) == {}, "without sources nobody"
    with as_(cast.mesa_wbl):
        selecting.add_source(row, "year", label="This year", query="2026-27", by=cast.mesa_wbl)
        assert set(told(row)) == {"Ana", "Bo"}
        offered = {(one.kind, one.key or one.query) for one in student_offers(row, cast.mesa_wbl)}
    wanted = {(kind, thing.pk) for kind, thing in keys.items()}
    assert wanted | {("year", "2026-27")} <= offered
    assert ("year", "2025-26") not in offered, "nobody learns there any more"


def test_a_source_of_the_other_kind_is_refused(cast, fair):
    row = of_students(cast, None)
    with as_(cast.mesa_wbl):
        with pytest.raises(Refused):
            selecting.add_source(row, "employers", label="All", query="all=yes", by=cast.mesa_wbl)
        with pytest.raises(Refused):
            selecting.add_source(drafted(cast, whole=False), "missed", label="x", key=fair.pk, by=cast.mesa_wbl)


def test_what_the_text_needs_and_the_source_does_not_know_holds(cast, fair):
    Case.objects.create(institution=cast.mesa, registration=Registration.objects.get(given_name="Bo"),
                        manager=cast.mesa_career)  # fmt: skip
    row = of_students(cast, cast.mesa_career, kind="caseload")
    assert told(row) == {"Bo": ("held", "missing")}
    assert "title of the event" in StudentRecipient.objects.get(mailing=row).detail
