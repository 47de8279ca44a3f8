"""Occupations on a draft of a list: added by hand, taken off, each with its reason (D5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.demand import rules
from guildhall.demand.actions import lists as actions
from guildhall.demand.forms.lists import ListedForm, ReasonForm
from guildhall.demand.models import ListedOccupation
from guildhall.demand.views.lists import list_of
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
@once_only("demand-list")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Put an occupation on a draft by hand, or back on it."""
    row = list_of(request, pk)
    require(rules.can_change_list(request.user, row))
    form = ListedForm(request.POST or None, initial={"occupation": request.GET.get("soc", "")[:270]})
    if form.is_valid():
        coded, why = form.cleaned_data["occupation"], form.cleaned_data["reason"]
        with saving(form) as edit:
            actions.add_occupation(row, coded.code, coded.title, why, soc_version=coded.version, by=request.user)
        if edit.saved:
            messages.success(request, _("It is on the list."))
            return redirect("demand-list", row.pk)
    return render(request, "demand/listed_add.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an occupation off a draft, with the reason."""
    rows = ListedOccupation.objects.visible_to(request.user).select_related("list__institution")
    one = get_object_or_404(rows, pk=pk)
    require(rules.can_change_list(request.user, one.list))
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "one": one, "row": one.list}
    if form.is_valid():
        with saving(form) as edit:
            actions.take_off(one, form.cleaned_data["reason"], by=request.user)
        if edit.saved:
            messages.success(request, _("Taken off. The reason stays beside it."))
            return redirect("demand-list", one.list_id)
    return render(request, "demand/listed_take_off.html", context)
