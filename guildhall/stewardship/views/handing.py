"""Handing a leaver's work over, and the briefs for the successors (N18)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.stewardship import rules
from guildhall.stewardship.actions import handing as actions
from guildhall.stewardship.forms import HandoverForm, HandOverPlannedForm, PlanForm
from guildhall.stewardship.models import Handover
from guildhall.stewardship.queries import continuity as ahead
from guildhall.stewardship.queries import handing as queries
from guildhall.stewardship.queries import planning
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_by_place


@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """Work that nobody can do any more, and the handovers so far."""
    require(request.user.may(Permission.GRANT_ACCESS))
    left = [(p, n) for p, n in queries.left_behind().items() if rules.can_hand_over(request.user, p)]
    return render(request, "stewardship/handovers.html", {"left": left, "rows": queries.made_by(request.user)})


@require_safe
def continuity(request: HttpRequest) -> HttpResponse:
    """Which relationships and promises hang on positions whose money ends within a year (P10, H4)."""
    require(request.user.may(Permission.GRANT_ACCESS))
    return render(request, "stewardship/continuity.html", {"rows": ahead.endings(request.user)})


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, person: str) -> HttpResponse:
    """Name the successors of a leaver; everything open goes to them in one action."""
    leaver = _leaver(request, person)
    work = queries.open_work(leaver)
    form = HandoverForm(request.POST or None, leaver=leaver, work=work)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            row = actions.hand_over(
                leaver, form.successors(), words=values.get("words", ""), end=values["end"], by=request.user
            )
        if edit.saved:
            messages.success(request, _("Handed over. The successors have their briefs."))
            return redirect("handover", row.pk)
    return render(request, "stewardship/hand_over.html", {"leaver": leaver, "work": work, "form": form})


SIZE = 40  # employers on one page of a plan


def _leaver(request: HttpRequest, person: str) -> Person:
    leaver = queries.leaver_of(person)
    if leaver is None or not rules.can_hand_over(request.user, leaver):
        raise Http404
    return leaver


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, person: str) -> HttpResponse:
    """Choose successors employer by employer and thing by thing; the plan is kept until it is handed over (P10)."""
    leaver = _leaver(request, person)
    bundles = planning.bundles(leaver, request.user)
    page = page_by_place(bundles, request, size=SIZE)
    form = PlanForm(request.POST or None, leaver=leaver, bundles=page.rows)
    if form.is_valid():
        with saving(form) as edit:
            actions.plan_handover(leaver, form.choices(bundles), by=request.user)
        if edit.saved:
            messages.success(request, _("The plan is kept. Nothing is handed over yet."))
            return redirect("hand-over-plan", leaver.pk)
    told = {"leaver": leaver, "form": form, "page": page, "ending": HandOverPlannedForm()}
    return render(request, "stewardship/plan.html", told | planning.standing(bundles))


@require_POST
def plan_made(request: HttpRequest, person: str) -> HttpResponse:
    """Hand everything over as it was planned."""
    leaver = _leaver(request, person)
    form = HandOverPlannedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The word for the successors is too long."))
        return redirect("hand-over-plan", leaver.pk)
    values = form.cleaned_data
    with acting(request) as act:
        row = actions.hand_over_as_planned(leaver, words=values["words"], end=values["end"], by=request.user)
    if not act.done:
        return redirect("hand-over-plan", leaver.pk)
    messages.success(request, _("Handed over. The successors have their briefs."))
    return redirect("handover", row.pk)


@require_safe
def handover(request: HttpRequest, pk: str) -> HttpResponse:
    """What was handed over: the whole of it for whoever did it, one's own briefs for a successor."""
    rows = Handover.objects.visible_to(request.user).select_related("leaver", "by")
    row = get_object_or_404(rows.prefetch_related("shares__successor"), pk=pk)
    context = {"row": row, "shares": queries.shares_of(row), "briefs": queries.briefs_of(row, request.user)}
    return render(request, "stewardship/handover.html", context)
