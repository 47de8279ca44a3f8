"""Employers at an event: named, asked, changed (C3, N3, N4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.views.directory import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements.models import Ask
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.events import rules
from guildhall.events.actions import taking_part
from guildhall.events.forms.acts import InviteForm, PartForm
from guildhall.events.models import Event, TakingPart
from guildhall.events.views.entry import event_of
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of

RELATED = ("event__institution", "event__organizer", "employer", "contact", "ask")


def part_of(request: HttpRequest, pk: Any) -> TakingPart:
    """An employer at an event that the person may know of."""
    return get_object_or_404(TakingPart.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


@require_safe
def pick(request: HttpRequest, pk: str) -> HttpResponse:
    """Which employer takes part? Those one was in touch with lately stand first; others are searched."""
    row = event_of(request, pk)
    over = row.state == Event.State.HELD
    may = rules.can_note_who_came if over else rules.can_name_employer
    require(may(request.user, row))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    rows = [one for one in employers_to_log(request.user, q) if one.posted_at]
    return render(request, "events/pick.html", {"event": row, "q": q, "rows": rows, "over": over})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: str, employer: str) -> HttpResponse:
    """Put an employer on an event."""
    row, found = event_of(request, pk), employer_of(request, employer)
    require(rules.can_name_employer(request.user, row, found))
    form = PartForm(request.POST or None, event=row, employer=found, person=request.user)
    if form.is_valid():
        with saving(form) as edit:
            taking_part.name_employer(row, found, form.part(), because=form.reason, by=request.user)
        if edit.saved:
            messages.success(request, _("They stand on the event. Nobody is asked yet."))
            return redirect("event", row.pk)
    return render(request, "events/part_add.html", {"event": row, "employer": found, "form": form})


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what an employer does at an event, and whether it comes."""
    row = part_of(request, pk)
    require(rules.can_change_part(request.user, row))

    def form_of(now: TakingPart, data: Any = None) -> PartForm:
        return PartForm(data, event=now.event, employer=now.employer, person=request.user, row=now)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"part": row, "event": row.event, "form": form}
    if form.is_valid():
        v, more = form.cleaned_data, {"because": form.reason, "by": request.user}
        with saving(form, row, fresh=form_of) as edit:
            taking_part.change_part(row, form.part(), v.get("state", row.state), version=v["version"], **more)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("event", row.event_id)
        context["differences"] = edit.differences
    return render(request, "events/part.html", context)


@require_POST
def off(request: HttpRequest, pk: str) -> HttpResponse:
    """Take an employer off an event."""
    row = part_of(request, pk)
    require(rules.can_change_part(request.user, row))
    with acting(request, changed=_("Somebody else changed it meanwhile. Look again.")) as act:
        taking_part.take_off(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("They do not stand on the event any more."))
    return redirect("event", row.event_id)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan to ask an employer to take part, under its touch budget, or together with whoever asks already."""
    row = part_of(request, pk)
    require(rules.can_invite(request.user, row))
    asks = Ask.objects.visible_to(request.user).planned().filter(employer=row.employer, planned_on__gte=clock.today())
    asks = asks.exclude(institution=row.event.institution_id).select_related("institution")
    form = InviteForm(request.POST or None, row=row, asks=asks)
    context: dict[str, Any] = {"part": row, "event": row.event, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        on, more = v["on"] or clock.today(), {"kind": v["kind"], "joins": v.get("joins"), "version": v["version"]}
        with saving(form, row) as edit:
            saved = taking_part.invite(row, on, by=request.user, **more)
        if edit.saved:
            messages.success(request, _("Asking them is planned."))
            return redirect("ask", saved.ask_id) if not v.get("joins") else redirect("event", row.event_id)
        context["differences"] = edit.differences
    return render(request, "events/invite.html", context)
