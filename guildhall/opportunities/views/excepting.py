"""Exceptions to who sees an opportunity: recorded, listed, changed, lifted (B6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.opportunities import rules
from guildhall.opportunities.actions import excepting
from guildhall.opportunities.forms.deciding import LimitForm
from guildhall.opportunities.models import Limitation
from guildhall.opportunities.views.entry import opportunity_of
from guildhall.people.permissions import Permission
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_by_place

MOST = 2_000  # exceptions that the list pages through
RELATED = ("opportunity__employer", "opportunity__holder", "clause__protocol", "by")


@require_safe
def limitations(request: HttpRequest) -> HttpResponse:
    """All exceptions that hold, with whom they name, why and until when."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = Limitation.objects.visible_to(request.user).standing().select_related(*RELATED)
    page = page_by_place(list(rows.prefetch_related("institutions").order_by("until", "-made_at")[:MOST]), request)
    pairs = [(row, rules.can_change_limitation(request.user, row)) for row in page]
    return render(request, "opportunities/limitations.html", {"rows": pairs, "page": page})


@require_http_methods(["GET", "POST"])
def limit(request: HttpRequest, pk: str) -> HttpResponse:
    """Open it to some institutions only, or change to which."""
    row = opportunity_of(request, pk)
    require(rules.can_limit(request.user, row))
    standing = row.limitations.filter(ended_at=None).first()
    form = LimitForm(request.POST or None, row=standing)
    if form.is_valid():
        v: dict[str, Any] = form.cleaned_data
        with saving(form) as edit:
            excepting.limit(row, v["institutions"], reason=v["reason"], until=v["until"], by=request.user)
        if edit.saved:
            messages.success(request, _("From now on, only these see it."))
            return redirect("opportunity", row.pk)
    return render(request, "opportunities/limit.html", {"row": row, "form": form, "standing": standing})


@require_POST
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    """End an exception before its day."""
    rows = Limitation.objects.visible_to(request.user).select_related(*RELATED)
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_change_limitation(request.user, row))
    with acting(request) as act:
        excepting.lift(row, reason=request.POST.get("reason", ""), by=request.user)
    if act.done:
        messages.success(request, _("The exception is lifted. It is seen as the protocol says."))
    return redirect("opportunities-limited")
