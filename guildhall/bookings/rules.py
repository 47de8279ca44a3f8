"""Who books what for whom, until when, and who keeps the list (C16)."""

from datetime import datetime
from uuid import UUID

from guildhall.bookings.models import AskedAfter, Booking, Closing, Feedback, Roll
from guildhall.bookings.models.attending import DOOR_OPENS, DOOR_STAYS
from guildhall.bookings.parties import Actor, Comer
from guildhall.bookings.queries.attendance import counted_at
from guildhall.bookings.queries.eligible import lacks
from guildhall.employers.models import Employer
from guildhall.events import rules as event_rules
from guildhall.events.models import Event, Session, TakingPart
from guildhall.events.querysets import is_open_at
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.placements.parties import Party, Side
from guildhall.students import rules as student_rules
from guildhall.students.models import Enrolment, Registration
from guildhall.ui.dates import short_moment

OPEN_TO_EMPLOYERS = (Event.Audience.ALL, Event.Audience.PUBLIC)


def is_booked(event: Event, session: Session | None = None) -> bool:
    """Whether places of an event, or of a session in it, are given away by booking: it says how many there are."""
    return (session.capacity if session is not None else event.capacity) is not None


def can_be_booked(event: Event, starts_at: datetime, session: Session | None = None) -> Verdict:
    """Whether places are given away now: it is published, ahead, and its window is open."""
    if not (verdict := is_still_booked(event, starts_at, session)):
        return verdict
    now = clock.now()
    if event.books_from and event.books_from > now:
        return no("Booking begins {when}.", when=short_moment(event.books_from))
    if event.books_until and event.books_until < now:
        return no("Booking ended {when}.", when=short_moment(event.books_until))
    return YES


def is_still_booked(event: Event, starts_at: datetime, session: Session | None = None) -> Verdict:
    """Whether a time of an event is still ahead, and its places are given away by booking."""
    if event.state == Event.State.CANCELED:
        return no("The event is canceled.")
    if event.state != Event.State.PUBLISHED:
        return no("Only a published event is booked.")
    if session is not None and session.canceled_at:
        return no("It is canceled.")
    if not is_booked(event, session):
        return no("Nothing is booked here: just come.")
    if start_of(starts_at, session) <= clock.now():
        return no("It has begun already.")
    if not event.occurrences.filter(starts_at=starts_at).exists():
        return no("It does not take place then any more. Look at the event again.")
    return YES


def start_of(starts_at: datetime, session: Session | None) -> datetime:
    """When somebody has to be there."""
    return session.starts_at if session is not None and session.starts_at else starts_at


def is_taking_bookings(by: Actor, event: Event, starts_at: datetime, session: Session | None = None) -> Verdict:
    """Whether somebody books now. Outside of the window whoever plans the event still adds people."""
    ours = isinstance(by, Person) and event_rules.is_ours(by, event)
    return is_still_booked(event, starts_at, session) if ours else can_be_booked(event, starts_at, session)


def can_book(by: Actor, event: Event, starts_at: datetime, who: Comer, session: Session | None = None) -> Verdict:
    """Whether somebody may have a place, or wait for one, and whether this one may book it for them (C16)."""
    if not (verdict := is_taking_bookings(by, event, starts_at, session)):
        return verdict
    return may_book(by, event, who)


def may_book(by: Actor, event: Event, who: Comer) -> Verdict:
    """Whether somebody may ever have a place, and whether this one may book it for them: whatever the time."""
    if who.registration is not None:
        return may_book_student(by, event, who.registration)
    if who.employer is not None:
        return may_book_employer(by, event, who.employer)
    return may_book_staff(by, event, who.person)


def may_book_student(by: Actor, event: Event, registration: Registration) -> Verdict:
    """Whether a student may have a place: who books, whether it is open to their institution, what they lack."""
    if isinstance(by, Party):
        if by.side != Side.STUDENT or by.about != registration.student_id:
            return no("This is not yours to decide.")
    elif not (verdict := can_book_for(by, registration)):
        return verdict
    if not is_open_at(event, registration.institution):
        return no("It is not open to {place}.", place=registration.institution)
    if lacking := lacks(event, registration):
        return no("It is only for some students. What is missing: {what}.", what=lacking)
    return YES


