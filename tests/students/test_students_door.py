"""Students sign in, and reach their own record alone: by the pages, and by PostgreSQL where a page forgot (G2, R3)."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from guildhall import context
from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.opportunities.actions import deciding, entering
from guildhall.opportunities.queries import for_students
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.institutions import found
from guildhall.students.actions.asking import Wanted, ask_for_consent, words_of
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.disclosing import release
from guildhall.students.actions.entering import StudentFacts, change_student, facts_of, register
from guildhall.students.actions.inviting import claim, end_sign_in, invite, invite_many
from guildhall.students.actions.own import answer_own_request
from guildhall.students.models import Consent, Registration, Student, StudentLogin
from guildhall.students.querysets import RegistrationQuerySet
from guildhall.students.wording import digest_of
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in, open_session
from guildhall.visitors.doors import door_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TABLES = ("student", "registration", "enrolment", "guardian", "consent", "consentrequest", "disclosure", "case")
FOREIGN = "qxforeignxq"


def browser(login: StudentLogin) -> Client:
    client = Client()
    client.cookies[door_of("student").cookie] = open_session(login, keep=True)
    return client


@pytest.fixture
def colleges(cast: Cast) -> Cast:
    """Gil attends Mesa and Harbor, each with an address of its own; Ana is another student of Mesa."""
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    born = date(2000, 5, 6)
    facts = StudentFacts("Gil", "Ortega", born, number="M-7741-Q", email="gil@mesa.example", year="2020-21")
    cast.own = register(cast.mesa, facts, by=cast.mesa_wbl)
    harbor = StudentFacts("Gil", "Ortega", born, number=f"{FOREIGN}1", email="gil@harbor.example", year="2020-21")
    cast.elsewhere = register(cast.harbor, harbor, by=cast.harbor_wbl)
    other = StudentFacts(f"{FOREIGN}2", "Ibarra", number=f"{FOREIGN}3", email="ana@mesa.example", year="2020-21")
    cast.other = register(cast.mesa, other, by=cast.mesa_wbl)
    for row, by in ((cast.own, cast.mesa_wbl), (cast.elsewhere, cast.harbor_wbl), (cast.other, cast.mesa_wbl)):
        words = "Internships" if row is cast.own else f"{FOREIGN}4"
        paper = Signed(["name", "contact"], words, "student", "G", clock.today(), None, cast.kestrel)
        sign(row, paper, by=by)
        release(row, ["contact"], employer=cast.kestrel, use="place", purpose=words, by=by)
    cast.login = invite(cast.own, by=cast.mesa_wbl)
    return cast


def test_an_invited_student_signs_in_by_the_mailed_code(colleges: Cast):
    client, door = Client(), door_of("student")
    assert "/student/sign-in/" in client.get("/student/").url
    asked = client.post("/student/sign-in/", {"email": "GIL@mesa.example"})
    mail = re.search(r"mail=([\w-]+)", asked.url).group(1)
    mail_sign_in(mail)
    text = OutgoingEmail.objects.get(kind="visitor sign-in").text
    code = re.search(r"\b(\d{3} \d{3})\b", text).group(1)
    client.post("/student/sign-in/code/", {"mail": mail, "code": code})
    assert door.cookie in client.cookies
    assert client.get("/student/").status_code == 200
    assert client.get("/students/").status_code == 302, "behind the students' door nobody is staff"


def test_a_student_reads_the_own_record_and_nobody_elses(colleges: Cast):
    page = browser(colleges.login).get("/student/record/").content.decode()
    for words in ("Gil Ortega", "M-7741-Q", "Internships", "Kestrel Aerospace", "34 CFR 99.33"):
        assert words in page
    assert FOREIGN not in page, "neither another student's, nor what another college holds of the same one"


def test_with_the_first_lock_gone_postgresql_shows_no_more(colleges: Cast, monkeypatch):
    monkeypatch.setattr(RegistrationQuerySet, "of_login", lambda rows, login: rows.all())
    client = browser(colleges.login)
    page = client.get("/student/record/").content.decode()
    assert "Gil Ortega" in page
    assert FOREIGN not in page
    assert client.get(f"/student/record/{colleges.other.pk}/telephone/").status_code == 404
    with context.begun(request_id=str(uuid4())), context.visiting(colleges.login), connection.cursor() as cursor:
        read = {}
        for table in TABLES:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM students_{table} t")
            read[table] = cursor.fetchone()[0]
        assert FOREIGN not in "".join(read.values())
        assert read["registration"] and read["consent"] and read["disclosure"], "one's own are there: it could leak"
        cursor.execute("UPDATE students_registration SET phone = 'x'")
        assert cursor.rowcount == 0, "a student's sign-in writes nothing by itself"
        cursor.execute("SELECT count(*) FROM students_studentlogin")
        assert cursor.fetchone()[0] == 1


@pytest.mark.always
def test_without_the_second_lock_the_same_would_leak(colleges: Cast):
    """The control: the policies taken away, the statements find what they must not."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE students_registration DISABLE ROW LEVEL SECURITY")
        with context.begun(request_id=str(uuid4())), context.visiting(colleges.login):
            cursor.execute("SELECT string_agg(t::text, ' ') FROM students_registration t")
            assert FOREIGN in cursor.fetchone()[0]


