"""The ledger of e-mail shows nobody a student's or a parent's address who does not see the student (G2, R3)."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

import guildhall
from guildhall.lib import clock
from guildhall.mailings.models.mailings import LETTERS, LETTERS_TO_STUDENTS
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
from guildhall.students.models import Registration
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in
from guildhall.visitors.doors import door_of
from tests.mailings.to_students import fair, leaves, of_students  # noqa: F401
from tests.students.two_schools import as_

pytestmark = pytest.mark.django_db
ROOT = Path(guildhall.__file__).parent
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


# ── Bulk e-mail to students ──────────────────────────────────────────


@pytest.fixture
def missed(cast, fair):  # noqa: F811
    """Two students were written to because they did not come to an event; one has another address since."""
    leaves(cast, of_students(cast, fair))
    assert OutgoingEmail.objects.filter(kind=LETTERS_TO_STUDENTS).count() == 2
    with as_(cast.mesa_wbl):
        Registration.objects.filter(email="bo@students.example").update(email="bo@elsewhere.example")
    return cast


@pytest.mark.parametrize("name", ["mesa_admin", "director"])
def test_who_got_bulk_e_mail_as_a_student_is_read_by_who_sees_the_student(missed, name):
    words, _opened = told(missed.people[name])
    assert not [one for one in words for address in ("bo@students", "cy@students") if address in one]
    seen, _opened = told(missed.mesa_wbl)
    assert [one for one in seen if "bo@students.example" in one and "We missed you" in one], "it could leak"


def test_nor_is_it_compiled_for_an_address_by_an_office(missed):
    """Nor what was written about their bookings: both say what a school keeps about somebody."""
    address, behind = "bo@students.example", [missed.mesa.pk]
    booked = {"to": address, "kind": "booking", "due_at": clock.now(), "behind": behind}
    OutgoingEmail.objects.create(subject="Your place at Nursing careers", **booked)
    found_ = own_data(address)
    assert OutgoingEmail.objects.filter(to=address, kind=LETTERS_TO_STUDENTS).exists(), "it could"
    assert "Nursing careers" not in str([told.rows for told in found_.records])
    assert "We missed you" not in str([told.rows for told in found_.records])
    assert "Mesa Grande College" in [one.place for one in found_.withheld]


# ── Each kind of letter is known for what it is ──────────────────────

# Kinds that go to others than students and parents, or that say nothing of what an institution keeps of a student.
OF_NOBODY = {
    "access", "account", "agreement link", "approval of a paper", "board seat", "data request", "digest",
    "evaluation of an initiative", "event changed", "event report", "following an initiative", "interviews", "mailing",
    "mailing test", "meeting", "opportunity decided", "outreach to a stakeholder", "placement question",
    "progress update", "readiness", "reminder", "student decided", "test",
    "search of a student",  # of what they look for nobody at their school knows: the address alone tells who it is
    "visitor sign-in",  # the same
}  # fmt: skip


def kinds():
    """Every kind of e-mail that the source names where it hands one to the outbox."""
    found = {LETTERS, LETTERS_TO_STUDENTS}
    more = ("mailings/actions/handing.py", "stewardship/actions/mailing.py", "outbox/backend.py")
    for path in [*ROOT.glob("*/emails.py"), *(ROOT / one for one in more)]:
        for node in ast.walk(ast.parse(path.read_text())):
            found.update(_kinds_in(node))
    return found


def _kinds_in(node):
    if isinstance(node, ast.Dict):
        pairs = [(getattr(key, "value", None), value) for key, value in zip(node.keys, node.values, strict=True)]
    else:
        pairs = [(one.arg, one.value) for one in getattr(node, "keywords", ())]
    return {value.value for key, value in pairs if key == "kind" and isinstance(value, ast.Constant)}


def test_of_each_kind_of_e_mail_it_is_said_whether_students_get_it():
    told = letters_to_students.KINDS | letters_to_students.OF_BOOKINGS
    assert not told & OF_NOBODY
    assert sorted(kinds() - told - OF_NOBODY) == []
    assert told <= kinds(), "the control: they are found where they are written"
