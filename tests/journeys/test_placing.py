"""Journeys 8 and 9 in one story of five sign-ins: somebody of an employer registers on a phone, a colleague lets them
in, they offer, choose what students see, set their limits, read who contacted them and say how it is going; a student
on a phone finds, applies, takes the place, signs and logs hours; two of the staff carry it. No hidden address is in any
page of the student, and what is chosen to be seen is (N19, C24, C25, C4).
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import ContactLimit, TemperatureCheck
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.models import Application, Placement
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.inviting import invite
from guildhall.supervision.actions.types import TypeFacts, enter_type
from guildhall.supervision.models import HoursEntry
from guildhall.visitors import actions
from guildhall.visitors.models import SignIn
from tests.journeys import test_front_door as front
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
GIL = "gil@students.example"
GRANT = "grant@kestrel.example"
TITLE = "Summer interns, quality control"


@pytest.fixture
def college(town):
    """A college with a student and a paper that it asks for; the employer stands in the directory."""
    kestrel = town.shared("Kestrel Aero Works", domain="kestrel.example").employer
    with transaction.atomic():
        open_login(kestrel, NewLogin("Grant", "Sewell", GRANT, administers=True), by=town.director)
    call = Happening("call", "Asked about interns", clock.today() - timedelta(3), body="Kept among the staff")
    record_engagement(kestrel, call, by=town.mesa_wbl, institution=town.mesa)
    row = register(town.mesa, StudentFacts("Gil", "Zamora", email=GIL), by=town.mesa_wbl)
    invite(row, by=town.mesa_wbl)
    facts = TypeFacts("Training agreement", "{student} learns at {employer}.", ["student"])
    enter_type(town.mesa, facts, by=town.mesa_wbl)
    return town


def signs_in(visitor, kind, email, heading):
    visitor.go(f"/{kind}/")
    visitor.type("E-mail", email)
    visitor.button("Send me a link and a code").click()
    visitor.heading("Check your e-mail")
    actions.mail_sign_in(str(SignIn.objects.filter(kind=kind).latest("until").pk))
    text = OutgoingEmail.objects.filter(kind="visitor sign-in", to=email).latest("queued_at").text
    visitor.type("Code", re.search(r"\d{3} \d{3}", text).group(0))
    visitor.button("Sign in").click()
    visitor.heading(heading)
    visitor.fits()


def lets_in(colleague):
    """A colleague says who it is, and no college is needed."""
    colleague.go("/employer/")
    colleague.reads("Marisol Ortega asks to sign in for you")
    colleague.link("Do you know them?").click()
    colleague.fits()
    colleague.button("Yes, let them in").click()
    colleague.does_not_read("asks to sign in for you")


def chooses_what_students_see(employer):
    employer.go("/employer/")
    employer.reads("No name, no e-mail, no telephone.")
    employer.link("Change what students see").click()
    employer.page.get_by_label("Students may see the e-mail").check()
    employer.fits()
    employer.button("Save").click()
    employer.reads("Saved. It holds from now on.")


def pauses(employer):
    """Two a month, and quiet in a month of every year."""
    employer.go("/employer/limits/")
    employer.type("How often may all colleges together contact you, at most?", "2")
    month = (clock.today() + timedelta(75)).month
    employer.page.locator(f"[name=quiet_months][value='{month}']").check()
    employer.fits()
    employer.button("Save the limits").click()
    employer.reads("Saved. It holds from now on, for every college.")
    row = ContactLimit.objects.get()
    assert (row.most, row.quiet_months) == (2, [month])


def looks(student):
    """What the employer wrote is there, without the address in it."""
    student.go(f"/student/opportunities/{Opportunity.objects.get().pk}/")
    student.reads("Write to")
    student.does_not_read(front.MAIL, "Marisol", GRANT)


def applies(student):
    row = Opportunity.objects.get()
    student.go("/student/opportunities/")
    student.link(TITLE).click()
    student.reads(front.MAIL)
    student.does_not_read(GRANT, "Kept among the staff")
    student.fits()
    student.button("Apply").click()
    student.reads("You have applied.")
    student.fits()
    assert Application.objects.get().opportunity == row


def puts_forward(manager):
    manager.go("/applications/")
    manager.link("Gil Zamora").click()
    manager.button("Ask the employer by e-mail").click()
    manager.reads("The employer is asked by e-mail.")


def chooses(employer):
    employer.go("/employer/")
    employer.reads("Something waits for your answer.", "waits for your answer")
    employer.does_not_read("Zamora")
    employer.link(TITLE).click()
    employer.fits()
    employer.button("Show me who it is").click()
    employer.reads("No consent that is in force")
    employer.choose("We offer a place")
    employer.button("Send the answer").click()
    employer.reads("The college or school reads it at once.")


def accepts(student):
    student.go("/student/")
    student.reads("They offer you a place. Do you take it?")
    student.link(TITLE).click()
    student.button("I take the place").click()
    student.reads("The place is yours.")
    student.fits()
    student.does_not_read(GRANT, "Sewell")


def prepares(coordinator):
    pk = Placement.objects.get().pk
    coordinator.go(f"/placements/{pk}/papers/")
    coordinator.button("Make all papers that are missing").click()
    coordinator.reads("The papers are made.")


def signs(student):
    student.go("/student/")
    student.reads("Papers to sign")
    student.link("Training agreement").click()
    student.fits()
    student.type("Your full name", "Gil Zamora")
    student.page.get_by_label("I have read this paper").check()
    student.button("Sign").click()
    student.reads("Your signature is here. Thank you.")


def begins(coordinator):
    pk = Placement.objects.get().pk
    coordinator.go(f"/placements/{pk}/")
    coordinator.button("It has begun").click()
    coordinator.reads("Noted.")


def logs(student):
    student.go("/student/places/")
    student.link(TITLE).click()
    student.link("Log hours").click()
    student.type("Or how many hours", "3.5")
    student.type("What you did and learned", "Measured parts")
    student.fits()
    student.button("Save these hours").click()
    student.reads("Saved. Whoever supervises you there approves them")
    student.fits()


def asks_to_approve(coordinator):
    pk = Placement.objects.get().pk
    coordinator.go(f"/placements/{pk}/hours/")
    coordinator.button("Ask the supervisor to approve").click()
    coordinator.reads("The link is on its way.")


def approves_hours(employer):
    employer.go("/employer/students/")
    employer.reads("Gil Zamora")
    employer.link(TITLE).click()
    employer.reads("Measured parts")
    employer.fits()
    employer.button("Approve what is ticked").click()
    employer.reads("1 entry is approved.")
    assert HoursEntry.objects.get().state == "approved"


def says_how(employer):
    employer.go("/employer/record/")
    employer.reads("Who contacted you in the last twelve months")
    employer.does_not_read("Kept among the staff")
    employer.fits()
    employer.go("/employer/")
    employer.fits()
    employer.button("5 very well").click()
    employer.reads("It helps the colleges to do better.")
    assert TemperatureCheck.objects.get().score == 5


def test_from_registering_to_approved_hours(college, visit):
    employer, grant, student = (visit(width=PHONE) for _who in range(3))
    coordinator, manager = visit(college.mesa_wbl), visit(college.mesa_cases)
    front.registers(employer)
    signs_in(grant, "employer", GRANT, "Kestrel Aero Works")
    lets_in(grant)
    signs_in(employer, "employer", front.MAIL, "Kestrel Aero Works")
    front.offers(employer, college.mesa)
    front.approves(coordinator)
    signs_in(student, "student", GIL, "Your start")
    looks(student)
    chooses_what_students_see(employer)
    pauses(employer)
    applies(student)
    puts_forward(manager)
    chooses(employer)
    accepts(student)
    prepares(coordinator)
    signs(student)
    begins(coordinator)
    logs(student)
    asks_to_approve(coordinator)
    approves_hours(employer)
    student.go(f"/student/placements/{Placement.objects.get().pk}/")
    student.reads("Approved: 3.50.")
    says_how(employer)
