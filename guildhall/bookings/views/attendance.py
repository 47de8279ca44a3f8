"""How an event was attended: numbers that open into their rows, who is asked, what is said, what employers read."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guildhall.bookings import rules
from guildhall.bookings.actions import asking_after, closing
from guildhall.bookings.drawing import squares_of
from guildhall.bookings.links import DOOR, secret_of
from guildhall.bookings.queries import afterward, reporting
from guildhall.bookings.queries import attendance as found
from guildhall.bookings.views.door import roll_of
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.students import rules as student_rules
from guildhall.ui.acting import act_on, acting


@require_safe
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The numbers of one time of an event (M18); `of` opens one of them into its rows."""
    roll = roll_of(request, pk)
    require(rules.can_see_attendance(request.user, roll.event))
    part = request.GET.get("of", "")
    lines, others = found.rows_of(roll, part, request.user) if part in found.PARTS else ([], 0)
    context: dict[str, Any] = {
        "roll": roll, "event": roll.event, "numbers": found.attendance_of(roll), "part": part, "lines": lines,
        "others": others, "closing": found.closing_of(roll), "opinions": afterward.opinions_of([roll], at_door=False),
        "at_door": afterward.opinions_of([roll], at_door=True),
        "unwritten": afterward.without_address(roll),
        "reasons": afterward.reasons_of(roll, request.user), "may_close": rules.can_close(request.user, roll),
        "sees_students": student_rules.can_see(request.user),
        "may_ask": rules.can_ask_missing(request.user, roll), "may_check_in": rules.can_check_in(request.user, roll),
    }  # fmt: skip
    return render(request, "bookings/attendance.html", context)


@act_on("attendance")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the list: who has a place and is not here counts as missing."""
    roll = roll_of(request, pk)
    require(rules.can_see_attendance(request.user, roll.event))
    with acting(request) as act:
        closing.close_list(roll, by=request.user)
    if act.done:
        messages.success(request, _("The list is closed. Whoever came is asked how it was."))
    return redirect("attendance", roll.pk)


@act_on("attendance")
def ask_missing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to everybody who did not come, once each."""
    roll, asked = roll_of(request, pk), 0
    require(rules.can_see_attendance(request.user, roll.event))
    with acting(request) as act:
        asked = asking_after.ask_missing(roll, by=request.user)
    if act.done:
        words = ngettext("{n} student is asked why by e-mail.", "{n} students are asked why by e-mail.", asked)
        say_mailed(request, words.format(n=asked))
    return redirect("attendance", roll.pk)


@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What employers read of the day: the numbers of now, and to whom which were sent."""
    roll = roll_of(request, pk)
    require(rules.can_see_attendance(request.user, roll.event))
    day = clock.day_of(roll.starts_at)
    context = {
        "roll": roll, "event": roll.event, "day": day, "closing": found.closing_of(roll),
        "numbers": reporting.as_numbers(reporting.numbers_for(roll.event, day)),
        "sent": found.reports_of(roll.event, day, request.user),
        "not_told": reporting.not_told(roll.event, request.user),
    }  # fmt: skip
    return render(request, "bookings/report.html", context)


@require_safe
def feedback_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code to show at the door, or to print: by it whoever came without booking says how it was."""
    roll = roll_of(request, pk)
    require(rules.can_see_attendance(request.user, roll.event))
    address = settings.PUBLIC_URL + reverse("door-feedback-link", args=[secret_of(DOOR, roll.pk)])
    context = {"roll": roll, "event": roll.event, "address": address, "squares": squares_of(address)}
    context["counted"] = found.counted_at(roll)
    return render(request, "bookings/feedback_code.html", context)


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Who of one's own students did not come to what they had booked, those who often do not first."""
    require(student_rules.can_see(request.user))
    often = request.GET.get("show") != "all"
    rows = afterward.missing_of(request.user, often=often)
    return render(request, "bookings/missing.html", {"rows": rows, "often": often})
