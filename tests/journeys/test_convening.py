"""A state convener, from an empty list to the public page (journey 13).

Purpose, profiles, candidates, the right voices, outreach with five elements, a kickoff with votes from phones, an
agreement, an evaluation, and what is told of it.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guildhall.agreements.models import Agreement
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.meetings.queries.tally import tally_of
from guildhall.partnerships.actions.letters import send_letters
from guildhall.partnerships.models import EvaluationRound, Initiative, ProgressUpdate, Stakeholder
from tests.agreements.drawn import signed
from tests.journeys.papers import (
    BOARD,
    TITLE,
    day,
    has_its_papers_approved,
    is_measured,
    link_in,
    names_what_stands_in_the_way,
)
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


def has_a_purpose(staff):
    """Before anybody is contacted: purpose, why, how, what and when, and what is missing still."""
    staff.menu("Initiatives")
    staff.link("Start an initiative").click()
    staff.type("What is it called?", TITLE)
    staff.type("Purpose statement", "Every student sees a job at the end of each course.")
    staff.type("Why?", "Students repeat what they know.")
    staff.type("How?", "A team drafts, those who decide read.")
    staff.type("What?", "Four pathways.")
    staff.type("When?", "Kickoff in the fall.")
    staff.button("Start it").click()
    staff.heading(TITLE)
    staff.reads("Before you contact anybody", "a profile of whom you look for, an action plan")
    staff.button("Put it before the colleagues").click()
    staff.fits()


def looks_for_the_right_voices(staff):
    staff.link("Whom we look for").click()
    staff.link("Add a profile").click()
    staff.type("Whom do you look for?", "Somebody who decides about standards")
    staff.page.get_by_label("Category").select_option(label="K–12")
    staff.type("Which knowledge and skills?", "What a graduate has to know.")
    staff.type("Which need does it meet?", "Credit that counts.")
    staff.button("Save").click()
    staff.link("Name a candidate").click()
    staff.type("Name of an employer, college or agency", "State board")
    staff.page.get_by_role("search").get_by_role("button").click()
    staff.link("Go on with").click()
    staff.type("Name of somebody else there", "Marguerite Osei")
    staff.type("E-mail", BOARD)
    staff.type("Their own interests", "Fewer students lost.")
    staff.button("Save").click()
    staff.link("Note an interview").click()
    staff.type("How interested are they?", "Very")
    staff.type("Do they have the time and means to serve?", "Two hours a month")
    staff.button("Save").click()
    staff.reads("Two hours a month")
    staff.link("Decide").click()
    staff.choose("Chosen: they become a stakeholder")
    staff.type("Why?", "Decides about standards.")
    staff.button("Save").click()


def confirms_their_role(staff):
    """Coverage is red where nobody decides; the role makes it green."""
    row = Stakeholder.objects.get()
    staff.go(f"/initiatives/{row.initiative_id}/coverage/")
    staff.reads("0 decision makers; at least 1 is needed")
    staff.go(f"/stakeholders/{row.pk}/change/")
    staff.page.get_by_label("Decision maker").check()
    staff.page.get_by_label("Policy development").check()
    staff.type("Responsibilities", "Reads at three key points.")
    staff.button("Save").click()
    staff.go(f"/initiatives/{row.initiative_id}/coverage/")
    staff.reads("1 decision maker; at least 1 is needed", "0 champions; at least 1 is needed")
    staff.fits()
    return row


def reaches_out(staff, row, partner):
    """The missing element is named; the partner says yes without an account, and chooses how often they hear."""
    staff.go(f"/initiatives/{row.initiative_id}/plan/add/")
    staff.type("What is to be done?", "A letter to parents")
    staff.page.get_by_label("Part of the work").select_option(label="Process and logistics")
    staff.choose("Communication")
    staff.button("Save").click()
    staff.go(f"/stakeholders/{row.pk}/write/")
    staff.type("3. Why them, and what they get out of it", "Your schools send fewer students to repeat.")
    staff.type("4. Incentives and supports", "We pay travel.")
    staff.type("5. Important dates", "")
    staff.button("Send it").click()
    staff.reads("important dates")
    staff.type("5. Important dates", "October 3")
    staff.button("Send it").click()
    staff.reads("Sent.")
    partner.go(link_in("outreach to a stakeholder", "part", BOARD))
    partner.reads("October 3")
    partner.choose("Yes, I take it")
    partner.button("Send the answer").click()
    partner.link("Choose how often you hear how it goes").click()
    partner.choose("Each update, when it is published")
    partner.button("Keep this").click()
    partner.reads("Kept")
    partner.fits()


def holds_the_kickoff(staff, row, visit):
    """Planned from the initiative; two phones vote without an account."""
    staff.go(f"/initiatives/{row.initiative_id}/together/")
    staff.link("Plan a meeting").click()
    staff.type("Title", "Kickoff")
    staff.type("Day", day(0))
    staff.type("from", "00:05")
    staff.type("until", "23:55")
    staff.page.get_by_label(re.compile("check list and the hours of a kickoff")).check()
    staff.button("Plan it").click()
    meeting = Meeting.objects.get()
    for element in ("Places to learn at work", "Fewer tests"):
        staff.go(f"/meetings/{meeting.pk}/lines/elements/add/")
        staff.type("Element", element)
        staff.button("Save").click()
    staff.go(f"/meetings/{meeting.pk}/room/")
    staff.button("Open the room").click()
    meeting.refresh_from_db()
    tally = meeting.activities.filter(kind="tally").first()
    for one in meeting.activities.order_by("position"):
        staff.button("Open it").click()
        if one.pk == tally.pk:
            break
        staff.button("Close it").click()
    for name in ("Ana Li", "Ben Ray"):
        phone = visit(width=PHONE)
        phone.go("/room/")
        phone.type("The code that you see in the room", meeting.code)
        phone.button("Go on").click()
        phone.type("Or type your name", name)
        phone.button("Come in").click()
        phone.page.get_by_label("Fewer tests", exact=True).check()
        phone.button("Send").click()
        phone.reads("What you sent is here")
        phone.fits()
    assert [one.votes for one in tally_of(tally).rows] == [0, 2]


def agrees(staff, row, town, employer):
    """An agreement with a duty, signed by both, stands with the initiative and says who owes what."""
    staff.go(f"/employers/{employer.pk}/agreements/add/")
    staff.type("Title", "Places at Kestrel")
    staff.button("Begin the draft").click()
    staff.link("Change").click()
    staff.type("Terms", "Each intern has a mentor.")
    staff.button("Save").click()
    staff.link("Add what a side does").click()
    staff.page.get_by_label("Who does it?").select_option(label="Kestrel Aerospace")
    staff.type("What, in one line?", "host interns")
    staff.type("How many?", "6")
    staff.page.get_by_label("What counts?").select_option(label="students who begin a placement")
    staff.button("Save").click()
    signed(Agreement.objects.get(), by=town.mesa_convener)
    staff.go(f"/initiatives/{row.initiative_id}/together/")
    staff.page.get_by_text("Link an agreement").click()
    staff.page.get_by_label("An agreement that is there already").select_option(label="Places at Kestrel")
    staff.button("Link it").click()
    staff.go(f"/initiatives/{row.initiative_id}/roles/")
    staff.reads("Kestrel Aerospace has duties under an agreement, and no part in the initiative.")
    staff.reads("0 of 6 by")
    staff.fits()


def evaluates(staff, row, partner):
    """Both sides are asked the same; of one answer nothing is shown."""
    staff.go(f"/initiatives/{row.initiative_id}/evaluation/")
    staff.link("Ask both sides").click()
    staff.type("Until", day(7))
    staff.button("Ask them").click()
    staff.reads("Nothing is shown until it is over.")
    partner.go(link_in("evaluation of an initiative", "how-it-goes", BOARD))
    for group in partner.page.get_by_role("main").locator("fieldset").all():
        group.locator(".segment").nth(3).click()
    partner.button("Send the answer").click()
    partner.reads("Thank you.")
    ended = {"opened_on": clock.today() - timedelta(9), "until": clock.today() - timedelta(1)}
    EvaluationRound.objects.update(**ended)
    staff.page.reload()
    staff.reads("too few")


def tells(staff, row, partner, reader, send):
    """What is published keeps its figures, goes to who chose so, to paper, and to everybody."""
    staff.go(f"/initiatives/{row.initiative_id}/updates/")
    staff.link("Write an update").click()
    staff.type("Title", "The right people are at the table")
    staff.type("In two sentences", "One partner has taken a part.")
    staff.page.get_by_label("Partners with a part").check()
    staff.page.get_by_label("Meetings held").check()
    staff.page.get_by_label("For which line of the communications plan?").select_option(label="A letter to parents")
    staff.page.get_by_label("That line is done when it is published").check()
    staff.page.get_by_label("Everybody may read it").check()
    staff.button("Save the draft").click()
    staff.button("Publish it").click()
    staff.reads("Published, for everybody")
    staff.link("For the media").click()
    staff.reads("as of", "Questions")
    staff.go(f"/initiatives/{row.initiative_id}/plan/?view=done")
    staff.reads("A letter to parents")
    send()
    partner.go(link_in("progress update", "how-often", BOARD))
    partner.reads("One partner has taken a part.")
    staff.go(f"/initiatives/{row.initiative_id}/shared/")
    staff.button("Make it public").click()
    reader.go(f"/public/initiatives/{row.initiative_id}/")
    reader.link("The right people are at the table").click()
    reader.reads("One partner has taken a part.", "Partners with a part")
    reader.does_not_read("Marguerite Osei", "Two hours a month")
    reader.fits()


def test_a_convener_from_a_purpose_to_the_public_page(town, visit):
    employer = town.shared("Kestrel Aerospace", contact=CONTACT).employer
    staff, partner = visit(town.mesa_convener), visit(width=PHONE)
    has_a_purpose(staff)
    looks_for_the_right_voices(staff)
    row = confirms_their_role(staff)
    reaches_out(staff, row, partner)
    has_its_papers_approved(staff, row, partner)
    names_what_stands_in_the_way(staff, row)
    holds_the_kickoff(staff, row, visit)
    agrees(staff, row, town, employer)
    evaluates(staff, row, partner)
    is_measured(staff, row)
    tells(staff, row, partner, visit(width=PHONE), send_letters)
    assert Initiative.objects.get().public_at
    shown = ProgressUpdate.objects.get().figures.get(key="accepted")
    assert shown.value == {"n": 1}
    expect(staff.page.locator("h1")).to_have_text(TITLE)
