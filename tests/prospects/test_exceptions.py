"""Exceptions to who sees an employer follow their clause, stand in one place, are changed and lifted (B4)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.employers.models import Designation, Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.prospects.actions import excepting, promoting
from guildhall.protocols.actions import Draft, publish

pytestmark = pytest.mark.django_db


def agree(cast, **values):
    rule = [Draft("2.4", "Exceptions", "As agreed.", "audience_exception", values)]
    publish(cast.region, "Rules of exceptions", rule, in_force_from=clock.today(), text="", by=None)


def sees(person, employer):
    return Employer.objects.visible_to(person).filter(pk=employer.pk).exists()


def limited(cast, *, by="director", until=None, **more):
    ready = cast.ready("Limited Works", **more)
    promoting.promote(ready, by=cast.people[by], audience=[cast.harbor], reason="a trial year", until=until)
    return Designation.objects.select_related("employer__holder").get(employer=ready.employer, ended_at=None)


@pytest.fixture
def told(cast):
    name_point_of_contact(cast.mesa, "directors", cast.mesa_jobs, by=None)
    name_point_of_contact(cast.harbor, "directors", cast.harbor_admin, by=None)
    return cast


def test_whom_the_clause_names_records_it_and_nobody_else(cast):
    agree(cast, who="directors")
    with pytest.raises(Refused, match="Regional Directors record exceptions"):
        limited(cast, by="mesa_admin", holder=cast.mesa)
    agree(cast, who="shares")  # the control
    limited(cast, by="mesa_admin", holder=cast.mesa)


def test_the_day_that_the_clause_asks_for_holds_when_it_is_extended_too(cast):
    agree(cast, longest=30)
    with pytest.raises(Refused, match="30 days at most"):
        limited(cast)
    row = limited(cast, until=clock.today() + timedelta(20))
    with pytest.raises(Refused, match="30 days at most"):
        excepting.change_exception(row, [cast.harbor], reason="longer", until=None, by=cast.director)
    later = clock.today() + timedelta(30)
    new = excepting.change_exception(row, [cast.harbor], reason="longer", until=later, by=cast.director)
    assert new.employer.audience_until == later
    assert Designation.objects.get(pk=row.pk).ended_at


def test_naming_others_moves_sight_and_tells_both_sides(told):
    row = limited(told)
    OutgoingEmail.objects.all().delete()
    assert (sees(told.harbor_wbl, row.employer), sees(told.mesa_wbl, row.employer)) == (True, False)
    new = excepting.change_exception(row, [told.mesa], reason="they moved", until=None, by=told.director)
    assert (sees(told.harbor_wbl, row.employer), sees(told.mesa_wbl, row.employer)) == (False, True)
    mails = {m.to: m.subject for m in OutgoingEmail.objects.filter(kind="exception changed")}
    assert mails == {
        told.mesa_jobs.email: "You see Limited Works from now on",
        told.harbor_admin.email: "Limited Works is not shared with you any more",
    }
    with pytest.raises(Refused, match="has ended already"):
        excepting.change_exception(row, [told.harbor], reason="back", until=None, by=told.director)
    assert new.reason == "they moved"


def test_lifting_opens_it_to_everybody_with_the_reason(told):
    row = limited(told)
    with pytest.raises(Refused, match="Say why"):
        excepting.lift_exception(row, reason=" ", by=told.director)
    excepting.lift_exception(row, reason="The trial is over", by=told.director)
    assert sees(told.mesa_wbl, row.employer)
    assert Entry.objects.filter(verb="lift exception", reason="The trial is over").exists()


@pytest.mark.parametrize("who", ["harbor_wbl", "mesa_wbl", "administrator"])
def test_nobody_else_changes_it(cast, who):
    row = limited(cast)
    with pytest.raises(Refused):
        excepting.lift_exception(row, reason="no", by=cast.people[who])


def test_all_stand_in_one_place_for_those_who_see_the_employer(cast):
    limited(cast)
    assert "Limited Works" in cast.client(cast.harbor_wbl).get("/exceptions/").content.decode()
    assert "Limited Works" not in cast.client(cast.mesa_wbl).get("/exceptions/").content.decode()
    page = cast.client(cast.director).get("/exceptions/").content.decode()
    assert "Change or extend" in page
    assert "Change or extend" not in cast.client(cast.harbor_wbl).get("/exceptions/").content.decode()


def test_an_exception_begins_at_any_time_and_whoever_loses_sight_is_informed(told):
    cast = told
    employer = cast.shared("Open Works").employer
    OutgoingEmail.objects.all().delete()
    assert sees(cast.mesa_jobs, employer)
    excepting.begin_exception(employer, [cast.harbor], reason="a trial year", until=None, by=cast.director)
    assert not sees(cast.mesa_jobs, employer)
    assert sees(cast.harbor_admin, employer)
    assert Entry.objects.filter(verb="begin exception").count() == 1
    with pytest.raises(Refused, match="holds already"):
        excepting.begin_exception(employer, [cast.mesa], reason="again", until=None, by=cast.director)


def test_nobody_limits_what_is_not_shared_or_not_theirs(cast):
    lead = cast.prospect("Not Yet Works").employer
    with pytest.raises(Refused, match="not shared yet"):
        excepting.begin_exception(lead, [cast.harbor], reason="early", until=None, by=cast.director)
    shared = cast.shared("Open Works").employer
    with pytest.raises(Refused, match="Only those who develop"):
        excepting.begin_exception(shared, [cast.mesa], reason="ours", until=None, by=cast.mesa_wbl)
