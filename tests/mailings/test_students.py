"""Mail to students goes through the same composer under rules of its own (C16, C24, N9; ADR 90)."""

from datetime import timedelta

import pytest

from guildhall import context
from guildhall.bookings.models import Booking
from guildhall.context import Keeper
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import choosing, deciding, selecting, writing
from guildhall.mailings.models import Mailbox, Mailing, StudentRecipient
from guildhall.mailings.queries.judging_students import MOST
from guildhall.outbox.actions import deliver
from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.institutions import found
from guildhall.people.models import Membership, Person
from guildhall.students.models import Enrolment, Registration, Student
from tests.mailings.to_students import anew, fair, goes, leaves, letters, of_students, told
from tests.mailings.written import approved, employer, fresh, monday, scheduled, sender
from tests.students.two_schools import as_

__all__ = ["fair"]

pytestmark = pytest.mark.django_db


def test_those_who_did_not_come_get_it_and_no_letter_names_anybody(cast, fair):
    row = of_students(cast, fair)
    assert told(row) == {"Bo": ("included", ""), "Cy": ("included", "")}
    assert leaves(cast, row).state == "sent"
    assert set(letters()) == {"bo@students.example", "cy@students.example"}
    letter = letters()["bo@students.example"]
    words = "\n".join(words_of(letter))
    assert "we missed you at Nursing careers." in words
    assert "You get this because you had a place at “Nursing careers”." in words
    assert letter.unsubscribe and letter.unsubscribe in words
    kept = f"{letter.values}{letter.subject}{letter.content.text}".replace(letter.unsubscribe, "")
    assert "Bo" not in kept and "Cy" not in kept, "the ledger of e-mail names no student"
    assert letter.behind == [cast.mesa.pk]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": ""}, "no_address"),
        ({"born_on": months_after(clock.today(), -12 * 12)}, "too_young"),
        ({"email": "cy@students.example"}, "duplicate"),
    ],
)
def test_who_is_left_out_reads_why(cast, fair, change, why):
    row = of_students(cast, fair)
    Registration.objects.filter(given_name="Bo").update(**change)
    Registration.objects.filter(given_name="Cy").update(opted_out_on=clock.today())
    found = anew(row)
    assert ("excluded", why) in found.values()
    assert ("included", "") in found.values(), "who opted out of directory information is no stranger to the school"


def test_what_a_student_chose_holds_also_for_what_is_queued(cast, fair):
    row = leaves(cast, of_students(cast, fair))
    box = Mailbox.objects.get(address="bo@students.example")
    choosing.choose(box, choosing.Choice(topics_off=["student_events"]), version=box.version)
    assert letters()["bo@students.example"].state == "suppressed"
    assert letters()["cy@students.example"].state == "queued", "the control"
    assert told(of_students(cast, fair))["Bo"] == ("excluded", "opted_out")
    other = of_students(cast, fair, topic="student_news")
    assert told(other)["Bo"] == ("included", "")
    assert row


def test_the_page_behind_the_link_is_one_for_students(cast, fair, client):
    leaves(cast, of_students(cast, fair))
    path = letters()["bo@students.example"].unsubscribe.partition("//")[2].partition("/")[2]
    page = client.get(f"/{path}").content.decode()
    assert "jobs, internships and visits" in page and "advisory boards" not in page
    assert "contact person" not in page
    assert client.post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Mailbox.objects.get(address="bo@students.example").nothing


def test_a_student_gets_so_many_a_week_and_no_more(cast, fair):
    for n in range(MOST):
        leaves(cast, of_students(cast, fair, subject=f"Letter {n}"), monday() + timedelta(hours=n))
    with clock.at(monday() + timedelta(days=1)):
        assert told(of_students(cast, fair)) == {"Bo": ("held", "enough"), "Cy": ("held", "enough")}
    with clock.at(monday() + timedelta(days=9)):
        assert told(of_students(cast, fair))["Bo"] == ("included", "")


def test_one_person_at_a_college_and_at_its_school_gets_it_once(cast, fair):
    """Two records of one student below the institution that writes, with two addresses: one letter, and one limit."""
    school = found("Mesa Grande High", "school", parent=cast.mesa, by=None, code="MGH")
    bo = Registration.objects.get(given_name="Bo")
    there = Registration.objects.create(
        institution=school, student=bo.student, given_name="Bo", email="bo@school.example"
    )  # fmt: skip
    Student.objects.filter(pk=bo.student_id).update(places=[cast.mesa.pk, school.pk])
    for one in (bo, there):
        Enrolment.objects.create(institution=one.institution, registration=one, student=bo.student, year="2026-27")
    row = of_students(cast, None, body="Hello")
    with as_(cast.mesa_wbl):
        selecting.add_source(row, "year", label="This year", query="2026-27", by=Person.objects.get(pk=row.author_id))
        rows = StudentRecipient.objects.filter(mailing=row).values_list("state", "reason", "detail")
        assert sorted(rows) == [
            ("excluded", "duplicate", "They get it at another address."),
            ("included", "", ""),
        ]


