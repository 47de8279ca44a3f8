"""Students: the list, one of them, and entering and changing them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.audit.recording import accessed
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.students import queries, rules
from guildhall.students.actions.entering import change_student, facts_of, register
from guildhall.students.forms.students import StudentForm
from guildhall.students.models import Registration
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The students whom one counsels, teaches or has on the caseload."""
    return students(request, own=True)


@require_safe
def students(request: HttpRequest, own: bool = False) -> HttpResponse:
    """The students whom one serves or teaches."""
    require(rules.can_see(request.user))
    words = " ".join(request.GET.get("q", "").split())[:100]
    places = (
        Institution.objects.visible_to(request.user).filter(pk__in=rules.places_seen(request.user)).order_by("name")
    )
    at = places.filter(slug=request.GET.get("at", "")).first()
    rows = queries.students_of(request.user, words, at, own=own)
    context = {
        "page": page_by_keys(rows, request, [Key("family"), Key("given"), Key("id")]),
        "q": words,
        "at": at,
        "places": places,
        "may_keep": rules.can_keep(request.user),
        "own": own,
    }
    return render(request, "students/students.html", context)


def registration_of(request: HttpRequest, pk: Any) -> Registration:
    """A student whom the person sees; anybody else is not there."""
    rows = Registration.objects.visible_to(request.user).select_related("institution", "login", "counselor")
    return get_object_or_404(rows, pk=pk)


@require_safe
def student(request: HttpRequest, pk: str) -> HttpResponse:
    """One student: what they learn, what they consented to, what was disclosed, and what is next."""
    row = registration_of(request, pk)
    accessed("opened the record of a student", row, by=request.user, institution=row.institution)
    context = {
        "row": row,
        "record": queries.record_of(row, request.user),
        "may_change": rules.can_change(request.user, row),
        "needs_guardian": rules.needs_guardian(row),
    }
    return render(request, "students/student.html", context)


@require_http_methods(["GET", "POST"])
@once_only("students")
def student_add(request: HttpRequest) -> HttpResponse:
    """Enter a student."""
    require(rules.can_keep(request.user))
    places = queries.places_to_keep(request.user)
    details = {
        "programs": queries.programs_for(request.user), "teachers": queries.teachers_at(places),
        "counselors": queries.managers_at(*places),
    }  # fmt: skip
    initial = {"institution": home_institution(request.user, Permission.KEEP_STUDENTS)}
    form = StudentForm(request.POST or None, places=places, initial=initial, **details)
    same: Any = ()
    if form.is_valid():
        values = form.cleaned_data
        same = () if values["another"] else queries.alike(request.user, values["institution"], values)
    if form.is_valid() and not same:
        with saving(form) as edit:
            row = register(form.cleaned_data["institution"], form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("%s is entered.") % row.name)
            return redirect("student", row.pk)
    return render(request, "students/student_form.html", {"form": form, "same": same})


@require_http_methods(["GET", "POST"])
def student_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what the institution knows of a student."""
    row = registration_of(request, pk)
    require(rules.can_change(request.user, row))
    newest = queries.newest_enrolment(row)
    details: dict[str, Any] = {
        "programs": queries.programs_for(request.user, newest.program_id if newest else None),
        "teachers": queries.teachers_at([row.institution]),
        "counselors": queries.managers_at(row.institution),
    }

    def fresh(now: Registration) -> StudentForm:
        return StudentForm(facts=facts_of(now, queries.newest_enrolment(now)), version=now.version, **details)

    form = StudentForm(request.POST or None, facts=facts_of(row, newest), version=row.version, **details)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=fresh) as edit:
            change_student(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("student", row.pk)
        context["differences"] = edit.differences
    return render(request, "students/student_form.html", context)
