"""An employer's own pages about students: who is put to it, who is there, and what it is asked about them (N19)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.engagements.actions.relating import say_temperature
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.placements.actions import answering
from guildhall.placements.actions.asking import program_told
from guildhall.placements.forms.answers import About, AnswerForm
from guildhall.placements.models import Placement
from guildhall.placements.queries import hosting
from guildhall.supervision.actions import assessing, hours, signing, visiting
from guildhall.supervision.forms.papers import SignForm
from guildhall.supervision.forms.visiting import AssessmentForm, EvaluationForm
from guildhall.supervision.models import Signer
from guildhall.supervision.queries.hosting import MOMENTS, assessments_for, at_work, paper_for_employer
from guildhall.supervision.queries.hours import weeks_of
from guildhall.supervision.rules import can_sign_for_employer, can_speak_for
from guildhall.supervision.views.hours import decided
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_safe
def students(request: HttpRequest) -> HttpResponse:
    """Who is put to the employer, who is there, and what waits for its answer."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    context = {"found": hosting.students_at(me), "gone": hosting.gone_lately(me)}
    return render(request, "portal/students.html", context)


def _application(request: HttpRequest, pk: str) -> hosting.Hosted:
    found = hosting.one_of(hosting.put_to(request.visitor), pk)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _placement(request: HttpRequest, pk: str) -> hosting.Hosted:
    found = hosting.one_of(hosting.placed_at(request.visitor), pk)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _about(row: Any) -> str:
    """What the employer may say of a record now; empty where nothing."""
    if not isinstance(row, Placement):
        return About.CHOICE if row.state in ("applied", "referred", "shortlisted") else ""
    if row.is_ahead:
        return About.START
    return (About.END if row.is_overdue else About.RUNNING) if row.state == Placement.State.STARTED else ""


def _answer(request: HttpRequest, found: hosting.Hosted, template: str, **more: Any) -> HttpResponse:
    row, about, shown = found.row, _about(found.row), None
    data = request.POST if request.method == "POST" and "show" not in request.POST else None
    form = AnswerForm(data, about=about, row=row) if about else None
    if request.method == "POST" and "show" in request.POST:
        with acting(request):
            shown = answering.show_signed_in(row, by=request.visitor)  # type: ignore[attr-defined]
    elif form and form.is_valid():
        with saving(form) as edit:
            answering.answer_signed_in(row, form.said(), by=request.visitor)  # type: ignore[attr-defined]
        if edit.saved:
            messages.success(request, _("Thank you. The college or school reads it at once."))
            return redirect("portal-students")
    context = {"found": found, "row": row, "form": form, "shown": shown, "program": program_told(row)}
    return render(request, template, context | more)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, pk: str) -> HttpResponse:
    """A student who is put forward: meet them, offer a place, or choose others."""
    return _answer(request, _application(request, pk), "portal/application.html")


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def placement(request: HttpRequest, pk: str) -> HttpResponse:
    """A place at the employer: whether it began, runs, or how it ended; hours, evaluations and papers that wait."""
    found = _placement(request, pk)
    may = can_speak_for(request.visitor, found.row) if found.name else None  # type: ignore[attr-defined]
    work = at_work(found.row) if may else None
    more = {"may": may, "work": work, "weeks": weeks_of(work.entries) if work else []}
    return _answer(request, found, "portal/placement.html", **more)


@visitors_only("employer")
@require_POST
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Approve hours that wait, or return them with a word."""
    found, approved = _placement(request, pk), request.POST.get("answer") == "approve"
    entries, note = request.POST.getlist("entry"), request.POST.get("note", "")
    with acting(request) as act:
        n = hours.decide_signed_in(found.row.pk, entries, approved=approved, note=note, by=request.visitor)  # type: ignore[attr-defined]
    if act.done:
        messages.success(request, decided(n, approved=approved))
    return redirect("portal-placement", found.row.pk)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, pk: str, moment: str) -> HttpResponse:
    """Evaluate a student by skill, at midterm or at the end; the first answer counts."""
    found, labels = _placement(request, pk), {one.value: one.label for one in MOMENTS}
    if moment not in labels:
        raise Http404
    require(can_speak_for(request.visitor, found.row))  # type: ignore[attr-defined]
    work = at_work(found.row)
    data = request.POST if request.method == "POST" else None
    form = EvaluationForm(data, skills=work.skills, of=f"{found.row.pk}:{moment}")
    if form.is_valid():
        with saving(form) as edit:
            visiting.evaluate_signed_in(found.row.pk, moment, form.said(), by=request.visitor)  # type: ignore[attr-defined]
        if edit.saved:
            messages.success(request, _("Your answer is here. Thank you."))
            return redirect("portal-placement", found.row.pk)
    done = moment not in [one for one, _label in work.moments] and not form.errors
    context = {"found": found, "row": found.row, "form": form, "done": done, "label": labels[moment]}
    return render(request, "portal/evaluate.html", context)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """A paper that the supervisor reads and signs."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    if (there := paper_for_employer(me, pk)) is None:
        raise Http404
    row, signatures = there
    require(can_sign_for_employer(me, row))
    data = request.POST if request.method == "POST" else None
    form = SignForm(data, signer=Signer.SUPERVISOR, known_as=me.name)
    if form.is_valid():
        with saving(form) as edit:
            signing.sign_for_employer(row.pk, form.signed(), by=me)
        if edit.saved:
            messages.success(request, _("Your signature is here. Thank you."))
            return redirect("portal-placement", row.placement_id)
    done = Signer.SUPERVISOR in {one.signer for one in signatures} or Signer.SUPERVISOR not in row.signers
    context = {"row": row, "signatures": signatures, "form": form, "done": done, "me": me}
    return render(request, "portal/paper.html", context)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, pk: str) -> HttpResponse:
    """Say how working together goes: the same questions that the institution is asked."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    row: Any = get_object_or_404(assessments_for(me), pk=pk)
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with saving(form) as edit:
            assessing.answer_signed_in(row, form.cleaned_data, by=me)
        if edit.saved:
            messages.success(request, _("Thank you. Nobody sees who said what."))
            return redirect("portal")
    return render(request, "portal/assess.html", {"row": row, "form": form})


@visitors_only("employer")
@require_POST
def temperature(request: HttpRequest) -> HttpResponse:
    """Say in one tap how it is going."""
    score = number_in(request.POST.get("score", ""), longest=1)
    with acting(request) as act:
        say_temperature(score, by=request.visitor)  # type: ignore[attr-defined]
    if act.done:
        messages.success(request, _("Thank you. It helps the colleges to do better."))
    return redirect("portal")
