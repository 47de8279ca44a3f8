"""What clauses promise is tracked: colleges that wait, vettings that are over (A4, J2, A8)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.working_days import after_working_days
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.prospects.actions import asking, vetting
from guildhall.prospects.actions.reminding import remind_of_promises
from guildhall.prospects.models import JoinRequest, Prospect
from guildhall.prospects.queries import answer_due
from tests.moments import next_monday

pytestmark = pytest.mark.django_db


def told(event):
    return set(Notice.objects.filter(event=event).values_list("person", flat=True))


def test_a_college_that_waits_longer_than_promised_is_told_of_once(cast):
    hidden = cast.prospect("Northwind Robotics", by=cast.director).employer
    monday = next_monday()
    with clock.at(monday):
        asking.request_for(hidden.pk, "northwind", "A tour", by=cast.mesa_wbl, institution=cast.mesa)
        row = JoinRequest.objects.select_related("institution").get()
        assert answer_due(row) == after_working_days(clock.today(), 3)
    with clock.at(monday + timedelta(3)):
        remind_of_promises()
        assert not told("join late")
    with clock.at(monday + timedelta(4)):
        remind_of_promises()
        remind_of_promises()
    assert cast.second.pk in told("join late")
    assert OutgoingEmail.objects.filter(kind="join late", to=cast.second.email).count() == 1
    assert "Northwind" not in OutgoingEmail.objects.filter(kind="join late").first().text


def test_every_vetting_falls_due_again_not_only_attested_ones(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    prospect = Prospect.objects.get(employer=employer)
    assert prospect.vet_again_by == clock.today() + timedelta(365)
    assert not Prospect.objects.to_vet_again().exists()
    remind_of_promises()
    assert not told("vetting due")
    with clock.at(clock.now() + timedelta(days=340)):
        assert list(Prospect.objects.to_vet_again()) == [prospect]
        remind_of_promises()
        remind_of_promises()
        assert told("vetting due") == {cast.director.pk}
        assert Notice.objects.filter(event="vetting due").count() == 1
    with clock.at(clock.now() + timedelta(days=370)):
        remind_of_promises()
    assert Notice.objects.filter(event="vetting due").count() == 2


def test_a_shared_employer_that_was_sent_back_is_vetted_where_it_is(cast):
    """It stays shared meanwhile, and its questions stand open on its page."""
    prospect = Prospect.objects.get(employer=cast.shared("Kestrel Aerospace").employer)
    browser = cast.client(cast.director)
    answering = f"/vetting/{prospect.pk}/criteria/"
    assert answering not in browser.get(f"/vetting/{prospect.pk}/").content.decode()
    prospect = vetting.send_back(prospect, by=cast.director, reason="a year is over")
    assert list(Prospect.objects.to_vet_again()) == [prospect]
    assert answering in browser.get(f"/vetting/{prospect.pk}/").content.decode()
    for criterion in cast.clause("vetting_criteria").criteria.all():
        prospect = vetting.answer(prospect, criterion, "yes", "seen anew", by=cast.director)
    assert prospect.vet_again_by == clock.today() + timedelta(365)
    assert not Prospect.objects.to_vet_again().exists()
    assert prospect.employer.posted_at
