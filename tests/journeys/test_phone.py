"""On a phone: long words, wide tables and long forms fit, and nothing is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guildhall.community.actions import challenges, improvements
from guildhall.employers.actions import editing
from guildhall.engagements.actions import easing, following
from guildhall.engagements.actions.recording import Happening
from guildhall.lib import clock
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
LINK = "https://kestrel-aero.example/" + "a" * 165


@pytest.fixture
def kestrel(town):
    """An employer with a link for a summary and for a promise: one word of 190 letters."""
    found = town.shared("Kestrel Aerospace").employer
    promised = following.Promise(LINK, town.mesa_wbl, clock.today(), asker=town.director)
    call = Happening("call", LINK, clock.today())
    following.log(found, call, promised, by=town.mesa_wbl, institution=town.mesa)
    return found


def test_a_long_word_widens_no_page(town, kestrel, visit):
    teresa = visit(town.mesa_wbl, width=PHONE)
    pages = ("/", "/employers/", "/follow-ups/", "/activity/", f"/employers/{kestrel.pk}/")
    for path in (*pages, f"/employers/{kestrel.pk}/follow-ups/", f"/employers/{kestrel.pk}/counted/"):
        teresa.go(path)
        teresa.fits()


def test_a_long_word_widens_no_page_of_the_community_either(town, kestrel, visit):
    teresa, mesa = visit(town.mesa_wbl, width=PHONE), {"by": town.mesa_wbl, "institution": town.mesa}
    row = challenges.raise_challenge(LINK[:150], LINK, **mesa)
    challenges.contribute(row, LINK, **mesa)
    wish = improvements.suggest("wish", LINK[:150], LINK, **mesa)
    note = editing.write_note(kestrel, LINK, **mesa)
    easing.take_off(kestrel, easing.Taken("transport", LINK, clock.today()), **mesa)
    of = {
        "challenge": row.pk,
        "improvement": wish.pk,
        "employer-relationship": kestrel.pk,
        "employer-notes": kestrel.pk,
    }
    paths = [reverse(name, args=[pk]) for name, pk in of.items()]
    paths += [reverse(name) for name in ("challenges", "improvements", "next-opportunities", "burden")]
    for path in (*paths, reverse("note-change", args=[kestrel.pk, note.pk])):
        teresa.go(path)
        teresa.fits()


def test_no_number_is_lost(town, kestrel, visit):
    teresa = visit(town.mesa_wbl, width=PHONE)
    teresa.go("/contact-load/")
    row = teresa.page.locator("tbody tr").first
    for label in ("In 30 days", "by institutions", "In 90 days", "to people", "Most in any 30 days"):
        assert row.locator(f'td[data-label="{label}"]').is_visible(), label
    teresa.go("/follow-ups/kept/")
    row = teresa.page.locator("tbody tr").first
    for label in ("Promised", "Confirmed", "On time", "Sent back", "Overdue now", "Days late"):
        assert row.locator(f'td[data-label="{label}"]').is_visible(), label


def test_an_engagement_is_logged_in_half_a_minute(town, kestrel, visit):
    teresa = visit(town.mesa_wbl, width=PHONE)
    teresa.go("/")
    teresa.page.locator(".dock").get_by_role("link", name="Log").click()
    teresa.link("Kestrel Aerospace").click()
    teresa.type("In one line", "Spoke on the telephone")
    teresa.type("What is to be done?", "Send the dates")
    assert "Mesa Wbl" not in teresa.page.get_by_label("Who does it?").inner_text(), "“I do” says it already"
    line = teresa.page.get_by_label("In one line").bounding_box()
    assert line["y"] + line["height"] < 900, "the only words that are needed stand on the first screen"
    assert not teresa.page.get_by_label("What came of it?").is_visible()
    teresa.page.get_by_text("More about it").click()
    teresa.type("What came of it?", "They agree")
    teresa.page.get_by_label("When?", exact=True).fill("2100-01-01")
    teresa.button("Save the engagement").click()
    expect(teresa.page.get_by_label("What came of it?")).to_have_value("They agree")
    assert teresa.page.get_by_label("What came of it?").is_visible(), "what was typed is not folded away"
    teresa.page.get_by_label("When?", exact=True).fill(clock.today().isoformat())
    teresa.button("Save the engagement").click()
    teresa.reads("It is on the timeline, with its follow-up.")


def test_what_to_know_before_a_contact_stands_on_the_first_screen(town, kestrel, visit):
    teresa = visit(town.mesa_wbl, width=PHONE)
    teresa.go(f"/employers/{kestrel.pk}/")
    assert teresa.page.locator("#before + .verdict, #before").first.bounding_box()["y"] < 650
    assert teresa.page.locator(".timeline > :nth-child(2)").bounding_box()["y"] < 700, "what happened begins there, too"
    assert teresa.page.title().startswith("Kestrel Aerospace")
    teresa.go(f"/employers/{kestrel.pk}/asks/")
    assert teresa.page.title() == "Asks · Kestrel Aerospace · Guildhall"
