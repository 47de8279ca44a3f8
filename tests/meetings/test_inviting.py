"""Invitations: by a link without an account, answers noted by hand, the role accepted in its words (E12, E14)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.engagements.models import Engagement, Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.meetings.actions import inviting, planning
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.links import secret_of_participant
from guildhall.meetings.models import Participant
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from tests.meetings.held import plan, planned
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
ROLE = "Champion: advocate for the work in your network"


@pytest.fixture
def row(cast):
    start = days_from_now(9)
    return plan(cast, starts_at=start, ends_at=start + timedelta(hours=2), purpose="One vision")


def add(cast, row, **named):
    named = {"given": "Ana Li", "email": "ana@x.example", "role": ROLE} | named
    return inviting.add_participant(row, Named(**named), by=cast.mesa_convener)


def link(one):
    return f"/invitation/{secret_of_participant(one)}/"


def letters():
    return list(OutgoingEmail.objects.filter(kind="meeting").order_by("queued_at"))


def test_a_letter_has_a_link_its_role_and_an_entry_for_the_calendar(cast, row):
    one = add(cast, row)
    assert not letters(), "being on the list writes to nobody"
    inviting.invite(one, by=cast.mesa_convener)
    (letter,) = letters()
    assert (
        letter.to == "ana@x.example"
        and link(one) in letter.text
        and ROLE in letter.text
        and "One vision" in letter.text
    )
    assert "BEGIN:VEVENT" in letter.calendar and "Ana" not in letter.calendar
    assert letter.confidential


def test_opening_the_link_changes_nothing_and_answering_does(cast, row):
    one, client = add(cast, row), Client()
    words = client.get(link(one)).content.decode()
    assert ROLE in words and "Kickoff" in words
    one.refresh_from_db()
    assert (one.answer, one.accepted_at) == ("", None)
    sent = {"answer": "yes", "accepts": "on", "note": "I bring two colleagues", "role": one.mark_of_role}
    client.post(link(one), sent)
    one.refresh_from_db()
    assert (one.answer, one.answer_way, one.accepted_way, one.answer_note) == (
        "yes", "link", "link", "I bring two colleagues",
    )  # fmt: skip
    assert Notice.objects.filter(event="meeting answered", person=cast.mesa_convener).count() == 1
    client.post(link(one), {"answer": "no", "version": "1"})
    one.refresh_from_db()
    assert (one.answer, one.accepted_at) == ("no", None)


def test_what_was_said_by_telephone_is_noted_with_who_noted_it(cast, row):
    one = add(cast, row)
    said = {"accepts": True, "note": "", "version": one.version, "by": cast.mesa_admin}
    kept = inviting.note_answer(one, "maybe", "telephone", **said)
    assert (kept.answer, kept.noted_by, kept.accepted_by, kept.accepted_way) == (
        "maybe", cast.mesa_admin, cast.mesa_admin, "telephone",
    )  # fmt: skip
    with pytest.raises(Conflict):
        inviting.note_answer(one, "no", "telephone", **said)


def test_whose_role_changes_accepts_it_anew(cast, row):
    one = add(cast, row)
    inviting.answer_by_link(one, "yes", accepts=True, mark_of_role=one.mark_of_role)
    one.refresh_from_db()
    changed = inviting.change_role(one, "Decision maker", version=one.version, by=cast.mesa_convener)
    assert (changed.answer, changed.accepted_at) == ("yes", None)


def test_a_colleague_hears_in_the_product_and_answers_there(cast, row):
    one = add(cast, row, given="", email="", person=cast.harbor_wbl)
    inviting.invite(one, by=cast.mesa_convener)
    assert Notice.objects.filter(event="meeting invited", person=cast.harbor_wbl).exists()
    client = cast.client(cast.harbor_wbl)
    words = client.get(f"/meetings/{row.pk}/").content.decode()
    assert ROLE in words and "One vision" in words
    assert client.get(f"/meetings/{row.pk}/people/").status_code == 403
    one.refresh_from_db()
    client.post(f"/meetings/{row.pk}/answer/", {"answer": "yes", "accepts": "on", "version": one.version})
    one.refresh_from_db()
    assert (one.answer, one.answer_way, one.noted_by) == ("yes", "signed_in", cast.harbor_wbl)


def test_a_contact_is_no_copy_and_the_invitation_is_a_touch(cast, row):
    kestrel = cast.shared("Kestrel", contact={"given_name": "Lou", "family_name": "Ortega", "email": "lou@k.example"})
    contact = kestrel.employer.contacts.get()
    one = add(cast, row, given="", email="", contact=contact)
    inviting.invite(one, by=cast.mesa_convener)
    assert letters()[0].to == "lou@k.example"
    assert Engagement.objects.filter(employer=kestrel.employer, summary="Invited: Kickoff").exists()
    assert Touch.objects.filter(contact=contact, on=clock.today()).exists()
    contact.family_name = "Ortega Ruiz"
    contact.save()
    assert Participant.objects.get().name == "Lou Ortega Ruiz"


def test_who_may_not_be_written_to_is_named_with_the_reason(cast, row):
    add(cast, row)
    add(cast, row, given="Ben Ray", email="")
    sent = inviting.invite_all(row, by=cast.mesa_convener)
    assert sent.count == 1
    ((left, verdict),) = sent.left_out
    assert left.name == "Ben Ray" and "ask by telephone" in verdict.reason
    assert inviting.invite_all(row, by=cast.mesa_convener).count == 0, "nobody is written to twice"


def test_whoever_was_invited_is_told_once_when_it_moves_or_is_canceled(cast, row):
    inviting.invite(add(cast, row), by=cast.mesa_convener)
    add(cast, row, given="Ben Ray", email="ben@x.example")
    start = days_from_now(20)
    moved = planned(starts_at=start, ends_at=start + timedelta(hours=2))
    changed = planning.change_meeting(row, moved, version=row.version, by=cast.mesa_convener)
    planning.change_meeting(changed, moved, version=changed.version, by=cast.mesa_convener)
    changed.refresh_from_db()
    planning.cancel_meeting(changed, because="Snow", version=changed.version, by=cast.mesa_convener)
    assert [one.subject.partition(":")[0] for one in letters()] == ["You are invited", "Changed", "Canceled"]
    assert "METHOD:CANCEL" in letters()[-1].calendar
    words = Client().get(link(Participant.objects.first())).content.decode()
    assert "Snow" in words and "Send the answer" not in words


def test_an_ended_link_opens_nothing(cast, row):
    one = add(cast, row)
    address = link(one)
    inviting.end_link(one, by=cast.mesa_convener)
    assert Client().get(address).status_code == 404
    one.refresh_from_db()
    assert Client().get(link(one)).status_code == 200
    assert Client().get(link(one)[:-3] + "xy/").status_code == 404


def test_nobody_is_on_the_list_twice(cast, row):
    add(cast, row)
    with pytest.raises(Refused, match="on the list already"):
        add(cast, row, given="Ana", email="ANA@x.example")
