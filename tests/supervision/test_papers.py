"""Papers of a placement: who signs what, what a correction asks, what a link opens (journey 4, ADR 42)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.pathways.models import Program
from guildhall.students.actions.consenting import Signed, revoke, sign
from guildhall.students.actions.entering import opt_out
from guildhall.students.forms.signing import is_name_of
from guildhall.students.models import Consent, Disclosure, Enrolment
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.signing import SignedAs, holds
from guildhall.supervision.actions.types import TypeFacts, change_type, enter_type
from guildhall.supervision.models import Link, Paper, Signature
from guildhall.supervision.queries.papers import lines_of, placements_of
from guildhall.supervision.queries.shown import is_released
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db
WAY = "M10 10L40 60L90 20M120 40L160 80"


@pytest.fixture
def one(cast):
    found = placed(cast)
    found.cast, found.by = cast, cast.mesa_wbl
    found.paper = preparing.prepare(found.placement, found.type, by=found.by)
    return found


def fresh(paper):
    return Paper.objects.get(pk=paper.pk)


def line(one, title="Agreement"):
    row = placements_of(one.by).get(pk=one.placement.pk)
    return next(found for found in lines_of([row])[row.pk] if found.type.title == title)


def sign_all(one, paper):
    for signer, page_to in (("student", "nia@s.example"), ("guardian", "rosa@g.example"), ("supervisor", "")):
        linking.ask_to_sign(paper, signer, by=one.by)
        signing.sign_by_link(secret_in("sign", page_to), SignedAs(f"The {signer}", "mother"))
    signing.sign_for_institution(paper, SignedAs("Wilma"), by=one.by)


def test_a_paper_holds_the_exact_text_and_waits_for_everybody(one):
    assert one.paper.text == "Nia Zamora works at Kestrel Aerospace."
    assert line(one).missing == ["student", "guardian", "supervisor", "institution"]
    sign_all(one, one.paper)
    row = fresh(one.paper)
    assert (row.state, line(one).missing) == ("signed", [])
    assert holds(row, row.signatures.all())
    assert {s.known for s in row.signatures.all()} == {"mailed_link", "signed_in"}
    assert preparing.prepare(one.placement, one.type, by=one.by) == row, "made once"


def test_a_text_or_signature_that_was_changed_is_found(one):
    """The control: what a hand in the database changes does not hold any more."""
    sign_all(one, one.paper)
    Signature.objects.filter(paper=one.paper, signer="student").update(signed_by="Somebody else")
    assert not holds(fresh(one.paper), fresh(one.paper).signatures.all())
    Signature.objects.filter(paper=one.paper, signer="student").update(signed_by="The student")
    assert holds(fresh(one.paper), fresh(one.paper).signatures.all())
    Paper.objects.filter(pk=one.paper.pk).update(text="Nia Zamora works for nothing.")
    assert not holds(fresh(one.paper), fresh(one.paper).signatures.all())


def test_nobody_signs_a_text_that_was_changed(one):
    linking.ask_to_sign(one.paper, "student", by=one.by)
    Paper.objects.filter(pk=one.paper.pk).update(text="Something else")
    with pytest.raises(Refused, match="not the one that was made"):
        signing.sign_by_link(secret_in("sign"), SignedAs("Nia Zamora"))


def test_a_guardian_is_asked_for_minors_alone(cast):
    adult = placed(cast, age=19)
    paper = preparing.prepare(adult.placement, adult.type, by=cast.mesa_wbl)
    assert paper.signers == ["student", "supervisor", "institution"]


def test_a_correction_asks_only_those_whom_it_concerns(one):
    sign_all(one, one.paper)
    change_type(
        one.type, TypeFacts("Agreement", "{student} works until {ends}.", one.type.signers), version=1, by=one.by
    )
    made = preparing.correct(
        fresh(one.paper), ["supervisor"], "The last day", version=fresh(one.paper).version, by=one.by
    )
    assert (made.number, made.state, fresh(one.paper).state) == (2, "open", "replaced")
    assert line(one).missing == ["supervisor"]
    carried = made.signatures.get(signer="student")
    assert (carried.carried_from, carried.paper_digest) == (1, one.paper.digest)
    assert holds(made, made.signatures.all())
    linking.ask_to_sign(made, "supervisor", by=one.by)
    assert signing.sign_by_link(secret_in("sign", "ama@kestrel.example"), SignedAs("Ama Ortega"))
    assert fresh(made).state == "signed"
    with pytest.raises(Conflict):
        preparing.correct(one.paper, [], "once more", version=fresh(one.paper).version, by=one.by)


def test_a_link_to_a_replaced_version_opens_nothing_and_says_so(one):
    linking.ask_to_sign(one.paper, "student", by=one.by)
    secret = secret_in("sign")
    preparing.correct(one.paper, [], "A name", version=1, by=one.by)
    page = one.cast.client(None).get(f"/sign/{secret}/")
    assert page.status_code == 404
    assert "opens nothing any more" in page.content.decode()
    with pytest.raises(Refused):
        signing.sign_by_link(secret, SignedAs("Nia Zamora"))


def test_opening_a_link_changes_nothing_and_signing_twice_signs_once(one):
    linking.ask_to_sign(one.paper, "guardian", by=one.by)
    secret, client = secret_in("sign", "rosa@g.example"), one.cast.client(None)
    assert client.get(f"/sign/{secret}/").status_code == 200
    assert not one.paper.signatures.exists()
    data = {"name": "Rosa Zamora", "relationship": "mother", "agree": "on", "drawing": WAY}
    assert client.post(f"/sign/{secret}/", data | {"agree": ""}).status_code == 200
    assert not one.paper.signatures.exists()
    for _again in range(2):
        assert client.post(f"/sign/{secret}/", data).status_code == 302
    [row] = one.paper.signatures.all()
    assert (row.signer, row.way, row.email, row.relationship) == ("guardian", "drawn", "rosa@g.example", "mother")
    assert "Your signature is here" in client.get(f"/sign/{secret}/").content.decode()


def test_another_name_is_asked_about_and_the_copy_shows_how_it_was_signed(one):
    linking.ask_to_sign(one.paper, "guardian", by=one.by)
    secret, client = secret_in("sign", "rosa@g.example"), one.cast.client(None)
    data = {"name": "Someone Else", "relationship": "mother", "agree": "on"}
    assert "The record has the name Rosa Zamora" in client.post(f"/sign/{secret}/", data).content.decode()
    assert not one.paper.signatures.exists()
    assert client.post(f"/sign/{secret}/", data | {"other_name": "on"}).status_code == 302
    assert "Someone Else" in client.get(f"/sign/{secret}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [
        ("rosa m. delgado", "Rosa Delgado", True), ("Rósa Delgado-Ruiz", "Rosa Delgado", True),
        ("Rosa D.", "Rosa Delgado", False), ("Someone Else", "Rosa Delgado", False), ("Anybody", "", True),
    ],
)  # fmt: skip
def test_a_name_is_the_same_with_more_words_and_without_accents(typed, known, same):
    assert is_name_of(typed, known) is same


def test_a_link_expires_and_can_be_taken_back(one):
    link = linking.ask_to_sign(one.paper, "student", by=one.by)
    secret, client = secret_in("sign"), one.cast.client(None)
    linking.revoke_link(link, by=one.by)
    assert client.get(f"/sign/{secret}/").status_code == 404
    linking.ask_to_sign(one.paper, "student", by=one.by)
    assert client.get(f"/sign/{secret_in('sign')}/").status_code == 200
    Link.objects.update(until=clock.today() - timedelta(1))
    assert client.get(f"/sign/{secret_in('sign')}/").status_code == 404
    assert client.get("/sign/nobody-knows-this/").status_code == 404


def test_what_a_supervisor_reads_is_disclosed_and_ends_with_the_consent(one):
    opt_out(one.registration, clock.today(), version=one.registration.version, by=one.by)
    with pytest.raises(Refused, match="opted out"):
        linking.ask_to_sign(one.paper, "supervisor", by=one.by)
    assert not OutgoingEmail.objects.filter(to="ama@kestrel.example").exists()
    given = Signed(
        ["name", "institution"], "Placement", Consent.Signer.STUDENT, "Nia", clock.today(), None, one.employer
    )
    consent = sign(one.registration, given, by=one.by)
    linking.ask_to_sign(one.paper, "supervisor", by=one.by)
    assert Disclosure.objects.filter(registration=one.registration, consent=consent).count() == 1
    client, secret = one.cast.client(None), secret_in("sign", "ama@kestrel.example")
    assert "Nia Zamora" in client.get(f"/sign/{secret}/").content.decode()
    revoke(consent, version=consent.version, by=one.by)
    page = client.get(f"/sign/{secret}/")
    assert page.status_code == 404
    assert "Nia" not in page.content.decode()


def test_a_paper_that_names_the_program_needs_it_released(one):
    program = Program.objects.create(institution=one.cast.mesa, name="Avionics Technology", cip="47.0609")
    Enrolment.objects.filter(registration=one.registration).update(program=program)
    kind = enter_type(one.cast.mesa, TypeFacts("Plan", "{student} of {program}.", ["supervisor"]), by=one.by)
    paper = preparing.prepare(one.placement, kind, by=one.by)
    assert "Avionics Technology" in paper.text
    opt_out(one.registration, clock.today(), version=one.registration.version, by=one.by)
    for parts, may in ((["name", "institution"], False), (["program"], True)):
        signed = Signed(parts, "Placement", Consent.Signer.STUDENT, "Nia", clock.today(), None, one.employer)
        consent = sign(one.registration, signed, by=one.by)
        assert not is_released(one.placement, paper), "nor to somebody who is signed in"
        if may:
            linking.ask_to_sign(paper, "supervisor", by=one.by)
            assert is_released(one.placement, paper)
            continue
        with pytest.raises(Refused, match="program of study"):
            linking.ask_to_sign(paper, "supervisor", by=one.by)
    told = {part for line in Disclosure.objects.filter(registration=one.registration) for part in line.parts}
    assert told == {"name", "institution", "program"}, "the log says what the paper tells"
    client, address = one.cast.client(None), f"/sign/{secret_in('sign', 'ama@kestrel.example')}/"
    assert client.get(address).status_code == 200
    revoke(consent, version=consent.version, by=one.by)
    assert client.get(address).status_code == 404
    assert not is_released(one.placement, paper)


def test_a_supervisor_is_not_told_that_a_parent_signed(one):
    for signer, page_to in (("student", "nia@s.example"), ("guardian", "rosa@g.example")):
        linking.ask_to_sign(one.paper, signer, by=one.by)
        signing.sign_by_link(secret_in("sign", page_to), SignedAs(f"The {signer}", "mother"))
    linking.ask_to_sign(one.paper, "supervisor", by=one.by)
    page = one.cast.client(None).get(f"/sign/{secret_in('sign', 'ama@kestrel.example')}/").content.decode()
    assert "guardian" not in page, "a parent signs for whoever is under age, and that was not released"
    linking.ask_to_sign(one.paper, "supervisor", by=one.by)
    assert one.paper.signatures.count() == 2, "both are there: they could show"


def test_signed_on_paper_keeps_the_scan(one):
    scan = SimpleUploadedFile("signed.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    row = signing.note_on_paper(
        one.paper, ["student", "guardian"], SignedAs("Nia and Rosa Zamora"), scan.name, scan.chunks(), by=one.by
    )
    assert line(one).missing == ["supervisor", "institution"]
    assert {s.way for s in row.signatures.all()} == {"on_paper"}
    found = row.signatures.first()
    page = one.cast.client(one.by).get(f"/papers/{row.pk}/scan/{found.pk}/")
    assert page.status_code == 200
    assert page["Content-Disposition"].startswith("attachment")
    assert one.cast.client(one.cast.harbor_wbl).get(f"/papers/{row.pk}/scan/{found.pk}/").status_code == 404


def test_papers_of_another_college_and_of_no_college_are_closed(one):
    for person in (one.cast.harbor_wbl, one.cast.director):
        with pytest.raises(Refused):
            preparing.prepare(one.placement, one.type, by=person)
        with pytest.raises(Refused):
            signing.sign_for_institution(one.paper, SignedAs("Somebody"), by=person)
        with pytest.raises(Refused):
            linking.ask_to_sign(one.paper, "student", by=person)


def test_reminders_go_twice_with_a_new_secret_each(one):
    linking.ask_to_sign(one.paper, "student", by=one.by)
    first = secret_in("sign")
    assert linking.remind() == 0
    for days, expected in ((5, 1), (6, 0), (12, 1), (20, 0)):
        with clock.at(clock.now() + timedelta(days)):
            assert linking.remind() == expected
    assert one.cast.client(None).get(f"/sign/{first}/").status_code == 404
    assert one.cast.client(None).get(f"/sign/{secret_in('sign')}/").status_code == 200


def test_a_paper_expires_and_is_kept_as_long_as_the_institution_says(one):
    kind = enter_type(
        one.placement.institution, TypeFacts("Permit", "x", ["institution"], valid_months=2, kept_years=3), by=one.by
    )
    paper = preparing.prepare(one.placement, kind, by=one.by)
    signing.sign_for_institution(paper, SignedAs("Wilma"), by=one.by)
    row = fresh(paper)
    assert row.expires_on == months_after(clock.today(), 2)
    assert row.kept_until == months_after(one.placement.ends_on, 36)
    assert line(one, "Permit").missing == []
    with clock.at(clock.now() + timedelta(70)):
        assert line(one, "Permit").missing == ["institution"]
        assert preparing.prepare(one.placement, kind, by=one.by).number == 2
