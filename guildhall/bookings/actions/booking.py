"""Booking a place, or a turn on the waiting list; giving it back; saying yes to one that is offered (C16, R7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record
from guildhall.bookings import emails, rules
from guildhall.bookings.actions.places import (
    WITH_ROLL,
    fill_up,
    has_room,
    held_booking,
    held_roll,
    note_new,
    reaching,
    recount,
    side,
    staff,
    take_state,
)
from guildhall.bookings.models import Booking, Roll, Terms
from guildhall.bookings.parties import Actor, Comer
from guildhall.bookings.queries.limits import limits_for
from guildhall.events.models import Event, Session
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import TooOften, refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Person
from guildhall.placements.parties import Party, Side
from guildhall.students import rules as student_rules

State = Booking.State
MOST_PUPILS = 60  # without names, with one of the staff
MOST_OF_AN_EMPLOYER = 20  # people of one employer at one time of an event
BOOKED = Limit("places booked by employers", 60, 3600)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a place of: which time of an event, with how many guests, or with how many `pupils` whom
    nobody names. `key` is that of the form sent.
    """

    event: Event
    starts_at: datetime
    key: UUID
    session: Session | None = None
    guests: int = 0
    named_at_door: bool = False
    pupils: int = 0


@transaction.atomic
def book(wish: Wish, who: Comer, *, by: Actor) -> Booking:
    """Book a place, or, where all are taken, a turn on the waiting list. Asked twice, the booking that is there (C16).

    The list of this time is locked, so of two who book at once the second one sees what the first one took. While it is
    locked others wait: what depends on neither list nor time is asked before.
    """
    with reaching(by):
        may = rules.may_book(by, wish.event, who)
        roll = held_roll(wish.event, wish.starts_at, wish.session)
        known = _known(roll, wish, who, by)
        if there := _there(known, wish, who, by):
            require(rules.can_act_for(by, there))
            if wish.pupils and there.key != wish.key:
                refuse("You have a place already. Give it back first, then book for yourself and your class.")
            return there
        _count(by)
        require(rules.is_taking_bookings(by, roll.event, wish.starts_at, roll.session))
        require(may)
        _check(wish, roll, who, by)
        row = _new(roll, wish, who, by=by)
        if any(one.key == wish.key for one in known):
            row.key = uuid4()  # the form is sent again after its booking was given back
        row = _enter(row, by=by)
    emails.tell_booked(row)
    return row


def _count(by: Actor) -> None:
    """Each place that an employer books is a letter to an address that it typed."""
    if isinstance(by, Party) and by.side == Side.EMPLOYER and not (verdict := BOOKED.take(by.about)):
        raise TooOften(verdict, BOOKED.wait)


@dataclass(frozen=True, slots=True)
class _Known:
    """A booking that a list has of a form, or of a person: its state, its form, and the sign-in that opens it."""

    pk: UUID
    state: str
    key: UUID
    login: UUID | None


def _known(roll: Roll, wish: Wish, who: Comer, by: Actor) -> list[_Known]:
    """The booking that this form made, whatever became of it, and the open ones that this person has."""
    rows = Booking.objects.filter(roll=roll).order_by().values_list("pk", "state", "key", "registration__login")
    of_person = rows.filter(_of_whom(who, by), state__in=Booking.OPEN)
    return [_Known(*one) for one in rows.filter(key=wish.key).union(of_person)]


def _there(known: list[_Known], wish: Wish, who: Comer, by: Actor) -> Booking | None:
    """The open booking that this form made already, or that this person has.

    Who signs in as a student comes once, also with records at two institutions; the staff of one are not told of the
    other. Refused where only the staff of another institution booked, whose record the sign-in does not open.
    """
    standing = [one for one in known if one.state in Booking.OPEN]
    if not standing:
        return None
    found = next((one for one in standing if one.key == wish.key), None)
    if found is None and who.registration is not None and isinstance(by, Party):
        found = next((one for one in standing if one.login == who.registration.login_id), None)
        if found is None:
            refuse("You are booked already.")
    return Booking.objects.select_related(*WITH_ROLL).get(pk=(found or standing[0]).pk)


def _of_whom(who: Comer, by: Actor) -> Q:
    """Whose bookings count as those of one person."""
    if who.registration is not None and isinstance(by, Party):
        return Q(registration__student=who.registration.student_id)
    if who.registration is not None:
        return Q(registration=who.registration)
    if who.person is not None:
        return Q(person=who.person)
    if who.contact is not None:
        return Q(employer=who.employer, contact=who.contact)
    return Q(employer=who.employer, contact=None, who__iexact=one_line(who.name)[:160])


