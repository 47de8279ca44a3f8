"""Whoever an exception opens or closes an opportunity to is told, and whoever made it before it ends (B6)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.opportunities.actions import deciding, excepting
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.models import Notice
from tests.moments import days_from_now
from tests.opportunities.offers import offer, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    name_point_of_contact(cast.mesa, "directors", cast.mesa_jobs, by=None)
    name_point_of_contact(cast.harbor, "directors", cast.harbor_admin, by=None)
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    return cast


def heard(event="offer opened"):
    return {(row.person, row.words) for row in Notice.objects.filter(event=event).select_related("person")}


def test_who_loses_and_who_gains_sight_is_told_and_nobody_else(told):
    cast, row = told, posted(told, told.kestrel, title="Two interns")
    first = excepting.limit(row, [cast.mesa], reason="A pilot.", until=None, by=cast.mesa_wbl)
    lost = "Not open to your institution any more: Two interns"
    assert heard() == {(cast.harbor_admin, lost)}
    letter = OutgoingEmail.objects.get(kind="offer opened")
    assert letter.behind == [cast.harbor.pk], "it stays in the record of Harbor"
    excepting.limit(row, [cast.harbor], reason="Theirs.", until=None, by=cast.mesa_wbl)
    assert heard() == {
        (cast.harbor_admin, lost),
        (cast.harbor_admin, "Open to your institution now: Two interns"),
        (cast.mesa_jobs, lost),
    }
    standing = row.limitations.get(ended_at=None)
    assert standing != first
    excepting.lift(standing, reason="over", by=cast.mesa_wbl)
    assert (cast.mesa_jobs, "Open to your institution now: Two interns") in heard()


def test_of_what_waits_for_approval_nobody_is_told(told):
    row = offer(told, told.kestrel)
    excepting.limit(row, [told.mesa], reason="A pilot.", until=None, by=told.mesa_wbl)
    assert not heard()


def test_an_exception_that_ends_is_told_once_two_weeks_before(told):
    cast, until = told, clock.today() + timedelta(20)
    row = offer(cast, cast.kestrel, by="mesa_jobs", title="Two interns")
    row = deciding.approve(row, version=1, by=cast.mesa_wbl)
    excepting.limit(row, [cast.mesa], reason="A pilot.", until=until, by=cast.mesa_wbl)
    excepting.warn_of_endings()
    assert not heard("offer exception ending")
    with clock.at(days_from_now(8)):
        excepting.warn_of_endings()
        excepting.warn_of_endings()
    assert {person for person, _words in heard("offer exception ending")} == {cast.mesa_wbl, cast.mesa_jobs}
    assert Notice.objects.filter(event="offer exception ending").count() == 2
