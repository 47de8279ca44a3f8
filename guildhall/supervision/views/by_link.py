"""Pages of those who have no account: a mailed link opens each, opening it changes nothing (R28)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib import clock
from guildhall.people.views.mailed_links import closed_link
from guildhall.supervision.actions import assessing, hours, signing
from guildhall.supervision.actions.linking import opened
from guildhall.supervision.actions.visiting import evaluate_by_link
from guildhall.supervision.forms.hours import HoursForm
from guildhall.supervision.forms.papers import SignForm
from guildhall.supervision.forms.visiting import AssessmentForm, EvaluationForm
from guildhall.supervision.models import HoursEntry, Link
from guildhall.supervision.queries.hours import weeks_of
from guildhall.supervision.queries.links import Opened
from guildhall.supervision.queries.skills import skills_for
from guildhall.supervision.views.hours import decided, new_key
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

GONE = "supervision/link_gone.html"


def _closed(request: HttpRequest, secret: str, found: Opened | None) -> HttpResponse | None:
    """What is answered instead of the page of a link that opens nothing, or nothing any more."""
    if answer := closed_link(request, secret, found, GONE):
        return answer
    if found is not None and found.closed:
        return render(request, GONE, {"reason": found.closed, "by": found.link.by}, status=404)
    return None


@login_not_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    """A student, a guardian or a supervisor reads a paper and signs it."""
    found = opened(secret, Link.Purpose.SIGN)
    if answer := _closed(request, secret, found):
        return answer
    assert found is not None
    link = found.link
    form = SignForm(request.POST if request.method == "POST" else None, signer=link.signer, known_as=link.sent_to)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            signing.sign_by_link(secret, form.signed())
        if edit.saved:
            return redirect("sign-link", secret)
    context = {"found": found, "paper": link.paper, "form": form, "done": link.signer in found.signed}
    return render(request, "supervision/sign_link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, secret: str) -> HttpResponse:
    """A student logs the hours of a day on a phone; a double tap counts once."""
    found = opened(secret, Link.Purpose.LOG)
    if answer := _closed(request, secret, found):
        return answer
    assert found is not None
    wanted = request.POST.get("corrects") or request.GET.get("correct", "")
    own = (one for one in found.entries if one.state != HoursEntry.State.APPROVED)
    entry = next((one for one in own if str(one.pk) == wanted), None)
    data = request.POST if request.method == "POST" else None
    form = HoursForm(data, key=new_key(), entry=entry, initial={"day": clock.today()})
    if "take_back" in request.POST:
        with acting(request) as act:
            hours.forget_by_link(secret, wanted)
        if act.done:
            messages.success(request, _("Taken back: these hours count no more."))
        return redirect("hours-link", secret)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            hours.log_by_link(secret, form.worked(), corrects=request.POST.get("corrects", ""))
        if edit.saved:
            messages.success(request, _("The hours are logged."))
            return redirect("hours-link", secret)
    context = {"found": found, "form": form, "entry": entry, "weeks": weeks_of(found.entries)}
    return render(request, "supervision/hours_link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, secret: str) -> HttpResponse:
    """A supervisor approves the hours that wait, or returns some with a word."""
    found = opened(secret, Link.Purpose.APPROVE)
    if answer := _closed(request, secret, found):
        return answer
    assert found is not None
    problem, note = False, request.POST.get("note", "")
    if request.method == "POST":
        approved = request.POST.get("answer") == "approve"
        with acting(request) as act:
            n = hours.decide_by_link(secret, request.POST.getlist("entry"), approved=approved, note=note)
        if act.done:
            messages.success(request, decided(n, approved=approved))
            return redirect("approve-link", secret)
        problem = True
    context: dict[str, Any] = {"found": found, "weeks": weeks_of(found.entries), "problem": problem, "note": note}
    return render(request, "supervision/approve_link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, secret: str) -> HttpResponse:
    """A supervisor evaluates by skill, or a student reflects; the first answer counts."""
    found = opened(secret, Link.Purpose.MIDTERM, Link.Purpose.FINAL, Link.Purpose.REFLECT)
    if answer := _closed(request, secret, found):
        return answer
    assert found is not None
    reflects = found.link.purpose == Link.Purpose.REFLECT
    skills = None if reflects else skills_for(found.link.institution, found.plan)
    of = f"{found.link.placement_id}:{found.link.purpose}"
    form = EvaluationForm(request.POST if request.method == "POST" else None, skills=skills, of=of)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            evaluate_by_link(secret, form.said())
        if edit.saved:
            return redirect("evaluate-link", secret)
    context = {"found": found, "form": form, "reflects": reflects, "done": found.evaluation is not None}
    return render(request, "supervision/evaluate_link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, secret: str) -> HttpResponse:
    """A contact of an employer says how working together goes; answered once."""
    row = assessing.open_assessment(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            assessing.answer_by_link(secret, form.cleaned_data)
        if edit.saved:
            return redirect("assess-link", secret)
    return render(request, "supervision/assess_link.html", {"row": row, "form": form})