def test_asked_again_when_they_are_handed_over_and_when_they_leave(cast, fair, settings):
    settings.SMTP = None
    row = of_students(cast, fair)
    with as_(cast.mesa_wbl):
        scheduled_row = scheduled(cast, row, at=monday(), by=cast.mesa_wbl)
    Booking.objects.filter(registration__given_name="Bo").update(missed_at=None, came_at=clock.now())
    goes(monday())
    assert told(row) == {"Bo": ("excluded", "left"), "Cy": ("sent", "")}, "who came after all is no no-show"
    Registration.objects.filter(given_name="Cy").update(email="other@students.example")
    deliver()
    assert letters()["cy@students.example"].state == "held"
    assert scheduled_row


def test_who_may_not_see_them_any_more_writes_to_nobody(cast, fair):
    row = of_students(cast, fair, by=cast.mesa_career)
    with as_(cast.mesa_wbl):
        scheduled(cast, row, at=monday(), by=cast.mesa_wbl)
    Membership.objects.filter(person=cast.mesa_career).update(role="job_developer")
    goes(monday())
    assert fresh(row).state == "stopped"
    assert not letters()


def test_the_second_lock_asks_as_well(cast, fair):
    """A keeper who delivers sees no student, and neither does another college."""
    of_students(cast, fair)
    with context.begun(), context.keeping(Keeper.DELIVERY, "a test"):
        assert not StudentRecipient.objects.exists()
    with as_(cast.harbor_wbl):
        assert not StudentRecipient.objects.exists()
    with as_(cast.mesa_wbl):
        assert StudentRecipient.objects.count() == 2, "the control"


def test_nobody_of_another_school_and_no_office_writes_to_them(cast, fair):
    draft = writing.Draft(sender(cast), "student_events", "Hello", "Hello", audience="students")
    for name in ("director", "mesa_admin"):
        with as_(cast.people[name]), pytest.raises(Refused):
            writing.write_mailing(draft, institution=cast.mesa, by=cast.people[name])
    theirs = writing.Draft(sender(cast, place=cast.harbor, by=cast.harbor_admin), "student_events", "Hi", "Hi",
                           audience="students")  # fmt: skip
    with as_(cast.harbor_wbl):
        row = writing.write_mailing(theirs, institution=cast.harbor, by=cast.harbor_wbl)
        selecting.add_source(row, "missed", label="No-shows", key=fair.pk, by=cast.harbor_wbl)
    assert told(row) == {}
    page = cast.client(cast.harbor_wbl).get(f"/mailings/{row.pk}/recipients/add/").content.decode()
    assert "Nursing careers" not in page


def test_whoever_sees_no_students_reads_words_and_no_names(cast, fair):
    """A director and the approver of the college: neither pages nor journal name anybody; the coordinator is the
    control.
    """
    Registration.objects.filter(given_name="Bo").update(family_name="Zzyzx")
    row = approved(cast, of_students(cast, fair))
    one = StudentRecipient.objects.get(registration__family_name="Zzyzx")
    for name in ("director", "mesa_admin"):
        client = cast.client(cast.people[name])
        for path in (f"/mailings/{row.pk}/", f"/mailings/{row.pk}/recipients/", "/mailings/", "/journal/", "/outbox/"):
            page = client.get(path).content.decode()
            assert "Zzyzx" not in page and "bo@students" not in page, path
        assert "Fewer than ten students get it." in client.get(f"/mailings/{row.pk}/").content.decode()
        assert client.get(f"/mailings/{row.pk}/recipients/{one.pk}/").status_code == 404
    client = cast.client(cast.mesa_wbl)
    assert "Zzyzx" in client.get(f"/mailings/{row.pk}/recipients/").content.decode()
    assert client.get(f"/mailings/{row.pk}/recipients/{one.pk}/").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        "Ask ONE@kestrel.example.",
        "Ask one@kestrel\u200b.example",
        "Call ６１９ 555 0142",
        "Call (619) 555-0142 today.",
        "Call (619) 555-0142 8-5",
        "619 555 0100 / 619 555 0142",
        "Open 2026-12-01 619-555-0142",
        "Or 555-0142 8-5",
    ],
)
def test_no_letter_to_students_says_how_to_reach_a_contact(cast, fair, said):
    row = employer(cast, "Kestrel", "One")
    row.contacts.update(phone="619.555.0142 x7")
    with pytest.raises(Refused, match="contact of an employer"):
        of_students(cast, fair, body=said)
    row.contacts.update(email="else@kestrel.example", phone="619 555 9999")
    assert of_students(cast, fair, body=said), "the control"


