"""Single times of a series: one is moved, one is added, one is called otherwise or takes place elsewhere (C3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.events import rules
from guildhall.events.actions import series
from guildhall.events.forms.series import DetailsForm, TimeForm
from guildhall.events.models import Event
from guildhall.events.views.entry import event_of
from guildhall.lib.verdicts import require
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: str, time: int) -> HttpResponse:
    """Give one time of a series another moment. Its address is the moment in seconds: that stays when others change."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))
    if (one := row.occurrences.at_second(time)) is None:
        raise Http404
    form = TimeForm(request.POST or None, row=row, of=one.starts_at)
    context: dict[str, Any] = {"event": row, "one": one, "form": form}
    if form.is_valid():
        v, to = form.cleaned_data, form.moment()
        with saving(form, row) as edit:
            series.move_time(row, one.starts_at, to, because=v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is moved, and everybody concerned is told."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    return render(request, "events/time.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str, time: int) -> HttpResponse:
    """Give one time of a series another title, place, room or link; the others stay as they are."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))
    if (one := row.occurrences.at_second(time)) is None:
        raise Http404

    def form_of(now: Event, data: Any = None) -> DetailsForm:
        return DetailsForm(data, row=now, of=one.starts_at)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"event": row, "one": one, "form": form}
    if form.is_valid():
        v, told = form.cleaned_data, form.details()
        with saving(form, row, fresh=form_of) as edit:
            series.change_time(row, one.starts_at, told, because=v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. The other days stay as they are."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    return render(request, "events/time_change.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a time to an event."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))
    form = TimeForm(request.POST or None, row=row)
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            series.add_time(row, form.moment(), because=v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Added."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    return render(request, "events/time.html", context)
