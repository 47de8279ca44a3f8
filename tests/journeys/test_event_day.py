"""Journey 6: an event is published, kept beside one that clashes, booked on a phone, its door kept through a bad
connection; afterward people say how it was, and an employer reads how it was attended (C14, C16, N8, M18, R6).
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from guildhall.bookings.actions.asking_after import ask_how_it_was
from guildhall.bookings.actions.telling_employers import tell_employers
from guildhall.bookings.models import Booking, Closing, Feedback, Roll
from guildhall.events.actions.taking_part import Part, change_part, name_employer
from guildhall.events.models import Event, Occurrence
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.actions.inviting import invite
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.bookings.at_the_door import booked, student
from tests.events.plans import draft, published
from tests.journeys.walking import PHONE
from tests.moments import days_from_now
from tests.supervision.placed import secret_in

pytestmark = pytest.mark.browser
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


def soon():
    """A moment at which the door is open, and booking as well."""
    return clock.now().replace(second=0, microsecond=0) + timedelta(hours=2)


@pytest.fixture
def fair(town):
    """A talk of Mesa's in two hours with places for two, and an employer who comes."""
    event = published(town, "Aircraft talk", starts_at=soon(), capacity=2)
    employer = town.shared("Kestrel Aerospace", contact=CONTACT).employer
    part = name_employer(event, employer, Part(contact=employer.contacts.first()), by=town.mesa_wbl)
    change_part(part, Part(contact=part.contact), "confirmed", version=part.version, by=town.mesa_wbl)
    return event


def signed_in(visit, registration, by):
    """A student on a phone, behind their own door."""
    phone, door = visit(width=PHONE), door_of("student")
    key = open_session(invite(registration, by=by), keep=True)
    phone.context.add_cookies([{"name": door.cookie, "value": key, "url": f"{phone.base}{door.prefix}"}])
    return phone


def test_the_day_of_an_event(town, fair, visit):
    second_organizer_keeps_a_clash(town, visit)
    nia = student(town, "Nia")
    phone = signed_in(visit, nia, town.mesa_wbl)
    student_books(phone)
    theirs = booked(fair, student(town, "Gil", "harbor"), town.harbor_wbl)
    waits = booked(fair, student(town, "Zoe"), town.mesa_wbl)
    assert waits.state == Booking.State.WAITING
    door = visit(town.mesa_wbl, width=PHONE)
    code = Booking.objects.get(registration=nia).code
    door_is_kept(door, code, theirs)
    it_is_over(fair)
    organizer_closes(door)
    student_says_how_it_was(visit, nia)
    employer_reads(town)


def second_organizer_keeps_a_clash(town, visit):
    other = draft(town, "Aircraft talk", by="harbor_wbl", starts_at=soon(), audience="own")
    harbor = visit(town.harbor_wbl)
    harbor.go(f"/events/{other.pk}/publish/")
    harbor.reads("Aircraft talk")
    harbor.type("Why is this time still right?", "Our hall is free only then.")
    harbor.button("Publish it all the same").click()
    expect(harbor.page.locator("#messages")).to_contain_text("published")


def student_books(phone):
    phone.go("/student/events/")
    phone.fits()
    phone.link("Aircraft talk").click()
    phone.button("Book a place").click()
    phone.reads("Your code at the door")
    phone.fits()


def door_is_kept(door, code, theirs):
    door.go(f"/events/{theirs.roll.event_id}/")
    door.link("At the door").click()
    door.fits()
    door.reads("Nia Zamora", theirs.code)
    door.does_not_read("Gil Zamora")
    row = door.page.locator(f'[data-row="{theirs.pk}"]')
    door.context.set_offline(True)
    row.get_by_role("button", name="Here").click()
    expect(row.get_by_text("waits for a connection")).to_be_visible()
    expect(door.page.locator("[data-waiting]")).to_contain_text("waits on this device: 1.")
    assert Booking.objects.get(pk=theirs.pk).came_at is None
    door.complaints.clear()  # the browser notes that there was no connection
    door.context.set_offline(False)
    expect(row.get_by_text("here since")).to_be_visible()
    door.complaints.clear()
    assert Booking.objects.get(pk=theirs.pk).came_at is not None
    taps_that_cannot_be_sent_wait(door)
    door.type("Code", f"{code[:4]} {code[4:]}".lower())
    door.button("Here").click()
    expect(door.page.locator("[data-came]")).to_have_text("2")
    expect(door.page.locator("[data-waiting]")).to_contain_text("waits on this device: 1.")
    door.page.evaluate("localStorage.clear()")
    door.complaints.clear()  # the browser notes what the two were answered
    door.page.get_by_label("How many?").fill("4")
    door.button("Count them").click()
    expect(door.page.locator("[data-told]")).to_have_text("Counted.")
    door.page.reload()
    door.reads("institution not said")
    door.fits()


def taps_that_cannot_be_sent_wait(door):
    """Before the next one stand a tap of a list that is gone, and one that the server stumbles over."""
    door.page.route("**/stumbles/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    door.page.evaluate(
        """urls => urls.forEach((url, n) => localStorage.setItem(
          `taps:${document.querySelector("[data-door]").dataset.who}:${n}`,
          JSON.stringify({ key: `k${n}`, url, at: n + 1, fields: { people: "1" } })))""",
        [f"/events/lists/{uuid4()}/door/tap/", "/stumbles/"],
    )


def it_is_over(event):
    """Three hours go by."""
    for rows, ends in ((Event.objects.filter(pk=event.pk), True), (Occurrence.objects.filter(event=event), True),
                       (Roll.objects.filter(event=event), False)):  # fmt: skip
        begun = clock.now() - timedelta(hours=3)
        rows.update(starts_at=begun, **({"ends_at": begun + timedelta(hours=2)} if ends else {}))


def organizer_closes(door):
    door.page.reload()
    door.button("Close the list").click()
    door.heading("How it was attended")
    door.reads("Came, of those with a place", "Everybody who had a place came.")
    door.fits()
    door.link("At the door").click()
    door.reads("The list was closed")


def student_says_how_it_was(visit, nia):
    ask_how_it_was(str(Closing.objects.get().pk))
    phone = visit(width=PHONE)
    phone.go(f"/feedback/{secret_in('feedback', nia.email)}/")
    phone.fits()
    for fieldset in phone.page.locator("fieldset.field").all():
        phone.choose("4", within=fieldset)
    phone.button("Send").click()
    phone.reads("Your answer is here. Thank you.")
    assert Feedback.objects.get().answers["worth"] == 4


def employer_reads(town):
    with clock.at(days_from_now(1)):
        assert tell_employers() == 1
    letter = OutgoingEmail.objects.get(kind="event report")
    assert "Students who came: fewer than ten" in letter.text
    assert "Zamora" not in letter.text
