"""What a meeting tells reaches whom it is for, wherever they work, and names no contact of a hidden employer (C24)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from guildhall.audit.models import Entry
from guildhall.engagements.queries.notices import may_be_mailed, readable
from guildhall.lib import clock
from guildhall.meetings.actions import inviting, joining, outcome, planning, speaking
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.actions.outcome import Task
from guildhall.meetings.actions.speaking import Offer, Sending
from guildhall.meetings.models import Participant
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from tests.meetings.held import plan, planned, room
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


def heard(person, event):
    """The notices of an event that a person can read, with the e-mails that may leave."""
    notices = list(Notice.objects.filter(event=event, person=person))
    emails = OutgoingEmail.objects.filter(kind=event, to__iexact=person.email)
    assert all(may_be_mailed(one) for one in emails)
    return sum(readable(person, notices))


@pytest.fixture
def hidden(cast):
    """A contact of an employer that Mesa's convener does not see."""
    one = cast.prospect(
        "Osprey", holder=cast.mesa, by=cast.mesa_wbl, contact={"given_name": "Kim", "family_name": "Zed"}
    )
    return one.employer.contacts.get()


# ── Colleagues of other institutions ─────────────────────────────────


def test_a_colleague_of_another_institution_reads_what_they_are_told(cast):
    start = days_from_now(9)
    row, by = plan(cast, starts_at=start, ends_at=start + timedelta(hours=2)), cast.mesa_convener
    one = inviting.add_participant(row, Named(person=cast.harbor_wbl), by=by)
    inviting.invite(one, by=by)
    outcome.give_task(row, Task("Bring the list", cast.harbor_wbl), by=by)
    later = planned(starts_at=start + timedelta(days=1), ends_at=start + timedelta(days=1, hours=2))
    changed = planning.change_meeting(row, later, version=row.version, by=by)
    planning.cancel_meeting(changed, because="Snow", version=changed.version, by=by)
    assert heard(cast.harbor_wbl, "meeting invited") == heard(cast.harbor_wbl, "meeting task") == 1
    assert heard(cast.harbor_wbl, "meeting changed") == 2


def test_an_organizer_of_another_institution_reads_who_comes_but_for_hidden_employers(cast, hidden):
    start = days_from_now(9)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    row = planning.plan_meeting(
        planned(**times), institution=cast.mesa, by=cast.mesa_admin, organizers=[cast.harbor_wbl]
    )
    ana = inviting.add_participant(row, Named(given="Ana Li", email="ana@x.example"), by=cast.mesa_admin)
    kim = inviting.add_participant(row, Named(contact=hidden), by=cast.mesa_admin)
    inviting.answer_by_link(ana, "yes", accepts=False)
    assert heard(cast.harbor_wbl, "meeting answered") == 1
    inviting.answer_by_link(kim, "yes", accepts=False)
    assert Notice.objects.filter(event="meeting answered", person=cast.harbor_wbl).count() == 2
    assert heard(cast.harbor_wbl, "meeting answered") == 1, "of a contact only who sees the employer reads it"


# ── Contacts of hidden employers ─────────────────────────────────────


@pytest.fixture
def held(cast, hidden):
    """A room in which a contact has spoken and committed support."""
    held = room(cast)
    one = inviting.add_participant(held.meeting, Named(contact=hidden), by=cast.mesa_admin)
    kim = joining.join(held.meeting, uuid4().hex, joining.Name(one))
    speaking.reflect(held.opened("reflection"), kim, "We need welders", Sending(uuid4().hex, 0))
    speaking.commit_support(held.opened("support"), kim, Offer("time", "A day", uuid4().hex))
    held.opened("tally")
    held.vote(kim, 1)
    return held


def test_no_page_names_a_contact_of_a_hidden_employer(cast, held):
    """The reader who sees the employer is the control."""
    row, said = held.meeting, held.activity("reflection")
    sees, reads = cast.client(cast.mesa_admin), cast.client(cast.mesa_convener)
    for part in ("people/", "room/", f"room/{said.pk}/", "outcome/"):
        path = f"/meetings/{row.pk}/{part}"
        assert "Zed" in sees.get(path).content.decode(), part
        words = reads.get(path).content.decode()
        assert "Zed" not in words and "Osprey" not in words, part
    assert "We need welders" in reads.get(f"/meetings/{row.pk}/room/{said.pk}/").content.decode()


def test_the_list_leaves_hidden_contacts_out(cast, held):
    """Neither their answer nor their own note, nor that there is an employer; places and food are counted."""
    one = Participant.objects.get()
    inviting.answer_by_link(one, "yes", accepts=False, note="I bring Lou from Osprey")
    reads, row = cast.client(cast.mesa_convener), held.meeting
    words = reads.get(f"/meetings/{row.pk}/people/").content.decode()
    assert (
        "Nobody is on the list" in words
        and "do not see" not in words
        and re.search(r"<dt>Come</dt>\s*<dd>\s*1\s*</dd>", words)
    )
    assert reads.get(f"/meetings/{row.pk}/people/{one.pk}/").status_code == 404
    assert reads.post(f"/meetings/{row.pk}/people/{one.pk}/act/", {"act": "remove"}).status_code == 404
    assert cast.client(cast.mesa_admin).get(f"/meetings/{row.pk}/people/{one.pk}/").status_code == 200


def test_the_journal_of_the_room_goes_by_sight_of_the_employer(held, hidden):
    verbs = ("come into room", "reflect", "commit support", "vote in room")
    entries = Entry.objects.filter(verb__in=verbs)
    assert {one.verb for one in entries} == set(verbs)
    assert all(hidden.employer_id in one.about for one in entries)


def test_who_does_not_see_an_employer_invites_the_others(cast, hidden):
    start = clock.now() + timedelta(hours=1)
    row = plan(cast, starts_at=start, ends_at=start + timedelta(hours=1))
    inviting.add_participant(row, Named(contact=hidden), by=cast.mesa_admin)
    inviting.add_participant(row, Named(given="Ben Ray", email=""), by=cast.mesa_admin)
    sent = inviting.invite_all(row, by=cast.mesa_convener)
    assert [one.name for one, _verdict in sent.left_out] == ["Ben Ray"]
