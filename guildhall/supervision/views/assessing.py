"""How both sides find working together: asking, answering, and what may be shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.students.forms.students import school_year
from guildhall.supervision import rules
from guildhall.supervision.actions.assessing import answer_ourselves, ask_both_sides
from guildhall.supervision.forms.visiting import AssessmentForm
from guildhall.supervision.queries import assessing as queries
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """What both sides say, with the gap; and whom one may ask."""
    require(rules.can_see(request.user))
    year = school_year()
    context = {
        "year": year,
        "picture": queries.picture_of(queries.assessments_of(request.user, year)),
        "asked": list(queries.asked_of(request.user, year)),
        "hosts": list(queries.hosts_of(request.user)),
        "open": list(queries.own_open(request.user)),
        "may": rules.can_keep_types(request.user),
    }
    return render(request, "supervision/assessments.html", context)


@act_on("assessments")
def assessment_ask(request: HttpRequest, employer: str) -> HttpResponse:
    """Ask the coordinators and supervisors of the placements at an employer."""
    require(rules.can_keep_types(request.user))
    row = get_object_or_404(Employer.objects.visible_to(request.user), pk=employer)
    place = home_institution(request.user, Permission.KEEP_STUDENTS)
    with acting(request) as act:
        ours, theirs = ask_both_sides(row, place, school_year(), by=request.user)
    if act.done:
        words = _("Asked: %(ours)d of your side, %(theirs)d of the employer’s.") % {"ours": ours, "theirs": theirs}
        messages.success(request, words)
    return redirect("assessments")


@require_http_methods(["GET", "POST"])
def assessment_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer what one is asked; nobody sees who said what."""
    row: Any = get_object_or_404(queries.own_open(request.user), pk=pk)
    form = AssessmentForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            answer_ourselves(row, form.cleaned_data, by=request.user)
        if edit.saved:
            messages.success(request, _("Thank you. Nobody sees who said what."))
            return redirect("assessments")
    return render(request, "supervision/assessment_answer.html", {"form": form, "row": row})
