"""Booking for a colleague, and for somebody of an employer, by whoever plans the event (C16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.bookings import rules
from guildhall.bookings.actions import booking as acts
from guildhall.bookings.actions.booking import Wish
from guildhall.bookings.forms.booking import new_key
from guildhall.bookings.forms.staff import OtherForm
from guildhall.bookings.queries.for_employers import times_for
from guildhall.employers.models import Employer
from guildhall.events.views.entry import event_of
from guildhall.lib.verdicts import require
from guildhall.people.queries import staff_of
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, pk: str) -> HttpResponse:
    """Book a place for somebody else of the staff, or of an employer."""
    row = event_of(request, pk)
    require(rules.can_book_others(request.user, row))
    times, people = times_for(row), staff_of(row.institution).exclude(pk=request.user.pk)
    employers = Employer.objects.visible_to(request.user).filter(parts_in_events__event=row).order_by("name")
    data = request.POST or None
    form = OtherForm(data, times=times, people=people, employers=employers, initial={"key": new_key()})
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            made = acts.book(Wish(row, v["time"], v["key"]), form.comer(), by=request.user)
        if edit.saved:
            words = _("%s is on the list.") if made.state == made.State.BOOKED else _("%s is on the waiting list.")
            messages.success(request, words % made.name_of_person)
            return redirect("bookings", row.pk)
    return render(request, "bookings/others.html", {"event": row, "times": times, "form": form})
