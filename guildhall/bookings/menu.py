"""Bookings on the page of an event, behind the students' door; and what becomes of them when an event changes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.bookings import rules
from guildhall.bookings.actions.closing import follow_held
from guildhall.bookings.actions.following import follow_event
from guildhall.bookings.queries.afterward import missing_of, own_to_say
from guildhall.bookings.queries.attendance import rolls_to_keep
from guildhall.bookings.queries.for_students import next_bookings
from guildhall.bookings.queries.lists import of_own_students, times_of
from guildhall.bookings.queries.reporting import told_to
from guildhall.events.models import Event
from guildhall.people.models import Person
from guildhall.students.models import Registration
from guildhall.ui.menus import Behind, Block, Tab
from guildhall.ui.sections import Section

BEHIND = (
    Behind(
        "events",
        (
            "bookings", "booking", "booking-students", "booking-others", "booking-terms", "booking-rebook",
            "event-doors", "door", "door-printed", "door-code", "interviews-choose", "door-feedback", "attendance",
            "attendance-report",
            "bookings-missed",
        ),
    ),
)  # fmt: skip
TABS = (
    Tab(
        "student door",
        30,
        "student-events",
        _("Events"),
        ("student-event", "student-booking", "student-afterward", "student-calendar"),
    ),
    Tab(
        "employer door",
        30,
        "portal-events",
        _("Events"),
        ("portal-event", "portal-interviews", "portal-report", "portal-calendar"),
    ),
)
BLOCKS = (
    Block("student door", 15, "bookings/own/block.html", next_bookings),
    Block("student door", 16, "bookings/block_afterward.html", own_to_say),
    Block("employer door", 45, "bookings/block_of_employer.html", lambda visitor: told_to(visitor.employer_id)),
)
FOLLOWS = (follow_event, follow_held)


def _of_event(person: Person, event: Event) -> dict[str, Any] | None:
    if event.state not in (Event.State.DRAFT, Event.State.PUBLISHED, Event.State.HELD):
        return None
    times, may_keep = times_of(event, person), rules.can_keep_list(person, event)
    if not times and not may_keep:
        return None
    own = of_own_students(event, person) if times else 0
    return {"pk": event.pk, "times": times[:5], "more": len(times) > 5, "own": own, "may_keep": may_keep}


def _at_the_door(person: Person, event: Event) -> dict[str, Any] | None:
    if event.state not in (Event.State.PUBLISHED, Event.State.HELD) or not rules.can_see_attendance(person, event):
        return None
    return {"event": event, "rolls": rolls_to_keep(event)}


def _of_student(person: Person, registration: Registration) -> dict[str, Any] | None:
    found = missing_of(person, registration=registration)
    return {"bookings": found[0].bookings} if found else None


SECTIONS = (
    Section("event", 10, "bookings/section_of_event.html", _of_event),
    Section("event", 12, "bookings/section_at_the_door.html", _at_the_door),
    Section("student", 40, "bookings/section_of_student.html", _of_student),
)
