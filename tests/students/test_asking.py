"""Consents that a student or a parent gives, declines and revokes by a link (FERPA, R5)."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.institutions import found
from guildhall.people.models import Notice
from guildhall.students.actions import asking
from guildhall.students.actions.asking import Wanted, ask_for_consent, withdraw_request
from guildhall.students.actions.disclosing import release
from guildhall.students.actions.entering import StudentFacts, change_student, register
from guildhall.students.actions.guarding import GuardianFacts, add_guardian, change_guardian
from guildhall.students.models import Consent, ConsentRequest, Registration
from guildhall.students.wording import digest_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(cast: Cast) -> Cast:
    """A student of fifteen at a school, with a mother who is written to in Spanish, and one of a college."""
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    cast.school = found("Mesa Grande High", "school", parent=cast.mesa, by=None, code="MGH")
    cast.mesa_wbl.forget_standing()
    born = clock.today() - timedelta(365 * 15)
    cast.young = register(cast.school, StudentFacts("Noor", "Haddad", born), by=cast.mesa_wbl)
    mother = GuardianFacts("Salma Haddad", "mother", "salma@parents.example", language="es")
    cast.mother = add_guardian(cast.young, mother, by=cast.mesa_wbl)
    facts = StudentFacts("Gil", "Ortega", date(2000, 5, 6), email="gil@students.example")
    cast.grown = register(cast.mesa, facts, by=cast.mesa_wbl)
    return cast


def wanted(cast: Cast, **more) -> Wanted:
    details = {"parts": ["name", "contact"], "purpose": "Summer internships", "employer": cast.kestrel}
    return Wanted(expires_on=clock.today() + timedelta(90), **details | more)


def secret_of(row: ConsentRequest) -> str:
    mail = OutgoingEmail.objects.filter(kind="consent asked", to=row.email).latest("queued_at")
    return re.search(r"/consent/([\w-]+)/", mail.text).group(1)


def ask(cast: Cast, who: str = "young") -> tuple[ConsentRequest, str]:
    more = {"guardian": cast.mother} if who == "young" else {}
    row = ask_for_consent(getattr(cast, who), wanted(cast, **more), by=cast.mesa_wbl)
    return row, secret_of(row)


def read(secret: str) -> str:
    """The digest of what the page of a link shows now."""
    row = asking.request_of(secret)
    return digest_of(asking.words_of(row)) if row else ""


def test_a_parent_reads_signs_and_revokes_by_one_link(school: Cast):
    row, secret = ask(school)
    details = {"employer": school.kestrel, "use": "place", "purpose": "internships", "by": school.mesa_wbl}
    client, address = Client(), f"/consent/{secret}/"
    before = client.get(address).content.decode()
    for words in ("Noor Haddad", "Mesa Grande High", "e-mail and telephone", "Kestrel Aerospace", "Summer internships"):
        assert words in before
    assert not Consent.objects.exists(), "opening it changes nothing"
    with pytest.raises(Refused):
        release(school.young, ["contact"], **details)

    nameless = client.post(address, {"answer": "yes", "name": "", "relationship": "mother"})
    assert "Needed for a consent." in nameless.content.decode()
    assert not Consent.objects.exists()
    client.post(address, {"answer": "yes", "name": "Salma Haddad", "relationship": "mother", "read": read(secret)})
    consent = Consent.objects.get()
    assert (consent.signed_by, consent.relationship, consent.means, consent.by) == (
        "Salma Haddad",
        "mother",
        "link",
        None,
    )
    assert "Kestrel Aerospace" in consent.wording
    assert release(school.young, ["contact"], **details)
    assert Notice.objects.filter(person=school.mesa_wbl, event="consent answered").count() == 1

    client.post(address, {"answer": "no"})  # the first answer counts
    assert Consent.objects.get().revoked_at is None
    assert "You signed this" in client.get(address).content.decode()
    client.post(address, {"revoke": "1"})
    with pytest.raises(Refused):
        release(school.young, ["contact"], **details)
    consent.refresh_from_db()
    assert consent.revoked_at and consent.revoked_by is None
    assert "You revoked it" in client.get(address).content.decode()


def test_who_declines_is_not_asked_again_by_the_link(school: Cast):
    row, secret = ask(school, "grown")
    assert asking.decline_by_link(secret)
    assert not asking.sign_by_link(secret, "Gil Ortega", read=read(secret))
    assert not Consent.objects.exists()
    row.refresh_from_db()
    assert row.state == "declined"


def test_who_may_be_asked(school: Cast):
    by = school.mesa_wbl
    with pytest.raises(Refused, match="parent or guardian signs"):
        ask_for_consent(school.young, wanted(school), by=by)
    other = register(school.school, StudentFacts("Bo", "Lund"), by=by)
    with pytest.raises(Refused, match="parent or guardian signs"):
        ask_for_consent(other, wanted(school, guardian=school.mother), by=by)
    for name in ("director", "harbor_wbl", "mesa_admin", "mesa_teacher"):
        with pytest.raises(Refused):
            ask_for_consent(school.grown, wanted(school), by=school.people[name])
    with pytest.raises(Refused, match="no e-mail address"):
        ask_for_consent(register(school.mesa, StudentFacts("Cy"), by=by), wanted(school), by=by)


def test_a_link_ends(school: Cast):
    row, secret = ask(school)
    withdraw_request(row, version=1, by=school.mesa_wbl)
    assert Client().get(f"/consent/{secret}/").status_code == 404
    row, secret = ask(school)
    ConsentRequest.objects.filter(pk=row.pk).update(until=clock.today() - timedelta(1))
    assert Client().get(f"/consent/{secret}/").status_code == 404
    with pytest.raises(Refused, match="expired"):
        asking.sign_by_link(secret, "Salma Haddad", "mother", read=read(secret))
    row, secret = ask(school)
    elsewhere = GuardianFacts("Salma Haddad", "mother", "new@parents.example")
    change_guardian(school.mother, elsewhere, version=school.mother.version, by=school.mesa_wbl)
    assert Client().get(f"/consent/{secret}/").status_code == 404, "it went to an address that is hers no more"


def test_a_question_ends_with_the_address_it_went_to(school: Cast):
    _row, secret = ask(school, "grown")
    assert Client().get(f"/consent/{secret}/").status_code == 200
    facts = StudentFacts("Gil", "Ortega", date(2000, 5, 6), email="right@students.example")
    change_student(school.grown, facts, version=school.grown.version, by=school.mesa_wbl)
    assert Client().get(f"/consent/{secret}/").status_code == 404, "whoever reads the former address signs nothing"


def test_a_parent_signs_for_nobody_who_came_of_age_meanwhile(school: Cast):
    _row, secret = ask(school)
    born_on = clock.today() - timedelta(365 * 19)
    Registration.objects.filter(pk=school.young.pk).update(born_on=born_on)
    said = {"answer": "yes", "name": "Salma Haddad", "relationship": "mother", "read": read(secret)}
    page = Client().post(f"/consent/{secret}/", said)
    assert "The student signs" in page.content.decode()
    assert not Consent.objects.exists()


def test_nobody_signs_words_that_the_page_did_not_show(school: Cast):
    """What is kept as signed is what was read: where the record was corrected meanwhile, it is shown and asked anew."""
    _row, secret = ask(school)
    client, address = Client(), f"/consent/{secret}/"
    shown = re.search(r'name="read" value="(\w+)"', client.get(address).content.decode()).group(1)
    said = {"answer": "yes", "name": "Salma Haddad", "relationship": "mother"}
    born = school.young.born_on
    facts = StudentFacts("Noor", "Haddad-Reyes", born)
    change_student(school.young, facts, version=school.young.version, by=school.mesa_wbl)
    for read_before in (shown, "", "x" * 64):
        page = client.post(address, said | {"read": read_before}).content.decode()
        assert "has changed since you opened this page" in page
        assert "Haddad-Reyes" in page and 'value="Salma Haddad"' in page, "the new words, and what was typed"
        assert not Consent.objects.exists()
    again = re.search(r'name="read" value="(\w+)"', page).group(1)
    assert again != shown
    assert client.post(address, said | {"read": again}).status_code == 302
    assert "Noor Haddad-Reyes" in Consent.objects.get().wording
    client.post(address, {"revoke": "1"})
    assert Consent.objects.get().revoked_at, "taking it back needs no words"


def test_one_reminder_after_a_week_and_both_links_work(school: Cast):
    row, first = ask(school)
    assert asking.remind() == 0
    ConsentRequest.objects.filter(pk=row.pk).update(sent_at=clock.now() - timedelta(8))
    assert asking.remind() == 1
    assert asking.remind() == 0
    second = secret_of(row)
    assert second != first
    assert all(asking.request_of(secret) for secret in (first, second))
    assert asking.sign_by_link(first, "Salma Haddad", "mother", read=read(first))
    assert not asking.sign_by_link(second, "Salma Haddad", "mother", read=read(second))


def test_letters_name_no_student_and_speak_the_parents_language(school: Cast):
    """What lies in the outbox is not under the second lock."""
    _row, secret = ask(school)
    asking.sign_by_link(secret, "Salma Haddad", "mother", read=read(secret))
    asking.revoke_by_link(secret)
    mails = OutgoingEmail.objects.filter(kind__startswith="consent")
    assert {mail.kind for mail in mails} == {"consent asked", "consent answered"}
    told = "\n".join(f"{mail.subject} {mail.text}" for mail in mails)
    assert "Noor" not in told
    assert "Summer" not in told
    asked = mails.get(kind="consent asked")
    assert asked.confidential
    assert ConsentRequest.objects.get().language == "es"


def test_an_unknown_link_opens_nothing(school: Cast):
    assert asking.request_of("x" * 43) is None
    assert Client().get("/consent/" + "x" * 43 + "/").status_code == 404
