"""Pages by an address, without a sign-in; opening them changes nothing (R28). A booking by its letters: the code, yes
to an offered place, giving it back. Feedback of those who came without booking, by the code at the door.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.bookings import rules
from guildhall.bookings.actions import asking_after
from guildhall.bookings.actions import booking as acts
from guildhall.bookings.drawing import squares_of
from guildhall.bookings.forms.afterward import HowForm
from guildhall.bookings.models import Booking
from guildhall.bookings.queries.by_link import booking_of, list_of_door
from guildhall.bookings.queries.for_students import place_in_line
from guildhall.bookings.queries.limits import what_is_full
from guildhall.people.views.mailed_links import closed_link
from guildhall.placements.parties import Party, employer_party, student_party
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

GONE, DOOR_GONE = "bookings/booking_link_gone.html", "bookings/door_link_gone.html"
SAID, REMEMBERED = "said", 60 * 60 * 24 * 30  # on this device, that it has answered


@login_not_required
@require_http_methods(["GET", "POST"])
def booking(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's own booking."""
    row = booking_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    by = _oneself(row)
    if request.method == "POST":
        _act(request, row, by)
        return redirect("booking-link", secret)
    booked, waits = row.state == Booking.State.BOOKED, row.state == Booking.State.WAITING
    context = {
        "row": row, "event": row.event, "may_cancel": rules.can_cancel(by, row),
        "may_accept": row.state == Booking.State.OFFERED and rules.can_accept(by, row),
        "squares": squares_of(f"{settings.PUBLIC_URL}/door/{row.code}/") if booked else None,
        "full": what_is_full(row), "turn": place_in_line(row) if waits else 0,
    }  # fmt: skip
    return render(request, "bookings/booking_link.html", context)


def _act(request: HttpRequest, row: Booking, by: Party) -> None:
    said = request.POST.get("act", "")
    do, words = {
        "accept": (acts.accept, _("The place is yours.")),
        "end": (acts.end_link, _("The link is ended. The booking stands.")),
    }.get(said, (acts.cancel, _("Canceled. If somebody waits for it, the place is theirs now.")))
    with acting(request) as act:
        do(row, by=by)
    if act.done:
        messages.success(request, words)


def _oneself(row: Booking) -> Party:
    if row.registration is not None:
        return student_party(row.registration.student_id)
    assert row.employer_id is not None
    return employer_party(row.employer_id)


@login_not_required
@require_http_methods(["GET", "POST"])
def how_at_door(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody who came without booking says how it was; from one device once."""
    roll = list_of_door(secret)
    if answer := closed_link(request, secret, roll, DOOR_GONE, shared=True):
        return answer
    assert roll is not None
    answered = SAID in request.COOKIES
    form = HowForm(request.POST if request.method == "POST" and not answered else None)
    if form.is_valid():
        with saving(form) as edit:
            asking_after.say_how_it_was_at_door(roll, form.answers(), form.cleaned_data["words"])
        if edit.saved:
            return _remembered(redirect("door-feedback-link", secret), request.path)
    context = {"roll": roll, "event": roll.event, "form": form, "answered": answered}
    return render(request, "bookings/door_link.html", context)


def _remembered(response: HttpResponse, path: str) -> HttpResponse:
    more = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(SAID, "yes", max_age=REMEMBERED, path=path, **more)
    return response
