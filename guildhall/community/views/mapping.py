"""Where steps of a map branch, what its systems hand to each other, and what was published before (B18, B19)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.community import rules
from guildhall.community.actions import processes as actions
from guildhall.community.forms import BranchForm, ConnectionForm
from guildhall.community.models import Branch, Connection
from guildhall.community.queries import mapping
from guildhall.community.views.processes import map_of, step_of
from guildhall.lib.verdicts import require
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def branches(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Where a step leads, and when; one more way."""
    row = map_of(request, pk)
    require(rules.can_write_map(request.user, row.institution))
    branching = step_of(request, row, step)
    steps = row.steps.visible_to(request.user).exclude(pk=branching.pk)
    form = BranchForm(request.POST or None, steps=steps)
    if form.is_valid():
        with saving(form) as edit:
            actions.branch(branching, form.cleaned_data["to"], form.cleaned_data["condition"], by=request.user)
        if edit.saved:
            return redirect("step-branches", row.pk, branching.pk)
    ways = branching.branches.visible_to(request.user).select_related("to")
    context = {"row": row, "step": branching, "form": form, "ways": ways}
    return render(request, "community/branches.html", context)


@require_POST
def branch_remove(request: HttpRequest, pk: str, step: str, branch: int) -> HttpResponse:
    """Take a way out of a step."""
    rows = Branch.objects.visible_to(request.user).filter(step=step_of(request, map_of(request, pk), step))
    actions.unbranch(get_object_or_404(rows.select_related("step__map", "to"), pk=branch), by=request.user)
    return redirect("step-branches", pk, step)


@require_http_methods(["GET", "POST"])
def connections(request: HttpRequest, pk: str) -> HttpResponse:
    """What the systems of a map hand to each other; one more connection."""
    row = map_of(request, pk)
    require(rules.can_write_map(request.user, row.institution))
    systems = mapping.systems_of(mapping.content_of(row))
    form = ConnectionForm(request.POST or None, systems=systems)
    if form.is_valid():
        with saving(form) as edit:
            actions.connect(row, **form.cleaned_data, by=request.user)
        if edit.saved:
            return redirect("process-connections", row.pk)
    rows = row.connections.visible_to(request.user)
    context: dict[str, Any] = {"row": row, "form": form, "rows": rows, "systems": systems}
    return render(request, "community/connections.html", context)


@require_POST
def connection_remove(request: HttpRequest, pk: str, connection: int) -> HttpResponse:
    """Take a connection out."""
    rows = Connection.objects.visible_to(request.user).filter(map=map_of(request, pk)).select_related("map")
    actions.disconnect(get_object_or_404(rows, pk=connection), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("process-connections", pk)


@require_safe
def edition(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """A map as it was published once, and what changed from the version before."""
    row = map_of(request, pk)
    editions = mapping.editions(row, request.user)
    one = get_object_or_404(editions, number=number)
    before = editions.filter(number=number - 1).first()
    steps = mapping.shown_steps(one.content, request.user)
    context = {"row": row, "one": one, "before": before, "steps": steps, "drawing": mapping.drawing_of(steps)}
    context["changes"] = mapping.changes(before.content, one.content) if before else []
    context["systems"], context["connections"] = mapping.systems_of(one.content), one.content["connections"]
    return render(request, "community/edition.html", context)
