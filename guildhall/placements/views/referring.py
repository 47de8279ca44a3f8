"""Putting students forward, and writing down a place that somebody has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.views.entry import opportunity_of
from guildhall.people.views.once_only import once_only
from guildhall.placements import rules
from guildhall.placements.actions.accepting import place
from guildhall.placements.actions.applying import apply, refer
from guildhall.placements.forms.placing import PlanForm, ReferForm, coordinators
from guildhall.placements.queries.placing import opportunities_for, sites_of, students_to_refer
from guildhall.students.models import Registration
from guildhall.students.queries import managers_at, newest_enrolment, programs_for
from guildhall.students.views.students import registration_of
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
@once_only("opportunity-placements")
def refer_to(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a student forward for an opportunity."""
    row = opportunity_of(request, pk)
    require(rules.can_keep(request.user))
    require(rules.can_be_applied_for(row))
    form = ReferForm(request.POST or None, students=students_to_refer(request.user, row), sites=sites_of(row))
    if form.is_valid():
        with saving(form) as edit:
            values = form.cleaned_data
            site = getattr(values.get("site"), "pk", None)
            application = refer(values["registration"], row, note=values["note"], site=site, by=request.user)
        if edit.saved:
            messages.success(request, _("%s is put forward.") % application.registration.name)
            return redirect("opportunity-placements", row.pk)
    return render(request, "placements/refer.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def refer_student(request: HttpRequest, pk: str) -> HttpResponse:
    """Find something for a student, and put them forward for it."""
    student = registration_of(request, pk)
    require(rules.can_keep(request.user, student.institution))
    words = " ".join(request.GET.get("q", "").split())[:100]
    if request.method == "POST":
        rows = Opportunity.objects.open_to(request.user)
        row = get_object_or_404(rows, pk=id_in(request.POST.get("opportunity", "")))
        with acting(request) as act:
            _put_forward(request, student, row)
        if act.done:
            messages.success(request, _("%s is put forward.") % student.name)
            return redirect("student", student.pk)
    rows = opportunities_for(student, request.user, words)
    return render(request, "placements/refer_student.html", {"student": student, "rows": rows, "q": words})


def _put_forward(request: HttpRequest, student: Registration, row: Opportunity) -> None:
    site = id_in(request.POST.get("site", ""))
    if request.POST.get("as") == "applied":
        apply(student, row, site=site, by=request.user)
    else:
        refer(student, row, site=site, by=request.user)


@require_safe
def pick(request: HttpRequest, pk: str) -> HttpResponse:
    """At which employer does the student have a place?"""
    student = registration_of(request, pk)
    require(rules.can_keep(request.user, student.institution))
    q = request.GET.get("q", "").strip()[:100]
    rows = employers_to_log(request.user, q)
    return render(request, "placements/pick.html", {"student": student, "q": q, "rows": rows})


@require_http_methods(["GET", "POST"])
@once_only("student")
def add(request: HttpRequest, pk: str, employer: str) -> HttpResponse:
    """Write down a place that a student has already."""
    student = registration_of(request, pk)
    require(rules.can_keep(request.user, student.institution))
    at = get_object_or_404(Employer.objects.visible_to(request.user).defer("search"), pk=employer)
    newest = newest_enrolment(student)
    form = PlanForm(
        request.POST or None, employer=at, programs=programs_for(request.user, newest and newest.program_id),
        coordinators=coordinators(managers_at(student.institution), request.user),
        initial={"coordinator": request.user, "program": newest and newest.program_id},
    )  # fmt: skip
    if form.is_valid():
        with saving(form) as edit:
            row = place(student, form.plan(), by=request.user)
        if edit.saved:
            messages.success(request, _("The place is written down."))
            return redirect("placement", row.pk)
    return render(request, "placements/add.html", {"form": form, "student": student, "employer": at})
