"""On a phone: long words, wide tables and long forms fit, and nothing is lost."""

import pytest

from guildhall.engagements.actions import following
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
    for path in (*pages, f"/employers/{kestrel.pk}/follow-ups/"):
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
