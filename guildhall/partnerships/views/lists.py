"""The territory's own lists: categories of stakeholders, and how many of what an initiative needs (E1, N15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import stakeholders as actions
from guildhall.partnerships.forms.initiatives import CategoryForm, CoverageForm
from guildhall.partnerships.queries.stakeholders import all_categories, least
from guildhall.people.queries import territory
from guildhall.ui.editing import saving


def may_keep(request: HttpRequest) -> Any:
    region = territory()
    return rules.can_keep_lists(request.user, region.root if region else None)


@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """The categories with their example groups, and the rules of coverage."""
    require(rules.can_read(request.user))
    may = may_keep(request)
    if request.method == "POST":
        require(may)
    form = CoverageForm(request.POST or None, least=least())
    if form.is_valid():
        with saving(form) as edit:
            actions.set_coverage(form.changed(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Every initiative is measured by it from now on."))
            return redirect("stakeholder-lists")
    context = {"form": form, "rows": all_categories(), "may_keep": may}
    return render(request, "partnerships/lists.html", context)


@require_http_methods(["GET", "POST"])
def category(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a category, change it, or take it out of use."""
    require(may_keep(request))
    row = get_object_or_404(all_categories(), pk=pk) if pk else None
    form = CategoryForm(request.POST or None, initial=CategoryForm.initial_of(row))
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row, fresh=lambda saved: CategoryForm(initial=CategoryForm.initial_of(saved))) as edit:
            details = {"retired": values["retired"], "version": values["version"], "by": request.user}
            actions.keep_category(values["name"], values["groups"], row=row, **details)
        if edit.saved:
            return redirect("stakeholder-lists")
        context["differences"] = edit.differences
    return render(request, "partnerships/category_form.html", context)
