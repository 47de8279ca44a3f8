"""Measures of an initiative, what both sides think of it, and what was done about it (F14, F15, F19, N13)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import evaluating as actions
from guildhall.partnerships.forms.evaluating import (
    ConclusionForm,
    DoneForm,
    MeasureForm,
    ReadingForm,
    RoundForm,
)
from guildhall.partnerships.models import Conclusion, EvaluationRound, Measure
from guildhall.partnerships.queries import evaluating as queries
from guildhall.partnerships.queries.satisfaction import latest_of_each, satisfaction_by_round, satisfaction_in
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.once_only import once_only
from guildhall.supervision.small_groups import FEWEST
from guildhall.ui.editing import saving
from guildhall.ui.paging import page_by_place


@require_safe
def satisfaction_of_all(request: HttpRequest) -> HttpResponse:
    """How satisfied the partners of each initiative were in its last evaluation that is over (M16)."""
    require(rules.can_read(request.user))
    page = page_by_place(latest_of_each(request.user), request)
    return render(request, "partnerships/satisfaction_of_all.html", {"page": page, "fewest": FEWEST})


@require_safe
def evaluation(request: HttpRequest, pk: str) -> HttpResponse:
    """The measures by strand with what they read, and the evaluations."""
    row = initiative_of(request, pk)
    context = frame(request, row) | {
        "strands": queries.measures(request.user, row),
        "rounds": queries.rounds(request.user, row),
        "satisfaction": satisfaction_by_round(request.user, row),
        "may_evaluate": rules.can_evaluate(request.user, row),
    }
    return render(request, "partnerships/evaluation.html", context)


@require_http_methods(["GET", "POST"])
@once_only("initiative-evaluation")
def add_measure(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what shows whether it works."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    form = MeasureForm(request.POST or None, initial={"strand": "outcomes"})
    if form.is_valid():
        with saving(form) as edit:
            actions.add_measure(row, form.measured(), by=request.user)
        if edit.saved:
            return redirect("initiative-evaluation", row.pk)
    return render(request, "partnerships/measure_form.html", frame(request, row) | {"form": form})


def _measure(request: HttpRequest, pk: str) -> Measure:
    rows = Measure.objects.visible_to(request.user).select_related("initiative__institution")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def change_measure(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a measure better."""
    measure = _measure(request, pk)
    require(rules.can_change(request.user, measure.initiative))
    form = MeasureForm(request.POST or None, initial=MeasureForm.initial_of(measure))
    context: dict[str, Any] = frame(request, measure.initiative) | {"form": form, "measure": measure}
    if form.is_valid():
        with saving(form, measure) as edit:
            version = form.cleaned_data["version"]
            actions.change_measure(measure, form.measured(), version=version, by=request.user)
        if edit.saved:
            return redirect("initiative-evaluation", measure.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/measure_form.html", context)


@require_http_methods(["GET", "POST"])
@once_only("measure-read")
def read_measure(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what a measure read on a day."""
    measure = _measure(request, pk)
    require(rules.can_change(request.user, measure.initiative))
    form = ReadingForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            actions.read_measure(measure, values["value"], values["on"], by=request.user)
        if edit.saved:
            return redirect("initiative-evaluation", measure.initiative_id)
    context = frame(request, measure.initiative) | {"form": form, "measure": measure}
    return render(request, "partnerships/reading_form.html", context)


@require_http_methods(["GET", "POST"])
@once_only("initiative-evaluation")
def open_round(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask both sides the same."""
    row = initiative_of(request, pk)
    require(rules.can_evaluate(request.user, row))
    form = RoundForm(request.POST or None, initial={"kind": "full"})
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            made = actions.open_round(row, values["kind"], values["until"], by=request.user)
        if edit.saved:
            messages.success(request, _("Everybody who leads or has accepted a part is asked."))
            return redirect("evaluation", made.pk)
    return render(request, "partnerships/round_form.html", frame(request, row) | {"form": form})


def round_of(request: HttpRequest, pk: str) -> EvaluationRound:
    rows = EvaluationRound.objects.visible_to(request.user).select_related("initiative__institution", "by")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@once_only("evaluation")
def results(request: HttpRequest, pk: str) -> HttpResponse:
    """What an evaluation shows once it is over, what is seen in it, and what was done about it."""
    made = round_of(request, pk)
    if request.method == "POST":
        require(rules.can_conclude(request.user, made))
    form = ConclusionForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.conclude(made, form.cleaned_data["text"], by=request.user)
        if edit.saved:
            return redirect("evaluation", made.pk)
    context = frame(request, made.initiative) | {
        "round": made,
        "form": form,
        "results": queries.results(made, request.user),
        "satisfaction": satisfaction_in(made, request.user),
        "words": queries.words_said(made),
        "conclusions": queries.conclusions(made),
        "waits": queries.waits_for(request.user, made),
        "may_conclude": rules.can_conclude(request.user, made),
    }
    return render(request, "partnerships/results.html", context)


@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what was done about something that an evaluation showed."""
    rows = Conclusion.objects.visible_to(request.user).select_related("round__initiative__institution")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_conclude(request.user, row.round))
    form = DoneForm(request.POST or None, initial={"done": row.done, "version": row.version})
    context: dict[str, Any] = frame(request, row.round.initiative) | {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            actions.note_done(row, values["done"], version=values["version"], by=request.user)
        if edit.saved:
            return redirect("evaluation", row.round_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/done_form.html", context)
