"""Journey 5: a protected contact is asked for first, on a desk and on a phone; a large employer has many doors (N6)."""

import re

import pytest
from playwright.sync_api import expect

from guildhall.employers.actions import editing, key_accounts
from guildhall.employers.models import Contact, Employer
from guildhall.outbox.models import OutgoingEmail

pytestmark = pytest.mark.browser
EMAIL, PHONE_NUMBER = "m.ortega@kestrel-aero.com", "(555) 010-7788"


@pytest.fixture
def kestrel(town):
    """A shared employer with two people; nobody is protected yet."""
    employer = town.shared("Kestrel Aerospace", city="Redstone").employer
    ortega = {"family_name": "Ortega", "given_name": "Marisol", "email": EMAIL, "phone": PHONE_NUMBER}
    editing.save_contact(employer, ortega, by=town.mesa_jobs)
    editing.save_contact(employer, {"family_name": "Sewell", "given_name": "Grant"}, by=town.mesa_jobs)
    return employer


def makes_it_a_key_account(operator, town):
    operator.page.locator(".tabs").get_by_role("button", name="More").click()
    operator.page.locator("#more-tabs").get_by_role("link", name="Key account").click()
    operator.link("Make it a key account").click()
    operator.page.get_by_label("Operator").select_option(label=str(town.mesa_jobs))
    operator.page.get_by_label(re.compile(r"^\s*Deputy")).select_option(label=str(town.mesa_cases))
    operator.page.get_by_label("Marisol Ortega").check()
    operator.type("How to approach them", "One request at a time, with dates.")
    operator.fits()
    operator.button("Save the key account").click()
    operator.reads("The key account is saved.", "One request at a time, with dates.", "Key account of")


def asks(colleague, kestrel):
    colleague.go(f"/employers/{kestrel.pk}/contacts/")
    row = colleague.page.locator("li").filter(has_text="Marisol Ortega")
    expect(row.locator(".star")).to_be_visible()
    colleague.does_not_read(EMAIL, PHONE_NUMBER)
    row.get_by_role("link", name="Ask first about").click()
    colleague.heading("Ask first")
    colleague.reads("One request at a time, with dates.")
    colleague.type("Why?", "A plant visit for 18 students in May.")
    colleague.fits()
    colleague.button("Send the request").click()
    colleague.reads("Your request is on its way.", "waiting", "working days of silence")
    colleague.does_not_read(EMAIL, PHONE_NUMBER)
    colleague.fits()


def agrees_in_two_taps(operator):
    operator.go("/")
    operator.reads("They ask you first", "A plant visit for 18 students in May.")
    operator.fits()
    operator.page.locator("li").filter(has_text="A plant visit").get_by_role("link", name="Answer").click()
    operator.fits()
    operator.button("Agree").click()
    operator.reads("is told.", "agreed")


def sees_the_details(colleague, kestrel):
    colleague.go(f"/employers/{kestrel.pk}/contacts/")
    row = colleague.page.locator("li").filter(has_text="Marisol Ortega")
    row.get_by_role("button", name="Show e-mail and telephone").click()
    colleague.reads(EMAIL, PHONE_NUMBER, "Shown to you; this is noted.")


def test_asking_first(town, kestrel, visit, width):
    operator = visit(town.mesa_jobs, width=width)
    operator.go(f"/employers/{kestrel.pk}/")
    makes_it_a_key_account(operator, town)
    colleague = visit(town.harbor_wbl, width=width)
    asks(colleague, kestrel)
    letter = OutgoingEmail.objects.get(kind="contact asked")
    assert letter.to == town.mesa_jobs.email
    before = operator.taps()
    agrees_in_two_taps(operator)
    assert operator.taps() - before == 2
    sees_the_details(colleague, kestrel)
    assert colleague.taps() <= 4  # signed in, asked, sent, shown
    operator.go(f"/employers/{kestrel.pk}/accounts/")
    operator.link("Who saw these details").click()
    operator.reads(str(town.harbor_wbl), "Harbor Point College", "A plant visit for 18 students in May.")
    operator.fits()


def test_a_large_employer_has_many_doors(town, visit, width):
    employer = town.shared("Redstone Health", city="Redstone", street="1 Main").employer
    contact = editing.save_contact(employer, {"family_name": "Doyle", "email": "d@rh.example"}, by=town.mesa_jobs)
    coordinator = visit(town.mesa_wbl, width=width)
    coordinator.go(f"/employers/{employer.pk}/accounts/")
    coordinator.button("It has several touch points").click()
    coordinator.link("Name somebody").click()
    coordinator.type("Topic", "nursing")
    coordinator.page.get_by_label("Institution", exact=True).select_option(label=str(town.mesa))
    coordinator.page.get_by_label("Who answers for it?").select_option(label=str(town.mesa_jobs))
    coordinator.fits()
    coordinator.button("Save").click()
    coordinator.reads("nursing", str(town.mesa_jobs))

    colleague = visit(town.harbor_wbl, width=width)
    colleague.go(f"/employers/{employer.pk}/contacts/")
    colleague.button("Show e-mail and telephone").click()
    colleague.reads("d@rh.example")  # nobody has to be asked there
    assert not Contact.objects.get(pk=contact.pk).starred
    colleague.go(f"/employers/{employer.pk}/accounts/")
    colleague.link(f"Ask {town.mesa_jobs}").click()
    colleague.type("What is it about?", "Nursing students on the night shift")
    colleague.type("Why?", "Six of them would like to try it.")
    colleague.fits()
    colleague.button("Send the request").click()
    colleague.reads(str(town.mesa_jobs))
    assert OutgoingEmail.objects.get(kind="contact asked").to == town.mesa_jobs.email
    assert Employer.objects.get(pk=employer.pk).many_doors


def test_without_script(town, kestrel, visit):
    """Every form works without JavaScript; the link of the letter only leads to the page."""
    account = {"operator": town.mesa_jobs, "deputy": None, "note": ""}
    star = kestrel.contacts.filter(family_name="Ortega")
    key_accounts.open_key_account(kestrel, town.mesa, contacts=list(star), by=town.mesa_jobs, **account)
    colleague = visit(town.harbor_wbl, script=False)
    colleague.go(f"/employers/{kestrel.pk}/contacts/")
    colleague.page.get_by_role("link", name="Ask first about Marisol Ortega").click()
    colleague.type("Why?", "A plant visit.")
    colleague.button("Send the request").click()
    link = re.search(r"/ask-first/[0-9a-f-]+/", OutgoingEmail.objects.get(kind="contact asked").text).group(0)
    operator = visit(town.mesa_jobs, script=False)
    operator.go(link)
    operator.reads("A plant visit.", "waiting")
    operator.button("Agree").click()
    operator.reads("agreed")
