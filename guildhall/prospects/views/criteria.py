"""The questions of a draft's vetting clause: a page among the protocols, of the app that asks them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import Conflict, require
from guildhall.prospects import rules
from guildhall.prospects.actions import vetting
from guildhall.prospects.forms import CriteriaForm
from guildhall.protocols.models import Clause, Protocol
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, pk: str, clause: str) -> HttpResponse:
    """Write the vetting criteria of a draft (A4)."""
    protocol = get_object_or_404(Protocol.objects.visible_to(request.user).select_related("institution"), pk=pk)
    saved_clause = get_object_or_404(Clause, pk=clause, protocol=protocol)
    saved_clause.protocol = protocol
    require(rules.can_rewrite_criteria(request.user, saved_clause))
    form = CriteriaForm(request.POST or None, clause=saved_clause)
    context: dict[str, Any] = {"form": form, "clause": saved_clause, "protocol": protocol}
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            with saving(form) as edit:
                vetting.rewrite_criteria(saved_clause, form.questions(), version=version, by=request.user)
        except Conflict:  # a table of questions is compared by itself
            saved_clause.protocol = Protocol.objects.visible_to(request.user).get(pk=pk)
            context["differences"] = form.compared_with(saved_clause)
            return render(request, "prospects/criteria_form.html", context)
        if edit.saved:
            messages.success(request, _("The questions of clause %s are saved.") % saved_clause.number)
            return redirect("protocol", protocol.pk)
    return render(request, "prospects/criteria_form.html", context)