def test_a_roster_s_address_is_claimed_and_an_unknown_one_is_told_apart_by_nobody(colleges: Cast):
    answers = []
    for email in ("ana@mesa.example", "nobody@mesa.example"):
        answer = Client().post("/student/first-time/", {"email": email})
        answers.append(re.sub(r"[0-9a-f-]{36}", "", answer.url))
        mail = re.search(r"mail=([\w-]+)", answer.url).group(1)
        claim(mail)
    assert answers[0] == answers[1]
    assert [mail.to for mail in OutgoingEmail.objects.filter(kind="visitor sign-in")] == ["ana@mesa.example"]
    colleges.other.refresh_from_db()
    assert colleges.other.login.email == "ana@mesa.example"
    assert Entry.objects.filter(verb="claim student record", object_id=str(colleges.other.pk)).count() == 1


def test_an_address_that_several_share_opens_nobodys_record(colleges: Cast):
    rows = [
        register(colleges.mesa, StudentFacts(name, email="family@home.example"), by=colleges.mesa_wbl)
        for name in ("Bo", "Cy")
    ]
    asked = ask_to_sign_in(door_of("student"), "family@home.example")
    claim(str(asked))
    assert not Registration.objects.filter(pk__in=[row.pk for row in rows]).exclude(login=None).exists()
    with pytest.raises(Refused, match="Another student"):
        invite(rows[0], by=colleges.mesa_wbl)


def test_another_address_opens_the_record_no_more(colleges: Cast):
    client = browser(colleges.login)
    facts = facts_of(colleges.own, None)
    moved = StudentFacts(
        facts.given_name, facts.family_name, facts.born_on, "M-7741-Q", "new@mesa.example", year="2020-21"
    )
    colleges.own.refresh_from_db()
    change_student(colleges.own, moved, version=colleges.own.version, by=colleges.mesa_wbl)
    assert client.get("/student/record/").status_code == 302
    colleges.login.refresh_from_db()
    assert colleges.login.ended_at


def test_one_college_ends_its_own_share_alone(colleges: Cast):
    StudentLogin.objects.filter(pk=colleges.login.pk).update(email="gil@mesa.example")
    Registration.objects.filter(pk=colleges.elsewhere.pk).update(login=colleges.login)
    client = browser(colleges.login)
    assert f"{FOREIGN}1" in client.get("/student/record/").content.decode()
    end_sign_in(colleges.own, by=colleges.mesa_wbl)
    page = client.get("/student/record/").content.decode()
    assert "M-7741-Q" not in page
    assert f"{FOREIGN}1" in page


