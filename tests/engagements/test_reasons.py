"""Whoever contacts an employer although something speaks against it says why; the operator hears of it (B15, C11)."""

import re
from datetime import timedelta

import pytest

from guildhall.audit.models import Access
from guildhall.employers.actions import editing, key_accounts
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.people.models import Notice
from tests.architecture.sources import ROOT
from tests.permissions.oracle import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    contact = {"family_name": "Ortega", "email": "o@kestrel.example"}
    employer = cast.shared("Kestrel Aerospace", contact=contact).employer
    ada = editing.save_contact(employer, {"family_name": "Nova", "email": "ada@kestrel.example"}, by=cast.mesa_jobs)
    people = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases}
    key_accounts.open_key_account(employer, cast.mesa, **people, contacts=[ada], by=cast.mesa_jobs)
    employer.ada = ada
    return employer


def post(cast, employer, who="harbor_wbl", page="", **more):
    said = {"kind": "call", "summary": "A call", "happened_on": clock.today().isoformat()} | more
    return cast.client(cast.people[who]).post(f"/employers/{employer.pk}/{page}", said)


@pytest.mark.parametrize("page", ["", "log/"])
def test_a_protected_contact_that_nobody_asked_for_needs_a_reason(cast, kestrel, page):
    answer = post(cast, kestrel, page=page, contact=kestrel.ada.pk)
    assert answer.status_code == 200
    assert "Say why all the same" in answer.content.decode()
    assert "A call" in answer.content.decode()  # what was typed is kept
    assert not Engagement.objects.filter(summary="A call").exists()
    answer = post(cast, kestrel, page=page, contact=kestrel.ada.pk, anyway_because="She called back")
    assert answer.status_code == 302
    entry = Engagement.objects.get(summary="A call")
    assert entry.anyway_because == "She called back"
    told = Notice.objects.filter(event="contacted anyway")
    assert set(told.values_list("person", flat=True)) == {cast.mesa_jobs.pk, cast.mesa_cases.pk}
    page = cast.client(cast.mesa_wbl).get(f"/employers/{kestrel.pk}/engagements/{entry.pk}/").content.decode()
    assert "She called back" in page


@pytest.mark.parametrize(("who", "contact"), [("mesa_jobs", "ada"), ("harbor_wbl", "other")])
def test_who_answers_for_a_contact_and_who_calls_another_one_say_nothing(cast, kestrel, who, contact):
    """The control."""
    one = kestrel.ada if contact == "ada" else kestrel.contacts.get(family_name="Ortega")
    assert post(cast, kestrel, who=who, contact=one.pk).status_code == 302
    assert not Notice.objects.filter(event="contacted anyway").exists()


def touched(cast, kestrel, days=1, **more):
    said = Happening("visit", "A tour", clock.today() - timedelta(days), **more)
    record_engagement(kestrel, said, by=cast.mesa_jobs, institution=cast.mesa)


def test_within_the_quiet_period_another_institution_says_why(cast, kestrel):
    touched(cast, kestrel)
    answer = post(cast, kestrel)
    assert "left in peace" in answer.content.decode()
    assert post(cast, kestrel, who="mesa_wbl").status_code == 302  # its own talk goes on
    assert post(cast, kestrel, anyway_because="They wait for our list").status_code == 302


def test_a_correction_is_no_way_round_the_reason(cast, kestrel):
    """Logged as theirs, or with somebody else, and then corrected."""
    they = {"direction": "theirs", "contact": kestrel.ada.pk, "visibility": "region"}
    assert post(cast, kestrel, page="log/", **they).status_code == 302
    entry = Engagement.objects.get(summary="A call")
    page, ours = f"engagements/{entry.pk}/change/", they | {"direction": "ours", "version": entry.version}
    answer = post(cast, kestrel, page=page, **ours)
    assert "Say why all the same" in answer.content.decode()
    assert not Notice.objects.filter(event="contacted anyway").exists()
    assert post(cast, kestrel, page=page, **ours, anyway_because="She called back").status_code == 302
    assert Notice.objects.filter(event="contacted anyway").count() == 2
    entry.refresh_from_db()
    assert entry.anyway_because == "She called back"
    again = ours | {"version": entry.version, "summary": "A long call"}
    assert post(cast, kestrel, page=page, **again).status_code == 302, "the control: who was contacted then is no news"
    assert Notice.objects.filter(event="contacted anyway").count() == 2


