"""Phones in the room: no account, no script needed, one thing at a time, known again by a cookie (N15, E15–E17)."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from guildhall.lib import clock
from guildhall.meetings.actions import inviting, joining, opening, preparing
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.models import Attendee, Ballot, Commitment, Definition, Element, Response
from guildhall.meetings.queries.room import state_of
from guildhall.meetings.queries.tally import tally_of
from guildhall.meetings.views import phone
from guildhall.people.models import Allowance
from guildhall.people.views import mailed_links
from tests.meetings.held import room
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return room(cast)


def come(held, typed="Ana Li", **client):
    """A phone that has come in by the QR code."""
    one = Client(**client)
    one.get(held.path)
    answer = one.post(held.path, {"typed": typed})
    assert answer.status_code == 302, answer.content.decode()
    return one


def text(answer):
    return answer.content.decode()


def say(held, client, to, **more):
    sent = {"activity": str(held.activity(to).pk), "key": uuid4().hex, "edition": "0"} | more
    return client.post(f"{held.path}say/", sent, follow=True)


def votes(held):
    return [row.votes for row in tally_of(held.activity("tally")).rows]


# ── Coming in ────────────────────────────────────────────────────────


def test_opening_the_page_changes_nothing(held):
    client = Client()
    assert "Your name" in text(client.get(held.path))
    assert not Attendee.objects.exists()
    assert client.cookies["device"]["path"] == held.path


def test_by_the_code_that_is_typed(held):
    client, code = Client(), held.meeting.code
    assert client.post("/room/", {"code": f" {code[:3].lower()} {code[3:]} "})["Location"] == held.path
    assert "opens no room" in text(client.post("/room/", {"code": "XXXXXX"}))


def test_the_same_phone_twice_is_one_person(held):
    client = come(held)
    assert client.post(held.path, {"typed": "Ana Li"}).status_code == 302
    assert Attendee.objects.count() == 1
    assert "You are in the room" in text(client.get(held.path))


def test_who_is_on_the_list_chooses_a_name_and_is_noted_as_here(held):
    ana = inviting.add_participant(held.meeting, Named(given="Ana Lindqvist", email="ana@x.example"), by=held.by)
    client = Client()
    words = text(client.get(held.path))
    assert "Ana L." in words and "Lindqvist" not in words and "ana@" not in words
    client.post(held.path, {"who": str(ana.pk)})
    ana.refresh_from_db()
    assert ana.came_at and ana.came_way == "phone"
    assert "Ana L." not in text(Client().get(held.path)), "nobody else chooses it"


def test_who_types_the_name_of_the_list_is_that_person(held):
    ana = inviting.add_participant(held.meeting, Named(given="Ana Lindqvist", email="ana@x.example"), by=held.by)
    come(held, "ana  lindqvist")
    ana.refresh_from_db()
    assert ana.came_at and Attendee.objects.get().participant == ana


def test_a_name_is_taken_by_nobody_else_until_it_is_let_go(held):
    come(held)
    other = Client()
    other.get(held.path)
    assert "under this name already" in text(other.post(held.path, {"typed": "ana LI"}))
    joining.let_in_again(Attendee.objects.get(), by=held.by)
    assert other.post(held.path, {"typed": "ana LI"}).status_code == 302
    assert Attendee.objects.count() == 1


def test_a_closed_room_opens_to_nobody(held):
    client = come(held)
    opening.close_room(held.meeting, by=held.by)
    assert client.get(held.path).status_code == Client().get(held.path).status_code == 404
    for _turn in range(3):
        client.get(f"{held.path}now/")
    assert not Allowance.objects.filter(key__startswith=mailed_links.WRONG_LINKS.name).exists(), "it is no wrong link"
    assert client.get(held.path.replace("/room/", "/room/x")).status_code == 404
    assert Allowance.objects.filter(key__startswith=mailed_links.WRONG_LINKS.name).exists(), "the control"
    assert say(held, client, "tally").status_code == 404


# ── Reflection, definitions, groups, support ─────────────────────────


def test_a_reflection_is_kept_and_can_be_changed(held):
    client = come(held)
    held.opened("reflection")
    assert re.search(r'data-until="\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d"', text(client.get(held.path))), (
        "what a script reads"
    )
    say(held, client, "reflection", text="Our members look for welders")
    assert "Our members look for welders" in text(client.get(held.path))
    say(held, client, "reflection", text="Welders, and nurses", edition="1")
    assert [one.text for one in Response.objects.all()] == ["Welders, and nurses"]


def test_definitions_stand_side_by_side(held):
    preparing.save_row(held.meeting, Definition, {"source": "Perkins V", "text": "A program of study."}, by=held.by)
    held.opened("definitions")
    assert "A program of study." in text(come(held).get(held.path))


def test_a_small_group_chooses_with_reasons_and_adds_what_is_missing(held):
    groups = held.opened("groups", groups=2)
    client = come(held)
    second = groups.groups.get(position=2)
    assert "Group 2" in text(client.get(held.path))
    say(held, client, "groups", group=str(second.pk))
    first = held.elements[0]
    said = {f"element-{first.pk}": "on", f"why-{first.pk}": "Employers ask for it", "added": "Paid internships"}
    say(held, client, "groups", **said)
    chosen = {one.element.text: one.why for one in second.choices.all()}
    assert chosen == {first.text: "Employers ask for it", "Paid internships": ""}
    assert Element.objects.filter(meeting=held.meeting).count() == 5


def test_support_is_committed_with_what_and_until_when(held):
    client = come(held)
    held.opened("support")
    until = clock.day_of(days_from_now(90))
    say(held, client, "support", kind="time", words="Two days a month", until=until.isoformat())
    row = Commitment.objects.get()
    assert (row.who, row.kind, row.words, row.until) == ("Ana Li", "time", "Two days a month", until)


# ── The vote ─────────────────────────────────────────────────────────


def chosen(held, *numbers):
    return {f"element-{held.elements[n - 1].pk}": "on" for n in numbers}


def test_a_vote_by_a_form_without_script(held):
    held.opened("tally")
    client = come(held)
    assert "It is here" in text(say(held, client, "tally", **chosen(held, 1, 3)))
    assert votes(held) == [1, 0, 1, 0]
    assert text(client.get(held.path)).count("checked") == 2
    say(held, client, "tally", edition="1", **chosen(held, 3))
    assert votes(held) == [0, 0, 1, 0]


def test_a_phone_that_sends_again_counts_once(held):
    """On a bad network the answer is lost, not the vote: the same form is sent until an answer comes."""
    held.opened("tally")
    client = come(held)
    for _turn in range(3):
        say(held, client, "tally", key="same", **chosen(held, 2))
    assert votes(held) == [0, 1, 0, 0]


def test_a_form_that_was_open_before_changes_nothing(held):
    held.opened("tally")
    client = come(held)
    say(held, client, "tally", **chosen(held, 1))
    words = text(say(held, client, "tally", **chosen(held, 4)))
    assert "Something else was sent meanwhile" in words
    assert votes(held) == [1, 0, 0, 0]


def test_what_is_closed_meanwhile_is_said_in_words(held):
    held.opened("tally")
    client = come(held)
    opening.close_activity(held.activity("tally"), by=held.by)
    assert "takes nothing more" in text(say(held, client, "tally", **chosen(held, 1)))
    assert not Ballot.objects.exists()


def test_nobody_votes_for_somebody_else(held):
    """The control of the cookie: without it, or with another one, nobody speaks."""
    held.opened("tally")
    come(held)
    stranger = Client()
    stranger.cookies["device"] = "guessed"
    say(held, stranger, "tally", **chosen(held, 1))
    assert not Ballot.objects.exists()


# ── Going on ─────────────────────────────────────────────────────────


def test_a_phone_hears_that_something_else_is_open(held):
    client = come(held)
    assert client.get(f"{held.path}now/?at=nothing").status_code == 204
    tally = held.opened("tally")
    answer = client.get(f"{held.path}now/?at=nothing")
    assert (answer.status_code, text(answer)) == (200, state_of(tally))
    assert client.get(f"{held.path}now/", {"at": state_of(tally)}).status_code == 204


def test_forty_phones_of_one_campus_wait_for_nobody(held, monkeypatch):
    """One address for all of them; the limits count devices."""
    monkeypatch.setattr(phone.ONE_DEVICE, "most", 5)
    monkeypatch.setattr(phone.WRONG_CODES, "most", 1)
    held.opened("tally")
    phones = [come(held, f"Person {n}", REMOTE_ADDR="203.0.113.9") for n in range(40)]
    assert {one.get(held.path).status_code for one in phones} == {200}
    assert [phones[0].get(f"{held.path}now/").status_code for _turn in range(6)][-1] == 429, "the control"
    assert phones[1].get(held.path).status_code == 200


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_phones_at_the_same_moment(town):
    """Through the pages: all come in and vote at once, each sends twice; the count is exact."""
    held = room(town)
    tally = held.opened("tally")

    def one(n):
        try:
            client = come(held, f"Person {n}")
            for _turn in range(2):
                say(held, client, "tally", key=f"key{n}", **chosen(held, n % 4 + 1))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(12)))
    assert [row.votes for row in tally_of(tally).rows] == [3, 3, 3, 3]
