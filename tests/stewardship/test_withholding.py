"""What an institution keeps to itself is not handed out by asking for one's data; a young address needs two (G7)."""

from datetime import timedelta

import pytest

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact
from guildhall.engagements.actions import relating
from guildhall.engagements.actions.recording import Happening, change_engagement, record_engagement
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.models import PointOfContact
from guildhall.people.permissions import Role
from guildhall.stewardship import rules
from guildhall.stewardship.actions import answering
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries import withholding
from guildhall.stewardship.queries.own_data import own_data

pytestmark = pytest.mark.django_db
MAIL = "quillon.vesper@kestrel.example"
WHO = {"given_name": "Quillon", "family_name": "Vesperton", "email": MAIL}
OPEN, KEPT, NAMED, STAYS = "wants two interns", "is about to leave", "drinks at lunch", "was rude to us"


@pytest.fixture
def kestrel(cast):
    """A contact of whom one institution says something to all, and something to itself."""
    employer = cast.shared("Kestrel Aerospace", contact=WHO).employer
    row = employer.contacts.get()
    for words, who in ((OPEN, "region"), (KEPT, "institution"), (NAMED, "named")):
        colleagues = (cast.mesa_jobs,) if who == "named" else ()
        text = f"Quillon Vesperton {words}"
        said = Happening("call", text, clock.today(), text, contact=row, visibility=who, colleagues=colleagues)
        record_engagement(employer, said, by=cast.mesa_wbl, institution=cast.mesa)
    name_point_of_contact(cast.mesa, PointOfContact.Kind.EMPLOYERS, cast.mesa_jobs, by=cast.mesa_admin)
    return employer


def told(address=MAIL):
    return str(own_data(address).as_json())


def test_what_an_institution_keeps_to_itself_is_listed_and_not_handed_out(cast, kestrel):
    answer = told()
    assert OPEN in answer
    assert not [words for words in (KEPT, NAMED) if words in answer]
    assert [(one.place, one.ask) for one in own_data(MAIL).withheld] == [("Mesa Grande College", cast.mesa_jobs.name)]


def test_the_institution_decides(cast, kestrel):
    """It opens what it kept: then it is handed out, but for what it said before."""
    entry = kestrel.engagements.get(visibility="institution")
    said = Happening("call", "Quillon Vesperton has left", clock.today(), contact=entry.contact)
    change_engagement(entry, said, version=entry.version, by=cast.mesa_wbl)
    assert "has left" in told()
    assert KEPT not in told()


def test_notes_behind_the_wall_are_withheld(cast):
    prospect = cast.prospect("Hidden Works", contact=WHO)
    editing.write_note(prospect.employer, f"{MAIL} {STAYS}", by=cast.director, institution=cast.region)
    assert STAYS not in told()
    assert [one.place for one in own_data(MAIL).withheld] == ["Two Rivers Office"]


def test_without_the_defence_it_would_be_handed_out(cast, kestrel, monkeypatch):
    """The control."""
    monkeypatch.setattr(withholding.Keepers, "open", lambda self, rows: rows)
    assert KEPT in told()


# ── Who answers ──────────────────────────────────────────────────────


def test_an_address_that_was_pointed_elsewhere_needs_a_second_administrator(cast, kestrel):
    """Whoever may edit a contact points its address at their own mailbox, and asks for everything."""
    contact = kestrel.contacts.get()
    known = {"email_confirmed_at": clock.now(), "email_at": clock.now() - timedelta(400)}
    Contact.objects.filter(pk=contact.pk).update(**known)
    assert rules.can_answer_alone(cast.administrator, DataRequest(address=MAIL))
    mine = "mine@elsewhere.example"
    editing.save_contact(kestrel, {"email": mine}, contact=contact, version=contact.version, by=cast.mesa_wbl)
    assert "second administrator" in rules.can_answer_alone(cast.administrator, DataRequest(address=mine)).reason
    row = answering.note_request(answering.Asked("access", mine, clock.today()), by=cast.administrator)
    client = cast.client(cast.administrator)
    page = client.get(f"/data-requests/{row.pk}/").content.decode()
    assert cast.mesa_wbl.name in page, "who wrote it down"
    assert "never confirmed" in page
    for version in (1, 2):
        client.post(f"/data-requests/{row.pk}/send/", {"version": version})
    assert not OutgoingEmail.objects.filter(kind="data request").exists()
    second = cast.add("other_admin", Role.REGION_ADMINISTRATOR, cast.region)
    row.refresh_from_db()
    answering.send_own_data(row, version=row.version, by=second)
    assert OutgoingEmail.objects.filter(kind="data request").count() == 1


def test_a_young_address_needs_two_even_when_it_was_confirmed(cast, kestrel):
    Contact.objects.update(email_confirmed_at=clock.now(), email_at=clock.now() - timedelta(30))
    assert "90 days" in rules.can_answer_alone(cast.administrator, DataRequest(address=MAIL)).reason


def test_an_answer_from_the_mailbox_confirms_it(cast):
    kestrel = cast.shared("Kestrel Aerospace", contact=WHO).employer
    contact = kestrel.contacts.get()
    relating.take_temperature(kestrel, contact, by=cast.mesa_wbl, institution=cast.mesa)
    text = OutgoingEmail.objects.filter(kind="temperature").latest("queued_at").text
    relating.answer_temperature(text.split("/how-is-it-going/")[1].split("/")[0], 4)
    contact.refresh_from_db()
    assert contact.email_confirmed_at
    other = {"email": "other@kestrel.example"}
    contact = editing.save_contact(kestrel, other, contact=contact, version=contact.version, by=cast.mesa_wbl)
    assert contact.email_confirmed_at is None
