"""Hours of a placement, for the staff."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.supervision import rules
from guildhall.supervision.actions import hours as actions
from guildhall.supervision.actions.linking import ask_by_link
from guildhall.supervision.forms.hours import HoursForm
from guildhall.supervision.models import HoursEntry, Link
from guildhall.supervision.queries import hours as queries
from guildhall.supervision.queries import papers
from guildhall.supervision.views.papers import placement_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


def decided(n: int, *, approved: bool) -> str:
    """What was done with hours, as whoever decided about them reads it."""
    if approved:
        return ngettext("%d entry is approved.", "%d entries are approved.", n) % n
    return ngettext("%d entry is returned.", "%d entries are returned.", n) % n


def new_key() -> str:
    """What makes a form one of a kind, so that sending it twice counts once."""
    return secrets.token_urlsafe(12)


@require_safe
def placement_hours(request: HttpRequest, pk: str) -> HttpResponse:
    """The hours of a placement by week, what was approved, and what was corrected."""
    row = placement_of(request, pk)
    entries = queries.entries_of(row)
    approved = sum((one.hours for one in entries if one.state == HoursEntry.State.APPROVED), start=0)
    context = {
        "row": row,
        "weeks": queries.weeks_of(entries, queries.concerns_of(row, papers.plan_of(row), entries)),
        "approved": approved,
        "earlier": queries.earlier_of(row),
        "may": rules.can_supervise(request.user, row),
    }
    return render(request, "supervision/placement_hours.html", context)


@require_http_methods(["GET", "POST"])
def hours_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter hours, such as those of a paper sheet."""
    row = placement_of(request, pk)
    require(rules.can_supervise(request.user, row))
    form = HoursForm(request.POST or None, key=new_key(), initial={"day": clock.today()})
    if form.is_valid():
        with saving(form) as edit:
            actions.log_hours(row, form.worked(), by=request.user)
        if edit.saved:
            messages.success(request, _("The hours are logged."))
            return redirect("placement-hours", row.pk)
    return render(request, "supervision/hours_form.html", {"form": form, "row": row})


def _entry_of(request: HttpRequest, pk: Any) -> HoursEntry:
    rows = HoursEntry.objects.visible_to(request.user).current()
    return get_object_or_404(rows.select_related("placement__institution", "placement__student"), pk=pk)


@require_http_methods(["GET", "POST"])
def hours_correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Correct an entry of hours."""
    entry = _entry_of(request, pk)
    require(rules.can_supervise(request.user, entry.placement))
    form = HoursForm(request.POST or None, key=new_key(), entry=entry)
    if form.is_valid():
        with saving(form) as edit:
            version = form.cleaned_data["version"]
            actions.correct_hours(entry, form.worked(), version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Corrected. The earlier entry stays in the history."))
            return redirect("placement-hours", entry.placement_id)
    return render(request, "supervision/hours_form.html", {"form": form, "row": entry.placement, "entry": entry})


@act_on("hours-correct")
def hours_take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Take an entry back that was a mistake."""
    entry = _entry_of(request, pk)
    with acting(request, changed=_("Somebody else was quicker.")) as act:
        actions.take_back_hours(entry, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken back. The entry stays in the history."))
    return redirect("placement-hours", entry.placement_id)


@act_on("placement-hours")
def hours_approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Note that the supervisor approved hours, such as on a paper sheet."""
    row = placement_of(request, pk)
    with acting(request) as act:
        count = actions.decide_hours(row, request.POST.getlist("entry"), approved=True, by=request.user)
    if act.done:
        messages.success(request, decided(count, approved=True))
    return redirect("placement-hours", row.pk)


@act_on("placement-hours")
def hours_ask(request: HttpRequest, pk: str, purpose: str) -> HttpResponse:
    """Mail the student the link to log hours, or the supervisor the one to approve them."""
    row = placement_of(request, pk)
    with acting(request) as act:
        ask_by_link(row, {"log": Link.Purpose.LOG}.get(purpose, Link.Purpose.APPROVE), by=request.user)
    if act.done:
        say_mailed(request, _("The link is on its way."))
    return redirect("placement-hours", row.pk)
