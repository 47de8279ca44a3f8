"""Letters go by the rules for contacts, once, and to all who come; roles are accepted as they were read (E12, N3)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.engagements.models import ContactLimit, Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions import inviting, papers, planning
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.links import secret_of_participant
from guildhall.meetings.models import Participant
from guildhall.outbox.models import OutgoingEmail
from tests.meetings.held import plan
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
LOU = {"given_name": "Lou", "family_name": "Ortega", "email": "lou@k.example"}


@pytest.fixture
def row(cast):
    start = days_from_now(9)
    return plan(cast, starts_at=start, ends_at=start + timedelta(hours=2), link="https://meet.example/kickoff")


def add(cast, row, **named):
    named = {"given": "Ana Li", "email": "ana@x.example"} | named
    return inviting.add_participant(row, Named(**named), by=cast.mesa_convener)


def letters(to):
    return OutgoingEmail.objects.filter(kind="meeting", to=to).count()


# ── Typed addresses ──────────────────────────────────────────────────


def test_the_address_of_a_contact_is_not_typed(cast, row):
    cast.shared("Kestrel", contact=LOU)
    with pytest.raises(Refused, match="choose them from the search"):
        add(cast, row, given="Lou", email="LOU@k.example")


def test_a_typed_address_that_becomes_a_contacts_is_not_written_to(cast, row):
    one = add(cast, row, given="Lou", email="lou@k.example")
    cast.shared("Kestrel", contact=LOU)
    with pytest.raises(Refused, match="choose them from the search"):
        inviting.invite(one, by=cast.mesa_convener)
    assert not letters("lou@k.example")


@pytest.mark.parametrize("paused", [False, True])
def test_a_typed_address_at_a_hidden_employer_goes_by_its_pause(cast, row, paused):
    """Who does not see the employer is not told whose address it is; the employer without a pause is the control."""
    employer = cast.prospect("Osprey", holder=cast.mesa, by=cast.mesa_wbl, contact=LOU).employer
    today = clock.today()
    if paused:
        ContactLimit.objects.create(
            employer=employer, paused_from=today, paused_until=today + timedelta(30), at=clock.now()
        )
    add(cast, row, given="Lou", email="lou@k.example")
    sent = inviting.invite_all(row, by=cast.mesa_convener)
    assert letters("lou@k.example") == sent.count == (0 if paused else 1)
    assert all("Osprey" not in verdict.reason for _one, verdict in sent.left_out)
    assert Touch.objects.filter(employer=employer, contact__isnull=False).count() == sent.count, "it counts there"


def test_nobody_is_written_to_over_the_budget_of_an_employer_that_they_do_not_see(cast, row):
    employer = cast.prospect("Osprey", holder=cast.mesa, by=cast.mesa_wbl, contact=LOU).employer
    one = add(cast, row, given="Lou", email="lou@k.example")

    def invite_often():
        for _ in range(20):
            inviting.invite(one, again=one.version, by=cast.mesa_convener)
            one.refresh_from_db()

    with pytest.raises(Refused, match="not written to now"):
        invite_often()
    assert 0 < Touch.objects.filter(employer=employer).count() == letters("lou@k.example") < 20


# ── Once ─────────────────────────────────────────────────────────────


def test_invited_by_two_presses_is_written_to_once(cast, row):
    one = add(cast, row)
    assert inviting.invite(one, by=cast.mesa_convener)
    assert not inviting.invite(one, by=cast.mesa_convener)
    assert letters("ana@x.example") == 1
    one.refresh_from_db()
    again = one.version
    assert inviting.invite(one, again=again, by=cast.mesa_convener)
    assert not inviting.invite(one, again=again, by=cast.mesa_convener), "the same button pressed twice"
    assert letters("ana@x.example") == 2


# ── Moved and canceled ───────────────────────────────────────────────


def test_who_said_yes_by_telephone_is_told_that_it_is_canceled(cast, row):
    one = add(cast, row)
    inviting.note_answer(one, "yes", "telephone", accepts=False, version=one.version, by=cast.mesa_convener)
    planning.cancel_meeting(row, because="Snow", version=row.version, by=cast.mesa_convener)
    assert letters("ana@x.example") == 1


def test_who_was_written_to_is_told_whoever_cancels(cast, row):
    """A colleague who does not see the employer cancels: the letter shows no address."""
    contact = cast.prospect("Osprey", holder=cast.mesa, by=cast.mesa_wbl, contact=LOU).employer.contacts.get()
    one = inviting.add_participant(row, Named(contact=contact), by=cast.mesa_admin)
    Participant.objects.filter(pk=one.pk).update(invited_at=row.starts_at)
    planning.cancel_meeting(row, because="Snow", version=row.version, by=cast.mesa_convener)
    assert letters("lou@k.example") == 1


def test_whoever_cancels_reads_who_has_to_be_told_in_another_way(cast, row):
    one = add(cast, row, given="Ben Ray", email="")
    inviting.note_answer(one, "yes", "telephone", accepts=False, version=one.version, by=cast.mesa_convener)
    sent = {"because": "Snow", "version": row.version}
    answer = cast.client(cast.mesa_convener).post(f"/meetings/{row.pk}/cancel/", sent, follow=True)
    assert "Ben Ray has to be told in another way" in answer.content.decode()


def test_a_meeting_that_is_over_is_canceled_without_letters(cast):
    start = days_from_now(-2)
    row = plan(cast, starts_at=start, ends_at=start + timedelta(hours=1))
    one = add(cast, row)
    Participant.objects.filter(pk=one.pk).update(invited_at=start)
    planning.cancel_meeting(row, because="Nobody came", version=row.version, by=cast.mesa_convener)
    assert not letters("ana@x.example")


# ── What is read ─────────────────────────────────────────────────────


def test_nobody_accepts_words_that_they_have_not_read(cast, row):
    one = add(cast, row, role="Advise twice a year")
    path = f"/invitation/{secret_of_participant(one)}/"
    assert one.mark_of_role in Client().get(path).content.decode()
    sent = {"answer": "yes", "accepts": "on", "note": "Gladly", "role": one.mark_of_role}
    inviting.change_role(one, "Chair the board", version=one.version, by=cast.mesa_convener)
    words = Client().post(path, sent).content.decode()
    one.refresh_from_db()
    assert (one.answer, one.accepted_at) == ("", None)
    assert "has changed meanwhile" in words and "Chair the board" in words and "Gladly" in words
    Client().post(path, sent | {"role": one.mark_of_role})
    one.refresh_from_db()
    assert one.accepted_at


def test_colleagues_have_the_link_and_the_papers_like_guests(cast, row):
    paper = papers.lay_paper(row, "slides.txt", [b"x"], item=None, handed_out=True, by=cast.mesa_convener)
    one = add(cast, row, given="", email="", person=cast.harbor_wbl)
    client, path = cast.client(cast.harbor_wbl), f"/meetings/{row.pk}/"
    assert client.get(path).status_code == 404, "on the list, and not asked yet"
    inviting.invite(one, by=cast.mesa_convener)
    words = client.get(path).content.decode()
    assert "https://meet.example/kickoff" in words and f"{path}papers/{paper.pk}/" in words


def test_what_is_no_identifier_takes_nobody_off(cast, row):
    client = cast.client(cast.mesa_convener)
    assert client.post(f"/meetings/{row.pk}/organizers/", {"remove": "abc"}).status_code == 404
