"""What was typed survives the end of the session, on this device and for this person only (R20)."""

import json

import pytest
from playwright.sync_api import expect

from guildhall.employers.actions import editing
from guildhall.lib import clock
from tests.journeys.test_event_day import signed_in
from tests.journeys.walking import PASSWORD
from tests.supervision.placed import placed

pytestmark = pytest.mark.browser
WORDS = "Two interns in May; call Jo at (555) 010-7733 first"


@pytest.fixture
def kestrel(town):
    employer = town.shared("Kestrel Aerospace").employer
    editing.save_contact(employer, {"family_name": "Doyle", "email": "doyle@kestrel.example"}, by=town.mesa_wbl)
    return employer


def drafts(visitor):
    """What lies on the device."""
    return visitor.page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('draft:'))")


def begin_to_log(visitor, employer):
    visitor.go(f"/employers/{employer.pk}/log/")
    visitor.page.locator("[name=summary]").fill(WORDS)
    for _try in range(50):
        if drafts(visitor):
            return
        visitor.page.wait_for_timeout(100)
    raise AssertionError("nothing was kept")


def test_words_come_back_after_the_session_has_ended(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    begin_to_log(teresa, kestrel)
    teresa.context.clear_cookies(name="sessionid")
    teresa.page.locator("form[data-guard] button.primary").first.click()
    teresa.page.wait_for_url("**/account/login/**")
    expect(teresa.page.locator("#messages")).to_contain_text("kept on this device")
    teresa.type_password(town.mesa_wbl.email, PASSWORD)
    teresa.page.wait_for_url("**/log/")
    expect(teresa.page.locator("[name=summary]")).to_have_value(WORDS)
    expect(teresa.page.locator("#messages")).to_contain_text("is back")
    teresa.page.locator("form[data-guard] button.primary").first.click()
    expect(teresa.page.locator("#messages .success, #messages .good")).to_have_count(1)
    assert drafts(teresa) == []
    assert kestrel.engagements.exclude(kind="act").get().summary == WORDS


def test_a_closed_tab_loses_nothing_and_a_draft_can_be_dropped(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    begin_to_log(teresa, kestrel)
    page = teresa.page
    page.once("dialog", lambda dialog: dialog.accept())
    teresa.go(f"/employers/{kestrel.pk}/log/")
    expect(page.locator("[name=summary]")).to_have_value(WORDS)
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator("[name=summary]")).to_have_value("")
    assert drafts(teresa) == []


def test_a_draft_is_of_nobody_else_and_cannot_be_read_on_the_device(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    begin_to_log(teresa, kestrel)
    [(name, kept)] = drafts(teresa)
    assert "interns" not in kept and "010-7733" not in kept
    assert set(json.loads(kept)) == {"at", "sent", "iv", "text"}
    teresa.page.once("dialog", lambda dialog: dialog.accept())
    teresa.context.clear_cookies()
    teresa.sign_in(town.mesa_jobs)
    teresa.go(f"/employers/{kestrel.pk}/log/")
    expect(teresa.page.locator("[name=summary]")).to_have_value("")
    assert [one for one, _text in drafts(teresa)] == [name]  # it waits for whoever typed it


def test_a_part_of_a_page_never_becomes_a_whole_page(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    teresa.go(f"/employers/{kestrel.pk}/contacts/")
    teresa.context.clear_cookies(name="sessionid")
    teresa.page.get_by_role("button", name="Show").first.click()
    teresa.page.wait_for_url("**/account/login/?next=**")
    teresa.type_password(town.mesa_wbl.email, PASSWORD)
    teresa.page.wait_for_url(f"**/employers/{kestrel.pk}/contacts/")


def test_without_a_connection_a_sentence_stands_there(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    teresa.go(f"/employers/{kestrel.pk}/contacts/")
    teresa.context.set_offline(True)
    teresa.page.get_by_role("button", name="Show").first.click()
    expect(teresa.page.locator("#messages")).to_contain_text("could not be reached")
    teresa.complaints.clear()  # the browser says so as well


def test_the_list_above_is_as_it_was(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    teresa.go("/employers/?q=kestrel")
    teresa.page.get_by_role("link", name="Kestrel Aerospace").first.click()
    teresa.page.locator(".crumbs a").first.click()
    teresa.page.wait_for_url("**/employers/?q=kestrel")


def test_what_came_back_with_an_error_is_kept_whole(town, kestrel, visit):
    teresa = visit(town.mesa_wbl)
    begin_to_log(teresa, kestrel)
    page = teresa.page
    page.locator("[name=happened_on]").evaluate("(field) => { field.type = 'text'; }")
    page.locator("[name=happened_on]").fill("someday")
    page.locator("form[data-guard] button.primary").first.click()
    expect(page.locator("#errors")).to_have_count(1)
    page.locator("[name=happened_on]").fill(clock.today().isoformat())
    page.wait_for_timeout(800)
    page.once("dialog", lambda dialog: dialog.accept())
    teresa.go(f"/employers/{kestrel.pk}/log/")
    expect(page.locator("[name=summary]")).to_have_value(WORDS)


def test_a_draft_belongs_to_the_whole_address(town, visit):
    teresa = visit(town.director)
    teresa.go("/employers/add/?name=Alpha")
    teresa.page.locator("[name=street]").fill("1 Alpha Street")
    for _try in range(50):
        if drafts(teresa):
            break
        teresa.page.wait_for_timeout(100)
    teresa.page.once("dialog", lambda dialog: dialog.accept())
    teresa.go("/employers/add/?name=Beta")
    teresa.page.wait_for_timeout(300)
    expect(teresa.page.locator("[name=street]")).to_have_value("")


def test_a_student_keeps_what_was_typed_as_well(town, visit):
    """At the door the page says that the words are kept, without a connection as well; then they are back (R20)."""
    ours = placed(town)
    nia = signed_in(visit, ours.registration, town.mesa_wbl)
    nia.go(f"/student/placements/{ours.placement.pk}/reflect/")
    nia.page.locator("textarea").first.fill(WORDS)
    nia.context.set_offline(True)
    nia.button("Send").click()
    expect(nia.page.locator("#messages")).to_contain_text("no connection")
    nia.context.set_offline(False)
    nia.context.clear_cookies(name="guildhall_student")
    nia.button("Send").click()
    nia.page.wait_for_url("**/student/sign-in/**")
    expect(nia.page.locator("#messages")).to_contain_text("kept on this device")
    again = signed_in(visit, ours.registration, town.mesa_wbl)
    nia.context.add_cookies(again.context.cookies())
    nia.go(f"/student/placements/{ours.placement.pk}/reflect/")
    expect(nia.page.locator("textarea").first).to_have_value(WORDS)
