"""Booking on the pages of students and staff, under both locks (C16, R3; journey 6)."""

import json
import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from guildhall import context
from guildhall.bookings.actions.booking import book, cancel
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.bookings.querysets import BookingQuerySet
from guildhall.employers.models import EmployerLogin
from guildhall.events.actions.taking_part import Part, Stall, add_session, change_part, name_employer
from guildhall.lib import clock
from guildhall.people.actions.institutions import found
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.inviting import invite
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.bookings.booked import booked, event, now, own, terms, wish
from tests.events.plans import fresh, published
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


def browser(login):
    client = Client()
    client.cookies[door_of("student").cookie] = open_session(login, keep=True)
    return client


@pytest.fixture
def ana(cast):
    cast.ana = student(cast, "Ana", email="ana@mesa.example", grade="12")
    cast.login = invite(cast.ana, by=cast.mesa_wbl)
    return browser(cast.login)


def form_on(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form of a page that is sent to an address."""
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.S).group()
    return dict(re.findall(r'type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', form))


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("offset", ["+23:59", "+15:59:59.5", "-23:59", "+99:99"])
def test_an_offset_that_no_database_reads_is_no_error(cast, ana, offset):
    row = event(cast, places=1)
    sent = {"key": str(uuid4()), "time": f"2026-12-01T10:00:00{offset}"}
    assert ana.post(f"/student/events/{row.pk}/book/", sent).status_code == 302
    after = urlsafe_b64encode(json.dumps([sent["time"], "1"]).encode()).decode()
    assert ana.get(f"/student/events/?after={after}").status_code == 200
    assert not Booking.objects.exists()


def test_no_name_goes_to_another_institution_where_a_parent_decides(cast):
    """Until 18, at a school, a student's name goes out with a parent's consent alone (FERPA)."""
    row = event(cast, places=9, by="harbor_wbl")
    school = found("Mesa Grande High", "school", parent=cast.mesa, by=None, code="MGH")
    cast.mesa_wbl.forget_standing()
    facts = StudentFacts("Nia", "Zamora", email="nia@mesa.example", grade="12")
    nia = register(school, facts, by=cast.mesa_wbl)
    page = browser(invite(nia, by=cast.mesa_wbl))
    path = f"/student/events/{row.pk}/"
    shown = read(page, path)
    assert 'name="named"' not in shown
    page.post(f"{path}book/", form_on(shown, f"{path}book/") | {"named": "on"})
    assert Booking.objects.get().named_at_door is False
    cancel(Booking.objects.get(), by=cast.mesa_wbl)
    assert not book(wish(row, named_at_door=True), Comer(registration=nia), by=cast.mesa_wbl).named_at_door


def test_who_may_decide_is_asked_for_the_name(cast, ana):
    """The control: at a college the student decides."""
    row = event(cast, places=9, by="harbor_wbl")
    path = f"/student/events/{row.pk}/"
    shown = read(ana, path)
    assert 'name="named"' in shown
    ana.post(f"{path}book/", form_on(shown, f"{path}book/") | {"named": "on"})
    made = Booking.objects.get()
    assert made.named_at_door is True
    list_page = f"/events/{row.pk}/bookings/"
    assert "Ana Zamora" in read(cast.client(cast.harbor_wbl), list_page)
    cancel(made, by=cast.mesa_wbl)
    assert "Ana Zamora" not in read(cast.client(cast.harbor_wbl), list_page), "who canceled is named no longer"
    assert made.code in read(cast.client(cast.harbor_wbl), list_page)
    assert now(made).named_at_door is False


def test_a_student_books_reads_the_code_and_gives_the_place_back(cast, ana):
    row = event(cast, places=1)
    assert "1 place left" in read(ana, "/student/events/")
    path = f"/student/events/{row.pk}/"
    sent = form_on(read(ana, path), f"{path}book/")
    answers = [ana.post(f"{path}book/", sent) for _double_tap in range(2)]
    assert answers[0].url == answers[1].url
    page = read(ana, answers[0].url)
    made = Booking.objects.get()
    assert f"{made.code[:4]} {made.code[4:]}" in page and "<path" in page
    entry = ana.get(f"{answers[0].url}calendar/")
    assert len(Calendar.from_ical(entry.content).walk("VEVENT")) == 1
    assert "Nursing careers" in read(ana, "/student/"), "it stands on the start"
    ana.post(f"{answers[0].url}cancel/")
    assert now(made).state == S.CANCELED
    assert "Canceled" in read(ana, answers[0].url) or "canceled" in read(ana, answers[0].url)


def test_a_student_waits_is_offered_the_place_and_says_yes(cast, ana):
    row = event(cast, places=1)
    terms(cast, row, hours_to_answer=24, guests=2)
    first = booked(cast, row, "Bo")
    path = f"/student/events/{row.pk}/"
    page = read(ana, path)
    assert "Put me on the waiting list" in page
    where = ana.post(f"{path}book/", form_on(page, f"{path}book/") | {"guests": "0"}).url
    assert "number 1 on the waiting list" in read(ana, where)
    cast.client(cast.mesa_wbl).post(f"/bookings/{first.pk}/cancel/", {"reason": "ill"})
    assert "Yes, I will come" in read(ana, where)
    ana.post(f"{where}accept/")
    assert "Your code at the door" in read(ana, where)


def test_nothing_of_others_stands_on_a_students_pages(cast, ana):
    row = event(cast, places=5)
    other = booked(cast, row, "Foreignname", by="harbor_wbl")
    for path in ("/student/", "/student/events/", f"/student/events/{row.pk}/"):
        assert "Foreignname" not in read(ana, path)
    for path in ("", "calendar/"):
        assert ana.get(f"/student/bookings/{other.pk}/{path}").status_code == 404
    for act in ("cancel/", "accept/"):
        assert ana.post(f"/student/bookings/{other.pk}/{act}").status_code == 404
    assert now(other).state == S.BOOKED


def test_hidden_events_and_those_of_others_are_not_there(cast, ana):
    harbor = event(cast, "Only Harbor", by="harbor_wbl", audience="own")
    board = event(cast, "The board meets", kind="board_meeting")
    hidden = cast.shared("Kestrel Aerospace").employer
    at_theirs = event(cast, "At Kestrel")
    name_employer(fresh(at_theirs), hidden, Part(host=True), by=cast.mesa_wbl)
    assert "At Kestrel" in read(ana, "/student/events/")
    type(hidden).objects.filter(pk=hidden.pk).update(audience=[cast.harbor.pk])
    page = read(ana, "/student/events/")
    for row in (harbor, board, at_theirs):
        assert row.title not in page
        assert ana.get(f"/student/events/{row.pk}/").status_code == 404


def test_an_event_says_why_not_sessions_and_what_others_bring(cast, ana):
    kestrel = cast.shared(
        "Kestrel Aerospace", contact={"family_name": "Ortega", "email": "ida@kestrel.example"}
    ).employer
    row = event(cast, eligibility=[[{"by": "year", "of": ["9"]}]], description="Write to ida@kestrel.example")
    part = name_employer(fresh(row), kestrel, Part(offers="Two internships"), by=cast.mesa_wbl)
    change_part(part, part_of(part), "confirmed", version=part.version, by=cast.mesa_wbl)
    page = read(ana, f"/student/events/{row.pk}/")
    assert "What is missing: year: 9" in page and "book/" not in page
    assert "Kestrel Aerospace" in page and "Two internships" in page
    assert "ida@kestrel.example" not in page
    fair = event(cast, "Interviews", places=3)
    slot = add_session(fresh(fair), Stall("slot", "With Kestrel", capacity=1), by=cast.mesa_wbl)
    page = read(ana, f"/student/events/{fair.pk}/")
    sent = {"key": str(uuid4()), "time": fair.starts_at.isoformat(), "session": str(slot.pk)}
    assert "With Kestrel" in page
    assert "/student/bookings/" in ana.post(f"/student/events/{fair.pk}/book/", sent).url
    assert Booking.objects.get().roll.session == slot
    bad = ana.post(f"/student/events/{fair.pk}/book/", sent | {"time": "tomorrow"})
    assert bad.url == f"/student/events/{fair.pk}/"
    free = published(cast, "Open house")
    assert "just come" in read(ana, f"/student/events/{free.pk}/")


def part_of(part):
    return Part(host=part.host, offers=part.offers)


def test_at_a_school_nobody_under_18_gives_their_name_to_another_institution(cast):
    row = event(cast, places=5, by="harbor_wbl")
    school = found("Mesa Grande High", "school", parent=cast.mesa, by=None, code="MGH")
    pages = {}
    for name, age in (("Noor", 16), ("Adil", 19)):
        facts = StudentFacts(name, "Haddad", clock.today() - timedelta(366 * age), email=f"{name}@mgh.example".lower())
        who = register(school, facts, by=cast.mesa_wbl)
        client, path = browser(invite(who, by=cast.mesa_wbl)), f"/student/events/{row.pk}/"
        pages[name] = read(client, path)
        client.post(f"{path}book/", {"key": str(uuid4()), "time": row.starts_at.isoformat(), "named": "on"})
    assert {name: 'name="named"' in page for name, page in pages.items()} == {"Noor": False, "Adil": True}
    by_name = {one.registration.given_name: one.named_at_door for one in Booking.objects.all()}
    assert by_name == {"Noor": False, "Adil": True}, "and where the page is not asked either"


def test_another_college_sees_numbers_and_its_own_students(cast):
    row = event(cast, places=9)
    booked(cast, row, "Mesaname")
    booked(cast, row, "Harborname", by="harbor_wbl")
    page = read(cast.client(cast.harbor_wbl), f"/events/{row.pk}/bookings/")
    assert "Harborname" in page and "Mesaname" not in page
    assert "places taken: 2 of 9" in page
    page = read(cast.client(cast.mesa_wbl), f"/events/{row.pk}/bookings/")
    assert "Mesaname" in page and "Harborname" not in page and "a student" in page
    assert "Mesaname" not in read(cast.client(cast.director), f"/events/{row.pk}/bookings/")
    foreign = Booking.objects.get(institution=cast.harbor)
    assert cast.client(cast.mesa_wbl).get(f"/bookings/{foreign.pk}/").status_code == 404


def test_with_the_first_lock_gone_postgresql_shows_no_more(cast, ana, monkeypatch):
    row = event(cast, places=9)
    booked(cast, row, "Mesaname")
    booked(cast, row, "Harborname", by="harbor_wbl")
    book(wish(row), Comer(registration=cast.ana), by=own(cast.ana))
    monkeypatch.setattr(BookingQuerySet, "visible_to", lambda rows, person: rows)
    monkeypatch.setattr(BookingQuerySet, "of_login", lambda rows, login: rows)
    foreign = Booking.objects.get(institution=cast.harbor)
    assert cast.client(cast.mesa_wbl).get(f"/bookings/{foreign.pk}/").status_code == 404
    assert ana.get(f"/student/bookings/{foreign.pk}/").status_code == 404
    with context.begun(request_id=str(uuid4())), context.visiting(cast.login), connection.cursor() as cursor:
        cursor.execute("SELECT registration_id FROM bookings_booking")
        assert [pk for (pk,) in cursor.fetchall()] == [cast.ana.pk]
        cursor.execute("UPDATE bookings_booking SET state = 'waiting'")
        assert cursor.rowcount == 0, "a student writes through actions alone"


def test_an_employer_books_for_its_people_and_gives_a_place_back(cast):
    kestrel = cast.shared("Kestrel Aerospace").employer
    other = cast.shared("Hawk Marine").employer
    clients = {}
    for employer in (kestrel, other):
        facts = {"given_name": "Ida", "family_name": "Ruiz", "opened_at": clock.now(), "confirmed_at": clock.now()}
        login = EmployerLogin.objects.create(employer=employer, email=f"ida@{employer.pk}.example", **facts)
        clients[employer.pk] = Client()
        clients[employer.pk].cookies[door_of("employer").cookie] = open_session(login, keep=True)
    mine = clients[kestrel.pk]
    row = event(cast, places=1, audience="own")
    assert row.title not in read(mine, "/employer/events/")
    part = name_employer(fresh(row), kestrel, Part(), by=cast.mesa_wbl)
    change_part(part, part_of(part), "confirmed", version=part.version, by=cast.mesa_wbl)
    assert row.title in read(mine, "/employer/events/")
    assert clients[other.pk].get(f"/employer/events/{row.pk}/").status_code == 404
    sent = {"key": str(uuid4()), "time": row.starts_at.isoformat(), "who": "Lou Park", "email": "lou@kestrel.example"}
    for _double_tap in range(2):
        assert mine.post(f"/employer/events/{row.pk}/", sent).status_code == 302
    mine.post(f"/employer/events/{row.pk}/", sent | {"key": str(uuid4()), "who": "Max Park"})
    made = list(Booking.objects.order_by("turn"))
    assert [(one.who, one.state) for one in made] == [("Lou Park", S.BOOKED), ("Max Park", S.WAITING)]
    assert "Lou Park" in read(mine, f"/employer/events/{row.pk}/")
    assert "Lou Park" in read(cast.client(cast.mesa_wbl), f"/events/{row.pk}/bookings/")
    assert clients[other.pk].post(f"/employer/bookings/{made[0].pk}/cancel/").status_code == 404
    mine.post(f"/employer/bookings/{made[0].pk}/cancel/")
    assert [now(one).state for one in made] == [S.CANCELED, S.BOOKED]
