"""Pathways: the programs that are aligned with one another, and the work that they lead to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.pathways import queries, rules
from guildhall.pathways.actions.programs import change_pathway, enter_pathway
from guildhall.pathways.forms import PathwayForm
from guildhall.pathways.models import Pathway
from guildhall.pathways.queries.aligned import aligned
from guildhall.pathways.views.programs import places_to_keep
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


@require_safe
def pathways(request: HttpRequest) -> HttpResponse:
    """The pathways that stand."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    context = {"rows": queries.pathways(request.user), "may_keep": rules.can_keep(request.user)}
    return render(request, "pathways/pathways.html", context)


@require_safe
def pathway(request: HttpRequest, pk: str) -> HttpResponse:
    """One pathway from school to college to work, and what is missing on it."""
    row = pathway_of(request, pk)
    context = {
        "row": row,
        "found": aligned(request.user, row),
        "may_change": rules.can_change(request.user, row),
    }
    return render(request, "pathways/pathway.html", context)


def pathway_of(request: HttpRequest, pk: Any) -> Pathway:
    """A pathway that the person may know of; anything else is not there."""
    return get_object_or_404(Pathway.objects.visible_to(request.user).select_related("institution"), pk=pk)


@require_http_methods(["GET", "POST"])
@once_only("pathways")
def pathway_add(request: HttpRequest) -> HttpResponse:
    """Begin a pathway."""
    require(rules.can_keep(request.user))
    initial = {"institution": home_institution(request.user, Permission.KEEP_PROGRAMS)}
    form = PathwayForm(request.POST or None, places=places_to_keep(request.user), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            row = enter_pathway(form.cleaned_data["institution"], form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is begun. Programs join it on their own pages.") % row.name)
            return redirect("pathway", row.pk)
    return render(request, "pathways/pathway_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def pathway_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a pathway, or end it."""
    row = pathway_of(request, pk)
    require(rules.can_change(request.user, row))
    form = PathwayForm(request.POST or None, pathway=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: PathwayForm(pathway=now)) as edit:
            change_pathway(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("pathway", row.pk)
        context["differences"] = edit.differences
    return render(request, "pathways/pathway_form.html", context)
