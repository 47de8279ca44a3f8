"""What an employer who came is told, once and in numbers."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.actions.telling_employers import tell_employers
from guildhall.bookings.models import Feedback, Report, Roll
from guildhall.bookings.queries.reporting import numbers_for, told_to
from guildhall.employers.models import EmployerLogin
from guildhall.events.actions.taking_part import Part, Stall, add_session, change_part, name_employer
from guildhall.lib import clock
from guildhall.students.models import Registration
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.bookings.at_the_door import booked, fair, student
from tests.bookings.test_afterward import ALL_FIVE, mails
from tests.events.plans import fresh

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


@pytest.fixture
def taking_part(cast):
    """A fair of thirteen of Mesa's and two of Harbor's, with an employer who comes and one who does not."""
    day = fair(cast, mesa=13, harbor=2)
    for name, state in (("Kestrel Aerospace", "confirmed"), ("Osprey Inn", "declined")):
        employer = cast.shared(name, contact=CONTACT | {"email": f"ana@{name.split()[0].lower()}.example"}).employer
        row = name_employer(day.event, employer, Part(contact=employer.contacts.first()), by=cast.mesa_wbl)
        change_part(row, Part(contact=row.contact), state, version=row.version, by=cast.mesa_wbl)
    with clock.at(day.begun):
        for row in (*day.mesa[:12], day.harbor[0]):
            day.here(row)
        close_list(day.roll, by=cast.mesa_wbl)
    return day


def test_an_employer_who_came_is_told_once_the_next_morning_in_numbers(taking_part):
    with clock.at(taking_part.begun):
        assert tell_employers() == 0, "not on the same day"
    with clock.at(taking_part.next_morning):
        assert tell_employers() == 1
        assert tell_employers() == 0
    letter = mails("event report").get()
    assert letter.to == "ana@kestrel.example"
    assert "Students who came: 13" in letter.text
    assert "Other institutions" not in letter.text, "one of Harbor's is not told apart from Mesa's twelve"
    assert "- Mesa Grande" not in letter.text
    assert "did not come: fewer than ten" in letter.text
    for word in ("Zamora", "Ours", "Theirs", "example.edu"):
        assert word not in letter.text
    assert Report.objects.get().numbers["came"] == 13


def test_employers_are_told_of_a_day_when_its_last_list_is_closed(taking_part):
    """The main list was closed while a session went on: its people are in the report as well."""
    day, cast = taking_part, taking_part.cast
    Report.objects.all().delete()
    late = student(cast, "Late")
    slot = add_session(fresh(day.event), Stall("slot", "Interview", capacity=3), by=cast.mesa_wbl)
    row = booked(fresh(day.event), late, cast.mesa_wbl, session=slot)
    with clock.at(day.begun):
        tap(row.roll, Tapped("late", "here", booking=str(row.pk)), by=cast.mesa_wbl)
    with clock.at(day.next_morning):
        assert tell_employers() == 0
        close_list(row.roll, by=cast.mesa_wbl)
        assert tell_employers() == 1
    assert Report.objects.get().numbers["came"] == 14


def test_an_employer_reads_no_opinions_on_the_sessions_of_others(taking_part):
    cast, event = taking_part.cast, fresh(taking_part.event)
    kestrel, osprey = (part.employer for part in event.parts.order_by("employer__name"))
    slot = add_session(event, Stall("slot", "Interview", employer=osprey, capacity=3), by=cast.mesa_wbl)
    roll = Roll.objects.create(event=event, starts_at=taking_part.roll.starts_at, session=slot)
    Feedback.objects.bulk_create(Feedback(roll=roll, answers=ALL_FIVE) for _one in range(5))
    day = clock.day_of(roll.starts_at)
    assert numbers_for(event, day, kestrel)["opinions"] == []
    assert numbers_for(event, day, osprey)["opinions"]


def test_a_list_that_is_closed_late_is_told_once_all_the_same(taking_part):
    Report.objects.all().delete()
    with clock.at(taking_part.next_morning + timedelta(days=3)):
        assert tell_employers() == 1
    assert mails("event report").count() == 1


def test_an_employer_reads_it_at_home_and_of_no_other(taking_part):
    cast = taking_part.cast
    with clock.at(taking_part.next_morning):
        tell_employers()
    kestrel = Report.objects.get().part.employer
    (one,) = told_to(kestrel.pk)
    assert (one.title, one.numbers.came, one.numbers.others) == ("Career fair", 13, 13)
    assert told_to(cast.shared("Heron Foods").employer.pk) == []
    login = EmployerLogin.objects.create(
        employer=kestrel, email="ana@kestrel.example", given_name="Ana", family_name="Ortega", opened_at=clock.now()
    )
    client = Client()
    client.cookies[door_of("employer").cookie] = open_session(login, keep=True)
    page = client.get("/employer/").content.decode()
    assert "Students who came: 13" in page
    assert "Zamora" not in page


def test_the_page_of_the_report_shows_what_employers_read(taking_part):
    client = taking_part.cast.client(taking_part.cast.mesa_wbl)
    with clock.at(taking_part.next_morning):
        tell_employers()
        page = client.get(f"/events/lists/{taking_part.roll.pk}/report/").content.decode()
    assert "Kestrel Aerospace" in page
    assert "Osprey Inn" not in page
    assert "Zamora" not in page


def test_the_pages_say_whom_no_letter_reaches(taking_part):
    day, cast = taking_part, taking_part.cast
    silent = cast.shared("Silent Works").employer
    row = name_employer(fresh(day.event), silent, Part(), by=cast.mesa_wbl)
    change_part(row, Part(), "confirmed", version=row.version, by=cast.mesa_wbl)
    client, page = cast.client(cast.mesa_wbl), f"/events/lists/{day.roll.pk}/"
    assert "Gets no letter: Silent Works." in client.get(f"{page}report/").content.decode()
    assert "no e-mail address on record" not in client.get(page).content.decode()
    Registration.objects.filter(pk=day.mesa[12].registration_id).update(email="")
    assert "1 of them has no e-mail address on record" in client.get(page).content.decode()