def can_book_for(by: Person, registration: Registration) -> Verdict:
    """Who of the staff books for a student: whoever keeps the students of the institution, and who teaches this one."""
    if verdict := student_rules.can_keep(by, registration.institution):
        return verdict
    teaches = by.standing.holds(Permission.TEACH_STUDENTS)
    if teaches and Enrolment.objects.taught_by(by).filter(registration=registration.pk).exists():
        return YES
    return verdict


def may_book_employer(by: Actor, event: Event, employer: Employer) -> Verdict:
    """Whether a person of an employer may have a place, and who books for them."""
    if not isinstance(by, Party):
        return event_rules.is_ours(by, event)
    if by.side != Side.EMPLOYER or by.about != employer.pk:
        return no("This is not yours to decide.")
    return can_employer_book(event, employer)


def can_employer_book(event: Event, employer: Employer) -> Verdict:
    """Whether an employer books for its people: where it takes part, or where employers are asked to."""
    coming = (TakingPart.State.CONFIRMED, TakingPart.State.CAME)
    if event.parts.filter(employer=employer, state__in=coming).exists():
        return YES
    terms = getattr(event, "terms", None)
    if terms is not None and terms.employers_book and event.audience in OPEN_TO_EMPLOYERS:
        return YES
    return no("Your company does not take part in this event.")


def may_book_staff(by: Actor, event: Event, person: Person | None) -> Verdict:
    """Whether somebody of the staff may have a place: those who see the event; others book for them who plan it."""
    if person is None or not isinstance(by, Person):
        return no("This is not yours to decide.")
    if by.pk != person.pk and not (verdict := event_rules.is_ours(by, event)):
        return verdict
    if Event.objects.visible_to(person).filter(pk=event.pk).exists():
        return YES
    return no("{person} does not see this event.", person=person)


def can_cancel(by: Actor | None, row: Booking) -> Verdict:
    """Who gives a place back: whose it is, who keeps the student's record; of others whoever plans the event."""
    if not row.is_open:
        return no("It is not booked any more.")
    if row.is_over:
        return no("It has begun already.")
    return can_act_for(by, row)


def can_rebook(by: Person, row: Booking) -> Verdict:
    """Who gives somebody another slot, session or time of the same event: whoever plans it, and who acts for them."""
    if row.state != Booking.State.BOOKED:
        return no("Only who has a place is given another one.")
    if row.came_at is not None:
        return no("They are here already.")
    if row.is_over:
        return no("It has begun already.")
    if verdict := event_rules.is_ours(by, row.event):
        return verdict
    return can_act_for(by, row)


def can_accept(by: Actor | None, row: Booking) -> Verdict:
    """Who says yes to a place that is offered: whose it is, and who keeps the student's record, in time."""
    if row.state != Booking.State.OFFERED or row.answer_until is None:
        return no("No place is offered any more.")
    if row.answer_until < clock.now():
        return no("The time to say yes ended {when}.", when=short_moment(row.answer_until))
    return can_act_for(by, row)


def can_act_for(by: Actor | None, row: Booking) -> Verdict:
    """Whether somebody acts for whoever has a booking. Without anybody the software itself acts."""
    if by is None:
        return YES
    if isinstance(by, Party):
        own = row.registration.student_id if row.registration else row.employer_id
        side = Side.STUDENT if row.registration else Side.EMPLOYER
        return YES if by.side == side and by.about == own else no("This is not yours to decide.")
    if row.registration is not None:
        return can_book_for(by, row.registration)
    if row.person_id == by.pk:
        return YES
    return event_rules.is_ours(by, row.event)


def can_keep_list(person: Person, event: Event) -> Verdict:
    """Who keeps the list of an event: sets its terms, raises the number of places, adds people of employers."""
    if event.state != Event.State.PUBLISHED and event.state != Event.State.DRAFT:
        return no("It is not ahead any more.")
    return event_rules.is_ours(person, event)


def can_book_others(person: Person, event: Event) -> Verdict:
    """Who books for colleagues, and for people of employers: whoever plans the event."""
    if event.state != Event.State.PUBLISHED or not event.is_ahead:
        return no("It is not ahead any more.")
    return event_rules.is_ours(person, event)


