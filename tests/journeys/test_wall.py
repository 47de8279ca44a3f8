"""Journey 2: a college types the name of an employer that the region develops, asks, and gets an answer."""

import pytest
from playwright.sync_api import expect

from guildhall.employers.models import Employer
from guildhall.outbox.models import OutgoingEmail
from tests.journeys.walking import PHONE, WIDE

pytestmark = pytest.mark.browser
SECRETS = ("Kestrel Aerospace, Inc.", "Redstone", "kestrel-aero.com", "Ortega", "Airframes")
WALL = "A regional relationship is under way with an employer like this one"


@pytest.fixture
def hidden(town):
    contact = {"family_name": "Ortega", "email": "m.ortega@kestrel-aero.com"}
    more = {"city": "Redstone", "domain": "kestrel-aero.com", "industry": "Airframes", "contact": contact}
    return town.prospect("Kestrel Aerospace, Inc.", **more)


def hits_the_wall(coordinator, pk):
    coordinator.go("/employers/add/")
    coordinator.page.get_by_label("Name", exact=True).press_sequentially("KESTREL AEROSPACE L.L.C.", delay=15)
    coordinator.page.wait_for_timeout(600)
    expect(coordinator.page.locator("#alike")).to_be_empty()
    coordinator.button("Enter the employer").click()
    coordinator.heading(WALL)
    coordinator.reads("Nothing was entered")
    coordinator.does_not_read(*SECRETS, str(pk))
    coordinator.fits()


def answers(director):
    """It is on the director's Today, and answered in the CRM."""
    director.go("/")
    director.reads("Colleges that ask to join", "Two internships in spring")
    director.link("Answer").click()
    director.heading("Regional CRM")
    director.reads("KESTREL AEROSPACE L.L.C.", "Kestrel Aerospace, Inc.")
    director.type("Answer", "Please come along to the plant visit.")
    director.fits()
    director.button("Bring in").click()
    director.reads("has the answer.", "No college waits")


def test_ask_to_join(town, hidden, visit, width):
    coordinator = visit(town.mesa_wbl, width=width)
    before = coordinator.taps()
    hits_the_wall(coordinator, hidden.pk)
    assert Employer.objects.count() == 1
    coordinator.type("What would you like to do with them?", "Two internships in spring")
    coordinator.button("Ask").click()
    coordinator.heading("What we asked the region")
    coordinator.reads("Your question is on its way.", "Waits")
    assert coordinator.taps() - before == 2  # enter, ask
    coordinator.does_not_read(*SECRETS, str(hidden.pk))

    answers(visit(town.director, width=width))

    coordinator.go("/employers/asked/")
    coordinator.reads("You are brought in", "Please come along to the plant visit.")
    coordinator.fits()
    coordinator.go("/")
    coordinator.reads("Answers to you")
    mails = {mail.to: mail for mail in OutgoingEmail.objects.all()}
    assert town.second.email in mails  # the contact for colleges
    answer = mails[town.mesa_wbl.email]
    assert "Please come along to the plant visit." in answer.text


def test_the_outbox_shows_both_letters(town, hidden, visit):
    coordinator = visit(town.mesa_wbl, width=PHONE)
    hits_the_wall(coordinator, hidden.pk)
    coordinator.button("Ask").click()
    answers_plainly = visit(town.director, width=WIDE)
    answers_plainly.go("/crm/requests/")
    answers_plainly.type("Answer", "They are full until summer.")
    answers_plainly.button("Answer only").click()
    answers_plainly.reads("No college waits")
    administrator = visit(town.administrator)
    administrator.menu("Outgoing e-mail")
    administrator.reads(town.second.email, town.mesa_wbl.email)
