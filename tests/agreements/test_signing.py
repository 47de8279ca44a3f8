"""Agreements are signed party by party, each over the exact text; in force once everybody has (N14, ADR 42, 68)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.agreements.actions import drawing_up, erasing, linking, living, signing
from guildhall.agreements.models import Agreement, PartySignature, Revision, SigningLink
from guildhall.agreements.queries.door import agreements_of, one_of
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.supervision.actions.signing import SignedAs
from tests.agreements.drawn import SCAN, drawn, in_force, ours, out, revision_of, secret_in, signed, theirs

pytestmark = pytest.mark.django_db
ME = SignedAs("Ama Ortega")


@pytest.fixture
def town(cast):
    cast.kestrel = cast.shared(
        "Kestrel Aerospace", contact={"family_name": "Ortega", "email": "ama@k.example"}
    ).employer
    cast.agreement = drawn(cast, cast.kestrel)
    return cast


def state(agreement):
    return Agreement.objects.get(pk=agreement.pk).state


def test_in_force_only_when_every_party_has_signed(town):
    row = out(town.agreement, by=town.mesa_wbl)
    assert state(town.agreement) == "signing"
    assert "Kestrel Aerospace" in row.text
    signing.sign_as_staff(row, ours(town.agreement), SignedAs("Wanda"), "Dean", by=town.mesa_wbl)
    assert state(town.agreement) == "signing", "the partner has not signed"
    signing.note_on_paper(row, [theirs(town.agreement)], "Ama Ortega", "scan.pdf", SCAN, by=town.mesa_wbl)
    assert state(town.agreement) == "in_force"
    row.refresh_from_db()
    assert signing.holds(row, row.signatures.select_related("file"))


def test_a_signature_holds_in_whichever_zone_it_was_made(town):
    with clock.at(clock.local(clock.now()) - timedelta(1)):
        row = out(town.agreement, by=town.mesa_wbl)
        signing.sign_as_staff(row, ours(town.agreement), ME, by=town.mesa_wbl)
    assert signing.holds(revision_of(town.agreement), PartySignature.objects.all())


def test_a_link_signs_once_and_opening_it_changes_nothing(town):
    row = out(town.agreement, by=town.mesa_wbl)
    linking.ask_to_sign(row, theirs(town.agreement), contact=town.kestrel.contacts.get(), by=town.mesa_wbl)
    secret, client = secret_in(), Client()
    page = client.get(f"/sign-agreement/{secret}/")
    assert page.status_code == 200
    assert "Both do their part." in page.content.decode()
    assert not PartySignature.objects.exists()
    typed = {"name": "Ama Ortega", "position": "Head of people", "drawing": "", "agree": "on"}
    for _again in range(2):
        assert client.post(f"/sign-agreement/{secret}/", typed).status_code == 302
    signature = PartySignature.objects.get()
    assert (signature.signed_by, signature.known, signature.email) == ("Ama Ortega", "mailed_link", "ama@k.example")
    assert "Thank you" in client.get(f"/sign-agreement/{secret}/").content.decode()
    assert client.get("/sign-agreement/none-of-them/").status_code == 404


def test_a_link_that_was_taken_back_or_replaced_opens_nothing(town):
    row, party = out(town.agreement, by=town.mesa_wbl), theirs(town.agreement)
    details = {"name": "Ama", "email": "ama@k.example", "by": town.mesa_wbl}
    linking.ask_to_sign(row, party, **details)
    first = secret_in()
    second_link = linking.ask_to_sign(row, party, **details)
    second = secret_in()
    assert linking.opened(first).closed
    assert not linking.opened(second).closed
    linking.revoke_link(second_link, by=town.mesa_wbl)
    with pytest.raises(Refused):
        signing.sign_by_link(second, ME)
    linking.ask_to_sign(row, party, **details)
    third = secret_in()
    row.refresh_from_db()
    signing.recall(row, version=row.version, by=town.mesa_wbl)
    with pytest.raises(Refused):
        signing.sign_by_link(third, ME)
    assert not PartySignature.objects.exists()


def test_a_text_that_is_out_does_not_change(town):
    row = out(town.agreement, by=town.mesa_wbl)
    words = drawing_up.Words(clock.today(), terms="Something else")
    with pytest.raises(Refused, match="Amend"):
        drawing_up.change_draft(row, words, version=row.version, by=town.mesa_wbl)
    signing.sign_as_staff(row, ours(town.agreement), ME, by=town.mesa_wbl)
    row.refresh_from_db()
    with pytest.raises(Refused, match="stands"):
        signing.recall(row, version=row.version, by=town.mesa_wbl)


def test_a_changed_text_or_signature_is_noticed(town):
    """The control: whoever changes the database is found out, and nobody signs such a text."""
    row = out(town.agreement, by=town.mesa_wbl)
    signing.sign_as_staff(row, ours(town.agreement), ME, by=town.mesa_wbl)
    read = lambda: signing.holds(revision_of(town.agreement), PartySignature.objects.all())  # noqa: E731
    assert read()
    PartySignature.objects.update(signed_by="Somebody else")
    assert not read()
    PartySignature.objects.update(signed_by="Ama Ortega")
    Revision.objects.update(text="Other words")
    assert not read()
    with pytest.raises(Refused, match="not the one that was sent out"):
        signing.note_on_paper(revision_of(town.agreement), [theirs(town.agreement)], "A B", "s.pdf", SCAN,
                              by=town.mesa_wbl)  # fmt: skip


def test_who_signs_for_whom(town):
    row = out(town.agreement, by=town.mesa_wbl)
    for person in (town.harbor_wbl, town.mesa_jobs, town.mesa_teacher):
        with pytest.raises(Refused):
            signing.sign_as_staff(row, ours(town.agreement), ME, by=person)
    with pytest.raises(Refused, match="by itself"):
        signing.sign_as_staff(row, theirs(town.agreement), ME, by=town.mesa_wbl)
    signing.sign_as_staff(row, ours(town.agreement), ME, by=town.mesa_principal)
    with pytest.raises(Refused, match="already"):
        signing.sign_as_staff(row, ours(town.agreement), ME, by=town.mesa_wbl)


def test_the_employer_reads_and_signs_at_its_own_door(town):
    facts = {"given_name": "Ama", "family_name": "Ortega", "opened_at": clock.now(), "confirmed_at": clock.now()}
    login = EmployerLogin.objects.create(employer=town.kestrel, email="ama@k.example", administers=True, **facts)
    assert not agreements_of(login).to_sign, "a draft is one side's alone"
    row = out(town.agreement, by=town.mesa_wbl)
    assert [one.pk for one in agreements_of(login).to_sign] == [town.agreement.pk]
    assert signing.sign_at_door(row, theirs(town.agreement), ME, by=login)
    assert not signing.sign_at_door(row, theirs(town.agreement), ME, by=login), "the first counts"
    assert one_of(login, town.agreement.pk).is_signed
    other = town.shared("Otter Mills").employer
    hidden = drawn(town, other)
    out(hidden, by=town.mesa_wbl)
    assert one_of(login, hidden.pk) is None


def test_an_amendment_is_signed_again_and_the_chain_stays_readable(town):
    agreement = signed(town.agreement, by=town.mesa_wbl)
    last = agreement.ends_on
    amendment = living.amend(agreement, "A year longer", by=town.mesa_wbl)
    longer = last + timedelta(365)
    words = drawing_up.Words(amendment.starts_on, longer, 60, terms="Longer.", reason="A year longer")
    drawing_up.change_draft(amendment, words, version=amendment.version, by=town.mesa_wbl)
    assert Agreement.objects.get(pk=agreement.pk).ends_on == last, "what is signed holds until then"
    with pytest.raises(Refused, match="Another amendment"):
        living.amend(agreement, "And more", by=town.mesa_wbl)
    agreement = signed(agreement, by=town.mesa_wbl)
    assert (agreement.state, agreement.ends_on, agreement.notice_days) == ("in_force", longer, 60)
    assert [one.state for one in agreement.revisions.order_by("number")] == ["replaced", "signed"]
    first = agreement.revisions.get(number=1)
    assert signing.holds(first, first.signatures.all())


def test_two_who_send_out_at_once_conflict(town):
    row = revision_of(town.agreement)
    drawing_up.add_party(row, drawing_up.Bound("theirs", named="Chamber"), by=town.mesa_wbl)
    with pytest.raises(Conflict):
        signing.send_out(row, version=row.version, by=town.mesa_wbl)


def test_a_reminder_carries_a_new_secret(town):
    row = out(town.agreement, by=town.mesa_wbl)
    linking.ask_to_sign(row, theirs(town.agreement), name="Ama", email="ama@k.example", by=town.mesa_wbl)
    first = secret_in()
    assert linking.remind() == 0
    SigningLink.objects.update(sent_at=clock.now() - timedelta(8))
    assert linking.remind() == 1
    assert linking.remind() == 0, "once on a day"
    assert linking.opened(first) is None
    assert not linking.opened(secret_in()).closed


def test_an_erased_signer_leaves_a_text_that_still_holds(town):
    agreement = in_force(town, town.kestrel, title="Another one")
    row = revision_of(agreement)
    assert erasing.erase_party_signers(PartySignature.objects.filter(revision=row)) == 2
    assert not PartySignature.objects.filter(revision=row).exclude(signed_by="").exists()
    assert signing.holds(row, row.signatures.all())
    PartySignature.objects.filter(revision=row).update(way="typed", known="signed_in")
    assert not signing.holds(row, row.signatures.all()), "the control"
