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
    held_booking,
    held_roll,
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

    The list of this time is locked, so of two who book at once the second one sees what the first one took.
    """
    with reaching(by):
        if there := _there(wish, who, by):
            require(rules.can_act_for(by, there))
            return there
        _count(by)
        require(rules.can_book(by, wish.event, wish.starts_at, who, wish.session))
        roll = held_roll(wish.event, wish.starts_at, wish.session)
        if there := _there(wish, who, by):  # made while we waited
            require(rules.can_act_for(by, there))
            return there
        require(rules.is_taking_bookings(by, roll.event, wish.starts_at, roll.session))  # moved or canceled meanwhile
        _check(wish, roll, who, by)
        row = _enter(roll, wish, who, by=by)
    promoted = fill_up(roll, fresh=row.pk)
    row = next((one for one in promoted if one.pk == row.pk), row)
    emails.tell_booked(row)
    return row


def _count(by: Actor) -> None:
    """Each place that an employer books is a letter to an address that it typed."""
    if isinstance(by, Party) and by.side == Side.EMPLOYER and not (verdict := BOOKED.take(by.about)):
        raise TooOften(verdict, BOOKED.wait)


def _there(wish: Wish, who: Comer, by: Actor) -> Booking | None:
    """The open booking that this form made already, or that this person has.

    Who signs in as a student comes once, also with records at two institutions; the staff of one are not told of the
    other. Refused where only the staff of another institution booked, whose record the sign-in does not open.
    """
    of = {"roll__event": wish.event, "roll__starts_at": wish.starts_at, "roll__session": wish.session}
    rows = Booking.objects.open().filter(Q(key=wish.key) | _of_whom(who, by), **of, roll__gone_at=None)
    known = list(rows.values_list("pk", "key", "registration__login"))  # usually there is none: no more is read
    if not known:
        return None
    pk = next((pk for pk, key, _login in known if key == wish.key), None)
    if pk is None and who.registration is not None and isinstance(by, Party):
        pk = next((pk for pk, _key, login in known if login == who.registration.login_id), None)
        if pk is None:
            refuse("You are booked already.")
    return Booking.objects.select_related(*WITH_ROLL).get(pk=pk or known[0][0])


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
    most = Terms.objects.filter(event=wish.event).values_list("guests", flat=True).first() or 0
    if roll.by_choice:
        most = 0  # an interview is one person's
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


def _enter(roll: Roll, wish: Wish, who: Comer, *, by: Actor) -> Booking:
    """Write a booking down as waiting, at the next turn: it gets its place by the same way as everybody."""
    now = clock.now()
    institution = who.registration.institution if who.registration else wish.event.institution
    named = wish.named_at_door and who.registration is not None and bool(student_rules.may_decide(who.registration))
    share, groups = limits_for(wish.event, who.registration)
    roll.turns += 1
    row = Booking.objects.create(
        roll=roll, institution=institution, registration=who.registration, person=who.person, employer=who.employer,
        contact=who.contact, who=one_line(who.name)[:160], email=one_line(who.email)[:254],
        share=share, groups=groups, guests=wish.guests + wish.pupils, named_at_door=named, state=State.WAITING,
        waited=True, since=now, turn=roll.turns, key=_key(roll, wish), booked_at=now, booked_by=staff(by),
        booked_side=side(by),
    )  # fmt: skip
    after: dict[str, Any] = {"event": wish.event.title, "at": wish.starts_at, "guests": wish.guests}
    record("book place", row, by=by, after=after, institution=institution)
    return row


def _key(roll: Roll, wish: Wish) -> UUID:
    """That of the form; another one where the form is sent again after its booking was given back."""
    return uuid4() if Booking.objects.filter(roll=roll, key=wish.key).exists() else wish.key


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
