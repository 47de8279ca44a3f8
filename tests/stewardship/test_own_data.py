"""What is kept about one person opens to that person alone: not the wall, not others, whatever anybody notes (G7)."""

import pytest
from django.db import transaction

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions import relating
from guildhall.lib import clock
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import queue_email as mail
from guildhall.people.models import Notice, Person
from guildhall.stewardship.actions import answering
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.inventory import title_of
from guildhall.stewardship.queries.own_data import own_data
from guildhall.stewardship.queries.subjects import subject_of

pytestmark = pytest.mark.django_db
NOTICES = title_of(Notice)


def test_somebody_with_an_account_reads_nothing_behind_the_wall(cast):
    person = cast.mesa_wbl
    hidden = cast.prospect("Quietwater Foundry").employer
    editing.write_note(hidden, f"Do not tell {person} of the layoffs.", by=cast.director, institution=cast.region)
    found = own_data(person.email)
    assert found.has_account
    assert "layoffs" not in str(found.as_json())
    assert "Quietwater" not in cast.client(person).get("/what-we-keep/about-me/").content.decode()


def test_what_was_taken_back_is_told_to_nobody_outside(cast):
    """An employer that somebody kept at hand, looked up or was written about is restricted again: its name is gone."""
    person, kestrel = cast.mesa_wbl, cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    relating.pin(kestrel, on=True, by=person)
    cast.client(person).post(f"/employers/{kestrel.pk}/contacts/{kestrel.contacts.get().pk}/show/")
    mail(person.email, "About Kestrel Aerospace", "Look.", kind="notice", scope=kestrel.scope)
    assert "Kestrel Aerospace" in str(own_data(person.email).as_json())  # negative control
    Employer.objects.filter(pk=kestrel.pk).update(posted_at=None, default_audience=None)
    found = own_data(person.email)
    assert "Kestrel Aerospace" not in str(found.as_json())


def test_notices_are_told_as_long_as_their_employer_is_in_sight(cast):
    person, kestrel = cast.mesa_wbl, cast.shared("Kestrel Aerospace").employer
    editing.own(kestrel, person, by=cast.director)
    assert any("Kestrel" in str(one.rows) for one in own_data(person.email).records if one.what == NOTICES)
    Employer.objects.filter(pk=kestrel.pk).update(posted_at=None, default_audience=None)
    assert not [one for one in own_data(person.email).records if one.what == NOTICES]


def test_nobody_becomes_somebody_else_by_what_they_note(cast):
    """Whoever keeps contacts may note their own address at one, or that one went where another is: it opens nothing."""
    thief, hidden = cast.mesa_wbl, cast.prospect("Quietwater Foundry").employer
    shared = cast.shared("Kestrel Aerospace").employer
    known = {"given_name": "Laura", "family_name": "Beck", "email": "laura.beck@quiet.example", "phone": "530 555 0101"}
    hers = editing.save_contact(hidden, known, by=cast.director)
    editing.write_note(shared, "Laura Beck is ill.", by=cast.director, institution=cast.region)
    forged = editing.save_contact(shared, known | {"email": thief.email, "phone": ""}, by=thief)
    Contact.objects.filter(pk=forged.pk).update(followed_from=hers)
    before = own_data(thief.email)
    for name in ("Beck", thief.family_name):
        Contact.objects.filter(pk=forged.pk).update(family_name=name)
        told = str(own_data(thief.email).as_json())
        assert "530 555 0101" not in told and "laura.beck" not in told and "Quietwater" not in told
    assert "Villalobos" not in str(own_data("laura.beck@quiet.example").as_json())
    assert "530 555 0101" in str(own_data("laura.beck@quiet.example").as_json()), "the control: her own mailbox"
    Contact.objects.filter(pk=forged.pk).update(email="fisher@x.example", family_name="Beck")
    told = str(own_data("fisher@x.example").as_json())
    assert "Quietwater" not in told and "530 555 0101" not in told
    Contact.objects.create(employer=shared, given_name="Laura", family_name="Beck", email="laura.beck@kestrel.example")
    assert "ill" not in str([t.rows for t in own_data("fisher@x.example").named]), "two of a name: words mean neither"
    erase_subject(subject_of("fisher@x.example"), by=cast.administrator)
    hers.refresh_from_db()
    assert (hers.family_name, hers.email) == ("Beck", "laura.beck@quiet.example")
    assert before.has_account


def test_a_name_that_others_have_too_is_struck_nowhere(cast):
    shared = cast.shared("Kestrel Aerospace").employer
    known = {"given_name": "Laura", "family_name": "Beck", "email": "l@k.example"}
    editing.save_contact(shared, known, by=cast.director)
    note = editing.write_note(shared, "Laura Beck is ill.", by=cast.director, institution=cast.region)
    person = cast.harbor_wbl
    for name, words in (("Beck", "Laura Beck is ill."), ("Bexley", "Laura Bexley is ill.")):
        Person.objects.filter(pk=person.pk).update(given_name="Laura", family_name=name)
        type(note).objects.filter(pk=note.pk).update(text=words)
        with transaction.atomic():
            erase_subject(subject_of(person.email), by=cast.administrator)
            note.refresh_from_db()
            assert ("erased" in note.text) == (name == "Bexley"), "the control: a name of one's own goes"
            transaction.set_rollback(True)


def test_a_link_that_opens_something_is_not_told(cast):
    person = cast.mesa_wbl
    mail(person.email, "Reset", "https://x.example/reset/s3cr3t/", kind="reset", scope=OPEN, confidential=True)
    told = str(own_data(person.email).as_json())
    assert "Reset" in told
    assert "s3cr3t" not in told


def test_the_page_of_an_erasure_says_whom_it_means_and_what_stands_against_it(cast):
    kestrel = cast.shared("Kestrel Aerospace").employer
    known = {"given_name": "Laura", "family_name": "Beck", "email": "laura.beck@kestrel.example"}
    editing.save_contact(kestrel, known, by=cast.director)
    client, day = cast.client(cast.administrator), clock.today()
    for address, says, not_says in (
        (cast.mesa_wbl.email, ("WBL coordinator", "has a role still", "Hand over the work"), "Erase for good"),
        ("laura.beck@kestrel.example", ("Laura Beck", "Kestrel Aerospace", "Erase for good"), "has a role still"),
        ("nobody@kestrel.example", ("Nobody whom you see stands under this address alone",), "Who this is"),
    ):
        row = answering.note_request(answering.Asked("erasure", address, day), by=cast.administrator)
        page = client.get(f"/data-requests/{row.pk}/").content.decode()
        assert all(words in page for words in says) and not_says not in page, address
