"""Rows of interview slots, and employers who choose whom to see: signed in, by a link, and not over one another."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.bookings import rules
from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.actions.choosing import ask_to_choose, choose
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.interviews import part_by_secret, secret_to_choose, slots_of
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.events.actions.slots import add_slots
from guildhall.events.actions.taking_part import Part, Stall, change_part, name_employer
from guildhall.events.slots import Row, slots_in
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.parties import employer_party
from guildhall.visitors.actions import open_session
from tests.bookings.booked import event, now, terms
from tests.events.plans import fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State
CONTACT = {"family_name": "Ortega", "email": "ortega@kestrel.example"}


@pytest.fixture
def day(cast):
    """Three slots of Kestrel, for the first of which a student of Mesa and one of Harbor ask."""
    made = cast.shared("Kestrel Aerospace", contact=CONTACT)
    row = event(cast, places=9)
    contact = made.employer.contacts.get()
    part = name_employer(row, made.employer, Part(contact=contact), by=cast.mesa_wbl)
    change_part(part, Part(contact=contact), "confirmed", version=part.version, by=cast.mesa_wbl)
    begins = row.starts_at
    stall = Stall("slot", "", made.employer, room="Room 4", capacity=1)
    slots = add_slots(fresh(row), stall, Row(begins, begins + timedelta(minutes=75), 20, 5), by=cast.mesa_wbl)
    terms(cast, row, slots_by_choice=True)
    asked = [_asks(cast, row, slots[0], name, by) for name, by in (("Ana", "mesa_wbl"), ("Eve", "harbor_wbl"))]
    return row, made.employer, slots, asked


def signed_in(cast, employer):
    """A browser of somebody who speaks for an employer."""
    address = f"{employer.pk.hex}@employers.example"
    login = employer.logins.first() or open_login(employer, NewLogin("Mo", "Reyes", address), by=cast.director)
    client = Client()
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client


def _asks(cast, row, slot, name, by):
    wish = Wish(fresh(row), row.starts_at, uuid4(), slot)
    return book(wish, Comer(registration=student(cast, name, by=by)), by=cast.people[by])


def test_a_row_of_slots_has_its_pauses_and_no_half_one(cast):
    begins = clock.now().replace(minute=0, second=0, microsecond=0)
    row = Row(begins, begins + timedelta(minutes=70), 20, 5)
    assert [(one - begins).seconds // 60 for one, _end in slots_in(row)] == [0, 25, 50]
    assert slots_in(Row(begins, begins + timedelta(minutes=19), 20)) == []
    assert slots_in(Row(begins, begins, 0)) == []


def test_a_row_is_made_once(cast, day):
    row, employer, slots, _asked = day
    assert [one.capacity for one in slots] == [1, 1, 1] and slots[0].title == employer.name
    again = Row(slots[0].starts_at, slots[-1].ends_at, 20, 5)
    with pytest.raises(Refused, match="stand there"):
        add_slots(fresh(row), Stall("slot", "", employer, capacity=1), again, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        add_slots(fresh(row), Stall("slot", "Others"), again, by=cast.harbor_wbl)
    long = Row(row.starts_at, row.starts_at + timedelta(hours=20), 5)
    with pytest.raises(Refused, match="Sixty"):
        add_slots(fresh(row), Stall("slot", "Others"), long, by=cast.mesa_wbl)


def test_the_page_shows_the_times_before_it_makes_them(cast, day):
    row = day[0]
    client, address = cast.client(cast.mesa_wbl), f"/events/{row.pk}/sessions/slots/"
    sent = {"title": "Talks", "begins": "14:00", "ends": "15:00", "length": "20", "pause": "0", "capacity": "2"}
    page = client.post(address, {**sent, "act": "look"}).content.decode()
    assert "Add 3 interview slots" in page and row.sessions.count() == 3
    client.post(address, {**sent, "act": "add"})
    assert row.sessions.filter(title="Talks", capacity=2).count() == 3
    page = client.post(address, {**sent, "length": "x", "act": "add"}).content.decode()
    assert "Talks" in page and row.sessions.filter(title="Talks").count() == 3


def test_an_employer_chooses_among_its_own_and_reads_no_name(cast, day):
    row, employer, _slots, asked = day
    client = signed_in(cast, employer)
    page = client.get(f"/employer/events/{row.pk}/interviews/").content.decode()
    assert asked[0].code in page and "Mesa Grande College" in page
    assert "Zamora" not in page and "Ana" not in page, "what was not released is not read"
    roll = Roll.objects.get(pk=asked[0].roll_id)
    sent = {"roll": str(roll.pk), "version": roll.version}
    client.post(
        f"/employer/events/{row.pk}/interviews/", {**sent, f"choice-{asked[0].pk}": "0", f"choice-{asked[1].pk}": "1"}
    )
    assert [now(one).state for one in asked] == [S.BOOKED, S.WAITING] and now(asked[1]).choice == 1
    other = cast.shared("Cobalt Machines").employer
    assert signed_in(cast, other).get(f"/employer/events/{row.pk}/interviews/").status_code == 404
    assert not rules.can_choose(employer_party(other.pk), roll)
    assert rules.can_choose(employer_party(employer.pk), roll)


def test_two_who_choose_at_once_do_not_overwrite_each_other(cast, day):
    _row, employer, _slots, asked = day
    roll = Roll.objects.get(pk=asked[0].roll_id)
    choose(roll, {asked[0].pk: 1}, version=roll.version, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        choose(roll, {asked[0].pk: None, asked[1].pk: 0}, version=roll.version, by=employer_party(employer.pk))
    assert [now(one).choice for one in asked] == [1, None]
    client = signed_in(cast, employer)
    sent = {"roll": str(roll.pk), "version": roll.version, f"choice-{asked[1].pk}": "0"}
    page = client.post(f"/employer/events/{roll.event_id}/interviews/", sent, follow=True).content.decode()
    assert "Somebody else chose meanwhile" in page and now(asked[1]).choice is None


def test_by_a_link_without_an_account_until_the_contact_is_another_one(cast, day):
    row, employer, _slots, asked = day
    roll = Roll.objects.get(pk=asked[0].roll_id)
    ask_to_choose(roll, by=cast.mesa_wbl)
    ask_to_choose(roll, by=cast.mesa_wbl)
    letter = OutgoingEmail.objects.get(to="ortega@kestrel.example", kind="interviews")
    part = row.parts.get()
    secret = secret_to_choose(part)
    assert secret in letter.text and "Ana" not in letter.text
    client, address = Client(), f"/interviews/{secret}/"
    assert client.get(address).status_code == 200 and now(asked[1]).choice is None
    client.post(address, {"roll": str(roll.pk), "version": roll.version, f"choice-{asked[1].pk}": "0"})
    assert now(asked[1]).state == S.BOOKED
    other = str(uuid4())
    assert client.post(address, {"roll": other, "version": 1}).status_code == 404
    for wrong in (secret[:-1] + "x", "0" * 60, "nothing", secret_to_choose(part)[:32]):
        assert part_by_secret(wrong) is None
    part.contact.to_date = clock.today() - timedelta(1)
    part.contact.save()
    assert client.get(address).status_code == 404
    with pytest.raises(Refused, match="Nobody of this employer"):
        ask_to_choose(roll, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        ask_to_choose(roll, by=cast.harbor_wbl)


def test_many_slots_are_read_as_fast_as_few(cast, day):
    row, employer, slots, _asked = day
    with CaptureQueriesContext(connection) as few:
        assert len(slots_of(fresh(row), employer)) == 1
    for slot in slots[1:]:
        _asks(cast, row, slot, f"Cy{slot.starts_at.minute}", "mesa_wbl")
    with CaptureQueriesContext(connection) as many:
        assert [len(slot.lines) for slot in slots_of(fresh(row), employer)] == [2, 1, 1]
    assert len(many) == len(few)
