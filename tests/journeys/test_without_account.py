"""An employer on a phone, without an account: reads why its offer was refused, puts it right by the link, and finds it
in the list that everybody reads; a colleague is let in by a link as well (N19, F22, C24).
"""

import re

import pytest
from django.db import transaction

from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.employers.models import EmployerLogin
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail
from tests.journeys.walking import PHONE
from tests.opportunities.offers import fresh, offer
from tests.portal.test_registering import knock

pytestmark = pytest.mark.browser
MAIL = "ana@kestrel.example"
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": MAIL}
TITLE = "Summer interns, quality control"


def link_in(kind):
    text = OutgoingEmail.objects.filter(kind=kind).latest("queued_at").text
    return re.search(r"https?://[^/\s]+(/(?:change-offer|employer/knows)/[\w-]+/)", text).group(1)


def puts_right(employer, row):
    employer.go(link_in("opportunity refused"))
    employer.heading("Two interns")
    employer.reads("The pay is missing.", "Say what an hour is paid.")
    employer.fits()
    employer.type("Title", TITLE)
    employer.type("What is it about?", f"You measure parts. Write to {MAIL}.")
    employer.type("Pay from ($)", "21")
    employer.page.locator("[name=pay_per]").select_option("hour")
    employer.page.get_by_text("Days, papers, insurance").click()
    employer.fits()
    employer.button("Send it to the college").click()
    employer.reads("students read it")  # an address in the text: meant, or by mistake?
    employer.page.locator("[name=addresses_meant]").check()
    employer.button("Send it to the college").click()
    employer.reads("reads it, and tells you")
    employer.fits()
    assert fresh(row).state == Opportunity.State.WAITING


def test_an_employer_on_a_phone_needs_no_account(town, visit):
    kestrel = town.shared("Kestrel Aerospace", contact=CONTACT, city="San Diego", state="CA", zip="92101").employer
    row = offer(town, kestrel, contact=kestrel.contacts.get())
    said = deciding.Refusal("The pay is missing.", "Say what an hour is paid.")
    deciding.refuse_opportunity(row, said, version=row.version, by=town.mesa_wbl)
    employer = visit(width=PHONE)
    puts_right(employer, row)
    now = deciding.approve(fresh(row), version=fresh(row).version, by=town.mesa_wbl)
    deciding.make_public(now, on=True, version=now.version, by=town.mesa_wbl)
    employer.go("/open/")
    employer.reads("1 opportunity")
    employer.fits()
    employer.link(TITLE).click()
    employer.heading(TITLE)
    employer.reads("You measure parts.", "Places")
    employer.does_not_read(MAIL)
    employer.fits()


def test_a_colleague_is_known_on_a_phone(town, visit):
    kestrel = town.shared("Kestrel Aerospace", domain="kestrel.example").employer
    with transaction.atomic():
        open_login(kestrel, NewLogin("Ama", "Diallo", "ama@kestrel.example", administers=True), by=town.director)
    knock()
    ama = visit(width=PHONE)
    ama.go(link_in("front door colleague_asks"))
    ama.heading("Marisol Ortega asks to sign in for you")
    ama.fits()
    ama.button("Yes, let them in").click()
    ama.reads("They are let in")
    assert EmployerLogin.objects.filter(email="marisol@kestrel.example").exists()
