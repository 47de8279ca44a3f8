"""Vetting, the two gates, promotion and its undo (A3–A7, B4, N2)."""

import re
from datetime import timedelta

import pytest

from guildhall.employers.actions.editing import change_employer, let_note, save_contact, write_note
from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.employers.models import Contact, Employer, Note
from guildhall.engagements.actions import following, holding
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.prospects import queries, rules
from guildhall.prospects.actions import promoting, vetting
from guildhall.prospects.actions.attesting import attest_partners
from guildhall.prospects.models import Prospect
from guildhall.ui.dates import in_words
from tests.cast import new_employer
from tests.moments import days_from_now


def seen_by(person, prospect):
    return Employer.objects.visible_to(person).filter(pk=prospect.pk).exists()


def test_a_criterion_needs_evidence(cast):
    prospect = cast.prospect("Tern Composites")
    criterion = cast.clause("vetting_criteria").criteria.first()
    with pytest.raises(Refused, match="evidence"):
        vetting.answer(prospect, criterion, "yes", " ", by=cast.director)


def test_a_no_keeps_the_gate_shut(cast):
    prospect = cast.vetted("Tern Composites")
    criterion = cast.clause("vetting_criteria").criteria.first()
    prospect = vetting.answer(prospect, criterion, "no", "struck off the register", by=cast.director)
    verdict = rules.is_vetted(prospect)
    assert not verdict
    assert verdict.reason == "Answered with No: criterion 1."
    assert "registered" in verdict.open_points[0]
    assert prospect.vetted_at is None
    other = cast.prospect("Osprey Robotics")
    vetting.answer(other, criterion, "no", "struck off the register", by=cast.director)
    assert rules.can_promote(cast.director, other).reason.startswith(
        "Answered with No: criterion 1. 1 of 2 criteria are open."
    )


def test_nobody_vets_an_employer_that_they_work_for(cast):
    contact = {"given_name": cast.director.given_name, "family_name": cast.director.family_name}
    prospect = cast.prospect("Tern Composites", contact=contact, by=cast.second)
    criterion = cast.clause("vetting_criteria").criteria.first()
    with pytest.raises(Refused, match="position at this employer"):
        vetting.answer(prospect, criterion, "yes", "seen", by=cast.director)
    vetting.answer(prospect, criterion, "yes", "seen", by=cast.second)


def test_a_star_lets_nobody_vet_where_they_work(cast):
    """A protected contact's mark is for people: their name stays their name."""
    contact = {"given_name": cast.director.given_name, "family_name": cast.director.family_name}
    prospect = cast.prospect("Tern Composites", contact=contact, by=cast.second)
    prospect.employer.contacts.update(starred=True)
    assert str(prospect.employer.contacts.get()).endswith("*")
    with pytest.raises(Refused, match="position at this employer"):
        vetting.answer(prospect, cast.clause("vetting_criteria").criteria.first(), "yes", "seen", by=cast.director)


def test_colleges_vet_their_own_under_their_own_clause(cast):
    """B2, P9."""
    prospect = cast.vetted("Tern Composites", holder=cast.mesa, by=cast.mesa_wbl)
    assert prospect.vetted_under.subject == "college_vetting"
    prospect = vetting.confirm_readiness(prospect, by=cast.mesa_jobs)
    promoting.promote(prospect, by=cast.mesa_wbl)
    assert seen_by(cast.harbor_wbl, prospect)


def test_the_employer_confirms_by_a_link_that_works_once(cast):
    """A5."""
    contact = {"given_name": "Ilse", "family_name": "Brandt", "email": "ilse@tern.example"}
    prospect = cast.vetted("Tern Composites", address_by=cast.second, contact=contact)
    vetting.send_ready_link(prospect, "ilse@tern.example", by=cast.director)
    mail = OutgoingEmail.objects.get(kind="readiness")
    path = re.search(r"/ready/[\w-]+/", mail.text).group()
    client = cast.client(None)
    assert client.get(path).status_code == 200
    prospect.refresh_from_db()
    assert prospect.ready_at is None, "opening the link changes nothing"
    assert client.post(path, {"name": "Ilse Brandt"}).status_code == 200
    prospect.refresh_from_db()
    assert prospect.ready_how == "employer"
    assert client.get(path).status_code == 404
    with pytest.raises(Refused, match="contact of this employer"):
        vetting.send_ready_link(prospect, "somebody@else.example", by=cast.director)


