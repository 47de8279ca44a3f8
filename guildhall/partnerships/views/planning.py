"""The action plan of an initiative, and what of all plans waits for somebody (E9, F12)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import planning as actions
from guildhall.partnerships.forms.planning import ActivityForm, ReportForm, ResponsibilitiesForm
from guildhall.partnerships.models import Activity, Initiative
from guildhall.partnerships.queries import planning as queries
from guildhall.partnerships.queries.approving import latest_of, to_approve
from guildhall.partnerships.queries.initiatives import possible_leads
from guildhall.partnerships.queries.policy import barriers_of
from guildhall.partnerships.queries.stakeholders import stakeholders
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The activities of all initiatives that somebody sees to, and what is late where they lead."""
    require(rules.can_read(request.user))
    context = {"rows": queries.mine(request.user)[:200], "barriers": barriers_of(request.user)[:200]}
    context["papers"] = to_approve(request.user)[:200]
    return render(request, "partnerships/mine.html", context)


@require_safe
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """What is to be done, by whom and until when, in the parts of the work."""
    row = initiative_of(request, pk)
    view = request.GET.get("view", "open")
    view = view if view in queries.VIEWS else "open"
    groups = queries.by_stage(row, queries.activities(request.user, row, view))
    context = {"groups": groups, "view": view, "empty": not any(rows for _stage, rows in groups)}
    context["put"] = latest_of(request.user, row, "plan")
    return render(request, "partnerships/plan.html", frame(request, row) | context)


@require_safe
def printed(request: HttpRequest, pk: str) -> HttpResponse:
    """The plan on paper: purpose, goals, who leads, every line (F12)."""
    row = initiative_of(request, pk)
    groups = queries.by_stage(row, queries.activities(request.user, row, "all"))
    return render(request, "partnerships/plan_print.html", frame(request, row) | {"groups": groups})


def _form(request: HttpRequest, row: Initiative, line: Activity | None, initial: dict[str, Any]) -> ActivityForm:
    others = queries.activities(request.user, row, "all")
    return ActivityForm(
        request.POST or None,
        people=possible_leads(),
        partners=stakeholders(request.user, row),
        others=others.exclude(pk=line.pk) if line else others,
        line=line,
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
@once_only("initiative-plan")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a line into the plan."""
    row = initiative_of(request, pk)
    require(rules.can_plan(request.user, row))
    form = _form(request, row, None, {"part": "work"})
    if form.is_valid():
        with saving(form) as edit:
            actions.plan_activity(row, form.planned(), by=request.user)
        if edit.saved:
            return redirect("initiative-plan", row.pk)
    return render(request, "partnerships/activity_form.html", frame(request, row) | {"form": form})


def _activity(request: HttpRequest, pk: str) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related("initiative__institution", "person", "stakeholder")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan a line anew."""
    line = _activity(request, pk)
    require(rules.can_plan(request.user, line.initiative))
    form = _form(request, line.initiative, line, ActivityForm.initial_of(line))
    context: dict[str, Any] = frame(request, line.initiative) | {"form": form, "line": line}
    if form.is_valid():
        with saving(form, line) as edit:
            version = form.cleaned_data["version"]
            actions.change_activity(line, form.planned(), version=version, by=request.user)
        if edit.saved:
            return redirect("initiative-plan", line.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/activity_form.html", context)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """Say how far a line is, and what came of it."""
    line = _activity(request, pk)
    require(rules.can_report(request.user, line))
    initial = {name: getattr(line, name) for name in ("state", "progress", "result", "version")}
    form = ReportForm(request.POST or None, initial=initial)
    context: dict[str, Any] = frame(request, line.initiative) | {"form": form, "line": line}
    if form.is_valid():
        with saving(form, line) as edit:
            actions.report_activity(line, form.report(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("initiative-plan", line.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/report_form.html", context)


@require_http_methods(["GET", "POST"])
def responsibilities(request: HttpRequest, pk: str) -> HttpResponse:
    """The check list of document 002: what is ticked becomes a line of the plan (E9)."""
    row = initiative_of(request, pk)
    require(rules.can_plan(request.user, row))
    form = ResponsibilitiesForm(request.POST or None, offered=queries.responsibilities(row))
    if form.is_valid():
        with saving(form) as edit:
            actions.take_responsibilities(row, form.cleaned_data["taken"], by=request.user)
        if edit.saved:
            return redirect("initiative-plan", row.pk)
    return render(request, "partnerships/responsibilities.html", frame(request, row) | {"form": form})
