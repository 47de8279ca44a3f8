"""Journey 3: a coordinator's Monday morning; and a promise that goes from director to college and back (N3, N7)."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guildhall.engagements.actions import following, holding
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement, FollowUp
from guildhall.lib import clock

pytestmark = pytest.mark.browser


@pytest.fixture
def monday(town):
    """An employer that another college called yesterday, and a promise that is due today."""
    contact = {"given_name": "Grant", "family_name": "Sewell", "email": "grant@kestrel-aero.example"}
    town.kestrel = town.shared("Kestrel Aerospace", contact=contact, industry="Aircraft parts").employer
    yesterday = clock.today() - timedelta(1)
    call = Happening("call", "Asked about a tour", yesterday, contact=town.kestrel.contacts.get())
    record_engagement(town.kestrel, call, by=town.harbor_wbl, institution=town.harbor)
    asked = following.Promise("Send the spring dates", town.mesa_wbl, clock.today(), asker=town.director)
    following.promise(town.kestrel, asked, by=town.director, institution=town.region)
    return town


def test_monday_morning(monday, visit, width):
    teresa = visit(monday.mesa_wbl, width=width)
    teresa.reads("Send the spring dates", "due today")
    teresa.link("Kestrel Aerospace").click()
    teresa.reads("Before you contact", "Harbor Point College was in touch", "Asked about a tour")
    teresa.fits()
    before = teresa.taps()
    if teresa.phone:
        teresa.page.locator(".dock").get_by_role("link", name="Log").click()
    else:
        teresa.page.get_by_text("Log an engagement", exact=True).first.click()
    teresa.choose("Visit")
    teresa.type("In one line", "Walked the composites bay")
    teresa.type("Themes", "Composites, Badges")
    teresa.type("What is to be done?", "Send intern names for badges")
    teresa.button("Save the engagement").click()
    teresa.type("Why all the same?", "They had invited us weeks ago")
    teresa.button("Save the engagement").click()
    teresa.reads("It is on the timeline, with its follow-up.", "Walked the composites bay", "Badges")
    assert teresa.taps() - before <= 4  # a reason was asked for, too
    teresa.reads("Send intern names for badges")
    teresa.fits()
    entry = Engagement.objects.get(summary="Walked the composites bay")
    assert entry.follow_ups.get().owner == monday.mesa_wbl

    teresa.go("/")
    row = teresa.page.locator("li").filter(has_text="Send the spring dates")
    row.get_by_role("button", name="Mark done").click()
    teresa.reads("Reported. It closes when the other side confirms.")

    ruth = visit(monday.director, width=width)
    ruth.reads("Do next")
    ruth.link("Send the spring dates").click()
    ruth.type("A word, or what is missing", "The dates of March are missing")
    ruth.button("Send it back").click()
    ruth.reads("Sent back: it is open again.")

    teresa.go("/")
    teresa.link("Send the spring dates").click()
    teresa.reads("The dates of March are missing")
    teresa.type("What was done?", "March as well")
    teresa.button("Mark done").click()
    ruth.go("/")
    row = ruth.page.locator("li").filter(has_text="Send the spring dates")
    row.get_by_role("button", name="Confirm").click()
    ruth.reads("Confirmed. It is closed.")
    ruth.go("/follow-ups/kept/")
    ruth.fits()
    done = FollowUp.objects.get(what="Send the spring dates")
    assert (done.state, done.bounces) == ("confirmed", 1)


def test_an_ask_that_does_not_fit_says_when_it_would(monday, visit, width):
    holding.set_limit(monday.kestrel, {"most": 1, "days": 30, "said": "Grant, by telephone"}, by=monday.mesa_wbl)
    monday.shared("Tern Composites")
    teresa = visit(monday.mesa_wbl, width=width)
    teresa.go(f"/employers/{monday.kestrel.pk}/")
    teresa.reads("Wait until")
    if teresa.phone:  # one line that opens
        teresa.page.locator(".before summary").first.click()
    teresa.reads("is contacted at most once in 30 days (Grant, by telephone)")
    teresa.link("Plan an ask").click()
    teresa.type("What is it about?", "Internships in spring")
    teresa.button("Reserve the day").click()
    teresa.reads("Not planned, nothing was changed", "Similar and asked less:", "Tern Composites")
    teresa.fits()
    free = (clock.today() + timedelta(29)).isoformat()
    teresa.page.get_by_label("On which day?").fill(free)
    teresa.button("Reserve the day").click()
    teresa.reads("Its place is reserved.")
    if teresa.phone:
        teresa.page.locator(".before summary").first.click()
    teresa.reads("Internships in spring")
    owen = visit(monday.harbor_wbl, width=width)
    owen.go(f"/employers/{monday.kestrel.pk}/ask/")
    owen.type("What is it about?", "A tour for our class")
    owen.page.get_by_label("On which day?").fill(free)
    owen.button("Reserve the day").click()
    owen.reads("Somebody else is about to ask as well")
    owen.link("Ask together").click()
    owen.type("What would your institution like to talk about?", "A tour for our class")
    owen.button("Ask together").click()
    owen.reads("You ask together now: one contact instead of two.")
    owen.fits()


def test_logging_without_script(monday, visit):
    teresa = visit(monday.mesa_wbl, script=False)
    teresa.go(f"/employers/{monday.kestrel.pk}/?log")
    teresa.choose("Call")
    teresa.type("In one line", "Spoke on the telephone")
    teresa.button("More details").click()
    teresa.type("What came of it?", "They agree")
    expect(teresa.page.get_by_label("In one line")).to_have_value("Spoke on the telephone")
    teresa.button("Save the engagement").click()
    teresa.type("Why all the same?", "They had asked us to call")
    teresa.button("Save the engagement").click()
    assert Engagement.objects.get(summary="Spoke on the telephone").outcome == "They agree"
