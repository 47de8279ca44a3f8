"""Consents of a student, and opting out of directory information."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.students import queries, rules
from guildhall.students.actions.consenting import revoke, sign
from guildhall.students.actions.entering import opt_out
from guildhall.students.forms.consents import ConsentForm
from guildhall.students.models import Consent
from guildhall.students.views.students import registration_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
@once_only("student")
def consent_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a signed consent down."""
    row = registration_of(request, pk)
    require(rules.can_change(request.user, row))
    signer = Consent.Signer.GUARDIAN if rules.needs_guardian(row) else Consent.Signer.STUDENT
    initial = {"signer": signer, "signed_on": clock.today()}
    form = ConsentForm(request.POST or None, employers=queries.employers_for(request.user), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            sign(row, form.signed(), by=request.user)
        if edit.saved:
            messages.success(request, _("The consent is written down."))
            return redirect("student", row.pk)
    return render(request, "students/consent_form.html", {"form": form, "row": row})


def _consent_of(request: HttpRequest, pk: Any) -> Consent:
    return get_object_or_404(Consent.objects.visible_to(request.user).select_related("institution"), pk=pk)


@require_http_methods(["GET", "POST"])
def consent_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down that a consent was revoked; an address that is opened leads to the student."""
    row = _consent_of(request, pk)
    if request.method == "POST":
        with acting(request, changed=_("Somebody else was quicker.")) as act:
            revoke(row, version=version_of(request), by=request.user)
        if act.done:
            messages.success(request, _("The consent is revoked. Nothing is released on it any more."))
    return redirect("student", row.registration_id)


@act_on("student")
def student_opt_out(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down that a student opts out of directory information, or does not any more."""
    row = registration_of(request, pk)
    with acting(request, changed=_("Somebody else was quicker.")) as act:
        day = None if row.opted_out_on else clock.today()
        opt_out(row, day, version=version_of(request), by=request.user)
    if act.done and day:
        messages.success(request, _("No directory information is given out any more."))
    elif act.done:
        messages.success(request, _("Directory information may be given out again."))
    return redirect("student", row.pk)
