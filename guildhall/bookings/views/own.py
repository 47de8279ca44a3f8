"""A student's events: what is open, booking, the own place with its code (C16; journey 6)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildhall.bookings import rules
from guildhall.bookings.actions import booking as acts
from guildhall.bookings.drawing import squares_of
from guildhall.bookings.forms.booking import WishForm, new_key
from guildhall.bookings.models import Booking, Terms
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries import for_students
from guildhall.bookings.queries.entries import calendar_of_booking
from guildhall.bookings.queries.limits import what_is_full
from guildhall.bookings.views.calendars import calendar_for_visitors
from guildhall.events.models import Event
from guildhall.events.queries.pages import ways_in
from guildhall.placements.parties import Party, student_party
from guildhall.students import rules as student_rules
from guildhall.ui.acting import acting
from guildhall.ui.files import calendar_file_answer
from guildhall.ui.paging import Key, page_by_keys
from guildhall.visitors.views.pages import visitors_only

SOONEST = [Key("starts_at"), Key("id")]


def _event_of(request: HttpRequest, pk: Any) -> Event:
    if (row := for_students.event_open_to(request.visitor, pk)) is None:  # type: ignore[attr-defined]
        raise Http404
    return row


def _booking_of(request: HttpRequest, pk: Any) -> Booking:
    return get_object_or_404(for_students.booked_by(request.visitor), pk=pk)  # type: ignore[attr-defined]


def _oneself(row: Booking) -> Party:
    assert row.registration is not None
    return student_party(row.registration.student_id)


@visitors_only("student")
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What the student may come to, as a list or a month, and what is booked already."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    context = calendar_for_visitors(request, for_students.events_open_to(me), "student-event")
    if "found" in context:
        page = page_by_keys(for_students.times_ahead(context["found"]), request, SOONEST, size=30)
        context |= {"page": page, "times": for_students.told(me, page)}
    return render(request, "bookings/own/events.html", context | {"booked": for_students.coming(me)})


@visitors_only("student")
@require_safe
def event(request: HttpRequest, pk: str) -> HttpResponse:
    """One event, with a button for each of its times."""
    row = _event_of(request, pk)
    found = for_students.offered(request.visitor, row)  # type: ignore[attr-defined]
    who = Comer(registration=found.registration)
    by = student_party(found.registration.student_id)
    verdict = rules.can_book(by, row, found.moment, who) if found.moment else None
    foreign = row.institution_id not in found.registration.institution.lineage
    may_be_named = foreign and bool(student_rules.may_decide(found.registration))
    context = {
        "event": row, "found": found, "verdict": verdict, "ways": ways_in(row), "key": new_key(),
        "guests": range(1, 1 + Terms.of(row).guests), "may_be_named": may_be_named,
    }  # fmt: skip
    return render(request, "bookings/own/event.html", context)


@visitors_only("student")
@require_POST
def book(request: HttpRequest, pk: str) -> HttpResponse:
    """Book a place, or a turn on the waiting list; sent twice it is one."""
    row, form = _event_of(request, pk), WishForm(request.POST)
    registration = for_students.registration_for(request.visitor, row)  # type: ignore[attr-defined]
    wish = form.wish(row, lambda: row.sessions.open_at(registration.institution)) if form.is_valid() else None  # type: ignore[attr-defined]
    if wish is None:
        messages.error(request, _("Choose one of the times that stand here."))
        return redirect("student-event", row.pk)
    with acting(request) as act:
        made = acts.book(wish, Comer(registration=registration), by=student_party(registration.student_id))
    return redirect("student-booking", made.pk) if act.done else redirect("student-event", row.pk)


@visitors_only("student")
@require_safe
def booking(request: HttpRequest, pk: str) -> HttpResponse:
    """The own place: the code for the door, or the turn on the waiting list."""
    row = _booking_of(request, pk)
    has_code = row.state == Booking.State.BOOKED
    context = {
        "row": row, "event": row.event, "may_cancel": rules.can_cancel(_oneself(row), row),
        "may_accept": row.state == Booking.State.OFFERED and rules.can_accept(_oneself(row), row),
        "squares": squares_of(f"{settings.PUBLIC_URL}/door/{row.code}/") if has_code else None,
        "full": what_is_full(row), "turn": for_students.place_in_line(row) if row.state == Booking.State.WAITING else 0,
    }  # fmt: skip
    return render(request, "bookings/own/booking.html", context)


@visitors_only("student")
@require_POST
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Give the place, or the turn, back."""
    row = _booking_of(request, pk)
    with acting(request) as act:
        acts.cancel(row, by=_oneself(row))
    if act.done:
        messages.success(request, _("Canceled. If somebody waits for it, the place is theirs now."))
    return redirect("student-booking", row.pk)


@visitors_only("student")
@require_POST
def accept(request: HttpRequest, pk: str) -> HttpResponse:
    """Say yes to a place that is offered."""
    row = _booking_of(request, pk)
    with acting(request) as act:
        acts.accept(row, by=_oneself(row))
    if act.done:
        messages.success(request, _("The place is yours."))
    return redirect("student-booking", row.pk)


@visitors_only("student")
@require_safe
def entry(request: HttpRequest, pk: str) -> HttpResponse:
    """The booking as an entry for one's own calendar."""
    row = _booking_of(request, pk)
    return calendar_file_answer(calendar_of_booking(row), "event")
