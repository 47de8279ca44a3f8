"""Journey 9: a student on a phone finds what is open to the own program, waits for a place at an event and gets it,
puts it into the calendar, and applies; no page shows a hidden address, its source included (B6, C16, C24, R3).
"""

import pytest

from guildhall.bookings.models import Booking
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.pathways.models import Program
from guildhall.placements.models import Application
from guildhall.students.models import Enrolment
from tests.bookings.at_the_door import student
from tests.events.plans import published
from tests.journeys.test_event_day import signed_in
from tests.moments import days_from_now

pytestmark = pytest.mark.browser
CONTACT = {"family_name": "Ortega", "given_name": "Hidden", "email": "hidden@kestrel.example", "phone": "555 0147"}
HIDDEN = ("hidden@kestrel.example", "Ortega", "555 0147")
TALK, OFFER = "Careers in composites", "Intern in the composites shop"


@pytest.fixture
def choices(town):
    """A talk with one place, an offer for a program, and one that is for another program alone."""
    begins = days_from_now(20)
    town.talk = published(town, TALK, starts_at=begins, capacity=1)
    kestrel = town.shared("Kestrel Aerospace", contact=CONTACT).employer
    programs = [Program.objects.create(institution=town.mesa, name=n, cip=c) for n, c in
                (("Composites Technology", "15.0617"), ("Nursing", "51.3801"))]  # fmt: skip
    for title, program in ((OFFER, programs[0]), ("Helper on the ward", programs[1])):
        facts = Offer("internship_paid", title, contact=kestrel.contacts.get(), programs=[program])
        row = enter_opportunity(kestrel, facts, holder=town.mesa, by=town.mesa_wbl)
        deciding.approve(row, version=row.version, by=town.mesa_wbl)
    town.nia, town.gil = student(town, "Nia"), student(town, "Gil")
    Enrolment.objects.create(institution=town.mesa, registration=town.nia, student=town.nia.student,
                             program=programs[0], year="2026-27")  # fmt: skip
    return town


def sees_no_address(phone):
    phone.fits()
    source = phone.page.content()
    assert not [words for words in HIDDEN if words in source]


def books(phone):
    phone.go("/student/events/")
    sees_no_address(phone)
    phone.link(TALK).click()
    phone.button("Book a place").click()
    phone.reads("Your code at the door")


def waits(phone):
    phone.go("/student/events/")
    phone.link(TALK).click()
    phone.button("Put me on the waiting list").click()
    phone.reads("You are number 1 on the waiting list.")
    sees_no_address(phone)


def cancels(phone):
    phone.button("I cannot come: cancel").click()
    phone.reads("Look at the event")


def has_the_place(phone, email):
    phone.page.reload()
    phone.reads("Your code at the door")
    promoted = OutgoingEmail.objects.filter(to=email, subject__icontains=TALK).order_by("queued_at")
    assert promoted.count() >= 1
    with phone.page.expect_download() as entry:
        phone.link("Put it into my calendar").click()
    text = entry.value.path().read_text()
    assert "BEGIN:VEVENT" in text and TALK in text
    assert not [words for words in HIDDEN if words in text]


def finds_and_applies(phone):
    phone.go("/student/opportunities/")
    phone.reads(OFFER, "Helper on the ward")
    sees_no_address(phone)
    phone.page.get_by_label("Open to my program").check()
    phone.button("Search").click()
    phone.reads(OFFER)
    phone.does_not_read("Helper on the ward")
    phone.link(OFFER).click()
    sees_no_address(phone)
    phone.button("Apply").click()
    phone.reads("You have applied.")
    sees_no_address(phone)
    assert Application.objects.get().registration.given_name == "Nia"


def test_a_student_chooses(choices, visit):
    gil, nia = (signed_in(visit, row, choices.mesa_wbl) for row in (choices.gil, choices.nia))
    books(gil)
    waits(nia)
    cancels(gil)
    assert Booking.objects.get(registration=choices.nia).state == Booking.State.BOOKED
    has_the_place(nia, choices.nia.email)
    finds_and_applies(nia)
    nia.go("/student/")
    nia.reads(TALK, OFFER)
    sees_no_address(nia)
