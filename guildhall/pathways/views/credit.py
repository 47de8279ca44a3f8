"""Certifications that programs lead to, and courses (D5, D11)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.pathways import rules
from guildhall.pathways.actions import credit as act
from guildhall.pathways.forms.credit import CertificationForm, CourseForm, LedToForm
from guildhall.pathways.models import Certification, Course
from guildhall.pathways.queries import credit as queries
from guildhall.pathways.views.programs import places_to_keep, program_of
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

BY_NAME = [Key("name"), Key("id")]


@require_safe
def certifications(request: HttpRequest) -> HttpResponse:
    """The certifications on the list."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    words = request.GET.get("q", "")[:80]
    rows = queries.certifications(request.user, words)
    context = {"page": page_by_keys(rows, request, BY_NAME), "q": words, "may_keep": rules.can_keep(request.user)}
    return render(request, "pathways/certifications.html", context)


@require_http_methods(["GET", "POST"])
@once_only("certifications")
def certification_add(request: HttpRequest) -> HttpResponse:
    """Enter a certification."""
    require(rules.can_keep(request.user))
    initial = {"institution": home_institution(request.user, Permission.KEEP_PROGRAMS)}
    form = CertificationForm(request.POST or None, places=places_to_keep(request.user), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            row = act.enter_certification(form.cleaned_data["institution"], form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is on the list.") % row.name)
            return redirect("certifications")
    return render(request, "pathways/certification_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def certification_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a certification."""
    rows = Certification.objects.visible_to(request.user).select_related("institution")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_change(request.user, row))
    form = CertificationForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: CertificationForm(row=now)) as edit:
            act.change_certification(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("certifications")
        context["differences"] = edit.differences
    return render(request, "pathways/certification_form.html", context)


@require_http_methods(["GET", "POST"])
def led_to_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a program leads to a certification."""
    row = program_of(request, pk)
    require(rules.can_change(request.user, row))
    form = LedToForm(request.POST or None, person=request.user)
    if form.is_valid():
        with saving(form) as edit:
            act.say_led_to(row, form.cleaned_data["certification"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("program", row.pk)
    return render(request, "pathways/led_to_form.html", {"form": form, "row": row})


@act_on("program")
def led_to_remove(request: HttpRequest, pk: str, certification: str) -> HttpResponse:
    """Take a certification off a program."""
    row = program_of(request, pk)
    rows = Certification.objects.visible_to(request.user).filter(comes_of__program=row)
    one = get_object_or_404(rows, pk=certification)
    with acting(request) as done:
        act.say_not_led_to(row, one, by=request.user)
    if done.done:
        messages.success(request, _("Saved."))
    return redirect("program", row.pk)


def course_of(request: HttpRequest, pk: Any) -> Course:
    """A course that the person may know of; anything else is not there."""
    return get_object_or_404(queries.courses(request.user), pk=pk)


@require_safe
def course(request: HttpRequest, pk: str) -> HttpResponse:
    """One course, and what it counts as elsewhere."""
    row = course_of(request, pk)
    rows = queries.articulations(request.user)
    may_change = rules.can_change(request.user, row)
    context = {
        "row": row,
        "counts_as": list(rows.filter(taken=row).order_by("-from_on")[:100]),
        "granted_for": list(rows.filter(granted=row).order_by("-from_on")[:100]),
        "may_change": may_change,
    }
    return render(request, "pathways/course.html", context)


@require_http_methods(["GET", "POST"])
@once_only("program")
def course_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter a course of a program."""
    row = program_of(request, pk)
    require(rules.can_change(request.user, row))
    last = row.courses.order_by("-position").values_list("position", flat=True).first() or 0
    form = CourseForm(request.POST or None, initial={"position": min(last + 1, 99)})
    if form.is_valid():
        with saving(form) as edit:
            one = act.enter_course(row, form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is on the list.") % one)
            return redirect("program", row.pk)
    return render(request, "pathways/course_form.html", {"form": form, "program": row})


@require_http_methods(["GET", "POST"])
def course_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a course."""
    row = course_of(request, pk)
    require(rules.can_change(request.user, row))
    form = CourseForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "program": row.program}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: CourseForm(row=now)) as edit:
            act.change_course(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("program-course", row.pk)
        context["differences"] = edit.differences
    return render(request, "pathways/course_form.html", context)
