"""A profile says who somebody is: to colleagues, and below e-mails to employers; its owner alone writes it."""

import pytest

from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import change_profile
from guildhall.people.models import Person
from guildhall.prospects.actions import vetting

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}
VALUES = {
    "given_name": "Robin",
    "family_name": "Lee",
    "title": "WBL coordinator, health",
    "phone": "(619) 555-0142",
    "pronouns": "they/them",
    "signature": "",
    "shortcuts": True,
}


def posted(cast, **more):
    person = cast.mesa_wbl
    return cast.client(person).post("/profile/", {**VALUES, "language": "es", "version": person.version, **more})


def test_somebody_says_who_they_are(cast):
    assert posted(cast).status_code == 302
    person = Person.objects.get(pk=cast.mesa_wbl.pk)
    assert {name: getattr(person, name) for name in VALUES} == VALUES
    assert person.language == "es"
    page = cast.client(cast.harbor_wbl).get(f"/colleagues/{person.pk}/").content.decode()
    for words in ("Robin Lee", "WBL coordinator, health", "they/them", 'href="tel:6195550142"'):
        assert words in page


def test_what_two_people_change_at_once_is_compared(cast):
    posted(cast)
    page = posted(cast, version=1, given_name="Robyn").content.decode()
    assert 'value="Robyn"' in page
    with pytest.raises(Conflict):
        change_profile(cast.mesa_wbl, VALUES, version=1, by=cast.mesa_wbl)


def test_nobody_writes_anothers(cast):
    with pytest.raises(Refused, match="may change that"):
        change_profile(cast.mesa_wbl, VALUES, version=1, by=cast.administrator)


@pytest.mark.parametrize(
    ("signature", "wanted"),
    [("", "Robin Lee, WBL coordinator, health\n(619) 555-0142"), ("Robin\nMesa Grande", "Robin\nMesa Grande")],
)
def test_it_stands_below_e_mails_to_employers(cast, signature, wanted):
    prospect = cast.vetted("Kestrel Aerospace", address_by=cast.second, contact=CONTACT)
    change_profile(cast.director, {**VALUES, "signature": signature}, version=cast.director.version, by=cast.director)
    sender = Person.objects.get(pk=cast.director.pk)
    vetting.send_ready_link(prospect, CONTACT["email"], by=sender)
    assert wanted in OutgoingEmail.objects.get(kind="readiness").text


def test_a_long_or_broken_value_is_named_and_kept(cast):
    page = posted(cast, title="x" * 90, given_name="").content.decode()
    assert "80" in page.partition("Job title")[2][:800]
    assert "x" * 90 in page
    assert Person.objects.get(pk=cast.mesa_wbl.pk).title == ""


def test_single_keys_can_be_switched_off(cast):
    assert "data-shortcuts" not in cast.client(cast.mesa_wbl).get("/").content.decode()
    posted(cast, shortcuts="")
    assert 'data-shortcuts="off"' in cast.client(Person.objects.get(pk=cast.mesa_wbl.pk)).get("/").content.decode()


def test_the_title_says_that_something_is_wrong(cast):
    page = posted(cast, given_name="").content.decode()
    assert page.partition("<title>")[2].startswith("Error: ")
    assert "Error:" not in cast.client(cast.mesa_wbl).get("/profile/").content.decode().partition("</title>")[0]
