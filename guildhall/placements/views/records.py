"""One application and one placement: what happened, what is next, and every step as a button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.audit.recording import accessed
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.placements import rules
from guildhall.placements.actions import accepting, applying, asking, moving
from guildhall.placements.actions.asking import program_told
from guildhall.placements.actions.changing import change_plan
from guildhall.placements.actions.disclosing import consented
from guildhall.placements.actions.stepping import APPLICATION, PLACEMENT
from guildhall.placements.emails import may_be_written
from guildhall.placements.forms.placing import PlanForm, coordinators
from guildhall.placements.forms.steps import StepForm
from guildhall.placements.models import Application, Placement
from guildhall.placements.queries.placing import dossier_of
from guildhall.placements.queries.standing import steps_of
from guildhall.students.models import Part, Use
from guildhall.students.queries import managers_at, programs_for
from guildhall.ui.acting import act_on
from guildhall.ui.editing import saving

Acts = dict[str, Callable[[Any, Any, dict[str, Any]], Any]]
APPLYING: Acts = {
    "ask": lambda row, by, v: asking.ask_choice(row, by=by),
    "shortlisted": lambda row, by, v: applying.shortlist(row, version=v["version"], by=by),
    "offered": lambda row, by, v: applying.offer(row, version=v["version"], by=by),
    "not_chosen": lambda row, by, v: applying.turn_down(row, reason=v["reason"], version=v["version"], by=by),
    "accepted": lambda row, by, v: accepting.accept(row, version=v["version"], by=by),
    "declined": lambda row, by, v: applying.decline(row, reason=v["reason"], version=v["version"], by=by),
    "withdrawn": lambda row, by, v: applying.withdraw_application(
        row, reason=v["reason"], version=v["version"], by=by),
}  # fmt: skip
PLACING: Acts = {
    "ask_start": lambda row, by, v: asking.ask_about(row, "start", by=by),
    "ask_running": lambda row, by, v: asking.ask_about(row, "running", by=by),
    "ask_end": lambda row, by, v: asking.ask_about(row, "end", by=by),
    "papers": lambda row, by, v: moving.begin_papers(row, version=v["version"], by=by),
    "started": lambda row, by, v: moving.start(row, v["on"], version=v["version"], by=by),
    "confirm": lambda row, by, v: moving.confirm(row, version=v["version"], by=by),
    "completed": lambda row, by, v: moving.complete(
        row, v["on"], outcome=v["outcome"], version=v["version"], by=by),
    "ended_early": lambda row, by, v: moving.end_early(row, v["on"], v["reason"], version=v["version"], by=by),
    "no_show": lambda row, by, v: moving.note_no_show(row, v["reason"], version=v["version"], by=by),
    "withdrawn": lambda row, by, v: moving.withdraw_placement(row, v["reason"], version=v["version"], by=by),
    "outcome": lambda row, by, v: moving.note_outcome(row, v["outcome"], version=v["version"], by=by),
}  # fmt: skip


def application_of(request: HttpRequest, pk: Any) -> Application:
    """An application of one's own institution's student; anything else is not there."""
    rows = Application.objects.visible_to(request.user).select_related(*APPLICATION, "opportunity__contact", "site")
    return get_object_or_404(rows, pk=pk)


def placement_of(request: HttpRequest, pk: Any) -> Placement:
    """A placement of one's own institution's student; anything else is not there."""
    rows = Placement.objects.visible_to(request.user).select_related(*PLACEMENT, "site", "program", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def application(request: HttpRequest, pk: str) -> HttpResponse:
    """One application: what happened, and what is next."""
    return _show(request, application_of(request, pk))


@require_safe
def placement(request: HttpRequest, pk: str) -> HttpResponse:
    """One placement: what was agreed, what happened, and what is next."""
    return _show(request, placement_of(request, pk))


def _show(request: HttpRequest, row: Application | Placement, **more: Any) -> HttpResponse:
    accessed("opened the record of a student", row.registration, by=request.user, institution=row.institution)
    placed = isinstance(row, Placement)
    contact = row.supervisor if isinstance(row, Placement) else row.opportunity and row.opportunity.contact
    may_keep = rules.can_keep(request.user, row.institution)
    dossier = dossier_of(row, request.user)
    more = {"program": program_told(row)} | more
    writes = may_be_written(contact, request.user)
    context = {
        "row": row,
        "dossier": dossier,
        "steps": steps_of(row, writes=writes, asked=dossier.waits) if may_keep else [],
        "contact": contact,
        "may_keep": may_keep,
        "may_change": placed and rules.can_change(request.user, row),  # type: ignore[arg-type]
        "named": Part.NAME in consented(row.registration, row.employer, Use.PLACE),
        "differences": None,
    }
    context["forms"] = [(step, StepForm(row=row, step=step.to, asks=step.asks)) for step in context["steps"]]
    return render(request, "placements/placement.html" if placed else "placements/application.html", context | more)


def _act(request: HttpRequest, row: Any, page: str, acts: Acts) -> HttpResponse:
    require(rules.can_keep(request.user, row.institution))
    form = StepForm(request.POST, row=row, step=request.POST.get("to", "")[:12])
    differences = None
    if form.is_valid() and (do := acts.get(form.cleaned_data["to"])):
        values = form.cleaned_data
        with saving(form, row) as edit:
            done = do(row, request.user, values)
        if edit.saved:
            _say(request, values["to"], done)
            return redirect(page, row.pk)
        differences = edit.differences
    row = application_of(request, row.pk) if page == "application" else placement_of(request, row.pk)
    return _show(request, row, failed=form, differences=differences)


def _say(request: HttpRequest, to: str, done: Any) -> None:
    if to.startswith("ask"):
        say_mailed(request, _("The employer is asked by e-mail."))
    elif to == "accepted" and done is None:
        messages.warning(request, _("All places are taken. The student is on the waiting list."))
    else:
        messages.success(request, _("Noted."))


@act_on("application")
def application_step(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a step with an application."""
    return _act(request, application_of(request, pk), "application", APPLYING)


@act_on("placement")
def placement_step(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a step with a placement."""
    return _act(request, placement_of(request, pk), "placement", PLACING)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what was agreed of a placement."""
    row = placement_of(request, pk)
    require(rules.can_change(request.user, row))

    def form_of(now: Placement, data: Any = None) -> PlanForm:
        people = coordinators(managers_at(now.institution), request.user)
        programs = programs_for(request.user, now.program_id)
        return PlanForm(data, employer=now.employer, programs=programs, coordinators=people, row=now)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            change_plan(row, form.plan(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("placement", row.pk)
        context["differences"] = edit.differences
    return render(request, "placements/change.html", context)
