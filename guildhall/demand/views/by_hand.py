"""Figures entered by hand: which stand, which ended and why; entering one, ending one (D5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.demand import rules
from guildhall.demand.actions import by_hand as actions
from guildhall.demand.forms.figures import ByHandForm, EndByHandForm
from guildhall.demand.models import EnteredFigure
from guildhall.demand.queries.areas import areas_of
from guildhall.demand.queries.lists import title_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("made_at", descending=True), Key("id", descending=True)]


@require_safe
def entered(request: HttpRequest) -> HttpResponse:
    """The figures that were entered by hand, the newest first, also those that ended."""
    require(rules.can_read(request.user))
    rows = EnteredFigure.objects.visible_to(request.user).select_related("area", "by", "ended_by")
    context = {"page": page_by_keys(rows, request, NEWEST), "may_enter": rules.can_load(request.user)}
    return render(request, "demand/by_hand.html", context)


@require_http_methods(["GET", "POST"])
@once_only("demand-by-hand")
def add(request: HttpRequest) -> HttpResponse:
    """Enter figures of an occupation in an area by hand."""
    require(rules.can_load(request.user))
    form = ByHandForm(request.POST or None, initial=_begun(request))
    if form.is_valid():
        with saving(form) as edit:
            actions.enter_by_hand(form.cleaned_data["area"], form.said(), by=request.user)
        if edit.saved:
            messages.success(request, _("Entered. It stands before what is published of that area."))
            return redirect("demand-by-hand")
    return render(request, "demand/by_hand_form.html", {"form": form})


def _begun(request: HttpRequest) -> dict[str, Any]:
    """The occupation that the address names, and the area of one's own institution."""
    own = areas_of(home_institution(request.user, Permission.KEEP_PROGRAMS)).own
    soc = request.GET.get("soc", "")[:7]
    return {"occupation": f"{soc} {title_of(soc)}" if soc else "", "area": own.name if own else ""}


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """End a figure that was entered by hand, with the reason."""
    rows = EnteredFigure.objects.visible_to(request.user).select_related("area")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_end_by_hand(request.user, row))
    form = EndByHandForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            actions.end_by_hand(row, values["because"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Ended. What is published stands again."))
            return redirect("demand-by-hand")
        context["differences"] = edit.differences
    return render(request, "demand/by_hand_end.html", context)
