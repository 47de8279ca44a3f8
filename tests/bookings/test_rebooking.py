"""Who has a place is given another slot, session or time by the staff; never one too many, told once (C16, R7)."""

from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from guildhall.audit.models import Value
from guildhall.bookings.actions import places, rebooking
from guildhall.bookings.actions.booking import book
from guildhall.bookings.actions.rebooking import rebook
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.lists import list_of, times_of
from guildhall.context import acting, begun
from guildhall.events.actions.taking_part import Stall, add_session
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.models import Registration
from tests.bookings.booked import booked, event, now, own, terms, wish
from tests.bookings.test_choosing import chosen
from tests.employers.test_at_once import at_once
from tests.events.plans import fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


@pytest.fixture
def slots(cast):
    """Two interviews of one place each, twenty minutes apart."""
    row = event(cast, places=9)
    later = timedelta(minutes=20)
    return [
        add_session(
            fresh(row), Stall("slot", "Kestrel", starts_at=row.starts_at + n * later, capacity=1), by=cast.mesa_wbl
        )
        for n in range(2)
    ]


def asks(cast, slot, name, by="mesa_wbl"):
    who = student(cast, name, by=by)
    Registration.objects.filter(pk=who.pk).update(email=f"{name.lower()}@students.example")
    who = Registration.objects.get(pk=who.pk)
    return book(wish(slot.event, session=slot), Comer(registration=who), by=cast.people[by])


def give(cast, made, slot, by="mesa_wbl"):
    made = now(made)
    return rebook(made, slot.event.starts_at, slot, version=made.version, by=cast.people[by])


def subjects(name):
    rows = OutgoingEmail.objects.filter(to=f"{name}@students.example", kind="booking").order_by("queued_at")
    return list(rows.values_list("subject", flat=True))


def counts(slot):
    roll = Roll.objects.get(session=slot)
    return roll.taken, roll.waiting


def test_the_place_goes_along_with_its_code_and_the_next_one_moves_up(cast, slots):
    made, waits = asks(cast, slots[0], "Ana"), asks(cast, slots[0], "Bo")
    code = made.code
    moved = give(cast, made, slots[1])
    assert (moved.state, moved.code, moved.roll.session) == (S.BOOKED, code, slots[1])
    assert now(waits).state == S.BOOKED, "who waited has the place that came free"
    assert (counts(slots[0]), counts(slots[1])) == ((1, 0), (1, 0))
    assert subjects("ana")[-1] == "Your place has changed: Nursing careers: Kestrel" and len(subjects("ana")) == 2
    letter = OutgoingEmail.objects.get(to="ana@students.example", subject=subjects("ana")[-1])
    assert f"UID:{made.pk}@" in letter.calendar.replace("\r\n ", ""), "the entry of one's own calendar moves"


def test_never_more_than_there_are(cast, slots):
    one, other = asks(cast, slots[0], "Ana"), asks(cast, slots[1], "Bo")
    with pytest.raises(Refused, match="No place is free"):
        give(cast, one, slots[1])
    with pytest.raises(Refused, match="there already"):
        give(cast, one, slots[0])
    assert {now(one).state, now(other).state} == {S.BOOKED}
    assert (counts(slots[0]), counts(slots[1])) == ((1, 0), (1, 0))


