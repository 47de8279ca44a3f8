"""The reasons for refusing that an institution keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.lib.verdicts import require
from guildhall.opportunities import rules
from guildhall.opportunities.actions import reasons as act
from guildhall.opportunities.forms.deciding import ReasonForm
from guildhall.opportunities.models import SavedReason
from guildhall.opportunities.queries.searching import institutions_to_approve_at
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

MOST = 500  # reasons that the page lists


@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The list, and a form to add a reason or change one."""
    rows = SavedReason.objects.visible_to(request.user).select_related("institution")
    row, places = get_object_or_404(rows, pk=pk) if pk else None, institutions_to_approve_at(request.user)
    require(rules.can_keep_reasons(request.user))
    form, compared = ReasonForm(request.POST or None, row=row, places=places), None
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            if row:
                act.change_reason(row, v["reason"], v["advice"], version=v["version"], by=request.user)
            else:
                act.add_reason(v["reason"], v["advice"], institution=v["institution"], by=request.user)
        if edit.saved:
            messages.success(request, _("The reason is kept."))
            return redirect("refusal-reasons")
        compared = edit.differences
    listed = rows.order_by("institution__name", "retired_at", "reason")[:MOST]
    context = {"rows": listed, "row": row, "form": form, "differences": compared}
    return render(request, "opportunities/reasons.html", context)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reason out of use, or bring it back."""
    row = get_object_or_404(SavedReason.objects.visible_to(request.user), pk=pk)
    on = request.POST.get("on") == "yes"
    with acting(request) as retiring:
        act.retire_reason(row, on=on, by=request.user)
    if retiring.done:
        messages.success(request, _("It is out of use.") if on else _("It is in use again."))
    return redirect("refusal-reasons")