def can_choose(by: Actor, roll: Roll) -> Verdict:
    """Who chooses whom to see in interviews: whoever plans the event, and the employer whose they are, before they
    begin.
    """
    if not roll.by_choice:
        return no("Places are given in the order of booking here.")
    if roll.gone_at is not None or roll.event.state != Event.State.PUBLISHED:
        return no("It does not take place then any more. Look at the event again.")
    if roll.begins_at <= clock.now():
        return no("It has begun already.")
    if isinstance(by, Party):
        theirs = roll.session is not None and roll.session.employer_id == by.about and by.side == Side.EMPLOYER
        return may_choose(roll.event, by.about) if theirs else no("This is not yours to decide.")
    return event_rules.is_ours(by, roll.event)


def may_choose(event: Event, employer: UUID) -> Verdict:
    """Whether an employer chooses for its interviews: not one that said it does not come."""
    if event.parts.filter(employer=employer, state=TakingPart.State.DECLINED).exists():
        return no("Your company does not take part in this event.")
    return YES


def can_book_students(person: Person, event: Event) -> Verdict:
    """Who books for students: whoever keeps those of an institution that the event is open to, and who teaches some."""
    if not (verdict := student_rules.can_keep(person)) and not person.standing.holds(Permission.TEACH_STUDENTS):
        return verdict
    if event.state != Event.State.PUBLISHED or not event.is_ahead:
        return no("It is not ahead any more.")
    return YES


# ── At the door, and afterward ───────────────────────────────────────


def can_check_in(person: Person, roll: Roll) -> Verdict:
    """Who says who is here: whoever plans the event, from half a day before it begins, for a month."""
    event, begin, now = roll.event, roll.begins_at, clock.now()
    if event.state not in (Event.State.PUBLISHED, Event.State.HELD):
        return no("Only a published event has a list at the door.")
    if roll.gone_at is not None:
        return no("It does not take place then any more. Look at the event again.")
    if begin - DOOR_OPENS > now:
        return no("The list opens half a day before it begins, {when}.", when=short_moment(begin))
    if begin + DOOR_STAYS < now:
        return no("This was more than a month ago: the list stays as it is.")
    return event_rules.is_ours(person, event)


def can_close(person: Person, roll: Roll) -> Verdict:
    """Who closes a list, so that whoever is not here counts as missing: whoever plans the event, once it has begun."""
    if roll.begins_at > clock.now():
        return no("It has not begun yet.")
    return can_check_in(person, roll)


def can_see_attendance(person: Person, event: Event) -> Verdict:
    """Who sees how an event was attended, and what people say of it: whoever plans it."""
    return event_rules.is_ours(person, event)


def can_ask_missing(person: Person, roll: Roll) -> Verdict:
    """Who asks those who did not come: whoever plans the event, when its list is closed."""
    if not (verdict := event_rules.is_ours(person, roll.event)):
        return verdict
    if not Closing.objects.filter(roll=roll).exists():
        return no("Close the list first: then it is known who did not come.")
    return YES


def can_answer(asked: AskedAfter) -> Verdict:
    """Whether a link that was mailed after an event still takes an answer."""
    if not asked.is_live:
        return no("This link has expired.")
    if asked.answered_on:
        return no("This was answered already. Thank you.")
    return YES


def can_say_at_door(roll: Roll) -> Verdict:
    """Whether somebody who came without booking says how it was: as many as were counted at the door."""
    counted = counted_at(roll)
    if not counted:
        return no("Nobody was counted at the door yet who came without booking.")
    if Feedback.objects.filter(roll=roll, at_door=True).count() >= counted:
        return no("As many have said how it was as were counted at the door. Thank you.")
    return YES


def can_say_afterward(row: Booking) -> Verdict:
    """Whether a student who is signed in says how it was, or why they did not come: within a month."""
    if row.came_at is None and row.missed_at is None:
        return no("Nobody has said yet who came.")
    if row.roll.starts_at + DOOR_STAYS < clock.now():
        return no("This was more than a month ago.")
    return YES
