"""A student's own papers, hours and reflection, signed in by the students' door; made for a phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.placements.queries.own import own_placements
from guildhall.supervision.actions import hours as logging
from guildhall.supervision.actions import signing, visiting
from guildhall.supervision.forms.hours import HoursForm
from guildhall.supervision.forms.papers import SignForm
from guildhall.supervision.forms.visiting import EvaluationForm
from guildhall.supervision.models import Signer
from guildhall.supervision.queries import own as queries
from guildhall.supervision.queries.hours import weeks_of
from guildhall.supervision.views.hours import new_key
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """A paper of an own placement: its exact text, who has signed, and the own signature."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row: Any = get_object_or_404(queries.own_papers(me), pk=pk)
    own = queries.as_own(row)
    name = row.placement.registration.name
    form = SignForm(request.POST if request.method == "POST" else None, signer=Signer.STUDENT, known_as=name)
    if form.is_valid():
        with saving(form) as edit:
            signing.sign_oneself(row.pk, form.signed(), by=me)
        if edit.saved:
            messages.success(request, _("Your signature is here. Thank you."))
            return redirect("student-placement", row.placement_id)
    return render(request, "supervision/own/paper.html", {"own": own, "row": row, "form": form, "me": me})


def _own(request: HttpRequest, pk: str) -> Placement:
    return get_object_or_404(own_placements(request.visitor), pk=pk)  # type: ignore[attr-defined]


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, pk: str) -> HttpResponse:
    """Log the hours of a day, or correct those that wait; a double tap counts once."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row = _own(request, pk)
    entries = queries.own_entries(row)
    wanted = request.POST.get("corrects") or request.GET.get("correct", "")
    entry = next((one for one in entries if str(one.pk) == wanted and one.state != one.State.APPROVED), None)
    data = request.POST if request.method == "POST" else None
    form = HoursForm(data, key=new_key(), entry=entry, initial={"day": clock.today()})
    if "take_back" in request.POST:
        return _taken_back(request, row, wanted)
    if form.is_valid():
        with saving(form) as edit:
            logging.log_oneself(row.pk, form.worked(), corrects=request.POST.get("corrects", ""), by=me)
        if edit.saved:
            messages.success(request, _said_of_hours(row))
            return redirect("student-hours", row.pk)
    context = {"row": row, "form": form, "entry": entry, "weeks": weeks_of(entries)}
    return render(request, "supervision/own/hours.html", context)


def _said_of_hours(row: Placement) -> str:
    """Who approves what was saved."""
    if row.coordinator:
        words = _("Saved. Whoever supervises you there approves them, or %(name)s, your coordinator.")
        return words % {"name": row.coordinator.name}
    return _("Saved. Whoever supervises you there approves them, or your college or school.")


def _taken_back(request: HttpRequest, row: Placement, entry: str) -> HttpResponse:
    with acting(request) as act:
        logging.forget_oneself(row.pk, entry, by=request.visitor)  # type: ignore[attr-defined]
    if act.done:
        messages.success(request, _("Taken back: these hours count no more."))
    return redirect("student-hours", row.pk)


@visitors_only("student")
@require_http_methods(["GET", "POST"])
def reflect(request: HttpRequest, pk: str) -> HttpResponse:
    """What the student did and learned, in their own words; said once."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row = _own(request, pk)
    form = EvaluationForm(request.POST if request.method == "POST" else None, skills=None)
    if form.is_valid():
        with saving(form) as edit:
            visiting.reflect_oneself(row.pk, form.said(), by=me)
        if edit.saved:
            messages.success(request, _("Thank you. Your college or school reads it."))
            return redirect("student-placement", row.pk)
    said = queries.own_reflection(row)
    return render(request, "supervision/own/reflect.html", {"row": row, "form": form, "said": said})
