"""Journey 4, its beginning: a director enters what an employer offers, a college approves it, another college finds it
on its own terms, and the employer's page counts it (B2, B6, B16).
"""

import pytest

from tests.journeys.walking import WIDE

pytestmark = pytest.mark.browser


def enters(director, employer, college):
    director.go(f"/employers/{employer.pk}/opportunities/")
    director.reads("They have offered nothing yet")
    director.link("They offer something").click()
    director.page.get_by_label("What do they offer?").select_option("internship_paid")
    director.type("Title", "Summer interns, quality control")
    director.page.get_by_label("Places").first.fill("6")
    director.page.get_by_label("Pay from ($)").fill("21")
    director.page.locator("[name=pay_per]").select_option("hour")
    director.page.get_by_label("Which institution looks after it?").select_option(label=college.name)
    director.fits()
    director.button("Enter the opportunity").click()
    director.reads("waits for approval")


def approves(coordinator):
    coordinator.go("/opportunities/approval/")
    coordinator.link("Decide").click()
    coordinator.heading("Summer interns, quality control")
    coordinator.fits()
    coordinator.button("Approve it").click()
    coordinator.reads("It is posted.")


def finds(colleague, employer):
    colleague.go("/opportunities/?q=quality&paid=on")
    colleague.reads("Summer interns, quality control", "6 places")
    colleague.fits()
    colleague.go(f"/employers/{employer.pk}/opportunities/")
    colleague.reads("1 opportunity is open today", "with 6 places")
    colleague.fits()


def test_from_an_offer_to_another_college(town, visit, width):
    employer = town.shared("Kestrel Aerospace").employer
    enters(visit(town.director, width=width), employer, town.mesa)
    colleague = visit(town.harbor_wbl, width=width)
    colleague.go("/opportunities/")
    colleague.does_not_read("Summer interns")
    approves(visit(town.mesa_wbl, width=width))
    finds(colleague, employer)


def test_without_script(town, visit):
    """Entering and searching need none."""
    employer = town.shared("Kestrel Aerospace").employer
    enters(visit(town.director, width=WIDE, script=False), employer, town.mesa)
