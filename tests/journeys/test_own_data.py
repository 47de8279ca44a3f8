"""Journey 15, its last part: somebody asks what is kept about them, reads it, and is erased."""

import pytest

from guildhall.employers.models import Contact
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.permissions import Role
from guildhall.stewardship.actions.answering import carry_out
from guildhall.stewardship.models import DataRequest

pytestmark = pytest.mark.browser
MAIL = "marisol.ortega@kestrel.example"


def note(steward, kind):
    steward.menu("Personal data")
    steward.link("Note a request").click()
    steward.type("E-mail address of the person", MAIL)
    steward.choose(kind)
    steward.fits()
    steward.button("Note it").click()
    steward.heading(MAIL)


def test_a_contact_reads_what_is_kept_and_is_erased(town, visit, width):
    contact = {"given_name": "Marisol", "family_name": "Ortega", "email": MAIL, "title": "Plant manager"}
    kestrel = town.shared("Kestrel Aerospace", contact=contact).employer
    coordinator = visit(town.mesa_wbl, width=width)
    coordinator.go(f"/employers/{kestrel.pk}/contacts/")
    coordinator.button("Show e-mail and telephone").click()
    coordinator.reads(MAIL)

    steward = visit(town.administrator, width=width)
    note(steward, "to see what we keep")
    steward.reads("How well we know this address", "never confirmed")
    steward.button("Send the link").click()
    steward.reads("It happens once a second administrator agrees", "has agreed; somebody else answers")
    steward.fits()
    second = visit(town.add("other_admin", Role.REGION_ADMINISTRATOR, town.region), width=width)
    second.go(f"/data-requests/{DataRequest.objects.get().pk}/")
    second.button("Send the link").click()
    second.reads("Sent.", "It has not been opened yet.")
    second.fits()
    letter = OutgoingEmail.objects.get(kind="data request")
    assert letter.to == MAIL
    link = next(word for word in letter.text.split() if "/about-me/" in word)

    person = visit(width=width)
    person.go("/about-me/" + link.split("/about-me/")[1])
    person.does_not_read("Plant manager")
    person.fits()
    person.button("Show me what is kept").click()
    person.reads("Plant manager", "Who was shown your e-mail and telephone", str(town.mesa_wbl))
    person.fits()
    with person.page.expect_download() as taken:
        person.button("Take it away as a file").click()
    assert taken.value.suggested_filename == "what-is-kept-about-me.json"

    note(steward, "to have it erased")
    steward.reads("Who this is", "Marisol Ortega", "Kestrel Aerospace")
    steward.page.get_by_label("The e-mail address once more").fill("somebody@else.example")
    steward.button("Erase for good").click()
    steward.reads("This is another address")
    for administrator in (steward, second):
        administrator.go(f"/data-requests/{DataRequest.objects.get(kind='erasure').pk}/")
        administrator.page.get_by_label("The e-mail address once more").fill(MAIL)
        administrator.button("Erase for good").click()
    second.reads("The erasure is under way.")
    carry_out(str(DataRequest.objects.get(state="under_way").pk))  # what the worker does
    steward.page.reload()
    steward.heading("An erased person")
    steward.fits()
    found = Contact.objects.get(employer=kestrel)
    assert (found.email, found.given_name) == ("", "")
    coordinator.go(f"/employers/{kestrel.pk}/contacts/")
    coordinator.does_not_read("Marisol", "Ortega")
    assert person.status_of("/about-me/" + link.split("/about-me/")[1]) == 404


def test_somebody_with_an_account_reads_their_own(town, visit, width):
    coordinator = visit(town.mesa_wbl, width=width)
    coordinator.go("/what-we-keep/about-me/")
    coordinator.reads("Roles", town.mesa_wbl.email)
    coordinator.fits()
    coordinator.link("What we keep about people at all").click()
    coordinator.heading("What we keep about people")
    coordinator.reads("Contacts", "Devices signed in")
    coordinator.fits()
