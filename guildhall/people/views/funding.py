"""Until when a position is funded (P10, H4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.people import rules
from guildhall.people.actions.funding import say_funding
from guildhall.people.forms.funding import FundingForm
from guildhall.people.models import Membership
from guildhall.people.permissions import Role
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def funding(request: HttpRequest, pk: str) -> HttpResponse:
    """Say until when one role of one person is funded."""
    rows = Membership.objects.visible_to(request.user).select_related("person", "institution")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_grant(request.user, Role(row.role), row.institution))
    initial = {"funded_until": row.funded_until, "version": row.version}
    form = FundingForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            say_funding(row, values["funded_until"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is kept."))
            return redirect("continuity")
        context["differences"] = edit.differences
    return render(request, "people/funding.html", context)
