"""A board's year: who is due a seat, a member without an account on a phone, quorum, a vote, advice (journeys 11, 12).

One story in two browsers: the teacher who is secretary at a desk, and somebody of an employer on a phone.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guildhall.boards.links import secret_of_member
from guildhall.boards.models import Member, Motion
from guildhall.lib import clock
from guildhall.placements.actions import accepting, moving
from guildhall.placements.actions.planning import Plan
from guildhall.supervision.questions_of_both import QUESTIONS
from tests.boards.seated import NAMES, comes, convened, full_board, program
from tests.journeys.walking import PHONE
from tests.placements.placed import student

pytestmark = pytest.mark.browser
CLINIC = "Coast Clinic"


@pytest.fixture
def board(town):
    nursing = program(town)
    contact = {"given_name": "Kai", "family_name": "Orr", "email": "kai@clinic.example"}
    clinic = town.shared(CLINIC, contact=contact).employer
    plan = Plan(clinic, "internship_paid", "Ward hours", program=nursing)
    place = accepting.place(student(town, "Ana"), plan, by=town.mesa_wbl)
    moving.start(place, clock.today() - timedelta(30), by=town.mesa_wbl)
    return full_board(town, nursing)


def test_a_seat_follows_a_placement_and_its_member_votes_without_an_account(town, board, visit):
    desk = visit(town.mesa_teacher)
    member = gives_a_seat(desk, board)
    phone = visit(width=PHONE)
    takes_the_seat(phone, member)
    held = convened(town, board)
    meets(town, desk, phone, held, member)
    advises(desk, phone, board, member)
    both_sides(desk, phone, board, member)
    assesses(desk, board)


def gives_a_seat(desk, board):
    """Journey 11: the list of those due a seat, an invitation under the contact rules."""
    desk.go(f"/boards/{board.pk}/due/")
    desk.reads("1 organization places students and has no seat", CLINIC)
    desk.link("Give a seat").click()
    desk.button("Save").click()
    desk.type("A colleague, or somebody of an employer", "Kai")
    desk.button("Search").click()
    desk.button("Choose").click()
    desk.reads("Nobody is written to before you ask them.")
    desk.button("Ask by mail to take the seat").click()
    desk.reads("The letter is on its way.")
    desk.go(f"/boards/{board.pk}/due/")
    desk.reads("Every organization that places students has a seat")
    return Member.objects.get(contact__given_name="Kai")


def takes_the_seat(phone, member):
    """Journey 12: by the link in the letter."""
    member.refresh_from_db()
    phone.go(f"/board/{secret_of_member(member)}/")
    phone.reads("Nursing advisory board", "A seat for Kai Orr")
    phone.fits()
    phone.choose("Yes, I take the seat")
    phone.button("Send the answer").click()
    phone.reads("Thank you. Your answer is kept", "you sit on this board until")
    member.refresh_from_db()
    assert member.state == "serving"


def meets(town, desk, phone, held, member):
    """The quorum stands as people come in; the vote is one for each member."""
    desk.go(f"/meetings/{held.meeting_id}/room/")
    desk.button("Open the room").click()
    phone.go(f"/board/{secret_of_member(member)}/")
    phone.link("Come into the room").click()
    phone.button("I am here: come into the room").click()
    phone.reads("You are in the room")
    desk.go(f"/boards/meetings/{held.pk}/")
    desk.reads("No quorum: 1 of 7 members with a vote are here, 4 are needed")
    for name in NAMES[:3]:
        comes(held, name)
    expect(desk.page.get_by_role("main")).to_contain_text("Quorum: 4 of 7", timeout=20_000)
    desk.link("Put a motion").click()
    desk.type("The motion, as it is put to the vote", "Open the skills lab on Saturdays")
    desk.choose("Something else")
    desk.button("Put it").click()
    desk.button("Open the vote").click()
    expect(phone.page.get_by_role("main")).to_contain_text("Open the skills lab", timeout=20_000)
    phone.choose("Yes")
    phone.fits()
    phone.button("Send").click()
    phone.reads("It is here. Thank you.")
    desk.go(f"/boards/meetings/{held.pk}/")
    desk.reads("1 voted, 3 here not yet")
    desk.button("Close the vote and count").click()
    desk.reads("Carried", "1 for, 0 against")
    assert Motion.objects.get().present == 4


def advises(desk, phone, board, member):
    """What the board recommends, what became of it, and a comment by the link."""
    desk.go(f"/boards/{board.pk}/advice/add/")
    desk.type("Which course, unit or tool?", "Pharmacology")
    desk.type("What does the board recommend?", "Teach it before the first ward.")
    desk.button("Save").click()
    desk.reads("Nobody has decided on it yet.")
    phone.go(f"/board/{secret_of_member(member)}/")
    phone.page.get_by_text("Comment on it").first.click()
    phone.type("What do you say to it?", "So it was at our clinic")
    phone.button("Send the comment").click()
    phone.reads("Your comment is kept.", "You said: So it was at our clinic")
    phone.fits()
    desk.page.reload()
    desk.reads("So it was at our clinic")
    desk.link("Say what becomes of it").click()
    desk.choose("Adopted")
    desk.type("What shows it?", "Course outline of May")
    desk.button("Save the decision").click()
    desk.reads("Course outline of May")
    phone.go(f"/board/{secret_of_member(member)}/")
    phone.reads("What became of our advice", "Adopted")


def both_sides(desk, phone, board, member):
    """Journey 12: the same questions to both sides; of fewer than five answers nothing is shown."""
    phone.go(f"/board/{secret_of_member(member)}/")
    phone.link("Answer, and see what both sides say").click()
    for n, (_code, label) in enumerate(QUESTIONS):
        phone.choose(str(1 + n % 5), within=phone.page.get_by_role("group", name=label))
    phone.fits()
    phone.button("Send").click()
    phone.reads("Nobody sees who said what.", "Not enough answers yet.")
    desk.go(f"/boards/{board.pk}/together/")
    desk.reads("Members who answered: 1 of 7", "Not enough answers yet.")
    desk.link("Answer").click()
    desk.reads("Students come prepared for the work.")


def assesses(desk, board):
    """N12: the self-assessment has filled itself."""
    desk.go(f"/boards/{board.pk}/assessment/")
    expect(desk.page.get_by_role("main")).to_contain_text(re.compile(r"Lines met: \d+ of 13"))
    desk.reads("Every organization that places students has a seat")
    desk.fits()
