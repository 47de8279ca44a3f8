"""A door in a basement: the page is loaded anew without a connection, and what is refused holds nothing up (ADR 51)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.engagements.models import Engagement
from guildhall.events.actions.taking_part import Part, name_employer
from guildhall.events.models import Occurrence
from guildhall.lib import clock
from tests.bookings.at_the_door import booked, student
from tests.events.plans import published
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
KEPT = "async () => (await (await caches.open('door-lists')).keys()).length"


@pytest.fixture
def taken(town):
    """Two students of Mesa at a talk in two hours."""
    starts = clock.now().replace(second=0, microsecond=0) + timedelta(hours=2)
    event = published(town, "Aircraft talk", starts_at=starts, capacity=20)
    return [booked(event, student(town, name), town.mesa_wbl) for name in ("Nia", "Zoe")]


def row_of(door, booking):
    return door.page.locator(f'[data-row="{booking.pk}"]')


def test_a_door_without_a_connection(town, taken, visit):
    nia, zoe = taken
    door = visit(town.mesa_wbl, width=PHONE)
    door.go(f"/events/lists/{nia.roll_id}/door/")
    door.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert door.page.evaluate(KEPT) == 1
    door.context.set_offline(True)
    row_of(door, nia).get_by_role("button", name="Here").click()
    expect(row_of(door, nia).get_by_text("waits for a connection")).to_be_visible()
    door.page.reload()
    door.reads("No connection. This is the list as it was on this device at", "Nia Zamora", "Zoe Zamora")
    expect(row_of(door, nia).get_by_text("waits for a connection")).to_be_visible()
    door.type("Code", "NOTACODE")
    door.button("Here").click()
    row_of(door, zoe).get_by_role("button", name="Here").click()
    expect(door.page.locator("[data-waiting]")).to_contain_text("waits on this device: 3.")
    another_tab_reads_no_names(door, nia)
    door.context.set_offline(False)
    expect(row_of(door, zoe).get_by_text("here since")).to_be_visible()
    assert set(Booking.objects.filter(came_at__isnull=False)) == {nia, zoe}
    what_was_refused_is_seen_to(door)
    door.complaints.clear()  # the browser notes that there was no connection


def test_an_employer_is_tapped_without_a_connection(town, taken, visit):
    nia = taken[0]
    employer = town.shared("Kestrel Aerospace").employer
    part = name_employer(nia.event, employer, Part(), by=town.mesa_wbl)
    person = book(Wish(nia.event, nia.roll.starts_at, uuid4()), Comer(employer=employer, name="Mo"), by=town.mesa_wbl)
    door = visit(town.mesa_wbl, width=PHONE)
    door.go(f"/events/lists/{nia.roll_id}/door/")
    row = door.page.locator(f'[data-row="{part.pk}"]')
    door.context.set_offline(True)
    row.get_by_role("button", name="Here").click()
    expect(row.get_by_text("waits for a connection")).to_be_visible()
    door.context.set_offline(False)
    expect(row.get_by_text("here since")).to_be_visible()
    row.get_by_role("button", name="Not here").click()
    expect(door.page.get_by_text("Kestrel Aerospace is not here after all.")).to_be_visible()
    assert not Engagement.objects.standing().filter(employer=employer, kind="event").exists()
    door.type("Code", person.code)
    door.button("Here").click()
    expect(row.get_by_text("here since")).to_be_visible()
    assert Engagement.objects.standing().filter(employer=employer, kind="event").count() == 1
    door.complaints.clear()  # the browser notes that there was no connection


def another_tab_reads_no_names(door, nia):
    """The key lies in the tab where the list was opened."""
    tab = door.context.new_page()
    tab.goto(f"{door.base}/events/lists/{nia.roll_id}/door/")
    expect(tab.get_by_role("heading", name="The list is not on this device")).to_be_visible()
    assert "Zamora" not in tab.content()
    tab.close()


def what_was_refused_is_seen_to(door):
    aside = door.page.locator("[data-aside]")
    expect(aside).to_contain_text("NOTACODE")
    expect(aside).to_contain_text("No booking of this event has this code.")
    aside.get_by_role("button", name="Seen").click()
    expect(aside).to_be_hidden()


def test_nothing_stays_on_the_device_when_the_list_is_closed(town, taken, visit):
    booking = taken[0]
    door = visit(town.mesa_wbl, width=PHONE)
    door.go(f"/events/lists/{booking.roll_id}/door/")
    door.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert door.page.evaluate(KEPT) == 1
    close_list(_begun(booking.roll), by=town.mesa_wbl)
    door.page.reload()
    door.reads("The list was closed")
    expect(door.page.locator("[data-door]")).to_have_attribute("data-until", "0")
    door.page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistration())")
    assert door.page.evaluate(KEPT) == 0
    assert door.page.evaluate("sessionStorage.getItem('door-key')") is None


def _begun(roll):
    """It began an hour ago."""
    begun = clock.now() - timedelta(hours=1)
    Roll.objects.filter(pk=roll.pk).update(starts_at=begun)
    Occurrence.objects.filter(event=roll.event_id).update(starts_at=begun)
    return Roll.objects.get(pk=roll.pk)


def test_who_signs_out_takes_the_key_along(town, taken, visit):
    door = visit(town.mesa_wbl)
    door.go(f"/events/lists/{taken[0].roll_id}/door/")
    door.page.wait_for_function("sessionStorage.getItem('door-key')")
    door.context.clear_cookies()
    door.page.goto(f"{door.base}/")
    door.page.wait_for_function("!sessionStorage.getItem('door-key')")
    door.complaints.clear()  # the browser notes that the worker's script is not given to whoever is signed out
