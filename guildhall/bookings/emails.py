"""What whoever booked is written: the place, the turn, what changed. No letter names a student, nor do its headers."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy

from guildhall.bookings.links import secret_of_booking
from guildhall.bookings.models import AskedAfter, Booking, Report
from guildhall.bookings.queries.entries import calendar_of_booking
from guildhall.bookings.queries.interviews import secret_to_choose
from guildhall.bookings.queries.limits import what_is_full
from guildhall.bookings.queries.naming import agreed_of, secret_of_report
from guildhall.bookings.queries.open_lists import Open
from guildhall.employers.telling import reader_at_employer
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.people.telling import tell
from guildhall.students import emails as students
from guildhall.ui.dates import in_words_lazy, short_moment_lazy

TEMPLATE = "bookings/email/booking.txt"
WITH_CALENDAR = (
    "booked",
    "given",
    "moved",
    "elsewhere",
    "renamed",
    "rebooked",
)  # letters that bring an entry for one's own calendar
TAKES_IT_OUT = ("canceled", "not_held")  # and those that take it out again


def tell_booked(row: Booking) -> None:
    """Confirm a place, or a turn on the waiting list, with the code and the entry for a calendar."""
    asks = row.state == Booking.State.WAITING and row.roll.by_choice
    _write(row, "asked" if asks else str(row.state))


def tell_promoted(row: Booking) -> None:
    """Tell somebody from the waiting list that a place is theirs, or until when they may take it."""
    _write(row, "offered" if row.state == Booking.State.OFFERED else "given")


def tell_alternate(row: Booking) -> None:
    """Tell somebody that they stand by for an interview."""
    _write(row, "alternate")


def tell_canceled(row: Booking) -> None:
    """Confirm that a place was given back."""
    _write(row, "canceled")


def tell_lapsed(row: Booking) -> None:
    """Tell somebody that a place that was offered went to the next one."""
    _write(row, "lapsed")


def tell_moved(row: Booking) -> None:
    """Tell somebody once that what they booked takes place at another time."""
    _write(row, "moved", f"moved:{_edition(row)}")


def tell_elsewhere(row: Booking) -> None:
    """Tell somebody once that what they booked takes place elsewhere."""
    _write(row, "elsewhere", f"elsewhere:{_edition(row)}")


def tell_renamed(row: Booking) -> None:
    """Tell somebody once that what they booked is called otherwise."""
    _write(row, "renamed", f"renamed:{_edition(row)}")


def tell_rebooked(row: Booking) -> None:
    """Tell somebody that the staff gave them a place at another time or session instead."""
    _write(row, "rebooked")


def tell_not_held(row: Booking) -> None:
    """Tell somebody once that what they booked does not take place."""
    _write(row, "not_held")


def _edition(row: Booking) -> str:
    """Which edition of the event, and of the session that was booked: of each somebody is told once."""
    session = row.roll.session
    return f"{row.event.version}" + (f".{session.version}" if session is not None else "")


def _what(row: Booking) -> dict[str, str]:
    """What was booked, where it is and why it is canceled, in words: a session of an event, or all of it."""
    event, session, details = row.event, row.roll.session, row.roll.details
    facts = {"where": details.where, "join": details.link}
    if session is None:
        return facts | {"title": details.title, "why": event.canceled_because}
    why = session.canceled_because or event.canceled_because
    return facts | {"title": f"{row.roll.of_event.title}: {session.title}", "why": why}


def reader_of(row: Booking) -> Addressee:
    """Whoever comes as somebody who is written to; without an address where nobody knows one."""
    if row.registration is not None:
        return students.reader_of(row.registration)
    if row.contact is not None and row.contact.is_current and row.contact.email:
        return reader_at_employer(row.contact)
    return Addressee(row.email)


def has_link(row: Booking) -> bool:
    """Whether letters about a booking hold an address that opens it without a sign-in: of those who are written to, and
    do not sign in as a student or staff.
    """
    signs_in = row.person_id is not None or (row.registration is not None and row.registration.login_id is not None)
    return not signs_in and bool(reader_of(row).email)


def _write(row: Booking, how: str, key: str = "") -> None:
    key = f"booking:{row.pk}:{key or f'{row.version}:{how}'}"
    words: dict[str, Any] = {"row": row, "event": row.event, "how": how, "when": short_moment_lazy(row.begins_at)}
    until = short_moment_lazy(row.answer_until) if row.answer_until else ""
    words |= {"full": lazy(what_is_full, str)(row) if how == "waiting" else ""}
    words |= {"until": until, "territory": territory(), **_what(row)}
    if row.person is not None:
        path = reverse("booking", args=[row.pk])
        tell(events.BOOKING_MOVED, [row.person], TEMPLATE, words, path=path, key=key, scope=row.scope)
        return
    if not (reader := reader_of(row)).email:
        return
    if row.registration is not None and row.registration.login_id:
        words["link"] = settings.PUBLIC_URL + reverse("student-booking", args=[row.pk])
    elif how not in TAKES_IT_OUT:
        words["link"] = settings.PUBLIC_URL + reverse("booking-link", args=[secret_of_booking(row)])
    details: dict[str, Any] = {"kind": "booking", "scope": row.scope, "key": key, "confidential": True}
    brings = how in WITH_CALENDAR and row.state == Booking.State.BOOKED
    details["calendar"] = calendar_of_booking(row) if brings or how in TAKES_IT_OUT else ""
    hand_over(reader, TEMPLATE, words, **details)


# ── Afterward ────────────────────────────────────────────────────────


def ask_afterward(asked: AskedAfter, secret: str) -> None:
    """Ask a student why they did not come, or how it was; the letter names nobody."""
    missed = asked.about == AskedAfter.About.MISSED
    page = "missed-link" if missed else "feedback-link"
    roll = asked.booking.roll
    words = {
        "row": asked, "event": roll.event, "title": roll.of_event.title, "missed": missed, "by": asked.by,
        "when": short_moment_lazy(roll.begins_at),
        "link": settings.PUBLIC_URL + reverse(page, args=[secret]), "territory": territory(),
    }  # fmt: skip
    to = replace(students.reader_of(asked.booking.registration), email=asked.email)
    details: dict[str, Any] = {"kind": "asked after event", "scope": asked.scope, "confidential": True}
    hand_over(to, "bookings/email/afterward.txt", words, **details, reply_to=asked.by.email if asked.by else "")


def report(row: Report, numbers: Any, event: Event) -> None:
    """Tell the contact of an employer who took part how the event was attended: numbers, and nobody's name (R6). Where
    students have agreed that it knows them, a link shows who they are.
    """
    contact = row.part.contact
    link = settings.PUBLIC_URL + reverse("report-link", args=[secret_of_report(row)])
    words = {
        "contact": contact, "event": event, "numbers": numbers, "when": in_words_lazy(row.day, "long"),
        "by": event.organizer, "territory": territory(), "link": link if agreed_of(row).students else "",
    }  # fmt: skip
    details: dict[str, Any] = {"kind": "event report", "scope": row.scope, "key": f"event report:{row.pk}"}
    details |= {"reply_to": event.organizer.email, "confidential": True}
    hand_over(reader_at_employer(contact), "bookings/email/report.txt", words, **details)


def tell_open_list(one: Open, *, week: int) -> None:
    """Tell whoever planned an event that nobody was checked in: the next morning, and each `week` after that."""
    words = {"event": one.event, "when": in_words_lazy(one.day, "long"), "again": week > 0, "territory": territory()}
    key, path = f"open list:{one.event.pk}:{one.day}:{week}", reverse("attendance", args=[one.roll])
    template, who = "bookings/email/open_list.txt", [one.event.organizer]
    tell(events.ATTENDANCE_OPEN, who, template, words, path=path, key=key, scope=one.event.scope)


def report_follows(part: TakingPart, day: date) -> None:
    """Tell the contact of an employer who took part, once, that nobody was checked in, so the numbers follow (R6)."""
    contact, event = part.contact, part.event
    assert contact is not None
    words = {
        "contact": contact, "event": event, "when": in_words_lazy(day, "long"), "by": event.organizer,
        "territory": territory(),
    }  # fmt: skip
    details = {"kind": "event report", "scope": part.scope, "key": f"event report follows:{part.pk}:{day}"}
    to, reply_to = reader_at_employer(contact), event.organizer.email
    hand_over(to, "bookings/email/report_follows.txt", words, **details, reply_to=reply_to)


def ask_to_choose(part: TakingPart, *, by: Person) -> None:
    """Ask the contact of an employer to choose whom to see in interviews, once a day."""
    contact = part.contact
    assert contact is not None
    words = {
        "contact": contact, "event": part.event, "when": short_moment_lazy(part.event.starts_at), "by": by,
        "link": settings.PUBLIC_URL + reverse("interviews-link", args=[secret_to_choose(part)]),
        "territory": territory(),
    }  # fmt: skip
    key = f"interviews:{part.pk}:{contact.pk}:{clock.today()}"
    details: dict[str, Any] = {"kind": "interviews", "scope": part.scope, "key": key, "confidential": True}
    hand_over(reader_at_employer(contact), "bookings/email/interviews.txt", words, **details, reply_to=by.email)
