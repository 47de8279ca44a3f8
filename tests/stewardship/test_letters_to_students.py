"""The ledger of e-mail shows nobody a student's or a parent's address who does not see the student (G2, R3)."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator

from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.institutions import found
from guildhall.people.actions.persons import grant
from guildhall.people.models import Territory
from guildhall.people.permissions import Role
from guildhall.stewardship.queries import letters_to_students, lines
from guildhall.stewardship.queries.own_data import own_data
from guildhall.students.actions.asking import Wanted, ask_for_consent
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.guarding import GuardianFacts, add_guardian
from guildhall.students.actions.inviting import invite
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in
from guildhall.visitors.doors import door_of

pytestmark = pytest.mark.django_db
ADDRESSES = ("gil@students.example", "salma@parents.example")


@pytest.fixture
def written(cast):
    """A student who was invited and asked to sign in, and a parent who was asked for a consent."""
    Territory.objects.update(demo=False)
    school = found("Mesa Grande High", "school", parent=cast.mesa, by=None, code="MGH")
    cast.mesa_wbl.forget_standing()
    grown = StudentFacts("Gil", "Ortega", date(2000, 5, 6), email=ADDRESSES[0])
    invite(register(cast.mesa, grown, by=cast.mesa_wbl), by=cast.mesa_wbl)
    mail_sign_in(str(ask_to_sign_in(door_of("student"), ADDRESSES[0])))
    young = register(school, StudentFacts("Noor", "Haddad", clock.today() - timedelta(5500)), by=cast.mesa_wbl)
    mother = add_guardian(young, GuardianFacts("Salma Haddad", "mother", ADDRESSES[1]), by=cast.mesa_wbl)
    wanted = Wanted(["name"], "internships", clock.today() + timedelta(90), guardian=mother)
    ask_for_consent(young, wanted, by=cast.mesa_wbl)
    assert {email.to for email in OutgoingEmail.objects.all()} == set(ADDRESSES)
    return cast


def told(person):
    """All that the ledger says to somebody of each e-mail."""
    letters = lines.letters(person, list(OutgoingEmail.objects.all()))
    return [f"{letter.to} {letter.whom} {letter.subject}" for letter in letters], [one.open for one in letters]


@pytest.mark.parametrize("name", ["administrator", "mesa_admin", "director", "harbor_wbl", "mesa_jobs"])
def test_no_address_is_shown_to_who_does_not_see_the_student(written, name):
    words, opened = told(written.people[name])
    assert len(words) == 3, "it could leak"
    assert not [one for one in words for address in ADDRESSES if address in one]
    assert not any(opened)
    assert any("a student of Mesa Grande College" in one for one in words)


def test_who_serves_the_student_reads_it(written):
    words, _opened = told(written.mesa_wbl)
    assert all(any(address in one for one in words) for address in ADDRESSES)


def test_an_administrator_s_pages_name_no_student(written):
    keys = {"type": Authenticator.Type.TOTP, "data": {"secret": "x" * 32}}
    Authenticator.objects.create(user=written.administrator, **keys)
    client = written.client(written.administrator)
    addresses = ["/outbox/", *(f"/outbox/{one.pk}/" for one in OutgoingEmail.objects.all())]
    pages = [client.get(address) for address in addresses]
    assert {page.status_code for page in pages} == {200}
    text = "".join(page.content.decode() for page in pages)
    assert "An e-mail to a student" in text
    assert not [address for address in ADDRESSES if address in text]


def test_nor_does_what_is_compiled_for_an_address(written):
    """The letters of a school are its own to hand out: it is named, with whom to ask."""
    found_ = own_data(ADDRESSES[1])
    assert "Consent" not in str([told.rows for told in found_.records])
    assert [one.place for one in found_.withheld] == ["Mesa Grande High"]


def test_an_open_ledger_is_noticed(written, monkeypatch):
    """The control, and that a former address is told by the kind of the letter alone."""
    monkeypatch.setattr(letters_to_students, "KINDS", frozenset())
    monkeypatch.setattr(letters_to_students, "institutions_of", lambda addresses: {})
    grant(written.administrator, Role.COLLEGE_ADMINISTRATOR, written.mesa, by=None)
    written.administrator.forget_standing()
    words, _opened = told(written.administrator)
    assert [one for one in words if ADDRESSES[0] in one]
