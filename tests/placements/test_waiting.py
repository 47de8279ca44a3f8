"""Who waits for a place, and what becomes of whoever applied when an opportunity ends (C4, ADR 41)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from guildhall.lib import clock
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.actions import accepting, applying, moving
from guildhall.placements.actions.freshness import end_with_opportunities, fill_places
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Application, Placement, Step
from guildhall.placements.parties import student_party
from guildhall.students.actions.inviting import invite
from tests.opportunities.offers import posted
from tests.placements.placed import offered, placed, referred, states, student

pytestmark = pytest.mark.django_db
A, P = Application.State, Placement.State


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "email": "ana@kestrel.example"}).employer


def closed(row, because, days_ago=0):
    row.refresh_from_db()
    deciding.close_row(row, because, by=None)
    Opportunity.objects.filter(pk=row.pk).update(closed_on=clock.today() - timedelta(days_ago))


def test_a_place_that_is_paid_by_the_day_is_taken(cast, kestrel):
    row = posted(cast, kestrel, places=1, pay_low=Decimal(160), pay_per="day")
    place = placed(cast, student(cast), row)
    assert (place.wage, place.wage_per) == (160, "day")
    assert placed(cast, student(cast, "Second"), row) is None
    moving.withdraw_placement(place, "moves away", by=cast.mesa_wbl)
    assert Placement.objects.get(registration__given_name="Second").wage_per == "day", "promoted as well"


def test_whoever_waits_goes_before_whoever_accepts_now(cast, kestrel):
    """Also for places that were added since, and before a place that the staff write down."""
    row = posted(cast, kestrel, places=1)
    placed(cast, student(cast, "First"), row)
    assert placed(cast, student(cast, "Waits"), row) is None
    late = offered(cast, student(cast, "Late"), row)
    Opportunity.objects.filter(pk=row.pk).update(places=2)
    assert accepting.accept(late, by=cast.mesa_wbl) is None
    assert states(row) == {"First": A.ACCEPTED, "Waits": A.ACCEPTED, "Late": A.WAITING}
    Opportunity.objects.filter(pk=row.pk).update(places=4)
    accepting.place(student(cast, "Called"), Plan(kestrel, "internship_paid", "x", opportunity=row), by=cast.mesa_wbl)
    assert states(row)["Late"] == A.ACCEPTED
    assert Placement.objects.taking_places().filter(opportunity=row).count() == 4


@pytest.mark.parametrize(("because", "gives"), [("expired", True), ("filled", True), ("withdrawn", False)])
def test_a_place_that_frees_after_the_last_day_goes_to_whoever_waits(cast, kestrel, because, gives):
    row = posted(cast, kestrel, places=1)
    first = placed(cast, student(cast, "First"), row)
    placed(cast, student(cast, "Waits"), row)
    closed(row, because)
    moving.withdraw_placement(first, "moves away", by=cast.mesa_wbl)
    assert states(row)["Waits"] == (A.ACCEPTED if gives else A.WAITING)
    assert fill_places() == 0


@pytest.mark.parametrize(
    ("because", "days_ago", "ended"),
    [
        ("withdrawn", 0, {"Applied", "Met", "Offered", "Waits"}), ("silent", 0, {"Applied", "Met", "Offered", "Waits"}),
        ("filled", 0, {"Applied", "Met"}), ("expired", 0, set()),
        ("expired", 61, {"Applied", "Met", "Offered", "Waits"}), ("expired", 59, set()),
    ],
)  # fmt: skip
def test_applications_end_with_what_they_are_for_and_the_student_hears(cast, kestrel, because, days_ago, ended):
    row = posted(cast, kestrel, places=1)
    placed(cast, student(cast, "Has it"), row)
    placed(cast, student(cast, "Waits", email="waits@s.example"), row)
    referred(cast, student(cast, "Applied", email="applied@s.example"), row)
    applying.shortlist(referred(cast, student(cast, "Met"), row), by=cast.mesa_wbl)
    offered(cast, student(cast, "Offered"), row)
    assert end_with_opportunities() == 0, "the control: it is open"
    closed(row, because, days_ago)
    assert end_with_opportunities() == len(ended)
    assert {name for name, state in states(row).items() if state == A.NOT_CHOSEN} == ended
    assert end_with_opportunities() == 0
    letters = OutgoingEmail.objects.filter(to="applied@s.example", text__contains="not offered any more")
    assert letters.count() == ("Applied" in ended)
    if ended:
        step = Step.objects.filter(after=A.NOT_CHOSEN).first()
        assert (step.side, step.by, bool(step.reason)) == ("software", None, True)


def test_a_letter_leads_a_student_who_signs_in_to_the_answer(cast, kestrel):
    row, who = posted(cast, kestrel, places=1), student(cast, email="gil@s.example")
    other = student(cast, "Bo", email="bo@s.example")
    invite(who, by=cast.mesa_wbl)
    who.refresh_from_db()
    mine, other = offered(cast, who, row), offered(cast, other, row)
    newest = {to: OutgoingEmail.objects.filter(to=to, kind="to student").latest("queued_at") for to in
              ("gil@s.example", "bo@s.example")}  # fmt: skip
    assert f"/student/applications/{mine.pk}/" in newest["gil@s.example"].text
    assert "/student/" not in newest["bo@s.example"].text, "nothing to open for who does not sign in"
    place = accepting.accept(mine, by=student_party(who.student_id))
    moving.note_no_show(place, by=cast.mesa_wbl)
    told = OutgoingEmail.objects.filter(to="gil@s.example").latest("queued_at")
    assert f"/student/placements/{place.pk}/" in told.text and "did not come" in told.text
    before = OutgoingEmail.objects.filter(to="gil@s.example").count()
    again = accepting.accept(offered(cast, who, posted(cast, kestrel, title="Another")), by=cast.mesa_wbl)
    moving.withdraw_placement(again, "moves away", by=student_party(who.student_id))
    since = OutgoingEmail.objects.filter(to="gil@s.example").count() - before
    assert since == 2, "the offer and the place; not what the student did"