@pytest.mark.parametrize("how", ["over", "they came back", "they called us"])
def test_when_it_is_over_or_they_come_to_us_nobody_is_asked(cast, kestrel, how):
    touched(cast, kestrel, days=9 if how == "over" else 1)
    more = {}
    if how == "they came back":
        said = Happening("call", "They called", clock.today(), direction="theirs")
        record_engagement(kestrel, said, by=cast.harbor_wbl, institution=cast.harbor)
    elif how == "they called us":
        more = {"direction": "theirs"}
    assert post(cast, kestrel, page="log/", **more).status_code == 302


def test_addresses_are_shown_in_the_quiet_period_with_a_reason_that_is_kept(cast, kestrel):
    touched(cast, kestrel)
    kestrel.refresh_from_db()
    one = kestrel.contacts.get(family_name="Ortega")
    browser, url = cast.client(cast.harbor_wbl), f"/employers/{kestrel.pk}/contacts/{one.pk}/show/"
    for more in ({}, {"headers": {"HX-Request": "true"}}):
        page = browser.post(url, **more).content.decode()
        assert "o@kestrel.example" not in page
        assert "left in peace" in page
    assert not Access.objects.filter(object_id=str(one.pk)).exists()
    assert "o@kestrel.example" in browser.post(url, {"why": "They wait for our list"}).content.decode()
    assert Access.objects.get(object_id=str(one.pk)).reason == "They wait for our list"


def test_otherwise_they_are_shown_at_once(cast, kestrel):
    one = kestrel.contacts.get(family_name="Ortega")
    url = f"/employers/{kestrel.pk}/contacts/{one.pk}/show/"
    assert "o@kestrel.example" in cast.client(cast.harbor_wbl).post(url).content.decode()


# ── Every door that shows an address (B15) ───────────────────────────


def doors(employer, one, other):
    """Address and fields of each POST that shows the e-mail of `one`; the sources say whether these are all."""
    contact = f"/employers/{employer.pk}/contacts/{one.pk}"
    stale = {"family_name": one.family_name, "email": "typed@kestrel.example", "version": 0}
    return {
        "show": (f"{contact}/show/", {}),
        "change": (f"{contact}/", {"open": "1"}),
        "change, and somebody was quicker": (f"{contact}/", stale),
        "compare": (f"{contact}/merge/", {"other": other.pk}),
        "export": ("/contacts/export/?q=kestrel", {"form": "csv", "addresses": "1"}),
    }


NAMED = ["show", "change", "change, and somebody was quicker", "compare", "export"]


@pytest.fixture
def busy(cast, kestrel):
    """Kestrel in the quiet period of Harbor Point, with two open contacts."""
    editing.save_contact(kestrel, {"family_name": "Ortega-Diaz", "email": "d@kestrel.example"}, by=cast.mesa_jobs)
    touched(cast, kestrel)
    kestrel.refresh_from_db()
    return kestrel


@pytest.mark.parametrize("door", NAMED)
def test_every_door_asks_for_a_reason_and_keeps_it(cast, busy, door):
    one, other = (busy.contacts.get(family_name=name) for name in ("Ortega", "Ortega-Diaz"))
    url, sent = doors(busy, one, other)[door]
    browser = cast.client(cast.harbor_wbl)
    page = text_of(browser.post(url, sent))
    assert "o@kestrel.example" not in page
    assert "left in peace" in page
    assert not Access.objects.filter(object_id=str(one.pk)).exists()
    assert "o@kestrel.example" in text_of(browser.post(url, sent | {"why": "They wait for our list"}))
    assert Access.objects.get(object_id=str(one.pk)).reason == "They wait for our list"
    assert "o@kestrel.example" in text_of(browser.post(url, sent)), "said once a day"
    assert "o@kestrel.example" in text_of(cast.client(cast.mesa_wbl).post(url, sent)), "the control: its own talk"


def test_the_doors_are_all_that_there_are():
    """Whoever shows an address calls `show_address`, and is walked above."""
    found = set()
    for path in (ROOT / "guildhall").rglob("*.py"):
        name = ""
        for match in re.finditer(r"^ *def (\w+)|\bshow_address\(", path.read_text(), re.M):
            name = match[1] or name
            if not match[1]:
                found.add((path.relative_to(ROOT / "guildhall").as_posix(), name))
    assert found == {
        ("demo/keeping.py", "_ask"),
        ("employers/exports.py", "_reach"),
        ("employers/views/contacts.py", "contact_show"),
        ("employers/views/contacts.py", "contact_form"),
        ("employers/views/contacts.py", "_read_again"),
        ("employers/views/contact_merging.py", "_compared"),
    }
