"""Codes are read at a door by the phone's camera, also without a connection; where a browser reads none, they are typed
(C16; journey 6).
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guildhall.bookings.models import Booking
from guildhall.lib import clock
from tests.bookings.at_the_door import booked, student
from tests.events.plans import published
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
# What a telephone has and the browser of the tests has not: a camera, and a reader of codes.
CAMERA = """
  window.seen = [];
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return window.seen.splice(0).map((rawValue) => ({ rawValue })); }
  };
  Object.defineProperty(navigator, "mediaDevices", { value: {
    async getUserMedia() { return document.createElement("canvas").captureStream(); } } });
"""
NO_READER = "delete window.BarcodeDetector"


@pytest.fixture
def taken(town):
    """Two students of Mesa at a talk in two hours."""
    starts = clock.now().replace(second=0, microsecond=0) + timedelta(hours=2)
    event = published(town, "Aircraft talk", starts_at=starts, capacity=20)
    return [booked(event, student(town, name), town.mesa_wbl) for name in ("Nia", "Zoe")]


def at_the_door(town, taken, visit, script):
    door = visit(town.mesa_wbl, width=PHONE)
    door.page.add_init_script(script)
    door.go(f"/events/lists/{taken[0].roll_id}/door/")
    return door


def shows(door, text):
    door.page.evaluate("(text) => window.seen.push(text)", text)


def row_of(door, booking):
    return door.page.locator(f'[data-row="{booking.pk}"]')


def test_codes_in_front_of_the_camera_are_noted_one_after_the_other(town, taken, visit):
    nia, zoe = taken
    door = at_the_door(town, taken, visit, CAMERA)
    door.button("Scan with the camera").click()
    expect(door.page.get_by_label("What the camera sees")).to_be_visible()
    shows(door, f"https://elsewhere.example/door/{nia.code}/")
    expect(row_of(door, nia).get_by_text("here since")).to_be_visible()
    shows(door, "https://elsewhere.example/menu/")
    expect(door.page.get_by_text("This is not a code of a booking.")).to_be_visible()
    door.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    door.context.set_offline(True)
    for _frame in range(2):
        shows(door, zoe.code)
    expect(row_of(door, zoe).get_by_text("waits for a connection")).to_be_visible()
    expect(door.page.locator("[data-waiting]")).to_contain_text("waits on this device: 1.")
    door.page.reload()
    door.reads("No connection. This is the list as it was on this device at")
    expect(door.button("Scan with the camera")).to_have_attribute("aria-pressed", "false")
    door.context.set_offline(False)
    expect(row_of(door, zoe).get_by_text("here since")).to_be_visible(timeout=30_000)
    assert {one.came_by for one in Booking.objects.all()} == {Booking.CameBy.QR}
    door.complaints.clear()  # the browser notes that there was no connection


def test_a_browser_that_reads_no_codes_says_so_and_the_code_is_typed(town, taken, visit):
    nia = taken[0]
    door = at_the_door(town, taken, visit, NO_READER)
    door.reads("This browser reads no codes with the camera. Type the code")
    expect(door.page.get_by_role("button", name="Scan with the camera")).to_be_hidden()
    door.type("Code", nia.code)
    door.button("Here").click()
    expect(row_of(door, nia).get_by_text("here since")).to_be_visible()


def test_a_camera_that_may_not_be_used_is_explained(town, taken, visit):
    refused = CAMERA.replace("async getUserMedia() { return", "async getUserMedia() { throw new DOMException('no',"
                             " 'NotAllowedError'); return")  # fmt: skip
    door = at_the_door(town, taken, visit, refused)
    door.button("Scan with the camera").click()
    expect(door.page.get_by_text("This browser may not use the camera.")).to_be_visible()
