"""What an employer books for its own people, at its front door (C16)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.bookings import rules
from guildhall.bookings.actions import booking as acts
from guildhall.bookings.actions.booking import Wish
from guildhall.bookings.forms.booking import PersonForm, new_key
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries import for_employers, interviews
from guildhall.bookings.queries.for_students import times_ahead
from guildhall.bookings.views.calendars import calendar_for_visitors
from guildhall.events.views.calendar import SOONEST
from guildhall.placements.parties import employer_party
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_by_keys
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The events that the employer comes to, whom it has booked, and the calendar of what takes place for all."""
    mine: Any = request.visitor.employer  # type: ignore[attr-defined]
    context = calendar_for_visitors(request, for_employers.events_for(mine), "portal-event")
    if "found" in context:
        context["page"] = page_by_keys(times_ahead(context["found"]), request, SOONEST, size=30)
    context |= {"mine": for_employers.events_with(mine)[:100], "booked": for_employers.booked_for(mine)[:100]}
    return render(request, "bookings/of_employer/events.html", context)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, pk: str) -> HttpResponse:
    """One event: book for somebody of the employer, and whom it has booked."""
    mine: Any = request.visitor.employer  # type: ignore[attr-defined]
    row = get_object_or_404(for_employers.events_for(mine), pk=pk)
    by, times = employer_party(mine.pk), for_employers.times_for(row)
    form = PersonForm(request.POST or None, times=times, initial={"key": new_key()})
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            who = Comer(employer=mine, name=v["who"], email=v["email"])
            made = acts.book(Wish(row, v["time"], v["key"]), who, by=by)
        if edit.saved:
            words = _("%s is on the list.") if made.state == made.State.BOOKED else _("%s is on the waiting list.")
            messages.success(request, words % made.who)
            return redirect("portal-event", row.pk)
    context = {"event": row, "times": times, "form": form, "booked": for_employers.booked_for(mine, row)}
    context["interviews"] = interviews.slots_of(row, mine)
    context["verdict"] = rules.can_book(by, row, times[0].of, Comer(employer=mine)) if times else None
    return render(request, "bookings/of_employer/event.html", context)


@visitors_only("employer")
@require_POST
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a place back that the employer booked."""
    mine: Any = request.visitor.employer  # type: ignore[attr-defined]
    row = get_object_or_404(for_employers.booked_for(mine), pk=pk)
    with acting(request) as act:
        acts.cancel(row, by=employer_party(mine.pk))
    if act.done:
        messages.success(request, _("Canceled. If somebody waits for it, the place is theirs now."))
    return redirect("portal-events")


@visitors_only("employer")
@require_POST
def accept(request: HttpRequest, pk: str) -> HttpResponse:
    """Say yes to a place that is offered to somebody of the employer."""
    mine: Any = request.visitor.employer  # type: ignore[attr-defined]
    row = get_object_or_404(for_employers.booked_for(mine), pk=pk)
    with acting(request) as act:
        acts.accept(row, by=employer_party(mine.pk))
    if act.done:
        messages.success(request, _("The place is taken."))
    return redirect("portal-events")
