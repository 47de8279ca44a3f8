"""Giving somebody another slot, session or time of an event, by the staff (C16)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.bookings import rules
from guildhall.bookings.actions import rebooking
from guildhall.bookings.forms.rebooking import RebookForm
from guildhall.bookings.queries import lists
from guildhall.lib.verdicts import require
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def rebook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another place for whoever has one, where one is free; they are told once."""
    if (found := lists.booking_to_rebook(request.user, pk)) is None:
        raise Http404
    row, line = found
    require(rules.can_rebook(request.user, row))
    times = lists.instead_of(row, request.user)
    form = RebookForm(request.POST or None, row=row, times=times)
    if form.is_valid():
        to, version = form.chosen(), form.cleaned_data["version"]
        session = row.event.sessions.filter(pk=to.session).first() if to.session else None
        with saving(form) as edit:
            rebooking.rebook(row, to.of, session, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("The place is at another time now, and they are told."))
            return redirect("bookings", row.event.pk)
    context: dict[str, Any] = {"row": row, "line": line, "event": row.event, "form": form, "times": times}
    return render(request, "bookings/rebook.html", context)
