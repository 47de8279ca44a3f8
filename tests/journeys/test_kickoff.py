"""A kickoff in the room: two phones without an account, the wall, and paper; one phone loses its line, one has no
script (E15–E19, N15).
"""

import re

import pytest
from playwright.sync_api import expect

from guildhall.meetings.actions import opening, planning
from guildhall.meetings.models import Ballot, Response
from guildhall.meetings.queries.tally import tally_of
from tests.journeys.walking import PHONE
from tests.meetings.held import ELEMENTS, room

pytestmark = pytest.mark.browser


@pytest.fixture
def held(town):
    held = room(town)
    planning.add_organizer(held.meeting, town.mesa_teacher, by=held.by)
    return held


def come(visit, held, name, **more):
    phone = visit(width=PHONE, **more)
    phone.go("/room/")
    phone.type("The code that you see in the room", held.meeting.code)
    phone.button("Go on").click()
    phone.type("Your name", name)
    phone.button("Come in").click()
    phone.reads("You are in the room")
    phone.fits()
    return phone


def votes(held):
    return [row.votes for row in tally_of(held.activity("tally")).rows]


def test_a_room_thinks_votes_and_reads_the_wall(town, held, visit):
    desk, wall = visit(held.by), visit(town.mesa_teacher)
    desk.go(f"/meetings/{held.meeting.pk}/room/")
    wall.go(f"/meetings/{held.meeting.pk}/room/projector/")
    wall.reads("Come in with your phone", held.meeting.code)
    ana, ben = come(visit, held, "Ana Li"), come(visit, held, "Ben Ray", script=False)
    desk.go(f"/meetings/{held.meeting.pk}/room/")
    desk.button("Open it").click()
    thinks(ana, ben, held)
    votes_from(ana, ben, desk, wall, held)


def thinks(ana, ben, held):
    """A phone goes on by itself; one without script looks again."""
    ana.type("Your words", "Welders, and nurses")
    ana.button("Send").click()
    ana.reads("It is here. Thank you.", "What you sent is here")
    ben.link("Look again").click()
    ben.type("Your words", "Every agency has rules of its own")
    ben.button("Send").click()
    ben.reads("What you sent is here")
    assert Response.objects.count() == 2


def votes_from(ana, ben, desk, wall, held):
    held.opened("tally")
    expect(wall.page.get_by_role("main")).to_contain_text(ELEMENTS[0], timeout=20_000)
    ben.go(held.path)
    ben.page.get_by_label(ELEMENTS[1], exact=True).check()
    ben.button("Send").click()
    ben.reads("What you sent is here")
    expect(ana.page.get_by_role("main")).to_contain_text(ELEMENTS[0], timeout=20_000)
    ana.fits()
    ana.page.get_by_label(ELEMENTS[0], exact=True).check()
    ana.page.get_by_label(ELEMENTS[1], exact=True).check()
    loses_its_line(ana, held)
    assert votes(held) == [1, 2, 0, 0]
    expect(wall.page.locator(".bars")).to_contain_text(re.compile(r"assessments\s*2"), timeout=20_000)
    desk.go(f"/meetings/{held.meeting.pk}/room/")
    desk.link("Enter papers").click()
    desk.type("Papers", "Dale Whitfield: 2, 4\n3")
    desk.button("Count them").click()
    desk.reads("2 papers are counted")
    assert votes(held) == [1, 3, 1, 1]
    desk.button("Close it").click()
    ben.go(held.path)
    ben.reads("Nothing is open now")
    wall.fits()


def loses_its_line(phone, held):
    """The vote is sent again by itself when the line is back, and counts once."""
    dropped = []

    def drop(route):
        if len(dropped) < 2:
            dropped.append(route)
            if len(dropped) == 2:  # it arrives, and the answer is lost
                route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/say/", drop)
    phone.button("Send").click()
    phone.reads("No connection")
    expect(phone.page.get_by_role("main")).to_contain_text("What you sent is here", timeout=20_000)
    assert Ballot.objects.get(attendee__typed="Ana Li").edition == 1
    phone.complaints.clear()  # the browser tells of the line that was lost


def test_what_is_closed_while_somebody_chooses_is_said_on_their_phone(held, visit):
    ana = come(visit, held, "Ana Li")
    tally = held.opened("tally")
    ana.go(held.path)
    ana.page.get_by_label(ELEMENTS[0], exact=True).check()
    opening.close_activity(tally, by=held.by)
    ana.button("Send").click()
    ana.reads("This is closed: it takes nothing more.")
    assert votes(held) == [0, 0, 0, 0]