def test_nobody_passes_both_gates_with_an_address_of_their_own(cast):
    """A5: a vetter who invents an address would confirm readiness alone."""
    contact = {"given_name": "Ilse", "family_name": "Brandt", "email": "ilse@invented.example"}
    prospect = cast.vetted("Tern Composites", contact=contact, domain="tern.example")
    with pytest.raises(Refused, match="cannot write down the address"):
        vetting.send_ready_link(prospect, "ilse@invented.example", by=cast.director)
    page = cast.client(cast.director).get(f"/vetting/{prospect.pk}/").content.decode()
    assert "Ask the employer by a link" not in page
    assert not OutgoingEmail.objects.filter(kind="readiness").exists()
    own = save_contact(prospect.employer, {"family_name": "Own", "email": "own@tern.example"}, by=cast.director)
    with pytest.raises(Refused, match="cannot write down the address"):  # nor with a domain of their own
        vetting.send_ready_link(prospect, own.email, by=cast.director)
    change_employer(prospect.employer, {"domain": "tern2.example"}, version=1, by=cast.second)
    theirs = save_contact(prospect.employer, {"family_name": "Ito", "email": "ito@tern2.example"}, by=cast.director)
    vetting.send_ready_link(prospect, theirs.email, by=cast.director)  # the control: somebody else knows the domain
    assert OutgoingEmail.objects.filter(kind="readiness").count() == 1


def test_nobody_passes_both_gates_through_a_login_that_they_let_in(cast):
    """A5: a vetter's second mailbox signs in for the employer, invites a third, writes addresses and the domain."""
    contact = {"given_name": "Ilse", "family_name": "Brandt", "email": "ilse@tern.example"}
    prospect = cast.vetted("Tern Composites", contact=contact, domain="tern.example", by=cast.second)
    vetting.answer(prospect, cast.clause("vetting_criteria").criteria.first(), "yes", "seen", by=cast.director)
    new = NewLogin("V", "Vetter", "second@mine.example", approved_by=cast.director)
    mine = open_login(prospect.employer, new, by=cast.director)
    invited = open_login(prospect.employer, NewLogin("W", "Vetter", "third@mine.example", invited_by=mine), by=mine)
    ilse = prospect.employer.contacts.get(email="ilse@tern.example")
    save_contact(prospect.employer, {"email": "fourth@mine.example"}, contact=ilse, version=ilse.version, by=invited)
    change_employer(prospect.employer, {"domain": "mine.example"}, version=None, by=invited)
    prospect = Prospect.objects.get(pk=prospect.pk)
    for address in ("second@mine.example", "third@mine.example", "fourth@mine.example"):
        with pytest.raises(Refused, match="cannot write down the address"):
            vetting.send_ready_link(prospect, address, by=cast.director)
    Contact.objects.filter(employer=prospect.employer).update(email_by=None)  # as older versions noted it
    with pytest.raises(Refused, match="cannot write down the address"):
        vetting.send_ready_link(prospect, "third@mine.example", by=cast.director)
    Contact.objects.filter(employer=prospect.employer).update(email_by=cast.mesa_wbl)
    vetting.send_ready_link(prospect, "third@mine.example", by=cast.director)  # the control: somebody else wrote it


def test_nobody_vets_an_employer_that_they_sign_in_for(cast):
    prospect = cast.prospect("Tern Composites", by=cast.second)
    login = open_login(prospect.employer, NewLogin("Q", "Q", cast.director.email), by=cast.second)
    Contact.objects.filter(pk=login.contact_id).update(email="q@tern.example")
    criterion = cast.clause("vetting_criteria").criteria.first()
    with pytest.raises(Refused, match="position at this employer"):
        vetting.answer(prospect, criterion, "yes", "seen", by=cast.director)
    end_login(login, by=cast.second)
    vetting.answer(Prospect.objects.get(pk=prospect.pk), criterion, "yes", "seen", by=cast.director)


