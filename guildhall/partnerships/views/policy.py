"""What of rules and policy stands in the way of an initiative, and what others did who had the same aim."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import policy as actions
from guildhall.partnerships.forms.policy import BarrierForm, BarrierReportForm, PeerModelForm
from guildhall.partnerships.models import Barrier, PeerModel
from guildhall.partnerships.queries import policy as queries
from guildhall.partnerships.queries.initiatives import possible_leads
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_safe
def policy(request: HttpRequest, pk: str) -> HttpResponse:
    """The barriers of an initiative, and the models of others that were looked at."""
    row = initiative_of(request, pk)
    barriers = queries.barriers(request.user, row)
    context = {"barriers": barriers, "models": queries.peer_models(request.user, row)}
    return render(request, "partnerships/policy.html", frame(request, row) | context)


@require_http_methods(["GET", "POST"])
@once_only("initiative-policy")
def add_barrier(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down a rule that stands in the way."""
    row = initiative_of(request, pk)
    require(rules.can_keep_policy(request.user, row))
    form = BarrierForm(request.POST or None, people=possible_leads())
    if form.is_valid():
        with saving(form) as edit:
            actions.note_barrier(row, form.found(), by=request.user)
        if edit.saved:
            return redirect("initiative-policy", row.pk)
    return render(request, "partnerships/barrier_form.html", frame(request, row) | {"form": form})


def _barrier(request: HttpRequest, pk: str) -> Barrier:
    rows = Barrier.objects.visible_to(request.user).select_related("initiative__institution", "person")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def change_barrier(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a barrier better."""
    barrier = _barrier(request, pk)
    require(rules.can_keep_policy(request.user, barrier.initiative))
    form = BarrierForm(request.POST or None, people=possible_leads(), initial=BarrierForm.initial_of(barrier))
    context: dict[str, Any] = frame(request, barrier.initiative) | {"form": form, "barrier": barrier}
    if form.is_valid():
        with saving(form, barrier) as edit:
            version = form.cleaned_data["version"]
            actions.change_barrier(barrier, form.found(), version=version, by=request.user)
        if edit.saved:
            return redirect("initiative-policy", barrier.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/barrier_form.html", context)


@require_http_methods(["GET", "POST"])
def report_barrier(request: HttpRequest, pk: str) -> HttpResponse:
    """Say how far a barrier is, and what came of it."""
    barrier = _barrier(request, pk)
    require(rules.can_report_barrier(request.user, barrier))
    initial = {name: getattr(barrier, name) for name in ("state", "result", "version")}
    form = BarrierReportForm(request.POST or None, initial=initial)
    context: dict[str, Any] = frame(request, barrier.initiative) | {"form": form, "barrier": barrier}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, barrier) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.report_barrier(barrier, values["state"], values["result"], **details)
        if edit.saved:
            return redirect("initiative-policy", barrier.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/barrier_report.html", context)


@require_http_methods(["GET", "POST"])
@once_only("initiative-policy")
def add_model(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what another state or region does."""
    row = initiative_of(request, pk)
    require(rules.can_keep_policy(request.user, row))
    form = PeerModelForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.add_peer_model(row, form.seen(), by=request.user)
        if edit.saved:
            return redirect("initiative-policy", row.pk)
    return render(request, "partnerships/peer_model_form.html", frame(request, row) | {"form": form})


def _model(request: HttpRequest, pk: str) -> PeerModel:
    rows = PeerModel.objects.visible_to(request.user).select_related("initiative__institution")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def change_model(request: HttpRequest, pk: str) -> HttpResponse:
    """Write better what another state or region does."""
    model = _model(request, pk)
    require(rules.can_keep_policy(request.user, model.initiative))
    form = PeerModelForm(request.POST or None, initial=PeerModelForm.initial_of(model))
    context: dict[str, Any] = frame(request, model.initiative) | {"form": form, "model": model}
    if form.is_valid():
        with saving(form, model) as edit:
            version = form.cleaned_data["version"]
            actions.change_peer_model(model, form.seen(), version=version, by=request.user)
        if edit.saved:
            return redirect("initiative-policy", model.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/peer_model_form.html", context)


@act_on("peer-model-change")
def remove_model(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a model off the list."""
    model = _model(request, pk)
    require(rules.can_keep_policy(request.user, model.initiative))
    with acting(request):
        actions.remove_peer_model(model, by=request.user)
    return redirect("initiative-policy", model.initiative_id)
