"""An address that takes no e-mail is looked at: marked for everybody, told to who keeps it, put right or confirmed."""

import pytest
from django.utils import timezone

from guildhall.employers.actions.editing import save_contact
from guildhall.employers.actions.facts import note_owner
from guildhall.employers.models import Contact
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import queue_email
from guildhall.outbox.actions.returning import note_returned
from guildhall.outbox.models import OutgoingEmail
from guildhall.outbox.queries import returned
from guildhall.outbox.readers import read_report
from guildhall.people.models import Notice
from tests.moments import days_from_now
from tests.outbox.reports import came_back, complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(cast):
    contact = {"family_name": "Ortega", "given_name": "Marisol", "email": "Marisol@kestrel.example"}
    found = cast.shared("Kestrel Aerospace", contact=contact).employer
    note_owner(found, cast.mesa_wbl)
    return found


def comes_back(to="marisol@KESTREL.example", how=came_back, **more):
    pk = queue_email(to, "Career day", "Hello.", kind="mailing", scope=OPEN)
    OutgoingEmail.objects.filter(pk=pk).update(state="sent")
    return note_returned(read_report(how(OutgoingEmail.objects.get(pk=pk), **more)))


def page(cast, employer, who):
    return cast.client(getattr(cast, who)).get(f"/employers/{employer.pk}/contacts/").content.decode()


def test_every_institution_sees_that_it_came_back_and_its_owner_is_told(cast, shared):
    assert comes_back().kind == "hard"
    for who in ("mesa_wbl", "harbor_wbl", "director"):
        assert "E-mail came back" in page(cast, shared, who)
    told = set(Notice.objects.filter(event="mail returned").values_list("person", flat=True))
    assert cast.mesa_wbl.pk in told
    assert cast.harbor_wbl.pk not in told
    assert "kestrel.example" not in page(cast, shared, "harbor_wbl").lower(), "the address itself is not told"


def test_every_contact_with_the_address_is_marked(cast, shared):
    other = cast.shared("Northwind", contact={"family_name": "Ortega", "email": "marisol@kestrel.example"}).employer
    untouched = cast.shared("Halden", contact={"family_name": "Bo", "email": "bo@halden.example"}).employer
    comes_back()
    assert shared.contacts.get().mail_fails and other.contacts.get().mail_fails
    assert not untouched.contacts.get().mail_fails


@pytest.mark.parametrize(("how", "more"), [(complaint, {}), (came_back, {"status": "5.2.2"})])
def test_a_complaint_or_a_full_mailbox_marks_nobody(cast, shared, how, more):
    comes_back(how=how, **more)
    assert not shared.contacts.get().mail_fails


def test_another_address_is_not_the_one_that_failed(cast, shared):
    comes_back()
    contact = shared.contacts.get()
    save_contact(shared, {"email": "m.ortega@kestrel.example"}, by=cast.mesa_wbl, contact=contact, version=1)
    assert not shared.contacts.get().mail_fails
    assert "E-mail came back" not in page(cast, shared, "mesa_wbl")


def test_its_owner_answered_from_it(cast, shared):
    comes_back()
    Contact.objects.update(email_confirmed_at=timezone.now())
    assert not shared.contacts.get().mail_fails


def test_somebody_says_that_it_is_right(cast, shared):
    comes_back()
    contact = shared.contacts.get()
    address = f"/employers/{shared.pk}/contacts/{contact.pk}/mail/"
    assert cast.client(cast.mesa_wbl).get(address).status_code in (302, 405)
    assert shared.contacts.get().mail_fails, "looking changes nothing"
    assert returned([contact.email])
    cast.client(cast.mesa_wbl).post(address)
    assert not shared.contacts.get().mail_fails
    assert not returned([contact.email])
    comes_back()
    assert shared.contacts.get().mail_fails, "and it may come back again"


def test_who_has_lost_sight_of_the_employer_is_not_told(cast, shared):
    Contact.objects.update(email_by=cast.harbor_wbl)
    shared.posted_at = None
    shared.save()
    comes_back()
    told = set(Notice.objects.filter(event="mail returned").values_list("person", flat=True))
    assert cast.harbor_wbl.pk not in told


def test_they_are_found_in_the_list_of_contacts(cast, shared):
    """By the same measure as on the employer's page."""
    client, bo = cast.client(cast.mesa_wbl), {"family_name": "Bo", "email": "bo@halden.example"}
    fine, later = cast.shared("Halden", contact=bo).employer, days_from_now(1)
    for change in ({}, {"email_at": later}, {"email_confirmed_at": later}, {"email": ""}):
        Contact.objects.update(email="marisol@kestrel.example", email_at=None, email_confirmed_at=None)
        fine.contacts.update(email="bo@halden.example")
        comes_back()
        shared.contacts.update(**change)
        contact, page = shared.contacts.get(), client.get("/contacts/?standing=returned").content.decode()
        assert ("Ortega" in page) is contact.mail_fails is (not change), change
        assert "Halden" not in page
        assert contact.mail_fails is Contact.objects.with_returned_mail().filter(pk=contact.pk).exists()
