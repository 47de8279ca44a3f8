"""Parents and guardians of a student."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.students import rules
from guildhall.students.actions.guarding import add_guardian, change_guardian, remove_guardian
from guildhall.students.forms.consents import GuardianForm
from guildhall.students.models import Guardian
from guildhall.students.views.students import registration_of
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
@once_only("student")
def guardian_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter a parent or guardian of a student."""
    row = registration_of(request, pk)
    require(rules.can_change(request.user, row))
    form = GuardianForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            guardian = add_guardian(row, form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is entered.") % guardian.name)
            return redirect("student", row.pk)
    return render(request, "students/guardian_form.html", {"form": form, "row": row})


def _guardian_of(request: HttpRequest, pk: Any) -> Guardian:
    rows = Guardian.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("registration__institution"), pk=pk)


@require_http_methods(["GET", "POST"])
def guardian_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what is known of a parent or guardian."""
    guardian = _guardian_of(request, pk)
    require(rules.can_change(request.user, guardian.registration))
    form = GuardianForm(request.POST or None, guardian=guardian)
    context: dict[str, Any] = {"form": form, "row": guardian.registration, "guardian": guardian}
    if form.is_valid():
        with saving(form, guardian) as edit:
            change_guardian(guardian, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("student", guardian.registration_id)
        context["differences"] = edit.differences
    return render(request, "students/guardian_form.html", context)


@require_http_methods(["GET", "POST"])
def guardian_remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a parent or guardian out; an address that is opened leads to the student."""
    guardian = _guardian_of(request, pk)
    if request.method == "POST":
        with acting(request, changed=_("Somebody else was quicker.")) as act:
            remove_guardian(guardian, version=version_of(request), by=request.user)
        if act.done:
            messages.success(request, _("%s is taken out.") % guardian.name)
    return redirect("student", guardian.registration_id)
