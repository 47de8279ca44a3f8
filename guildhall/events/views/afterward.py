"""What is put right once an event has taken place, and what is missing (C17)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.views.record import employer_of
from guildhall.events import rules
from guildhall.events.actions import afterward
from guildhall.events.forms.afterward import AttendedForm, CameForm
from guildhall.events.queries import gaps as queries
from guildhall.events.views.entry import event_of
from guildhall.events.views.parts import part_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
def came(request: HttpRequest, pk: str, employer: str) -> HttpResponse:
    """Put an employer that was there on an event that has taken place."""
    row, found = event_of(request, pk), employer_of(request, employer)
    require(rules.can_note_who_came(request.user, row, found))
    known = queries.entries_that_may_be(request.user, row, found)
    form = CameForm(request.POST or None, employer=found, known=known)
    if form.is_valid():
        entry = form.cleaned_data.get("engagement")
        with saving(form) as edit:
            afterward.note_who_came(row, found, form.part(), engagement=entry, by=request.user)
        if edit.saved:
            messages.success(request, _("The event stands on their timeline."))
            return redirect("event", row.pk)
    return render(request, "events/came_add.html", {"event": row, "employer": found, "form": form})


@require_POST
def correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Say of an employer that it was at an event after all, or that it was not."""
    row = part_of(request, pk)
    require(rules.can_note_who_came(request.user, row.event, row.employer))
    was_there = request.POST.get("came") == "yes"
    with acting(request, changed=_("Somebody else changed it meanwhile. Look again.")) as act:
        afterward.correct_who_came(row, was_there=was_there, version=version_of(request), by=request.user)
    if act.done:
        stands = _("The event stands on their timeline.")
        messages.success(request, stands if was_there else _("It is taken off their timeline."))
    return redirect("event", row.event_id)


@require_http_methods(["GET", "POST"])
def attended(request: HttpRequest, pk: str) -> HttpResponse:
    """Say anew how many came to an event that has taken place."""
    row = event_of(request, pk)
    require(rules.can_note_who_came(request.user, row))
    form = AttendedForm(request.POST or None, row=row)
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            afterward.correct_attended(row, v["attended"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    return render(request, "events/attended.html", context)


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """What is missing between the calendar and the timelines of employers (C17)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    context = {"gaps": queries.gaps_of(request.user), "may_plan": rules.can_plan(request.user)}
    return render(request, "events/gaps.html", context)
