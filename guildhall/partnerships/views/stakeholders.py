"""Stakeholders: the list in two parts, one of them, coverage and the chart (E1–E12, F9, F10, N15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.views.directory import SEARCHES
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import stakeholders as actions
from guildhall.partnerships.forms.stakeholders import AnswerForm, Body, ReplaceForm, StakeholderForm
from guildhall.partnerships.models import Initiative, Outreach, Stakeholder
from guildhall.partnerships.queries import stakeholders as queries
from guildhall.partnerships.queries.updates import choice_of
from guildhall.partnerships.views.initiatives import CHANGED
from guildhall.partnerships.views.record import body_of, frame, initiative_of, stakeholder_of
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of


@require_safe
def stakeholders(request: HttpRequest, pk: str) -> HttpResponse:
    """Everybody with a part, sector by sector: who they are, and their role and stage (handout 1A)."""
    row = initiative_of(request, pk)
    view = request.GET.get("view", "all")
    view = view if view in queries.VIEWS else "all"
    groups = queries.by_category(queries.stakeholders(request.user, row, view))
    context = frame(request, row) | {"groups": groups, "view": view, "gaps": queries.gaps(request.user, row)}
    return render(request, "partnerships/stakeholders.html", context)


@require_safe
def pick(request: HttpRequest, pk: str) -> HttpResponse:
    """Which organization? Those that have a record are searched; any other is typed."""
    row = initiative_of(request, pk)
    require(rules.can_take_in(request.user, row))
    return picking(request, row, "stakeholder-add", row.pk)


def picking(request: HttpRequest, row: Initiative, leads_to: str, key: Any) -> HttpResponse:
    """The page on which an organization is looked for, which leads to the form of somebody there."""
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    context: dict[str, Any] = frame(request, row) | {"q": q, "leads_to": leads_to, "key": key}
    if q:
        context["employers"] = queries.employers_called(request.user, q)
        context["institutions"] = queries.institutions_called(request.user, q)
    return render(request, "partnerships/pick.html", context)


def _form(request: HttpRequest, initiative: Initiative, of: Body, **more: Any) -> StakeholderForm:
    leaders = queries.stakeholders(request.user, initiative)
    return StakeholderForm(request.POST or None, of=of, categories=queries.categories(), leaders=leaders, **more)


@require_http_methods(["GET", "POST"])
@once_only("initiative-stakeholders")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Put somebody on the list of stakeholders."""
    row = initiative_of(request, pk)
    require(rules.can_take_in(request.user, row))
    of = body_of(request)
    form = _form(request, row, of, initial={"body": request.GET.get("named", "")[:200]})
    if form.is_valid():
        with saving(form) as edit:
            actions.take_in(row, form.somebody(), form.part(), form.evidence(), by=request.user)
        if edit.saved:
            return redirect("initiative-stakeholders", row.pk)
    return render(request, "partnerships/stakeholder_form.html", frame(request, row) | {"form": form, "of": of})


@require_safe
def stakeholder(request: HttpRequest, pk: str) -> HttpResponse:
    """One stakeholder: who they are, their part, what they were written and what they answered."""
    row = stakeholder_of(request, pk)
    context = frame(request, row.initiative) | {
        "row": row,
        "messages_sent": Outreach.objects.visible_to(request.user).filter(stakeholder=row).select_related("by"),
        "staff": queries.stakeholders(request.user, row.initiative).filter(works_for=row),
        "may_write": rules.can_reach_out(request.user, row),
        "choice": choice_of(row) if rules.can_lead(request.user, row.initiative) and row.state == "accepted" else None,
        "may_answer": rules.can_record_answer(request.user, row),
        "may_remove": rules.can_remove(request.user, row),
        "may_take_back": rules.can_take_back(request.user, row),
    }
    return render(request, "partnerships/stakeholder.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Write better who they are and what part they have."""
    row = stakeholder_of(request, pk)
    require(rules.can_take_in(request.user, row.initiative))
    of = Body(row.employer, row.institution)
    form = _form(request, row.initiative, of, row=row, initial=StakeholderForm.initial_of(row))
    context: dict[str, Any] = frame(request, row.initiative) | {"form": form, "row": row, "of": of}
    if form.is_valid():
        with saving(form, row) as edit:
            version = form.cleaned_data["version"]
            said = (form.somebody(), form.part(), form.evidence())
            actions.change_stakeholder(row, *said, version=version, by=request.user)
        if edit.saved:
            return redirect("stakeholder", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/stakeholder_form.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what a stakeholder answered (E12, E14)."""
    row = stakeholder_of(request, pk)
    require(rules.can_record_answer(request.user, row))
    initial = {"version": row.version, "on": clock.today(), "how": row.initiative.acceptance}
    form = AnswerForm(request.POST or None, initial=initial)
    context: dict[str, Any] = frame(request, row.initiative) | {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            actions.record_answer(row, form.answered(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("stakeholder", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/answer_form.html", context)


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the wrong voice off, with the reason (F10)."""
    row = stakeholder_of(request, pk)
    require(rules.can_replace(request.user, row))
    others = queries.stakeholders(request.user, row.initiative).exclude(pk=row.pk)
    form = ReplaceForm(request.POST or None, others=others, initial={"version": row.version})
    context: dict[str, Any] = frame(request, row.initiative) | {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.replace_stakeholder(row, values["because"], values["instead"], **details)
        if edit.saved:
            return redirect("stakeholder", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/replace_form.html", context)


@act_on("stakeholder")
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a replaced stakeholder back on the list."""
    row = stakeholder_of(request, pk)
    require(rules.can_take_back(request.user, row))
    with acting(request, changed=CHANGED):
        actions.take_back(row, version=version_of(request), by=request.user)
    return redirect("stakeholder", row.pk)


@act_on("stakeholder")
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take somebody off who was entered by mistake."""
    row = stakeholder_of(request, pk)
    require(rules.can_change(request.user, row.initiative))
    with acting(request, changed=CHANGED) as act:
        actions.remove_stakeholder(row, version=version_of(request), by=request.user)
    if not act.done:
        return redirect("stakeholder", row.pk)
    messages.success(request, _("Taken off the list."))
    return redirect("initiative-stakeholders", row.initiative_id)


@require_safe
def coverage(request: HttpRequest, pk: str) -> HttpResponse:
    """Whether the voices suffice: red or green in words, with whom to add (N15)."""
    row = initiative_of(request, pk)
    context = frame(request, row) | {"coverage": queries.coverage_of(request.user, row)}
    return render(request, "partnerships/coverage.html", context)


@require_safe
def chart(request: HttpRequest, pk: str) -> HttpResponse:
    """Who works for whom, drawn from the list (E7, F9)."""
    row = initiative_of(request, pk)
    rows = [one for one in queries.stakeholders(request.user, row) if one.state != Stakeholder.State.DECLINED]
    context = {"branches": queries.chart(rows), "without_staff": queries.deciders_without_staff(rows)}
    return render(request, "partnerships/chart.html", frame(request, row) | context)
