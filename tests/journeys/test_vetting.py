"""Journey 1: a director vets an employer and shares it; a college finds it, and the undo hides it again."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.prospects.actions import vetting
from guildhall.prospects.models import Prospect
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
NAME = "Kestrel Aerospace"


def enter(director, name=NAME):
    """From the CRM: what is typed is compared while it is typed."""
    director.menu("Regional CRM")
    director.heading("Regional CRM")
    director.reads("Colleges see no name, count or search result from it.")
    director.link("Add a lead").click()
    director.heading("Add an employer")
    director.page.get_by_label("Name", exact=True).press_sequentially(name, delay=15)
    expect(director.page.locator("#alike")).to_contain_text("Kestral Aerospace Group")
    director.type("Website", "www.kestrel-aero.com")
    director.type("City", "Harbor Point")
    director.type("Last name", "Ortega")
    director.type("E-mail", "m.ortega@kestrel-aero.com")
    director.button("Enter the employer").click()
    if director.page.get_by_role("heading", name="Is it one of these?").is_visible():
        director.button("None of these: enter it as new").click()
    director.heading(name)
    director.reads("is entered. Only those who develop it see it until it is promoted.")


def log_call_and_plan(director):
    if director.phone:
        director.page.locator(".dock").get_by_role("link", name="Log").click()
    else:
        director.link("Log an engagement").click()
    director.choose("Call")
    director.type("In one line", "They want two interns in spring")
    director.button("Save the engagement").click()
    director.reads("It is on the timeline.", "They want two interns in spring")
    director.page.locator(".tabs").get_by_role("link", name="Vetting").click()
    plan = director.page.get_by_role("region", name="Next step")
    director.type("Next step", "Send the agreement", plan)
    director.type("Due", str(clock.today() + timedelta(160)), plan)
    plan.get_by_role("button", name="Save the next step").click()
    director.reads("The next step is noted.")


def answer_criteria(director):
    for number, evidence in ((1, "Register of the state, seen today"), (2, "Certificate, seen today")):
        item = director.page.locator(f"#criterion-{number}")
        director.choose("Yes", item)
        director.type("Evidence", evidence, item)
        item.get_by_role("button", name="Save the answer").click()
        director.reads(f"Criterion {number} is answered.")
    director.reads("2 of 2 answered")


def promote(director, pk):
    director.go(f"/vetting/{pk}/")
    director.link("Preview and promote").click()
    preview = director.page.locator(".seen")
    told = ("Names", "Harbor Point", "Ortega", "None yet. That is fine.")
    for words in (*told, "Criteria, answers and evidence", "Stays here"):
        expect(preview).to_contain_text(words)
    expect(preview).not_to_contain_text("m.ortega@")
    director.fits()
    director.button(f"Promote {NAME}").click()
    director.reads("is shared now. You can undo it for 24 hours.")


@pytest.fixture
def neighbor(town):
    """An employer that everybody sees already and that sounds alike."""
    town.shared("Kestral Aerospace Group", city="Redstone")
    return town


def test_vet_and_promote(neighbor, visit, width):
    town = neighbor
    director = visit(town.director, width=width)
    before = director.taps()
    enter(director)
    pk = Employer.objects.get(name=NAME).pk
    director.fits()
    log_call_and_plan(director)
    answer_criteria(director)
    director.reads("Cannot be promoted yet.")

    second = visit(town.second, width=width)
    second.reads(NAME)  # it waits for a second person on their Today
    second.link(NAME).click()
    second.button("Confirm readiness").click()
    second.reads("Readiness is confirmed.")

    college = visit(town.harbor_wbl, width=width)
    assert college.status_of(f"/employers/{pk}/") == 404
    promote(director, pk)
    assert director.taps() - before <= 16  # entered, called, planned, vetted, promoted
    finds_it(college, pk)

    director.go(f"/vetting/{pk}/")
    director.button("Undo the promotion").click()
    director.reads("The promotion is undone")
    assert college.status_of(f"/employers/{pk}/") == 404
    college.go("/employers/?q=kestral+aerospce")
    college.does_not_read(f"/employers/{pk}/")


def finds_it(college, pk):
    """By a search with two typing errors; the same address, the timeline open, no opportunity yet."""
    college.go("/employers/")
    field = college.page.get_by_role("main").get_by_role("searchbox")
    field.fill("kestral aerospce")
    field.press("Enter")
    expect(college.page).to_have_url(re.compile("q=kestral"))  # the list before it held the name as well
    college.page.get_by_role("link", name=NAME, exact=True).click()
    expect(college.page).to_have_url(f"{college.base}/employers/{pk}/")
    college.reads("They want two interns in spring", "Shared with every institution")
    college.does_not_read("m.ortega@", "Certificate, seen today")
    college.fits()


def test_the_crm_is_closed_to_colleges(town, visit, width):
    hidden = town.prospect("Tern Composites")
    college = visit(town.mesa_wbl, width=width)
    if width == PHONE:
        college.page.locator(".dock").get_by_role("button", name="More").click()
    expect(college.entry("Employers")).to_be_visible()
    expect(college.entry("Regional CRM")).to_have_count(0)
    for path in ("/crm/", "/crm/list/", "/crm/checks/", f"/vetting/{hidden.pk}/", f"/employers/{hidden.pk}/"):
        assert college.status_of(path) in (403, 404), path


def test_without_script(town, visit):
    """Adding, answering and promoting are plain forms."""
    director = visit(town.director, script=False)
    director.go("/employers/add/")
    director.type("Name", NAME)
    director.type("City", "Harbor Point")
    director.button("Enter the employer").click()
    director.heading(NAME)
    answer_criteria(director)
    second = visit(town.second, script=False)
    second.go(f"/vetting/{Employer.objects.get(name=NAME).pk}/")
    second.button("Confirm readiness").click()
    director.page.reload()
    director.link("Preview and promote").click()
    director.button(f"Promote {NAME}").click()
    director.reads("is shared now. You can undo it for 24 hours.")


def focus_on(visitor, name):
    """Press Tab until the thing with this name has the focus."""
    for _press in range(90):
        visitor.page.keyboard.press("Tab")
        here = visitor.page.evaluate(
            "() => { const e = document.activeElement; return ((e.labels && e.labels[0]) || e).innerText.trim() }"
        )
        if re.match(rf"{re.escape(name)}(\s|$)", here):
            return
    raise AssertionError(f"{name} is not reached with the Tab key")


def test_by_keyboard_alone(town, visit):
    """Nobody needs a mouse to add an employer, answer a criterion and promote."""
    director = visit(town.director)
    press = director.page.keyboard
    director.go("/employers/add/")
    focus_on(director, "Name")
    press.type(NAME)
    press.press("Enter")
    director.heading(NAME)
    pk = Employer.objects.get(name=NAME).pk
    focus_on(director, "Yes")
    press.press("Space")
    focus_on(director, "Evidence")
    press.type("Seen on paper")
    press.press("Enter")
    director.reads("Criterion 1 is answered.")
    make_ready(town, pk)
    director.page.reload()
    focus_on(director, "Preview and promote")
    press.press("Enter")
    director.page.wait_for_url("**/promote/")
    focus_on(director, f"Promote {NAME}")
    press.press("Enter")
    director.reads("is shared now. You can undo it for 24 hours.")


def make_ready(town, pk):
    """The rest of the vetting, which others do meanwhile."""
    prospect = Prospect.objects.get(pk=pk)
    for criterion in town.clause("vetting_criteria").criteria.all():
        prospect = vetting.answer(prospect, criterion, "yes", "seen on paper", by=town.director)
    vetting.confirm_readiness(prospect, by=town.second)
