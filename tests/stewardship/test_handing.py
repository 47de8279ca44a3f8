"""Handover: afterward nothing open is owned by somebody who has left (N18, B20)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from guildhall.employers.actions import editing, key_accounts
from guildhall.employers.models import Employer
from guildhall.engagements.actions import asking, following, holding
from guildhall.engagements.models import FollowUp
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.actions.persons import grant
from guildhall.people.handing import duties
from guildhall.people.models import Person, PointOfContact
from guildhall.people.permissions import Role
from guildhall.stewardship.actions.handing import hand_over
from guildhall.stewardship.queries.handing import briefs_of, left_behind, open_work

pytestmark = pytest.mark.django_db

# Columns that name who did something once, or whose own a row is: a handover leaves them alone.
AUTHORS = {"by", "started_by", "added_by", "recorded_by", "person", "asked_by", "answered_by", "confirmed_by",
           "promised_by", "judged_by", "undone_by", "made_by",
           "entered_by", "vetted_by", "ready_by", "published_by", "leaver", "successor", "noted_by",
           "agreed_by", "domain_by", "email_by", "taken_by", "posted_by",
           "revoked_by", "approved_by", "decided_by", "settled_by", "kept_by", "visited_by",
           "withdrawn_by", "ended_by", "invited_by", "booked_by", "canceled_by",
           "added_by", "accepted_by", "done_by", "taken_agreed_by", "granted_agreed_by", "attested_by",
           "approver", "sent_by", "changed_by"}  # fmt: skip


@pytest.fixture
def busy(cast):
    """A coordinator with something open of every kind that can be made here."""
    kestrel = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    who, today = cast.mesa_wbl, clock.today()
    editing.own(kestrel, who, by=who)
    mine = following.Promise("Send dates", who, today, asker=cast.director)
    following.promise(kestrel, mine, by=cast.director, institution=cast.region)
    theirs = following.Promise("Send the plan", cast.mesa_jobs, today, asker=who)
    following.promise(kestrel, theirs, by=who, institution=cast.mesa)
    plan = asking.Plan("call", today + timedelta(40), "Internships")
    asking.plan_ask(kestrel, plan, by=who, institution=cast.mesa)
    holding.hold_door(kestrel, "Internships", today + timedelta(9), by=who, institution=cast.mesa)
    name_point_of_contact(cast.mesa, "directors", who, by=None)
    name_point_of_contact(cast.mesa, "directors", cast.mesa_jobs, by=None)
    cast.kestrel = kestrel
    return cast


def everything_to(person, leaver):
    return {one.duty.name: person for one in open_work(leaver)}


def test_everything_open_goes_over_and_nothing_stays_behind(busy):
    leaver, heir = busy.mesa_wbl, busy.mesa_cases
    before = {one.duty.name: one.count for one in open_work(leaver)}
    assert {"employers.employer.owner", "engagements.followup.owner", "engagements.followup.asker"} <= set(before)
    assert {"engagements.ask.by", "engagements.conversation.person", "people.pointofcontact.person"} <= set(before)
    row = hand_over(leaver, everything_to(heir, leaver), words="Call me.", by=busy.mesa_admin)
    assert {s.duty: s.count for s in row.shares.all()} == before
    assert open_work(leaver) == []
    assert left_behind() == {}
    leaver.refresh_from_db()
    assert not leaver.is_active
    with connection.cursor() as cursor:  # the proof in plain SQL
        cursor.execute(
            """SELECT (SELECT count(*) FROM engagements_followup f
                       JOIN people_person p ON p.id IN (f.owner_id, f.asker_id)
                       WHERE f.state IN ('open', 'reported') AND NOT p.is_active)
                    + (SELECT count(*) FROM employers_employer e JOIN people_person p ON p.id = e.owner_id
                       WHERE NOT p.is_active)
                    + (SELECT count(*) FROM engagements_ask a JOIN people_person p ON p.id = a.by_id
                       WHERE a.state = 'planned' AND NOT p.is_active)"""
        )
        assert cursor.fetchone()[0] == 0


def test_without_the_handover_the_list_names_them(busy):
    """Negative control: what the proof looks for is there."""
    Person.objects.filter(pk=busy.mesa_wbl.pk).update(is_active=False)
    assert left_behind()[busy.mesa_wbl] >= 6


def test_a_successor_never_confirms_their_own_follow_up(busy):
    hand_over(busy.mesa_wbl, everything_to(busy.mesa_jobs, busy.mesa_wbl), by=busy.mesa_admin)
    assert not FollowUp.objects.unfinished().filter(owner=busy.mesa_jobs, asker=busy.mesa_jobs).exists()
    assert PointOfContact.objects.filter(institution=busy.mesa, person=busy.mesa_jobs).count() == 1


def test_every_successor_has_a_brief_for_every_employer(busy):
    row = hand_over(busy.mesa_wbl, everything_to(busy.mesa_cases, busy.mesa_wbl), by=busy.mesa_admin)
    briefs = {b.employer.name: b for b in briefs_of(row, busy.mesa_cases)}
    assert set(briefs) == {"Kestrel Aerospace"}
    assert [f.what for f in briefs["Kestrel Aerospace"].follow_ups]
    assert OutgoingEmail.objects.filter(to=busy.mesa_cases.email, kind="handed over").count() == 1
    assert briefs_of(row, busy.harbor_wbl) == []


def test_who_may_and_who_may_not(busy):
    with pytest.raises(Refused):
        hand_over(busy.mesa_wbl, everything_to(busy.mesa_cases, busy.mesa_wbl), by=busy.harbor_admin)
    with pytest.raises(Refused, match="another institution"):
        hand_over(busy.mesa_wbl, everything_to(busy.harbor_wbl, busy.mesa_wbl), by=busy.mesa_admin)
    with pytest.raises(Refused, match="Say who takes over"):
        hand_over(busy.mesa_wbl, {}, by=busy.mesa_admin)
    assert open_work(busy.mesa_wbl)
    assert busy.mesa_wbl.memberships.in_force().exists()


def test_every_column_that_names_a_person_is_declared():
    """A later model that gives somebody something to do must say what a handover does with it."""
    declared = {(duty.model, duty.column) for duty in duties()}
    missing = []
    for model in apps.get_models():
        if not model.__module__.startswith("guildhall."):
            continue
        for field in model._meta.concrete_fields:
            points = field.is_relation and field.related_model is Person
            if points and (model, field.name) not in declared and field.name not in AUTHORS:
                missing.append(f"{model._meta.label}.{field.name}: declare it in handed_on, or name its author column")
    assert not missing, "\n".join(missing)


def test_a_deputy_moves_up(busy):
    """Who stood beside the leaver takes over, and is not both at once."""
    leaver, deputy = busy.mesa_wbl, busy.mesa_cases
    more = {"contacts": [], "note": "", "by": busy.mesa_admin}
    row = key_accounts.open_key_account(busy.kestrel, busy.mesa, operator=leaver, deputy=deputy, **more)
    other = busy.shared("Amber Textiles").employer
    beside = key_accounts.open_key_account(other, busy.mesa, operator=deputy, deputy=leaver, **more)
    hand_over(leaver, everything_to(deputy, leaver), by=busy.mesa_admin)
    row.refresh_from_db()
    beside.refresh_from_db()
    assert (row.operator, row.deputy) == (deputy, None)
    assert (beside.operator, beside.deputy) == (deputy, None)


def test_a_role_given_elsewhere_opens_nobodys_work(busy):
    """An administrator of one college gives somebody of another a role, and takes their work with it: not so."""
    leaver, thief = busy.mesa_wbl, busy.harbor_admin
    before = open_work(leaver)
    for role in (Role.STUDENT, Role.WBL_COORDINATOR):
        grant(leaver, role, busy.harbor, by=thief)
        with pytest.raises(Refused, match="Mesa Grande"):
            hand_over(leaver, everything_to(thief, leaver), end=False, by=thief)
        assert busy.client(thief).get(f"/handover/of/{leaver.pk}/").status_code == 404
        with pytest.raises(Refused):
            hand_over(leaver, everything_to(busy.harbor_wbl, leaver), end=False, by=busy.mesa_admin)
    assert open_work(leaver) == before
    heirs = everything_to(busy.mesa_cases, leaver)
    assert hand_over(leaver, heirs, by=busy.administrator), "the control: the region hands over"


def test_nobody_takes_over_what_they_do_not_see(busy):
    held = busy.prospect("Quietwater Foundry", holder=busy.region, by=busy.director).employer
    busy.add("leaving", Role.REGIONAL_DIRECTOR, busy.region)
    Employer.objects.filter(pk=held.pk).update(owner=busy.leaving)
    with pytest.raises(Refused, match="does not see 1"):
        hand_over(busy.leaving, everything_to(busy.mesa_cases, busy.leaving), by=busy.administrator)
    assert hand_over(busy.leaving, everything_to(busy.director, busy.leaving), by=busy.administrator), "the control"


def test_ending_a_role_leads_to_what_is_left_behind(busy):
    client, leaver = busy.client(busy.mesa_admin), busy.mesa_wbl
    for person, leads in ((busy.mesa_cases, "/access/"), (leaver, f"/handover/of/{leaver.pk}/")):
        membership = person.memberships.get()
        answer = client.post(f"/access/{membership.pk}/end/", follow=True)
        assert answer.redirect_chain[-1][0] == leads
    assert "open things behind" in answer.content.decode()
