"""A handover planned employer by employer, to several successors, on several days (P10, N18)."""

import pytest

from guildhall.employers.actions import editing
from guildhall.employers.models import Employer
from guildhall.engagements.actions import following
from guildhall.engagements.models import FollowUp
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.models import Person
from guildhall.people.permissions import Role
from guildhall.stewardship.actions.handing import hand_over_as_planned, plan_handover
from guildhall.stewardship.models import HandoverChoice
from guildhall.stewardship.queries.handing import briefs_of, open_work
from guildhall.stewardship.queries.planning import bundles

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving(cast):
    """A coordinator with two employers, two follow-ups at one of them, and a place as point of contact."""
    who = cast.mesa_wbl
    cast.rows = {}
    for name in ("Kestrel Aerospace", "Amber Textiles"):
        cast.rows[name] = cast.shared(name).employer
        editing.own(cast.rows[name], who, by=who)
    for what in ("Send dates", "Send the plan"):
        promise = following.Promise(what, who, clock.today(), asker=cast.director)
        following.promise(cast.rows["Kestrel Aerospace"], promise, by=cast.director, institution=cast.region)
    name_point_of_contact(cast.mesa, "directors", who, by=None)
    return cast


def titled(cast, by=None):
    return {one.title or one.key: one for one in bundles(cast.mesa_wbl, by or cast.mesa_admin)}


def give(cast, bundle, person):
    plan_handover(cast.mesa_wbl, {piece.key: person for piece in bundle.pieces}, by=cast.mesa_admin)


def test_each_employer_goes_to_its_own_successor(leaving):
    rows = titled(leaving)
    assert set(rows) == {"Kestrel Aerospace", "Amber Textiles", "other"}
    give(leaving, rows["Kestrel Aerospace"], leaving.mesa_cases)
    give(leaving, rows["Amber Textiles"], leaving.mesa_jobs)
    plan = next(p for p in rows["Kestrel Aerospace"].pieces if p.words == "Send the plan")
    plan_handover(leaving.mesa_wbl, {plan.key: leaving.mesa_jobs}, by=leaving.mesa_admin)
    with pytest.raises(Refused, match="Say who takes over"):
        hand_over_as_planned(leaving.mesa_wbl, by=leaving.mesa_admin)
    give(leaving, rows["other"], leaving.mesa_admin)
    row = hand_over_as_planned(leaving.mesa_wbl, words="Call me.", by=leaving.mesa_admin)
    assert open_work(leaving.mesa_wbl) == []
    owners = dict(Employer.objects.values_list("name", "owner__email"))
    assert owners["Kestrel Aerospace"] == leaving.mesa_cases.email
    assert owners["Amber Textiles"] == leaving.mesa_jobs.email
    assert dict(FollowUp.objects.values_list("what", "owner__email")) == {
        "Send dates": leaving.mesa_cases.email,
        "Send the plan": leaving.mesa_jobs.email,
    }
    assert not HandoverChoice.objects.exists()
    mails = OutgoingEmail.objects.filter(kind="handed over").values_list("to", flat=True)
    assert sorted(mails) == sorted(p.email for p in (leaving.mesa_admin, leaving.mesa_cases, leaving.mesa_jobs))
    assert {b.employer.name for b in briefs_of(row, leaving.mesa_jobs)} == {"Kestrel Aerospace", "Amber Textiles"}


def test_a_plan_goes_on_another_day(leaving):
    client, address = leaving.client(leaving.mesa_admin), f"/handover/of/{leaving.mesa_wbl.pk}/plan/"
    page = client.get(address).content.decode()
    assert "5 of 5 things have no successor yet" in page
    kestrel = titled(leaving)["Kestrel Aerospace"]
    client.post(address, {kestrel.field: str(leaving.mesa_cases.pk)})
    assert "2 of 5 things have no successor yet" in client.get(address).content.decode()
    assert HandoverChoice.objects.count() == 3
    assert open_work(leaving.mesa_wbl), "nothing is handed over yet"
    client.post(address, {"everything": str(leaving.mesa_jobs.pk)})
    page = client.get(address).content.decode()
    assert "Everything has a successor" in page
    assert titled(leaving)["Kestrel Aerospace"].successor == leaving.mesa_cases, "the same for the rest alone"
    client.post(f"{address}made/", {"words": "Good luck.", "end": "on"})
    assert open_work(leaving.mesa_wbl) == []
    assert not Person.objects.get(pk=leaving.mesa_wbl.pk).is_active


def test_a_successor_who_leaves_meanwhile_is_a_gap_again(leaving):
    give(leaving, titled(leaving)["Amber Textiles"], leaving.mesa_jobs)
    assert not titled(leaving)["Amber Textiles"].gaps
    Person.objects.filter(pk=leaving.mesa_jobs.pk).update(is_active=False)
    assert titled(leaving)["Amber Textiles"].gaps == 1


def test_a_plan_names_no_employer_that_its_author_does_not_see(cast):
    held = cast.prospect("Quietwater Foundry", holder=cast.region, by=cast.director).employer
    cast.add("leaving", Role.REGIONAL_DIRECTOR, cast.region)
    Employer.objects.filter(pk=held.pk).update(owner=cast.leaving)
    address = f"/handover/of/{cast.leaving.pk}/plan/"
    page = cast.client(cast.administrator).get(address).content.decode()
    assert "employers that you do not see" in page
    assert "Quietwater" not in page
    (row,) = bundles(cast.leaving, cast.administrator)
    assert [piece.words for piece in row.pieces] == [""] * len(row.pieces)
    assert bundles(cast.leaving, cast.director)[0].title == "Quietwater Foundry", "the control"


def test_who_may_not_plan(leaving):
    rows = titled(leaving)
    key = rows["Amber Textiles"].pieces[0].key
    for by, heir in ((leaving.harbor_admin, leaving.mesa_jobs), (leaving.mesa_admin, leaving.harbor_wbl)):
        with pytest.raises(Refused):
            plan_handover(leaving.mesa_wbl, {key: heir}, by=by)
    give(leaving, rows["Amber Textiles"], leaving.mesa_jobs)
    assert titled(leaving, by=leaving.administrator)["Amber Textiles"].gaps == 1, "a plan is its author's own"
