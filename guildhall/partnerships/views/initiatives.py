"""Initiatives: the list, one of them, what it is for, who leads it, its end (F1–F4, F18)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import initiatives as actions
from guildhall.partnerships.forms.initiatives import EndForm, InitiativeForm, IntermediaryForm, LeadForm
from guildhall.partnerships.models import Initiative, Intermediary, Lead
from guildhall.partnerships.queries import initiatives as queries
from guildhall.partnerships.queries.approving import latest_of, latest_protocol
from guildhall.partnerships.readiness import in_words
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import page_by_keys

CHANGED = _("Somebody has changed it meanwhile. Look at it first.")


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """The initiatives of the territory, by how far they are."""
    require(rules.can_read(request.user))
    view = request.GET.get("view", "running")
    view = view if view in queries.VIEWS else "running"
    q = request.GET.get("q", "").strip()[:100]
    rows = queries.initiatives(request.user, view, q)
    may_start = rules.can_start(request.user)
    page = page_by_keys(rows, request, queries.NEWEST)
    context = {"page": page, "view": view, "q": q, "may_start": may_start}
    return render(request, "partnerships/initiatives.html", context)


@require_http_methods(["GET", "POST"])
@once_only("initiatives")
def add(request: HttpRequest) -> HttpResponse:
    """Start an initiative."""
    require(rules.can_start(request.user))
    places = queries.places_to_convene(request.user)
    form = InitiativeForm(request.POST or None, places=places, initial={"institution": places.first()})
    if form.is_valid():
        with saving(form) as edit:
            place = form.cleaned_data["institution"]
            row = actions.start_initiative(form.described(), institution=place, by=request.user)
        if edit.saved:
            messages.success(
                request, _("Started. Only those who lead it see it, until you put it before your colleagues.")
            )
            return redirect("initiative", row.pk)
    return render(request, "partnerships/initiative_form.html", {"form": form})


@require_safe
def initiative(request: HttpRequest, pk: str) -> HttpResponse:
    """What an initiative is for, why, how, what and when, and what it lacks before anybody is contacted."""
    row = initiative_of(request, pk)
    context = frame(request, row) | {
        "lacking": in_words(queries.lacking(row)),
        "intermediaries": Intermediary.objects.visible_to(request.user).filter(initiative=row),
        "protocol": latest_protocol(row),
        "pathways": list(row.pathways.all()),
        "put": latest_of(request.user, row, "purpose"),
        "may_run": rules.can_run(request.user, row),
        "may_end": rules.can_end(request.user, row),
    }
    return render(request, "partnerships/initiative.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Write better what an initiative is for."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    form = InitiativeForm(request.POST or None, places=None, row=row, initial=InitiativeForm.initial_of(row))
    context: dict[str, Any] = frame(request, row) | {"form": form}
    if form.is_valid():
        with saving(form, row, fresh=_fresh) as edit:
            described, version = form.described(), form.cleaned_data["version"]
            actions.change_initiative(row, described, version=version, by=request.user)
        if edit.saved:
            return redirect("initiative", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/initiative_form.html", context)


def _fresh(saved: Initiative) -> InitiativeForm:
    return InitiativeForm(places=None, row=saved, initial=InitiativeForm.initial_of(saved))


@act_on("initiative")
def run(request: HttpRequest, pk: str) -> HttpResponse:
    """Put an initiative before the colleagues."""
    row = initiative_of(request, pk)
    require(rules.can_lead(request.user, row))
    with acting(request, changed=CHANGED) as act:
        actions.run_initiative(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("All of the staff see it now."))
    return redirect("initiative", row.pk)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """End an initiative, with what was learned."""
    row = initiative_of(request, pk)
    require(rules.can_end(request.user, row))
    form = EndForm(request.POST or None, initial={"version": row.version, "lesson": row.lesson})
    context: dict[str, Any] = frame(request, row) | {"form": form}
    if form.is_valid():
        with saving(form, row) as edit:
            values = form.cleaned_data
            actions.end_initiative(row, values["lesson"], version=values["version"], by=request.user)
        if edit.saved:
            return redirect("initiative", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/end.html", context)


@act_on("initiative")
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    """Go on with an initiative that had ended."""
    row = initiative_of(request, pk)
    require(rules.can_reopen(request.user, row))
    with acting(request, changed=CHANGED):
        actions.reopen_initiative(row, version=version_of(request), by=request.user)
    return redirect("initiative", row.pk)


@require_http_methods(["GET", "POST"])
@once_only("initiative-leads")
def leads(request: HttpRequest, pk: str) -> HttpResponse:
    """Who leads an initiative, and who brings people together in each part of the territory (F1)."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    name = LeadForm(request.POST if "lead" in request.POST else None, people=queries.possible_leads())
    area = IntermediaryForm(request.POST if "intermediary" in request.POST else None)
    if name.is_valid():
        with saving(name, at="person") as edit:
            actions.name_lead(row, name.cleaned_data["person"], by=request.user)
        if edit.saved:
            return redirect("initiative-leads", row.pk)
    if area.is_valid():
        with saving(area) as edit:
            actions.add_intermediary(row, area.cleaned_data, by=request.user)
        if edit.saved:
            return redirect("initiative-leads", row.pk)
    rows = Intermediary.objects.visible_to(request.user).filter(initiative=row)
    context = frame(request, row) | {"lead_form": name, "area_form": area, "intermediaries": rows}
    return render(request, "partnerships/leads.html", context)


@act_on("initiative-leads")
def release(request: HttpRequest, pk: str, lead: int) -> HttpResponse:
    """Take a lead off."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    named = get_object_or_404(Lead.objects.visible_to(request.user).select_related("person"), pk=lead, initiative=row)
    with acting(request):
        actions.release_lead(named, by=request.user)
    if rules.can_change(request.user, row):
        return redirect("initiative-leads", row.pk)
    still_seen = Initiative.objects.visible_to(request.user).filter(pk=row.pk).exists()
    return redirect("initiative", row.pk) if still_seen else redirect("initiatives")


@act_on("initiative-leads")
def remove_intermediary(request: HttpRequest, pk: str, row: str) -> HttpResponse:
    """Take an intermediary off."""
    led = initiative_of(request, pk)
    require(rules.can_change(request.user, led))
    named = get_object_or_404(Intermediary.objects.visible_to(request.user), pk=row, initiative=led)
    with acting(request):
        actions.remove_intermediary(named, by=request.user)
    return redirect("initiative-leads", led.pk)
