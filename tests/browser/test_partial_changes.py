"""Where only a part of a page changes, the focus is not lost, and a place that stays says what is new (R18)."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import short, templates
from tests.permissions.world import canary

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ASKS = re.compile(r"hx-(?:get|post)=")
# Templates of parts that change by themselves or with those of another template.
OTHERS = {
    "meetings/projector.html": "nobody has pressed anything: the wall follows the room",
    "imports/working.html": "nobody has pressed anything: the bar moves on by itself",
    "cotton/list_search.html": "the directory, the contacts and the CRM list are searched by it",
}


def cases(world):
    """By template: who, where, and what is done there."""
    shared, batch = world.records["shared"].employer.pk, world.batches["mesa"].pk
    name = canary("shared", "name")[:6]
    return {
        "ui/staff.html": ("mesa_wbl", "/", ("type", "#q-top", name)),
        "engagements/pick.html": ("mesa_wbl", "/log/", ("type", "#pick-q", name)),
        "employers/directory.html": ("mesa_wbl", "/employers/", ("type", "#id_q", name)),
        "employers/contact_list.html": ("mesa_wbl", "/contacts/", ("type", "#id_q", "a")),
        "prospects/list.html": ("director", "/crm/list/", ("type", "#id_q", "a")),
        "prospects/add.html": ("mesa_wbl", "/employers/add/", ("type", "#id_name", canary("shared", "name"))),
        "employers/contact_address.html": (
            "mesa_wbl", f"/employers/{shared}/contacts/", ("press", "form[hx-post*='/show/'] button", "")),
        "employers/duplicate.html": (
            "director", f"/duplicates/{world.more['pair'].pk}/", ("press", "input[name=survivor]:not(:checked)", "")),
        "imports/row.html": ("mesa_wbl", f"/imports/{batch}/", ("press", ".review-row footer button[value=skip]", "")),
    }  # fmt: skip


def test_every_partial_change_is_walked():
    asking = {short(p).split("/templates/")[1] for p in templates() if ASKS.search(p.read_text())}
    walked = {*cases_of_names(), *OTHERS, "employers/duplicate_choice.html"}
    assert asking <= walked, asking - walked


def cases_of_names():
    """The names of the cases, without a world."""
    source = re.findall(r'^        "([\w/]+\.html)": \(', Path(__file__).read_text(), re.M)
    assert len(source) > 8
    return source


def changed(window, path, act):
    """Open a page, do something: (where the focus is, what is said)."""
    how, selector, words = act
    page = window.page
    assert window.open(path) == 200, path
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        if how == "type":
            page.locator(selector).press_sequentially(words, delay=5)
        else:
            page.locator(selector).first.focus()
            page.keyboard.press(" ")
    page.wait_for_timeout(250)
    focus = page.evaluate("document.activeElement.localName")
    said = page.evaluate("[...document.querySelectorAll('#told, #messages, #alike')].map(e => e.innerText).join(' ')")
    return focus, said.strip()


def test_focus_stays_and_the_change_is_said(site, sign_in):
    world, _address = site
    wrong = []
    for name, (who, path, act) in cases(world).items():
        window = sign_in(who)
        focus, said = changed(window, path, act)
        wrong += [f"{name}: the focus is on the {focus}"] if focus in ("body", "html") else []
        wrong += [f"{name}: nothing is said"] if not said else []
        window.close()
    assert not wrong, "\n".join(wrong)


def test_a_lost_focus_would_be_found(site, sign_in):
    """The control: without the script's care the pressed button takes the focus with it."""
    world, _address = site
    who, path, act = cases(world)["employers/contact_address.html"]
    window = sign_in(who)
    script = "addEventListener('htmx:afterSettle', e => e.stopImmediatePropagation(), true)"
    window.page.add_init_script(script)
    focus, said = changed(window, path, act)
    assert focus == "body"
    assert not said
