"""What students and employers come to, in their own calendar: by a secret address of their own (ADR 57)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall import context
from guildhall.bookings.queries.entries import calendar_of_bookings
from guildhall.bookings.queries.for_employers import events_in_calendar
from guildhall.bookings.queries.for_students import in_calendar
from guildhall.events.exports import calendar_of_events
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.files import calendar_file_answer
from guildhall.visitors.actions import address_of, end_address, reader_of, renew_address
from guildhall.visitors.views.pages import at_door, visitors_only

GONE = "bookings/feed_gone.html"


def _own_address(request: HttpRequest, page: str, feed: str, events: str) -> HttpResponse:
    """Make the address of one's own calendar, make it anew, or end it. The address is shown once."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    shown: dict[str, Any] = {"back": reverse(page), "events": reverse(events)}
    if request.method == "POST" and request.POST.get("act") == "end":
        if end_address(by=me):
            messages.success(request, _("The address opens nothing any more."))
        return redirect(page)
    if request.method == "POST":
        shown["address"] = settings.PUBLIC_URL + reverse(feed, args=[renew_address(by=me)])
    return render(request, "bookings/feed.html", shown | {"feed": address_of(me)})


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def of_student(request: HttpRequest) -> HttpResponse:
    """The address at which a student's calendar reads."""
    return _own_address(request, "student-calendar", "student-feed", "student-events")


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def of_employer(request: HttpRequest) -> HttpResponse:
    """The address at which the calendar of somebody of an employer reads."""
    return _own_address(request, "portal-calendar", "portal-feed", "portal-events")


@at_door("student")
@require_safe
def read_by_student(request: HttpRequest, secret: str) -> HttpResponse:
    """What a student's calendar reads: the own bookings at this moment."""
    me: Any = reader_of(request.door, secret)  # type: ignore[attr-defined]
    if closed := closed_link(request, secret, me, GONE):
        return closed
    with context.visiting(me), context.in_language(me.language):
        return calendar_file_answer(calendar_of_bookings(in_calendar(me)), "guildhall-events")


@at_door("employer")
@require_safe
def read_by_employer(request: HttpRequest, secret: str) -> HttpResponse:
    """What the calendar of somebody of an employer reads: the events that the employer comes to at this moment."""
    me: Any = reader_of(request.door, secret)  # type: ignore[attr-defined]
    if closed := closed_link(request, secret, me, GONE):
        return closed
    with context.visiting(me), context.in_language(me.language):
        rows = events_in_calendar(me.employer)
        return calendar_file_answer(calendar_of_events(rows, page="portal-event"), "guildhall-events")