def test_an_ended_sign_in_is_claimed_by_nobody_until_somebody_invites_anew(colleges: Cast):
    end_sign_in(colleges.own, by=colleges.mesa_wbl)
    email = Registration.objects.get(pk=colleges.own.pk).email
    answer = Client().post("/student/first-time/", {"email": email})
    claim(re.search(r"mail=([\w-]+)", answer.url).group(1))
    assert Registration.objects.get(pk=colleges.own.pk).login is None
    invite(Registration.objects.get(pk=colleges.own.pk), by=colleges.mesa_wbl)
    assert Registration.objects.get(pk=colleges.own.pk).login is not None


def test_two_colleges_that_enter_a_student_at_once_both_stand(colleges: Cast):
    """Each adds itself to the row as it stands, and never writes what it read before."""
    student = Student.objects.get(pk=colleges.own.student_id)
    stale = list(student.places)
    Student.objects.filter(pk=student.pk).come_to(colleges.harbor)
    Student.objects.filter(pk=student.pk).come_to(colleges.harbor)
    student.refresh_from_db()
    assert set(student.places) == {*stale, colleges.harbor.pk}
    assert len(student.places) == len(set(student.places))


def test_many_are_invited_at_once(colleges: Cast):
    register(colleges.mesa, StudentFacts("No", "Address"), by=colleges.mesa_wbl)
    rows = Registration.objects.filter(institution=colleges.mesa).select_related("institution", "student")
    done = invite_many(rows, by=colleges.mesa_wbl)
    assert (done.invited, done.signed_in_before, done.refused) == (1, 1, 1)
    mails = OutgoingEmail.objects.filter(kind="student invited")
    assert {mail.to for mail in mails} == {"gil@mesa.example", "ana@mesa.example"}
    assert not any("Gil" in mail.text or FOREIGN in mail.text for mail in mails), "letters name no student"


def test_a_consent_that_is_given_signed_in_says_so(colleges: Cast):
    wanted = Wanted(["name"], "Summer internships", clock.today() + timedelta(90), employer=colleges.kestrel)
    asked = ask_for_consent(colleges.own, wanted, by=colleges.mesa_wbl)
    with pytest.raises(Refused, match="has changed since"):
        answer_own_request(asked.pk, consents=True, name="Gil Ortega", read="other words", by=colleges.login)
    read = digest_of(words_of(asked))
    assert answer_own_request(asked.pk, consents=True, name="Gil Ortega", read=read, by=colleges.login)
    row = Consent.objects.get(registration=colleges.own, purpose="Summer internships")
    assert (row.means, row.signed_by) == ("signed_in", "Gil Ortega")


def test_one_institution_reads_no_day_of_a_sign_in_that_another_vouched_for(colleges: Cast):
    StudentLogin.objects.update(last_seen_on=date(2020, 2, 3))
    page = colleges.client(colleges.mesa_wbl).get(f"/students/{colleges.own.pk}/").content.decode()
    assert "with this e-mail address" in page
    assert "2020" not in page.partition("Signs in")[2].partition("</dd>")[0]


