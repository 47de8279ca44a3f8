"""Publishing with the clash check, moving, canceling and saying how it went (N8, C17)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.events import rules
from guildhall.events.actions import publishing, taking_part
from guildhall.events.forms.acts import CancelForm, HeldForm, MoveForm, PublishForm
from guildhall.events.queries.planning import check_for
from guildhall.events.views.entry import event_of, show, time_asked
from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """What a draft clashes with, why, three other times; and publish it, with a reason where it clashes."""
    row = event_of(request, pk)
    require(rules.can_publish(request.user, row))
    form = PublishForm(request.POST or None, row=row)
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            publishing.publish_event(row, because=v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is published."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    context |= {"check": check_for(row, request.user), "named": row.parts.exists()}
    return render(request, "events/publish.html", context)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a published event another time; everybody concerned is told once."""
    row = event_of(request, pk)
    require(rules.can_move(request.user, row))
    form = MoveForm(request.POST or None, row=row, initial=time_asked(request, row))
    context: dict[str, Any] = {"event": row, "form": form, "slots": []}
    if form.is_valid():
        v, (starts, ends) = form.cleaned_data, form.times()
        with saving(form, row) as edit:
            publishing.move_event(row, starts, ends, because=v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is moved, and everybody concerned is told."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    context["check"] = check_for(row, request.user)
    return render(request, "events/move.html", context)


@act_on("event")
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Cancel an event, with the reason."""
    row = event_of(request, pk)
    require(rules.can_cancel(request.user, row))
    form = CancelForm(request.POST, row=row)
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            publishing.cancel_event(row, reason=v["reason"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is canceled."))
            return redirect("event", row.pk)
        return show(request, row, cancel_form=form, differences=edit.differences)
    return show(request, row, cancel_form=form)


@act_on("event")
def leave_out(request: HttpRequest, pk: str) -> HttpResponse:
    """Leave one day of a series out."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))
    one = row.occurrences.at_second(number_in(request.POST.get("time", ""), longest=11))
    with acting(request, changed=_("Somebody else changed it meanwhile. Look again.")) as act:
        moment = one.starts_at if one else clock.now()
        publishing.leave_out(row, moment, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("That day is left out."))
    return redirect("event", row.pk)


@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, pk: str) -> HttpResponse:
    """Say how an event went: how many came, and which employers. These have it on their timelines then."""
    row = event_of(request, pk)
    require(rules.can_say_how_it_went(request.user, row))
    parts = list(row.parts.seen_by(request.user).select_related("employer"))
    form = HeldForm(request.POST or None, row=row, parts=parts)
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        came = {part.pk for part in parts if str(part.pk) in v.get("came", ())}
        with saving(form, row) as edit:
            taking_part.note_held(row, came=came, attended=v["attended"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It stands on the timelines of the employers who came."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    return render(request, "events/held.html", context)
