"""An administrator reads that something happened; what, only where the administrator may know of it (A1, C24)."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Access, Entry
from guildhall.audit.recording import record
from guildhall.employers.actions import editing, merging, showing
from guildhall.employers.models import SavedFilter
from guildhall.imports.actions import applying, comparing, reading, undoing
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import grant
from guildhall.people.permissions import Role
from guildhall.prospects.actions import promoting, vetting
from guildhall.stewardship.queries.lines import entries, letters, lines

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "email": "ortega@kestrel.example", "phone": "(555) 010-7100"}


def page(cast, address, who="administrator"):
    response = cast.client(cast.people[who]).get(address)
    assert response.status_code == 200
    return response.content.decode()


def words_of(person, **found):
    """Everything that the journal tells somebody of some entries."""
    told = lines(person, list(entries().filter(**found)))
    return [(line.open, str([(v.before, v.after) for v in line.values if v.open])) for line in told]


def test_the_administrator_reads_who_and_when_but_no_name(cast):
    prospect = cast.prospect("Kestrel Aerospace", contact=CONTACT)
    editing.write_note(prospect.employer, "they weld", by=cast.director, institution=cast.region)
    text = page(cast, "/journal/?who=Director")
    assert "write note" in text
    assert "a restricted record" in text
    for secret in ("Kestrel", "weld", "Ortega"):
        assert secret not in text


def test_whoever_develops_the_employer_reads_all_of_it(cast):
    """The control: the same page, read by an administrator who is a director as well."""
    cast.prospect("Kestrel Aerospace")
    grant(cast.administrator, Role.REGIONAL_DIRECTOR, cast.region, by=None)
    cast.administrator.forget_standing()
    text = page(cast, "/journal/?who=Director")
    assert "Kestrel" in text
    assert "a restricted record" not in text


def test_what_was_written_behind_the_wall_stays_there_after_promotion(cast):
    prospect = cast.shared("Kestrel Aerospace", contact=CONTACT)
    editing.add_name(prospect.employer, "trading", "Kestrel Aero", by=cast.mesa_wbl)
    assert words_of(cast.administrator, verb="answer") == [(False, "[]")] * 2
    assert words_of(cast.administrator, verb="open") == [(False, "[]")]
    assert "Kestrel Aero" in words_of(cast.administrator, verb="add name")[0][1]
    promoting.park_shared(prospect, by=cast.director, reason="they moved away")
    assert words_of(cast.administrator, verb="add name") == [(False, "[]")]


def test_vetting_of_a_shared_employer_stays_in_the_crm(cast):
    prospect = cast.shared("Kestrel Aerospace")
    vetting.send_back(prospect, by=cast.director, reason="the insurance ran out")
    assert words_of(cast.administrator, verb="send back") == [(False, "[]")]


def test_a_note_taken_back_takes_its_entries_along(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    note = editing.write_note(employer, "they weld", by=cast.director, institution=cast.region)
    assert "weld" in words_of(cast.administrator, verb="write note")[0][1]
    editing.let_note(note, travel=False, by=cast.director)
    assert words_of(cast.administrator, verb="write note") == [(False, "[]")]


def test_a_merge_with_a_restricted_record_tells_neither_name(cast):
    one, other = cast.shared("Kestrel Aerospace").employer, cast.prospect("Kestrel Airframes").employer
    merge = merging.merge(one, other, by=cast.director)
    merging.undo_merge(merge, by=cast.director)
    for verb in ("merge", "undo merge"):
        assert words_of(cast.administrator, verb=verb) == [(False, "[]")]


def test_a_merge_of_shared_records_is_told_as_long_as_the_result_is_shared(cast):
    one, other = cast.shared("Kestrel Aerospace").employer, cast.shared("Kestrel Airframes").employer
    editing.add_name(other, "trading", "Kestrel Frames", by=cast.mesa_wbl)
    merging.merge(one, other, by=cast.director)
    assert words_of(cast.administrator, verb="merge")[0][0]
    assert "Kestrel Frames" in words_of(cast.administrator, verb="add name")[0][1]


def test_a_list_and_what_it_brought_are_told_to_nobody_else_and_not_when_it_is_undone(cast):
    file = io.BytesIO(b"Employer\nKestrel Aerospace\n")
    batch = reading.start_import(file, "secret list.csv", institution=cast.mesa, by=cast.mesa_wbl)
    reading.match_columns(batch, batch.columns, by=cast.mesa_wbl, in_background=False)
    batch = comparing.check_rows(batch)
    applying.apply(batch, by=cast.mesa_wbl)
    undoing.undo(batch, by=cast.mesa_wbl)
    for verb in ("bring a list", "import", "take back"):
        assert words_of(cast.administrator, verb=verb) == [(False, "[]")], verb


def test_an_address_of_a_contact_stands_in_no_entry_on_the_page(cast):
    editing.save_contact(cast.shared("Kestrel Aerospace").employer, CONTACT, by=cast.mesa_wbl)
    grant(cast.administrator, Role.REGIONAL_DIRECTOR, cast.region, by=None)
    cast.administrator.forget_standing()
    text = page(cast, "/journal/?verb=save+contact")
    assert "Ortega" in text
    for address in (CONTACT["email"], CONTACT["phone"]):
        assert address not in text


def test_what_was_shown_of_a_restricted_employer_is_not_named(cast):
    contact = cast.prospect("Kestrel Aerospace", contact=CONTACT).employer.contacts.get()
    showing.show_address(contact, by=cast.director)
    text = page(cast, "/journal/shown/")
    assert "was shown the e-mail and telephone of a contact" in text
    for secret in ("Kestrel", "Ortega"):
        assert secret not in text


def test_the_words_of_a_search_are_not_kept(cast):
    cast.shared("Kestrel Bakery", industry="Bread")
    client = cast.client(cast.director)
    client.post("/employers/export/?q=kestrel&owner=none", {"form": "csv"})
    client.post("/employers/export/?tag=aerospace", {"form": "csv"})
    client.post("/employers/export/", {"form": "csv"})
    details = list(Access.objects.order_by("id").values_list("detail", flat=True))
    assert details == [
        "CSV, owner none, words searched for",
        "CSV, no shared employer fitted",
        "CSV, every shared employer",
    ]


# ── The ledger of e-mail ─────────────────────────────────────────────


def test_an_email_about_a_restricted_employer_shows_when_and_to_whom_of_us(cast):
    prospect = cast.vetted("Kestrel Aerospace", address_by=cast.second, contact=CONTACT)
    vetting.send_ready_link(prospect, CONTACT["email"], by=cast.director)
    email = OutgoingEmail.objects.get()
    for address in ("/outbox/", f"/outbox/{email.pk}/"):
        text = page(cast, address)
        assert "An e-mail about a restricted record" in text
        assert "a contact of the employer" in text
        for secret in ("Kestrel", "kestrel", "Ortega", "/ready/"):
            assert secret not in text
    grant(cast.second, Role.REGION_ADMINISTRATOR, cast.region, by=None)
    cast.second.forget_standing()
    assert "Kestrel" in page(cast, f"/outbox/{email.pk}/", "second")


def test_a_notice_to_one_of_us_names_the_addressee_and_nothing_else(cast):
    prospect = cast.shared("Kestrel Aerospace")
    shown = letters(cast.administrator, list(OutgoingEmail.objects.filter(kind="promoted")))
    assert {letter.open for letter in shown} == {True}
    promoting.park_shared(prospect, by=cast.director, reason="they moved away")
    shown = letters(cast.administrator, list(OutgoingEmail.objects.filter(kind__in=["promoted", "parked"])))
    assert {letter.open for letter in shown} == {False}
    assert {letter.to for letter in shown} == {cast.mesa_admin.email, cast.harbor_admin.email}


def test_a_demo_shows_a_stranger_account_mail_and_nothing_of_employers(cast, settings):
    settings.EMAIL_BACKEND = "guildhall.outbox.backend.OutboxBackend"  # the tests' own would swallow it
    prospect = cast.vetted("Kestrel Aerospace", address_by=cast.second, contact=CONTACT)
    vetting.send_ready_link(prospect, CONTACT["email"], by=cast.director)
    client = cast.client(None)
    client.post("/account/password/reset/", {"email": cast.mesa_wbl.email})
    text = " ".join(client.get("/outbox/").content.decode().split())
    assert f"to {cast.mesa_wbl.email}" in text
    assert "Kestrel" not in text
    assert "kestrel" not in text


# ── What keeps it so ─────────────────────────────────────────────────


def test_every_entry_says_whom_it_may_be_shown_to(cast):
    cast.shared("Kestrel Aerospace", contact=CONTACT)
    assert Entry.objects.count() > 20
    assert not Entry.objects.filter(about=None).exists()
    assert not OutgoingEmail.objects.filter(about=None).exists()


def test_an_entry_that_says_nothing_is_shown_to_nobody(cast):
    Entry.objects.update(about=None)
    assert {open for open, _words in words_of(cast.administrator)} == {False}


def test_a_model_without_a_scope_cannot_be_journaled(cast):
    saved = SavedFilter.objects.create(person=cast.director, name="mine", query="")
    with pytest.raises(ImproperlyConfigured, match="scope = OPEN"):
        record("keep", saved, by=cast.director)


def test_a_page_asks_as_often_for_many_employers_as_for_few(cast):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            page(cast, "/journal/")
        return len(captured)

    cast.shared("Kestrel Aerospace")
    page(cast, "/journal/")
    few = asked()
    for n in range(6):
        cast.shared(f"Kestrel {n}")
        cast.prospect(f"Osprey {n}")
    assert asked() == few
