"""A student's own applications and places: what is next, and every step that is the student's (journey 9)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.ids import id_in
from guildhall.opportunities.queries.for_students import open_to
from guildhall.placements.actions import own
from guildhall.placements.forms.steps import StepForm
from guildhall.placements.models import Application, Placement
from guildhall.placements.queries import own as queries
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.ui.sections import sections_of
from guildhall.visitors.views.pages import visitors_only


@visitors_only("student")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """What a student applied for, where they are or were, and in what they took part."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    return render(request, "placements/own/places.html", {"own": queries.own_places(me)})


@visitors_only("student")
@require_POST
def apply(request: HttpRequest, pk: str) -> HttpResponse:
    """Apply for an opportunity that is open to the student."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row = get_object_or_404(open_to(me), pk=pk)
    registration = id_in(request.POST.get("registration", ""))
    with acting(request) as act:
        site = id_in(request.POST.get("site", ""))
        made = own.apply_oneself(registration, row, site=site, by=me)  # type: ignore[arg-type]
    if not act.done:
        return redirect("student-opportunity", row.pk)
    messages.success(request, _("You have applied. Your college or school puts you to the employer."))
    return redirect("student-application", made.pk)


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, pk: str) -> HttpResponse:
    """One application: what is next, and what the student decides."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row: Application = get_object_or_404(queries.own_applications(me), pk=pk)
    return _record(request, row, own.decide_oneself, "placements/own/application.html")


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def placement(request: HttpRequest, pk: str) -> HttpResponse:
    """One place: its days, whom to ask, papers and hours, and what the student says of it."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row: Placement = get_object_or_404(queries.own_placements(me), pk=pk)
    reached = queries.supervisor_for_student(row.supervisor)
    sections = [] if request.method == "POST" else sections_of("student-placement", me, row)
    more = {"supervisor": reached, "sections": sections}
    return _record(request, row, own.move_oneself, "placements/own/placement.html", **more)


def _record(request: HttpRequest, row: Any, act: Any, template: str, **more: Any) -> HttpResponse:
    steps, failed, differences = queries.steps_of_student(row), None, None
    if request.method == "POST":
        form = StepForm(request.POST, row=row, step=request.POST.get("to", "")[:12])
        if form.is_valid():
            with saving(form, row) as edit:
                done = act(row.pk, form.cleaned_data["to"], form.cleaned_data, by=request.visitor)  # type: ignore[attr-defined]
            if edit.saved:
                return _done(request, row, form.cleaned_data["to"], done)
            differences = edit.differences
        failed = form
        row.refresh_from_db()
        steps = queries.steps_of_student(row)
    forms = [(step, StepForm(row=row, step=step.to, asks=step.asks)) for step in steps]
    context = {"row": row, "line": _line(row), "forms": forms, "failed": failed, "differences": differences}
    return render(request, template, context | {"asks": queries.whom_to_ask(row)} | more)


def _line(row: Any) -> queries.OwnLine:
    return queries.own_line(row) if isinstance(row, Placement) else queries.own_lines([row])[0]


def _done(request: HttpRequest, row: Any, to: str, done: Any) -> HttpResponse:
    if to == "accepted" and done is None:
        messages.warning(request, _("All places are taken. You are on the waiting list."))
    elif isinstance(done, Placement) and isinstance(row, Application):
        messages.success(request, _("The place is yours."))
        return redirect("student-placement", done.pk)
    else:
        messages.success(request, _("Noted. Your college or school reads it."))
    return redirect("student-placement" if isinstance(row, Placement) else "student-application", row.pk)