def test_what_a_field_brings_is_looked_through_as_well(cast, fair):
    """The title of an event may hold an address, from when the text was written on."""
    employer(cast, "Kestrel", "One")
    row = of_students(cast, fair)
    type(fair).objects.filter(pk=fair.pk).update(title="Fair: write to one@kestrel.example")
    with as_(cast.mesa_wbl), pytest.raises(Refused, match="contact of an employer"):
        deciding.ask_for_approval(fresh(row), version=fresh(row).version, by=cast.mesa_wbl)
    type(fair).objects.filter(pk=fair.pk).update(title="Fair")
    with as_(cast.mesa_wbl):
        scheduled(cast, row, at=monday(), by=cast.mesa_wbl)
    Contact.objects.update(phone="619 555 0142")
    type(fair).objects.filter(pk=fair.pk).update(title="Fair: call 619-555-0142")
    goes(monday())
    assert fresh(row).state == "stopped"
    assert fresh(row).because.startswith("Something in it may not go to students.")
    with as_(cast.mesa_wbl):
        deciding.take_up(fresh(row), version=fresh(row).version, by=cast.mesa_wbl)
    assert "619-555-0142" in cast.client(cast.mesa_wbl).get(f"/mailings/{row.pk}/").content.decode()


def test_a_contact_whom_the_author_may_not_know_of_is_told_to_nobody(cast, fair):
    """R33: that an address is a contact's is not learnt by typing it."""
    cast.prospect("Hidden Works", contact={"family_name": "Secret", "email": "s@hidden.example"})
    assert of_students(cast, fair, body="Ask s@hidden.example.")


def test_nor_by_whoever_works_on_the_mailing_of_an_author_who_does(cast, fair):
    """What the author may know of a colleague learns neither from the check list nor from a refusal or a stop."""
    works = employer(cast, "Quiet Works", "One")
    address = "one@quietworks.example"
    works.contacts.update(email=address)
    row = of_students(cast, fair)
    Mailing.objects.filter(pk=row.pk).update(body=f"Ask {address}.")

    def page():
        return cast.client(cast.mesa_career).get(f"/mailings/{row.pk}/").content.decode()

    assert "This is how to reach a contact" in page(), "the control: as long as they see the employer"
    Employer.objects.filter(pk=works.pk).update(audience=[cast.harbor.pk])
    Membership.objects.create(person=cast.mesa_wbl, institution=cast.harbor, role="wbl_coordinator")
    author = Person.objects.get(pk=cast.mesa_wbl.pk)
    sees = [Employer.objects.visible_to(one).filter(pk=works.pk).exists() for one in (author, cast.mesa_career)]
    assert sees == [True, False]
    assert "This is how to reach a contact" not in page()


def test_their_fields_are_their_own(cast, fair):
    for body in ("Dear {first_name|you}", "Dear {employer}"):
        with pytest.raises(Refused, match="is not a field"):
            of_students(cast, fair, body=body)
    page = cast.client(cast.mesa_wbl).get("/mailings/add/?to=students").content.decode()
    assert "title of the event" in page and "first_name" not in page


def test_letters_that_fail_are_told_of(cast, fair):
    row = leaves(cast, of_students(cast, fair))
    OutgoingEmail.objects.filter(to="bo@students.example").update(state="bounced")
    goes(monday() + timedelta(minutes=1))
    assert told(row) == {"Bo": ("failed", ""), "Cy": ("sent", "")}


def test_a_stopped_mailing_is_taken_up_again_and_nobody_gets_it_twice(cast, fair):
    """One letter has left, one was waiting when it was stopped: that one alone goes again."""
    row = of_students(cast, fair, an_hour=100)
    with as_(cast.mesa_wbl):
        scheduled(cast, row, at=monday(), by=cast.mesa_wbl)
    goes(monday())
    OutgoingEmail.objects.filter(to="bo@students.example").update(state="sent")
    Mailing.objects.filter(pk=row.pk).update(state="sending")
    with as_(cast.mesa_wbl):
        deciding.stop(fresh(row), "Another day", version=fresh(row).version, by=cast.mesa_wbl)
        goes(monday())
        assert told(row) == {"Bo": ("sent", ""), "Cy": ("included", "")}
        deciding.take_up(fresh(row), version=fresh(row).version, by=cast.mesa_wbl)
        selecting.select_recipients(fresh(row), by=cast.mesa_wbl)
    leaves(cast, row, monday() + timedelta(hours=1))
    states = sorted(OutgoingEmail.objects.filter(kind="student mailing").values_list("to", "state"))
    assert states == [("bo@students.example", "sent"), ("cy@students.example", "held"),
                      ("cy@students.example", "queued")]  # fmt: skip


def test_an_address_is_said_beside_the_text_that_holds_it(cast, fair):
    employer(cast, "Kestrel", "One")
    row = of_students(cast, fair)
    values = {"institution": cast.mesa.pk, "sender": row.sender_id, "topic": "student_news", "subject": "Hello",
              "body": "Ask one@kestrel.example.", "an_hour": 100, "version": row.version}  # fmt: skip
    for path in ("/mailings/add/?to=students", f"/mailings/{row.pk}/change/"):
        answer = cast.client(cast.mesa_wbl).post(path, values)
        assert "contact of an employer" in answer.context["form"].errors["body"][0], path
        assert "Ask one@kestrel.example." in answer.content.decode(), "what was typed stays"
