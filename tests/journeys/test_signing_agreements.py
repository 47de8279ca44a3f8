"""A coordinator draws up an agreement, the partner signs it on a phone by a link, and its duty counts itself (N14).

Part of journey 13.
"""

import re

import pytest

from guildhall.agreements.models import Agreement, Revision
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.actions import moving
from tests.journeys.walking import PHONE
from tests.placements.test_duties import begun

pytestmark = pytest.mark.browser
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}
TITLE = "Interns in wiring"


def draws_up(staff, employer):
    staff.go(f"/employers/{employer.pk}/agreements/")
    staff.link("Draw up an agreement").click()
    staff.type("Title", TITLE)
    staff.button("Begin the draft").click()
    staff.heading(TITLE)
    staff.link("Change").click()
    staff.type("Terms", "Each intern has a mentor, and goes to class on Tuesdays.")
    staff.button("Save").click()
    staff.link("Add what a side does").click()
    staff.page.get_by_label("Who does it?").select_option(label="Kestrel Aerospace")
    staff.type("What, in one line?", "host interns")
    staff.type("How many?", "2")
    staff.page.get_by_label("What counts?").select_option(label="students who complete a placement")
    staff.button("Save").click()
    staff.reads("host interns")  # it counts once everybody has signed


def sends_out(staff):
    staff.button("Send out for signature").click()
    staff.link("Sign here").click()
    staff.reads("Each intern has a mentor")
    staff.page.get_by_label(re.compile("I have read this text")).check()
    staff.button("Sign").click()
    staff.link("Ask by a link").click()
    staff.page.get_by_label("Which contact?").select_option(label="Ana Ortega")
    staff.button("Send the link").click()
    staff.heading(TITLE)


def test_a_partner_signs_on_a_phone_and_the_duty_counts_itself(town, visit):
    kestrel = town.shared("Kestrel Aerospace", contact=CONTACT).employer
    staff = visit(town.mesa_wbl)
    draws_up(staff, kestrel)
    sends_out(staff)
    text = OutgoingEmail.objects.filter(kind="agreement link").latest("queued_at").text
    partner = visit(width=PHONE)
    partner.go(re.search(r"https?://[^/\s]+(/sign-agreement/[\w-]+/)", text).group(1))
    partner.reads("Each intern has a mentor", "host interns")
    partner.fits()
    assert Agreement.objects.get().state == "signing", "opening it changed nothing"
    partner.type("Your position", "Head of people")
    partner.page.get_by_label(re.compile("I have read this text")).check()
    partner.button("Sign").click()
    partner.reads("Your signature is here.")
    partner.fits()
    assert Agreement.objects.get().state == "in_force"
    assert Revision.objects.get().signatures.count() == 2
    town.kestrel = kestrel
    moving.complete(begun(town, "Gil"), clock.today(), by=town.mesa_wbl)
    staff.go(f"/employers/{kestrel.pk}/agreements/")
    staff.reads("Partner: an agreement is in force", "1 of 2 by")
    staff.link("1 of 2 by").click()
    staff.reads("Gil")
    staff.fits()