def _check(wish: Wish, roll: Roll, who: Comer, by: Actor) -> None:
    if wish.pupils:
        _check_class(wish, roll, who, by)
    most = 0 if roll.by_choice else Terms.of(roll.event).guests  # an interview is one person's
    if not 0 <= wish.guests <= most:
        refuse("Nobody may bring that many guests.") if most else refuse("No guests are planned for.")
    if wish.guests and wish.guests >= (roll.capacity or 0):
        refuse("There are not as many places.")
    if who.employer is None:
        return
    if not one_line(who.name) and who.contact is None:
        refuse("Say who comes.")
    if Booking.objects.open().filter(roll=roll, employer=who.employer).count() >= MOST_OF_AN_EMPLOYER:
        refuse("These are the most people whom one employer books for. Ask whoever plans the event.")


def _check_class(wish: Wish, roll: Roll, who: Comer, by: Actor) -> None:
    """A class without names comes with somebody of the staff, who books for themselves and for it."""
    if not isinstance(by, Person) or who.person is None or who.person.pk != by.pk:
        refuse("Whoever comes with a class books for it.")
    require(rules.can_book_students(by, wish.event))
    if not 1 <= wish.pupils <= MOST_PUPILS:
        refuse("Sixty students without names are the most.")
    if wish.pupils >= (roll.capacity or 0):
        refuse("There are not as many places.")


def _new(roll: Roll, wish: Wish, who: Comer, *, by: Actor) -> Booking:
    """A booking that is not written down yet, at the next turn."""
    now = clock.now()
    institution = who.registration.institution if who.registration else roll.event.institution
    named = wish.named_at_door and who.registration is not None and bool(student_rules.may_decide(who.registration))
    share, groups = limits_for(roll.event, who.registration)
    return Booking(
        roll=roll, institution=institution, registration=who.registration, person=who.person, employer=who.employer,
        contact=who.contact, who=one_line(who.name)[:160], email=one_line(who.email)[:254],
        share=share, groups=groups, guests=wish.guests + wish.pupils, named_at_door=named, state=State.WAITING,
        waited=True, since=now, turn=roll.turns + 1, key=wish.key, booked_at=now, booked_by=staff(by),
        booked_side=side(by),
    )  # fmt: skip


def _enter(row: Booking, *, by: Actor) -> Booking:
    """Write a new booking down on its list, which the caller holds: with a place where one is free."""
    roll = row.roll
    room, roll.turns = has_room(roll, row), row.turn
    if room and not roll.waiting:
        row.state, row.waited = State.BOOKED, False
    row.save(force_insert=True)
    after: dict[str, Any] = {"event": roll.event.title, "at": roll.starts_at, "guests": row.guests}
    record("book place", row, by=by, after=after, institution=row.institution)
    if room and roll.waiting:  # perhaps for those alone who wait for another share, or with more guests
        return next((one for one in fill_up(roll, fresh=row.pk) if one.pk == row.pk), row)
    note_new(roll, row)
    return row


@transaction.atomic
def cancel(booking: Booking, *, reason: str = "", version: int | None = None, by: Actor | None) -> Booking:
    """Give a place, or a turn, back; whoever waits first is promoted, once. Told twice it is given back once."""
    with reaching(by):
        row = held_booking(booking.pk, version)
        if row.state == State.CANCELED:
            require(rules.can_act_for(by, row))
            return row
        require(rules.can_cancel(by, row))
        _give_back(row, reason, by=by)
    fill_up(row.roll)
    emails.tell_canceled(row)
    return row


def _give_back(row: Booking, reason: str, *, by: Actor | None) -> None:
    now, event = clock.now(), row.event
    row.canceled_at, row.canceled_by, row.canceled_side = now, staff(by), side(by)
    row.named_at_door = False
    row.late = bool(row.state == State.BOOKED and event.books_until and event.books_until < now)
    take_state(row, State.CANCELED, "cancel booking", by=by, reason=one_line(reason)[:300])


@transaction.atomic
def accept(booking: Booking, *, version: int | None = None, by: Actor) -> Booking:
    """Say yes to a place that is offered; said twice it is one yes."""
    with reaching(by):
        row = held_booking(booking.pk, version)
        if row.state == State.BOOKED:
            require(rules.can_act_for(by, row))
            return row
        require(rules.can_accept(by, row))
        take_state(row, State.BOOKED, "accept booked place", by=by)
        recount(row.roll)
    emails.tell_booked(row)
    return row


@transaction.atomic
def end_link(booking: Booking, *, by: Actor) -> Booking:
    """End the address that letters about a booking hold, such as one that was passed on: it opens nothing any more. The
    booking stands, and the next letter brings another address.
    """
    with reaching(by):
        row = held_booking(booking.pk)
        require(rules.can_act_for(by, row))
        row.links_ended, row.version = row.links_ended + 1, row.version + 1
        row.save(update_fields=["links_ended", "version"])
    record("end link of booking", row, by=by, institution=row.institution)
    return row
