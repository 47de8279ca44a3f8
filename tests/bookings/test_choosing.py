"""Interviews: students ask, whoever plans the event chooses whom to see, and alternates move up (C16)."""

from uuid import uuid4

import pytest

from guildhall.bookings import rules
from guildhall.bookings.actions.booking import Wish, accept, book, cancel
from guildhall.bookings.actions.choosing import choose
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.events.actions.taking_part import Stall, add_session
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.models import Registration
from tests.bookings.booked import event, now, terms
from tests.events.plans import fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


@pytest.fixture
def asked(cast):
    """Two interviews, for which four students of Mesa and one of Harbor ask."""
    row = event(cast, places=9)
    slot = add_session(fresh(row), Stall("slot", "Kestrel", starts_at=row.starts_at, capacity=2), by=cast.mesa_wbl)
    terms(cast, row, slots_by_choice=True)
    made = [_asks(cast, row, slot, name) for name in ("Ana", "Bo", "Cy", "Di")]
    return [*made, _asks(cast, row, slot, "Eve", by="harbor_wbl")]


def _asks(cast, row, slot, name, by="mesa_wbl"):
    who = student(cast, name, by=by)
    Registration.objects.filter(pk=who.pk).update(email=f"{name.lower()}@students.example")
    wish = Wish(fresh(row), row.starts_at, uuid4(), slot)
    return book(wish, Comer(registration=Registration.objects.get(pk=who.pk)), by=cast.people[by])


def chosen(cast, rows, *choices, by="mesa_wbl"):
    roll = Roll.objects.get(pk=rows[0].roll_id)
    choose(
        roll,
        {row.pk: choice for row, choice in zip(rows, choices, strict=False)},
        version=roll.version,
        by=cast.people[by],
    )


def states(rows):
    return [now(row).state for row in rows]


def subjects(name):
    return list(
        OutgoingEmail.objects.filter(to=f"{name}@students.example").order_by("pk").values_list("subject", flat=True)
    )


def test_nobody_has_an_interview_until_somebody_is_chosen(cast, asked):
    assert states(asked) == [S.WAITING] * 5, "also where places are free"
    chosen(cast, asked, None, 0, None, 1, 0)
    assert states(asked) == [S.WAITING, S.BOOKED, S.WAITING, S.WAITING, S.BOOKED]
    assert [one.split(":")[0] for one in subjects("bo")] == ["You asked for an interview", "You have a place"]
    assert [one.split(":")[0] for one in subjects("di")] == ["You asked for an interview", "You are an alternate"]
    assert len(subjects("ana")) == 1


def test_alternates_move_up_in_their_order_when_somebody_gives_back(cast, asked):
    chosen(cast, asked, 2, 0, None, 1, 0)
    cancel(asked[1], by=cast.mesa_wbl)
    assert states(asked) == [S.WAITING, S.CANCELED, S.WAITING, S.BOOKED, S.BOOKED]
    cancel(asked[4], by=cast.harbor_wbl)
    assert states(asked) == [S.BOOKED, S.CANCELED, S.WAITING, S.BOOKED, S.CANCELED]
    cancel(asked[0], by=cast.mesa_wbl)
    assert now(asked[2]).state == S.WAITING, "who was not chosen gets no place by itself"


def test_alternates_wait_while_places_are_free_for_others(cast, asked):
    chosen(cast, asked, 0, 1)
    assert states(asked)[:2] == [S.BOOKED, S.WAITING]
    chosen(cast, asked[1:], 0)
    assert states(asked)[:2] == [S.BOOKED, S.BOOKED]


def test_a_place_that_is_offered_goes_on_to_the_alternate_when_it_is_refused(cast, asked):
    row = asked[0].roll.event
    terms(cast, row, slots_by_choice=True, hours_to_answer=48)
    chosen(cast, asked, 0, 1)
    assert states(asked)[:2] == [S.OFFERED, S.WAITING]
    cancel(asked[0], by=cast.mesa_wbl)
    assert states(asked)[:2] == [S.CANCELED, S.OFFERED]
    assert accept(asked[1], by=cast.mesa_wbl).state == S.BOOKED


def test_no_more_are_chosen_than_there_are_places(cast, asked):
    with pytest.raises(Refused, match="Places left: 2"):
        chosen(cast, asked, 0, 0, 0)
    chosen(cast, asked, 0, 0)
    with pytest.raises(Refused, match="Places left: 0"):
        chosen(cast, asked[2:], 0)


def test_who_plans_the_event_chooses_in_time(cast, asked):
    roll = Roll.objects.get(pk=asked[0].roll_id)
    assert rules.can_choose(cast.mesa_wbl, roll)
    assert not rules.can_choose(cast.harbor_wbl, roll)
    terms(cast, roll.event, slots_by_choice=False)
    assert states(asked)[:3] == [S.BOOKED, S.BOOKED, S.WAITING], "without choosing, it is first come, first served"
    assert not rules.can_choose(cast.mesa_wbl, Roll.objects.get(pk=roll.pk))


def test_the_page_names_whom_the_reader_may_know(cast, asked):
    address = f"/events/lists/{asked[0].roll_id}/choose/"
    client = cast.client(cast.mesa_wbl)
    page = client.get(address).content.decode()
    assert "Ana Zamora" in page and "Eve Zamora" not in page and asked[4].code in page
    client.post(
        address,
        {"version": 1, f"choice-{asked[0].pk}": "0", f"choice-{asked[1].pk}": "1", f"choice-{asked[2].pk}": "x"},
    )
    assert [now(row).choice for row in asked[:3]] == [0, 1, None]
    page = client.get(address).content.decode()
    assert "alternate 1" in page
    assert cast.client(cast.harbor_wbl).get(address).status_code == 403
    answer = client.post(address, {"version": 2, f"choice-{asked[1].pk}": "99"}, follow=True).content.decode()
    assert "Twenty alternates are the most" in answer and now(asked[1]).choice == 1


def test_an_interview_is_one_persons_also_where_guests_may_be_brought(cast, asked):
    """A guest would take a place of two that are chosen one by one."""
    row, slot = asked[0].roll.event, asked[0].roll.session
    terms(cast, row, slots_by_choice=True, guests=2)
    who = student(cast, "Fay")
    wish = Wish(fresh(row), row.starts_at, uuid4(), slot, guests=1)
    with pytest.raises(Refused, match="No guests"):
        book(wish, Comer(registration=who), by=cast.mesa_wbl)
    whole = Wish(fresh(row), row.starts_at, uuid4(), guests=1)
    assert book(whole, Comer(registration=who), by=cast.mesa_wbl).guests == 1, "to the event itself they may come"
    terms(cast, row, guests=2)
    assert book(wish, Comer(registration=who), by=cast.mesa_wbl).guests == 1, "as where nobody chooses"
