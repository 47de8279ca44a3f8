"""Journeys 4 and 8, their beginnings, at the size of a phone: an employer registers, is let in by a college, posts an
internship, which the college approves; it sets its limits and sees what was done with it (N19, B2, C1, C25).
"""

import re

import pytest

from guildhall.outbox.models import OutgoingEmail
from guildhall.portal.actions import registering
from guildhall.portal.models import Registration
from guildhall.visitors import actions
from guildhall.visitors.models import SignIn
from tests.journeys.walking import PHONE

pytestmark = pytest.mark.browser
MAIL = "marisol@kestrel.example"


def mailed(page):
    """The newest link to a page at the front door."""
    text = OutgoingEmail.objects.filter(to=MAIL).latest("queued_at").text
    return re.search(rf"/employer/{page}/[\w-]+/", text).group(0)


def registers(employer):
    employer.go("/employer/register/")
    employer.fits()
    employer.type("Your company, agency or organization", "Kestrel Aerospace")
    employer.type("Its website", "kestrel.example")
    employer.type("First name", "Marisol")
    employer.type("Last name", "Ortega")
    employer.type("E-mail at work", MAIL)
    employer.button("Register").click()
    employer.heading("Check your e-mail")
    registering.ask_to_confirm(str(Registration.objects.get().pk))
    employer.go(mailed("register"))
    employer.fits()
    employer.button("Yes, that is me").click()
    employer.heading("Thank you")
    registering.find_employer(str(Registration.objects.get().pk))


def lets_in(college):
    college.go("/from-employers/")
    college.reads("Marisol Ortega, Kestrel Aerospace")
    college.link("Decide").click()
    college.fits()
    college.button("Let them in").click()
    college.reads("can sign in now")


def signs_in(employer):
    employer.go("/employer/")
    employer.type("E-mail", MAIL)
    employer.button("Send me a link and a code").click()
    actions.mail_sign_in(str(SignIn.objects.get().pk))
    text = OutgoingEmail.objects.filter(kind="visitor sign-in").latest("queued_at").text
    employer.type("Code", re.search(r"\d{3} \d{3}", text).group(0))
    employer.fits()
    employer.button("Sign in").click()
    employer.heading("Kestrel Aero Works")
    employer.fits()


def offers(employer, college):
    employer.link("Offer something").click()
    employer.page.get_by_label("What do you offer?").select_option("internship_paid")
    employer.type("Title", "Summer interns, quality control")
    employer.page.get_by_label("Pay from ($)").fill("21")
    employer.page.locator("[name=pay_per]").select_option("hour")
    employer.type("How does somebody apply?", f"Write to {MAIL}.")
    employer.page.get_by_label("Which college or office looks after it?").select_option(label=college.name)
    employer.fits()
    employer.button("Send it to the college").click()
    employer.reads("students read it")  # an address in the text: meant, or by mistake?
    employer.page.locator("[name=addresses_meant]").check()
    employer.button("Send it to the college").click()
    employer.reads(f"{college.name} reads it, and tells you.")


def approves(coordinator):
    coordinator.go("/opportunities/approval/")
    coordinator.link("Decide").click()
    coordinator.button("Approve it").click()
    coordinator.reads("It is posted.")


def sets_limits(employer):
    employer.go("/employer/limits/")
    employer.type("How often may all colleges together contact you, at most?", "2")
    employer.fits()
    employer.button("Save the limits").click()
    employer.reads("Saved. It holds from now on, for every college.")
    employer.go("/employer/record/")
    employer.fits()


def test_from_registering_to_a_posted_internship(town, visit):
    town.shared("Kestrel Aero Works", domain="kestrel.example")
    employer, college = visit(width=PHONE), visit(town.mesa_wbl)
    registers(employer)
    lets_in(college)
    signs_in(employer)
    offers(employer, town.mesa)
    approves(college)
    employer.go("/employer/opportunities/")
    employer.reads("Summer interns, quality control")
    employer.fits()
    sets_limits(employer)