def test_a_student_revokes_in_one_tap_and_it_holds(colleges: Cast):
    consent = Consent.objects.get(registration=colleges.own)
    browser(colleges.login).post(f"/student/consents/{consent.pk}/revoke/", {"version": consent.version})
    with pytest.raises(Refused):
        release(colleges.own, ["contact"], employer=colleges.kestrel, use="place", purpose="x", by=colleges.mesa_wbl)
    other = Consent.objects.get(registration=colleges.other)
    answer = browser(colleges.login).post(f"/student/consents/{other.pk}/revoke/", {"version": other.version})
    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_before_18_a_parent_decides_at_a_school(colleges: Cast):
    school = found("Mesa Grande High", "school", parent=colleges.mesa, by=None, code="MGH")
    colleges.mesa_wbl.forget_standing()
    facts = StudentFacts("Bo", "Lund", clock.today() - timedelta(365 * 15), email="bo@mgh.example")
    row = register(school, facts, by=colleges.mesa_wbl)
    sign(row, Signed(["name"], "Tour", "guardian", "Ada Lund", clock.today()), by=colleges.mesa_wbl)
    client = browser(invite(row, by=colleges.mesa_wbl))
    assert "a parent or guardian decides" in client.get("/student/record/").content.decode()
    consent = Consent.objects.get(registration=row)
    client.post(f"/student/consents/{consent.pk}/revoke/", {"version": consent.version})
    client.post(f"/student/record/{row.pk}/opt-out/", {"version": row.version})
    consent.refresh_from_db()
    row.refresh_from_db()
    assert consent.revoked_at is None
    assert row.opted_out_on is None


def test_opting_out_and_the_telephone_are_the_student_s_own(colleges: Cast):
    client, row = browser(colleges.login), colleges.own
    row.refresh_from_db()
    client.post(f"/student/record/{row.pk}/opt-out/", {"version": row.version})
    row.refresh_from_db()
    assert row.opted_out_on == clock.today()
    client.post(f"/student/record/{row.pk}/telephone/", {"phone": "555 0100", "version": row.version})
    row.refresh_from_db()
    assert row.phone == "555 0100"


# ── Finding opportunities ────────────────────────────────────────────

MAIL, PHONE = "hidden.ortega@kestrel.example", "(619) 555-0147"


@pytest.fixture
def offers(colleges: Cast) -> Cast:
    contact = {"family_name": "Ortega", "email": MAIL, "phone": PHONE}
    employer = colleges.shared("Hawk Marine", contact=contact).employer
    words = f"Write to {MAIL.upper()} or call 619.555.0147. Office: office@elsewhere.example"
    details = {"contact": employer.contacts.get(), "description": words, "how_to_apply": words}
    wanted = entering.Offer("internship_paid", "Deckhand intern", **details)
    colleges.offer = entering.enter_opportunity(employer, wanted, holder=colleges.mesa, by=colleges.mesa_jobs)
    return colleges


def test_a_student_finds_what_is_approved_and_never_a_hidden_address(offers: Cast):
    client = browser(offers.login)
    address = f"/student/opportunities/{offers.offer.pk}/"
    assert client.get(address).status_code == 404, "not approved yet"
    deciding.approve(offers.offer, version=offers.offer.version, by=offers.mesa_wbl)
    pages = ["/student/", "/student/opportunities/", "/student/opportunities/map/", address]
    texts = [client.get(page).content.decode() for page in pages]
    assert "Deckhand intern" in texts[1]
    assert "office@elsewhere.example" in texts[3], "an address that is nobody's stays"
    for page, text in zip(pages, texts, strict=True):
        assert MAIL not in text.casefold(), page
        assert "5550147" not in re.sub(r"\D", "", text), page


@pytest.mark.always
def test_without_the_mask_the_address_would_stand_there(offers: Cast, monkeypatch):
    """The control: the same page with its guard taken away."""
    deciding.approve(offers.offer, version=offers.offer.version, by=offers.mesa_wbl)
    monkeypatch.setattr(for_students, "without", lambda text, mails, phones: text)
    page = browser(offers.login).get(f"/student/opportunities/{offers.offer.pk}/").content.decode()
    assert MAIL in page.casefold()


def test_what_only_another_college_sees_is_not_there(offers: Cast):
    from guildhall.opportunities.actions import excepting

    row = deciding.approve(offers.offer, version=offers.offer.version, by=offers.mesa_wbl)
    excepting.limit(row, [offers.harbor], reason="a trial", until=None, by=offers.mesa_wbl)
    client = browser(offers.login)
    assert client.get(f"/student/opportunities/{row.pk}/").status_code == 404
    assert "Deckhand intern" not in client.get("/student/opportunities/").content.decode()