def test_whoever_answers_after_the_link_was_sent_makes_it_void(cast):
    contact = {"given_name": "Ilse", "family_name": "Brandt", "email": "ilse@tern.example"}
    prospect = cast.vetted("Tern Composites", address_by=cast.second, contact=contact)
    vetting.send_ready_link(prospect, contact["email"], by=cast.director)
    path = re.search(r"/ready/[\w-]+/", OutgoingEmail.objects.get(kind="readiness").text).group()
    assert cast.client(None).get(path).status_code == 200
    vetting.answer(prospect, cast.clause("vetting_criteria").criteria.first(), "yes", "mine too", by=cast.second)
    assert cast.client(None).get(path).status_code == 404


def test_notes_and_engagements_that_stay_never_leave_the_crm(cast):
    """A6."""
    prospect = cast.ready("Tern Composites")
    employer = prospect.employer
    stays = write_note(employer, "Expansion not public.", by=cast.director, institution=cast.region, stays=True)
    travels = write_note(employer, "Prefers mornings.", by=cast.director, institution=cast.region, stays=True)
    let_note(travels, travel=True, by=cast.director)
    call = Happening("call", "A confidential call", clock.today(), stays=True)
    record_engagement(employer, call, by=cast.director, institution=cast.region)
    promoting.promote(prospect, by=cast.director)
    assert list(Note.objects.visible_to(cast.mesa_wbl)) == [travels]
    assert set(Note.objects.visible_to(cast.director)) == {stays, travels}
    seen = Engagement.objects.visible_to(cast.mesa_wbl).values_list("summary", flat=True)
    assert "A confidential call" not in seen
    assert "A confidential call" in Engagement.objects.visible_to(cast.second).values_list("summary", flat=True)


def test_the_preview_tells_everything_that_travels(cast):
    """A6, N2: what hangs on the employer is read by the colleges afterward, so it stands in the preview before."""
    prospect = cast.ready("Tern Composites", contact={"family_name": "Doyle"})
    employer, by = prospect.employer, cast.director
    at = {"by": by, "institution": cast.region}
    promise = following.Promise("Send the outline", by, clock.today() + timedelta(3), asker=cast.second)
    following.promise(employer, promise, **at)
    kept_back = Happening("call", "A confidential call", clock.today(), stays=True)
    hidden = following.Promise("Ask about the layoffs", by, clock.today() + timedelta(3), asker=cast.second)
    following.log(employer, kept_back, hidden, **at)
    holding.hold_door(employer, "A training center", clock.today() + timedelta(9), **at)
    Contact.objects.filter(employer=employer).update(approach="Never before ten.")
    page = cast.client(by).get(f"/vetting/{prospect.pk}/promote/").content.decode()
    for words in ("Send the outline", "A training center", "Never before ten."):
        assert words in page, words
    assert "0 of 1 engagement" in page
    assert "layoffs" not in page, "the control: what comes from a private engagement stays with it"
    promoting.promote(prospect, by=by)
    told = cast.client(cast.harbor_wbl).get(f"/employers/{employer.pk}/follow-ups/").content.decode()
    assert "Send the outline" in told and "layoffs" not in told


def test_promotion_keeps_identifier_and_address_and_tells_each_institution_once(cast):
    """N2."""
    name_point_of_contact(cast.mesa, "directors", cast.mesa_wbl, by=None)
    prospect = cast.ready("Tern Composites")
    url = f"/employers/{prospect.pk}/"
    assert cast.client(cast.harbor_wbl).get(url).status_code == 404
    promoting.promote(prospect, by=cast.director)
    assert cast.client(cast.harbor_wbl).get(url).status_code == 200
    told = list(OutgoingEmail.objects.filter(kind="promoted").values_list("to", flat=True))
    assert sorted(told) == sorted([cast.mesa_wbl.email, cast.harbor_admin.email])


def test_an_exception_is_recorded_and_ends(cast):
    """B4."""
    prospect = cast.ready("Tern Composites")
    with pytest.raises(Refused, match="why"):
        promoting.promote(prospect, by=cast.director, audience=[cast.mesa])
    until = clock.today() + timedelta(days=30)
    promoting.promote(prospect, by=cast.director, audience=[cast.mesa], reason="pilot of one college", until=until)
    assert seen_by(cast.mesa_wbl, prospect)
    assert not seen_by(cast.harbor_wbl, prospect)
    designation = prospect.employer.designations.get()
    assert (designation.clause.number, designation.by, designation.reason) == (
        "2.4",
        cast.director,
        "pilot of one college",
    )
    with clock.at(days_from_now(32)):
        assert seen_by(cast.harbor_wbl, prospect)


