"""Booking by others: a teacher for the own class, whoever plans it for colleagues and people of employers (C16)."""

from uuid import uuid4

import pytest

from guildhall.bookings.actions.booking import book, cancel
from guildhall.bookings.actions.many import book_for
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.events.actions.taking_part import Part, name_employer
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.permissions import Role
from guildhall.students.models import Enrolment
from tests.bookings.booked import event, now, wish
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


@pytest.fixture
def teacher(cast):
    """A teacher of Mesa with one student, beside another one whom somebody else teaches."""
    person = enter_person("tea@people.example", "Tea", "Cher", by=None, password="long-enough-for-tests")
    grant(person, Role.CTE_TEACHER, cast.mesa, by=None)
    cast.people["teacher"] = person
    cast.mine, cast.other = student(cast, "Ana"), student(cast, "Bo")
    facts = {"institution": cast.mesa, "registration": cast.mine, "student": cast.mine.student}
    Enrolment.objects.create(**facts, year="11", teacher=person)
    return person


def test_a_teacher_books_for_those_whom_she_teaches_and_no_others(cast, teacher):
    row = event(cast, places=5)
    outcomes = book_for(wish(row), [cast.mine, cast.other], by=teacher)
    assert [one.booking is not None for one in outcomes] == [True, False] and outcomes[1].reason
    assert now(outcomes[0].booking).state == S.BOOKED
    again = book_for(wish(row), [cast.mine], by=teacher)
    assert again[0].booking.pk == outcomes[0].booking.pk, "once"
    with pytest.raises(Refused):
        book_for(wish(row), [cast.mine], by=cast.mesa_admin)


def test_her_page_lists_her_class_and_says_who_is_on_the_list(cast, teacher):
    row = event(cast, places=5)
    client, address = cast.client(teacher), f"/events/{row.pk}/bookings/students/"
    page = client.get(address).content.decode()
    assert "Ana Zamora" in page and "Bo Zamora" not in page
    at = f"{row.starts_at.isoformat()}."
    sent = {"key": str(uuid4()), "at": at, "students": [str(cast.mine.pk), str(cast.other.pk)]}
    assert client.post(address, sent).status_code == 200 and not Booking.objects.exists(), (
        "no other's student is offered"
    )
    page = client.post(address, sent | {"students": [str(cast.mine.pk)]}).content.decode()
    assert "Ana Zamora" in page and Booking.objects.get().booked_by == teacher
    assert "on the list already" in client.get(address).content.decode()


def test_she_opens_and_cancels_what_she_booked_and_nothing_else(cast, teacher):
    row = event(cast, places=5)
    mine = book_for(wish(row), [cast.mine], by=teacher)[0].booking
    other = book(wish(row), Comer(registration=cast.other), by=cast.mesa_wbl)
    client = cast.client(teacher)
    page = client.get(f"/events/{row.pk}/bookings/").content.decode()
    assert f"/bookings/{mine.pk}/" in page and "Ana Zamora" in page and "Bo Zamora" not in page
    assert "Cancel the booking" in client.get(f"/bookings/{mine.pk}/").content.decode()
    assert client.get(f"/bookings/{other.pk}/").status_code == 404
    assert client.post(f"/bookings/{other.pk}/cancel/").status_code == 404
    assert client.post(f"/bookings/{mine.pk}/cancel/").status_code == 302
    assert (now(mine).state, now(other).state) == (S.CANCELED, S.BOOKED)


def test_how_many_come_along_is_said_where_it_is_wrong(cast, teacher):
    row = event(cast, places=500)
    sent = {"key": str(uuid4()), "time": row.starts_at.isoformat(), "pupils": "61"}
    page = cast.client(teacher).post(f"/events/{row.pk}/bookings/me/", sent, follow=True).content.decode()
    assert "Say how many students come with you: one to 60." in page and "Choose one of the times" not in page


def test_a_teacher_gives_back_what_is_her_classes_alone(cast, teacher):
    row = event(cast, places=5)
    mine = book_for(wish(row), [cast.mine], by=teacher)[0].booking
    other = book_for(wish(row), [cast.other], by=cast.mesa_wbl)[0].booking
    with pytest.raises(Refused):
        cancel(other, by=teacher)
    assert cancel(mine, by=teacher).state == S.CANCELED


def test_whoever_plans_it_books_for_a_colleague_and_for_an_employers_people(cast, teacher):
    row = event(cast, places=5)
    employer = cast.shared("Kestrel Aerospace").employer
    name_employer(row, employer, Part(), by=cast.mesa_wbl)
    client, address = cast.client(cast.mesa_wbl), f"/events/{row.pk}/bookings/others/"
    sent = {"time": row.starts_at.isoformat(), "key": str(uuid4())}
    assert "Choose a colleague, or an employer." in client.post(address, sent).content.decode()
    client.post(address, {**sent, "colleague": str(cast.mesa_jobs.pk)})
    assert Booking.objects.get().person == cast.mesa_jobs
    page = client.post(address, {**sent, "employer": str(employer.pk)}).content.decode()
    assert "Say who comes." in page
    client.post(address, {**sent, "key": str(uuid4()), "employer": str(employer.pk), "who": "Mo Reyes"})
    assert Booking.objects.get(employer=employer).who == "Mo Reyes"
    assert cast.client(cast.harbor_wbl).get(address).status_code == 403
    assert cast.client(teacher).get(address).status_code in (200, 403)


def test_a_class_without_names_comes_with_who_brings_it(cast, teacher):
    row = event(cast, places=30)
    client, address = cast.client(teacher), f"/events/{row.pk}/bookings/me/"
    sent = {"time": row.starts_at.isoformat(), "pupils": "24"}
    client.post(address, {**sent, "key": str(uuid4())})
    made = Booking.objects.get()
    assert (made.person, made.places, made.registration) == (teacher, 25, None)
    client.post(address, {**sent, "key": str(uuid4())})
    assert Booking.objects.count() == 1, "once"
    reader = cast.client(cast.mesa_admin)
    reader.post(address, {**sent, "pupils": "3", "key": str(uuid4())})
    assert Booking.objects.count() == 1, "who serves no students brings no class"
    with pytest.raises(Refused, match="Whoever comes"):
        book(wish(row, pupils=3), Comer(person=cast.mesa_jobs), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="not as many"):
        book(wish(event(cast, "Small", places=3), pupils=3), Comer(person=cast.mesa_wbl), by=cast.mesa_wbl)
