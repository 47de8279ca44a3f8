"""What employers agreed to host, how far it is, and the placements that count."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.placements import rules
from guildhall.placements.actions import agreeing
from guildhall.placements.forms.duties import DutyForm
from guildhall.placements.models import Duty
from guildhall.placements.queries import duties as queries
from guildhall.placements.queries.placing import lines
from guildhall.students.queries import places_to_keep
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of

MOST_ROWS = 200


@require_http_methods(["GET", "POST"])
@once_only("employer-placements")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down how many students an employer agreed to host."""
    employer = employer_of(request, pk)
    require(rules.can_agree(request.user, employer))
    initial = {"institution": home_institution(request.user, Permission.KEEP_STUDENTS)}
    form = DutyForm(request.POST or None, places=places_to_keep(request.user), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            place = form.cleaned_data["institution"]
            agreeing.agree_duty(employer, form.agreed(), institution=place, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Placements count it by themselves."))
            return redirect("employer-placements", employer.pk)
    return render(request, "placements/duty_add.html", frame(request.user, employer) | {"form": form})


def _duty(request: HttpRequest, pk: str) -> Duty:
    return get_object_or_404(queries.duties_of(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, pk: str) -> HttpResponse:
    """What was agreed, the placements that count, and changing it."""
    row = _duty(request, pk)
    may = rules.can_agree(request.user, row.employer, row.institution)
    form = DutyForm(request.POST or None, row=row)
    context: dict[str, Any] = {"row": row, "may": may, "form": form, "differences": None}
    if request.method == "POST":
        require(may)
    if form.is_valid():
        with saving(form, row) as edit:
            agreeing.change_duty(row, form.agreed(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("duty", row.pk)
        context["differences"] = edit.differences
    context["progress"] = queries.counted([row])[0]
    context["lines"] = lines(queries.rows_of(row, request.user)[:MOST_ROWS])
    return render(request, "placements/duty.html", context)


@require_POST
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """It is agreed no more."""
    row = _duty(request, pk)
    with acting(request, changed=_("Somebody else was quicker.")) as act:
        agreeing.end_duty(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It is agreed no more. The placements stay."))
        return redirect("employer-placements", row.employer_id)
    return redirect("duty", row.pk)
