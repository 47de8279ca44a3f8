"""The caseload of a case manager, with the next steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.views.once_only import once_only
from guildhall.students import queries, rules
from guildhall.students.actions.caring import change_case, close_case, take_case
from guildhall.students.forms.students import CaseForm
from guildhall.students.models import Case
from guildhall.students.views.students import registration_of
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_of_list


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """One's own students and what is next for each; or those of everybody at the institution."""
    require(request.user.standing.sees(Permission.SEE_STUDENTS))
    everybody = "all" in request.GET
    rows = queries.caseload_of(None if everybody else request.user, request.user)
    shown, page = page_of_list(list(rows.values_list("pk", flat=True)), request)
    by_key = {row.pk: row for row in rows.filter(pk__in=shown)}
    context = {"page": page, "rows": [by_key[pk] for pk in shown if pk in by_key], "everybody": everybody}
    return render(request, "students/caseload.html", context)


@require_http_methods(["GET", "POST"])
@once_only("student")
def case_take(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a student into a caseload."""
    row = registration_of(request, pk)
    require(rules.can_change(request.user, row))
    form = CaseForm(
        request.POST or None, managers=queries.managers_at(row.institution), initial={"manager": request.user}
    )
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            take_case(row, values["manager"], values["next_step"], values["next_on"], by=request.user)
        if edit.saved:
            messages.success(request, _("%s is on the caseload.") % row.name)
            return redirect("student", row.pk)
    return render(request, "students/case_form.html", {"form": form, "row": row})


def _case_of(request: HttpRequest, pk: Any) -> Case:
    rows = Case.objects.visible_to(request.user).open()
    return get_object_or_404(rows.select_related("registration__institution"), pk=pk)


@require_http_methods(["GET", "POST"])
def case_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what comes next for a student, hand the student on, or close the case."""
    case = _case_of(request, pk)
    require(rules.can_change(request.user, case.registration))
    details: dict[str, Any] = {"managers": queries.managers_at(case.registration.institution)}
    form = CaseForm(request.POST or None, case=case, **details)
    context: dict[str, Any] = {"form": form, "row": case.registration, "case": case}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, case, fresh=lambda now: CaseForm(case=now, **details)) as edit:
            if values["closed_because"]:
                close_case(case, values["closed_because"], version=values["version"], by=request.user)
            else:
                step = (values["manager"], values["next_step"], values["next_on"])
                change_case(case, *step, version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("caseload")
        context["differences"] = edit.differences
    return render(request, "students/case_form.html", context)
