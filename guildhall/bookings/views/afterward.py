"""Pages for students after an event: by a mailed link, which changes nothing when it is opened (R28), or signed in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.bookings.actions import asking_after
from guildhall.bookings.forms.afterward import HowForm, WhyForm
from guildhall.bookings.models import AskedAfter
from guildhall.bookings.queries.afterward import own_bookings, said_of_day
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only

About = AskedAfter.About
GONE = "bookings/link_gone.html"


@login_not_required
@require_http_methods(["GET", "POST"])
def why_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A student who did not come says why; the first answer counts."""
    row = asking_after.opened(secret, About.MISSED)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            asking_after.say_why(secret, form.cleaned_data["reason"], form.cleaned_data["words"])
        if edit.saved:
            return redirect("missed-link", secret)
    return render(request, "bookings/why_link.html", {"row": row, "event": row.booking.event, "form": form})


@login_not_required
@require_http_methods(["GET", "POST"])
def how_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A student who came says how it was; the first answer counts, and nobody is shown who gave it."""
    row = asking_after.opened(secret, About.FEEDBACK)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    form = HowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            asking_after.say_how_it_was(secret, form.answers(), form.cleaned_data["words"])
        if edit.saved:
            return redirect("feedback-link", secret)
    return render(request, "bookings/how_link.html", {"row": row, "event": row.booking.event, "form": form})


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A student who is signed in says how an event was, or why they did not come."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    booking = get_object_or_404(own_bookings(me), pk=pk)
    missed = booking.missed_at is not None
    data = request.POST if request.method == "POST" else None
    form: Any = WhyForm(data) if missed else HowForm(data)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            _say(booking, form, missed, me)
        if edit.saved:
            messages.success(request, _("Thank you."))
            return redirect("student-home")
    answered = said_of_day(booking, About.MISSED if missed else About.FEEDBACK)
    context = {"booking": booking, "event": booking.event, "form": form, "missed": missed, "answered": answered}
    return render(request, "bookings/own_afterward.html", context)


def _say(booking: Any, form: Any, missed: bool, me: Any) -> None:
    words = form.cleaned_data["words"]
    if missed:
        asking_after.say_why_oneself(booking, form.cleaned_data["reason"], words, by=me)
    else:
        asking_after.say_how_it_was_oneself(booking, form.answers(), words, by=me)