def test_only_who_has_a_place_before_it_begins_and_by_whom(cast, slots):
    made, waits = asks(cast, slots[0], "Ana"), asks(cast, slots[0], "Bo")
    with pytest.raises(Refused, match="has a place"):
        give(cast, waits, slots[1])
    with pytest.raises(Refused):
        give(cast, made, slots[1], by="harbor_wbl")
    with pytest.raises(Conflict):
        rebook(made, made.event.starts_at, slots[1], version=made.version + 1, by=cast.mesa_wbl)
    elsewhere = event(cast, "Another", places=3, days=40)
    other_slot = Stall("slot", "X", starts_at=elsewhere.starts_at, capacity=1)
    foreign = add_session(fresh(elsewhere), other_slot, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        rebook(now(made), made.event.starts_at, foreign, version=now(made).version, by=cast.mesa_wbl)
    with clock.at(made.event.starts_at + timedelta(minutes=1)), pytest.raises(Refused):
        give(cast, made, slots[1])


def test_whoever_plans_it_moves_a_student_of_another_institution_without_a_name(cast, slots):
    made = asks(cast, slots[0], "Eve", by="harbor_wbl")
    client = cast.client(cast.mesa_wbl)
    path, query = f"/bookings/{made.pk}/rebook/", {"time": f"{made.roll.starts_at.isoformat()}.{slots[0].pk}"}
    page = client.get(path).content.decode()
    assert made.code in page and "Eve Zamora" not in page and "Harbor" in page
    assert path in client.get(f"/events/{made.event.pk}/bookings/", query).content.decode()
    sent = {"version": made.version, "to": f"{made.roll.starts_at.isoformat()}.{slots[1].pk}"}
    assert client.post(path, sent).status_code == 302
    assert now(made).roll.session_id == slots[1].pk
    ours = asks(cast, slots[0], "Ana")
    assert cast.client(cast.harbor_wbl).get(f"/bookings/{ours.pk}/rebook/").status_code == 404


def test_where_somebody_chooses_the_first_alternate_moves_up(cast, slots):
    terms(cast, slots[0].event, slots_by_choice=True)
    rows = [asks(cast, slots[0], name) for name in ("Ana", "Bo", "Cy")]
    chosen(cast, rows, 0, 2, 1)
    give(cast, rows[0], slots[1])
    assert [now(row).state for row in rows] == [S.BOOKED, S.WAITING, S.BOOKED]
    assert now(rows[0]).choice == 0, "chosen there as well: the place counts"
    written = Value.objects.filter(entry__verb="choose for interview").latest("pk")
    assert written.after == {"chosen": 1, "alternates": 0}, "that the alternate moved up is written down"
    assert counts(slots[1]) == (1, 0)


def test_the_page_leads_to_no_refusal(cast, slots):
    """What has begun, is closed to whoever asks, or is given by choice is not offered."""
    made = asks(cast, slots[0], "Eve", by="harbor_wbl")
    full, path = times_of(made.event, cast.mesa_wbl)[1], f"/bookings/{made.pk}/rebook/"
    assert [one.has_place_ahead for one in list_of(made.event, full, cast.mesa_wbl)] == [True]
    with clock.at(made.event.starts_at + timedelta(minutes=1)):
        assert [one.has_place_ahead for one in list_of(made.event, full, cast.mesa_wbl)] == [False]
        assert cast.client(cast.mesa_wbl).get(path).status_code == 403, "the control: it would be refused"

    def offered(by):
        return str(slots[1].pk) in cast.client(cast.people[by]).get(path).content.decode()

    assert offered("harbor_wbl") and offered("mesa_wbl")
    Event.objects.filter(pk=made.event.pk).update(books_until=clock.now() - timedelta(minutes=1))
    assert not offered("harbor_wbl") and offered("mesa_wbl")
    Event.objects.filter(pk=made.event.pk).update(books_until=None)
    terms(cast, slots[0].event, slots_by_choice=True)
    assert not offered("harbor_wbl") and offered("mesa_wbl")


def test_another_time_of_a_series_and_the_same_form(cast):
    row = event(cast, places=1, rule="FREQ=WEEKLY;COUNT=2")
    first, second = row.occurrences.order_by("starts_at").values_list("starts_at", flat=True)
    key, who = uuid4(), student(cast, "Ana")
    made = book(wish(row, key=key), Comer(registration=who), by=cast.mesa_wbl)
    booked(cast, row, "Bo", key=key, starts_at=second)
    with pytest.raises(Refused, match="No place"):
        rebook(now(made), second, version=now(made).version, by=cast.mesa_wbl)
    terms(cast, row, capacity=2)
    moved = rebook(now(made), second, version=now(made).version, by=cast.mesa_wbl)
    assert moved.begins_at == second and moved.turn == 2
    with pytest.raises(Refused, match="does not take place"):
        rebook(now(made), first + timedelta(hours=1), version=now(made).version, by=cast.mesa_wbl)


@pytest.fixture
def rivals(town):
    """Two who have a slot each, and a third slot that is free."""
    with begun(), acting(town.mesa_wbl):
        row = event(town, places=9)
        town.slots = [
            add_session(fresh(row), Stall("slot", f"S{n}", starts_at=row.starts_at, capacity=1), by=town.mesa_wbl)
            for n in range(3)
        ]
        Roll.objects.create(event=row, session=town.slots[2], starts_at=row.starts_at)  # neither waits to make it
        who = [student(town, name) for name in ("Ana", "Bo")]
        town.rivals = [
            book(wish(row, session=slot), Comer(registration=one), by=own(one))
            for slot, one in zip(town.slots, who, strict=False)
        ]
    return town


def both_want(town, *wanted):
    """What becomes of two who are given a slot at the same moment."""

    def want(one, slot):
        with acting(town.mesa_wbl), transaction.atomic():
            return give(town, one, slot)

    pairs = zip(town.rivals, wanted, strict=True)
    return at_once(*(lambda one=one, slot=slot: want(one, slot) for one, slot in pairs))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_get_the_one_that_is_left(rivals):
    found = both_want(rivals, rivals.slots[2], rivals.slots[2])
    assert sorted(isinstance(one, Refused) for one in found) == [False, True], found
    assert counts(rivals.slots[2]) == (1, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_that_cross_wait_for_neither(rivals):
    """Each wants the slot of the other one: one after the other is told that it is taken, and none waits forever."""
    found = both_want(rivals, rivals.slots[1], rivals.slots[0])
    assert all(isinstance(one, Refused) for one in found), found
    assert [counts(slot) for slot in rivals.slots[:2]] == [(1, 0), (1, 0)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_locks_both_would(rivals, monkeypatch):
    """The control: lists that are read and not held are given twice."""
    gate = Barrier(2)

    def read(pk):
        roll = Roll.objects.select_related(*places.RELATED).get(pk=pk)
        if roll.session_id == rivals.slots[2].pk:
            gate.wait(20)
        return roll

    monkeypatch.setattr(rebooking, "roll_by", read)
    try:
        both_want(rivals, rivals.slots[2], rivals.slots[2])
    except IntegrityError:
        return  # both came to the same turn
    assert Booking.objects.filter(roll__session=rivals.slots[2]).count() == 2