def test_an_exception_that_ends_before_it_begins_is_refused_and_shows_nothing(cast):
    """B4: a wrong year would show the employer to everybody at once."""
    prospect = cast.ready("Tern Composites")
    url, today = f"/vetting/{prospect.pk}/promote/", clock.today()
    typed = {"audience": "some", "institutions": str(cast.mesa.pk), "reason": "a pilot"}
    for until in (today, today - timedelta(1), today.replace(year=2020, day=1)):
        with pytest.raises(Refused, match="passed already"):
            promoting.promote(prospect, by=cast.director, audience=[cast.mesa], reason="a pilot", until=until)
        page = cast.client(cast.director).post(url, typed | {"until": until}).content.decode()
        assert "Choose a day to come" in page
        assert not seen_by(cast.harbor_wbl, prospect)
    until = today + timedelta(1)
    page = cast.client(cast.director).post(url, typed | {"until": until}, follow=True).content.decode()
    assert f"is shared with {cast.mesa} alone until {in_words(until)}" in page
    assert seen_by(cast.mesa_wbl, prospect)
    assert not seen_by(cast.harbor_wbl, prospect)


def test_undo_within_a_day_restores(cast):
    prospect = cast.ready("Tern Composites")
    promotion = promoting.promote(prospect, by=cast.director)
    promoting.undo_promotion(promotion, by=cast.director)
    prospect.refresh_from_db()
    assert prospect.stage == "ready"
    assert not seen_by(cast.mesa_wbl, prospect)
    promoting.promote(prospect, by=cast.director)
    assert seen_by(cast.mesa_wbl, prospect)


def test_undo_is_refused_after_a_day_and_after_others_worked_there(cast):
    prospect = cast.ready("Tern Composites")
    promotion = promoting.promote(prospect, by=cast.director)
    with clock.at(clock.now() + timedelta(hours=25)), pytest.raises(Refused, match="24 hours"):
        promoting.undo_promotion(promotion, by=cast.director)
    visit = Happening("visit", "We went there", clock.today())
    record_engagement(prospect.employer, visit, by=cast.mesa_wbl, institution=cast.mesa)
    with pytest.raises(Refused, match="Another institution"):
        promoting.undo_promotion(promotion, by=cast.director)
    prospect.refresh_from_db()
    promoting.park_shared(prospect, by=cast.director, reason="closing the plant")
    assert not seen_by(cast.mesa_wbl, prospect)
    assert OutgoingEmail.objects.filter(subject__contains="no longer shared").exists()


def test_a_director_sends_an_attested_employer_back(cast):
    ids = attest_partners([new_employer("Tern Composites")], institution=cast.mesa, clause=None, by=cast.mesa_wbl)
    prospect = Prospect.objects.get(pk=ids[0])
    assert [s.stage for s in prospect.stages.all()] == ["lead", "promoted"]
    assert prospect.attested
    vetting.send_back(prospect, by=cast.director, reason="insurance ran out")
    prospect.refresh_from_db()
    assert not prospect.attested
    assert prospect.vetted_at is None
    assert seen_by(cast.harbor_wbl, prospect), "it stays shared until somebody parks it"


def test_partners_by_attestation_are_to_be_vetted_again_within_a_year(cast):
    attest_partners([new_employer("Tern Composites")], institution=cast.mesa, clause=None, by=cast.mesa_wbl)
    again = lambda: {p.employer.name for p in queries.view_of(cast.director, "again")}  # noqa: E731
    assert again() == set()
    with clock.at(days_from_now(340)):
        assert again() == {"Tern Composites"}
        assert [t["count"] for t in queries.tabs(cast.director) if t["key"] == "again"] == [1]
        page = cast.client(cast.director).get("/crm/?view=again", follow=True).content.decode()
        assert "Tern Composites" in page and "Vet again by" in page
