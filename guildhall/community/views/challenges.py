"""Challenges, their discussion and what was decided (B21)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.community import queries, rules
from guildhall.community.actions import challenges as actions
from guildhall.community.forms import (
    ChallengeForm,
    ChangeWordsForm,
    CloseForm,
    DecideForm,
    OutcomeForm,
    SayForm,
)
from guildhall.community.models import Challenge
from guildhall.community.queries.participation import participation as taking_part
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.protocols.models import Protocol
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """What colleagues struggle with, and what was decided."""
    require(rules.can_take_part(request.user))
    view = request.GET.get("view", "open")
    view = view if view in queries.VIEWS else "open"
    rows = queries.challenges(request.user, view)[:200]
    context = {"rows": rows, "view": view, "may_decide": rules.can_decide(request.user)}
    return render(request, "community/challenges.html", context)


@require_safe
def participation(request: HttpRequest) -> HttpResponse:
    """Which institutions take part, in a year (H5)."""
    require(rules.can_take_part(request.user))
    return render(request, "community/participation.html", {"rows": taking_part(request.user)})


@require_http_methods(["GET", "POST"])
@once_only("challenges")
def raise_challenge(request: HttpRequest) -> HttpResponse:
    """Put something before the colleagues."""
    require(rules.can_take_part(request.user))
    form = ChallengeForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        told = {"internal": values["internal"], "by": request.user, "institution": _home(request)}
        row = actions.raise_challenge(values["title"], values["text"], **told)
        return redirect("challenge", row.pk)
    return render(request, "community/challenge_form.html", {"form": form})


def _home(request: HttpRequest) -> Institution:
    result = home_institution(request.user, Permission.SEE_DIRECTORY)
    assert result  # whoever may take part has a post
    return result


def _challenge(request: HttpRequest, pk: str) -> Challenge:
    rows = Challenge.objects.visible_to(request.user).select_related("by", "institution")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, pk: str) -> HttpResponse:
    """One challenge: what was said, what was decided; and a place for one's own words."""
    row = _challenge(request, pk)
    form = SayForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.contribute(row, form.cleaned_data["text"], by=request.user, institution=_home(request))
        if edit.saved:
            return redirect("challenge", row.pk)
    return _page(request, row, form)


def _page(request: HttpRequest, row: Challenge, form: Any, closing: CloseForm | None = None) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "closing": closing or CloseForm(initial={"version": row.version}, auto_id="close_%s"),
        "said": queries.discussion(row),
        "decisions": queries.decisions(row),
        "may_speak": rules.can_contribute(request.user, row),
        "may_change": rules.can_change_challenge(request.user, row),
        "may_decide": rules.can_decide(request.user),
        "readable": set(Protocol.objects.visible_to(request.user).values_list("pk", flat=True)),
    }
    return render(request, "community/challenge.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Say better what makes it hard."""
    row = _challenge(request, pk)
    require(rules.can_change_challenge(request.user, row))
    form = ChallengeForm(request.POST or None, initial=_initial(row, "title", "text"), changing=True)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            actions.change_challenge(row, values["title"], values["text"], version=values["version"], by=request.user)
        if edit.saved:
            return redirect("challenge", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/challenge_form.html", context)


def _initial(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*names, "version")}


@act_on("challenge")
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Close a challenge about which nothing needs to be decided."""
    row = _challenge(request, pk)
    require(rules.can_change_challenge(request.user, row))
    form = CloseForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        values = form.cleaned_data
        changed = _("Somebody has said or decided something meanwhile. Read it first.")
        with acting(request, changed=changed), saving(form, at="because"):
            actions.close_challenge(row, values["because"], version=values["version"], by=request.user)
        if form.errors:
            return _page(request, row, SayForm(), form)
    return redirect("challenge", row.pk)


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, pk: str, said: str) -> HttpResponse:
    """Change or remove one's own words."""
    row = _challenge(request, pk)
    contribution = get_object_or_404(row.contributions.visible_to(request.user).filter(removed_at=None), pk=said)
    require(rules.can_change_contribution(request.user, contribution))
    form = ChangeWordsForm(request.POST or None, initial=_initial(contribution, "text"))
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, contribution) as edit:
            actions.change_contribution(contribution, values["text"], version=values["version"], by=request.user)
        if edit.saved:
            return redirect("challenge", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/words_form.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a decision down."""
    row = _challenge(request, pk)
    require(rules.can_decide(request.user))
    form = DecideForm(request.POST or None, initial={"version": row.version, "decided_on": clock.today()})
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with saving(form, row) as edit:
            actions.decide(row, actions.Decided(**values), version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Written down. Everybody who took part is told."))
            return redirect("challenge", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/decide.html", context)


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, pk: str, made: str) -> HttpResponse:
    """Write down what came of a decision."""
    row = _challenge(request, pk)
    require(rules.can_decide(request.user))
    decision = get_object_or_404(row.decisions.visible_to(request.user), pk=made)
    protocols = Protocol.objects.visible_to(request.user).order_by("-in_force_from", "title")
    initial = _initial(decision, "outcome", "protocol")
    form = OutcomeForm(request.POST or None, protocols=protocols, initial=initial)
    context: dict[str, Any] = {"form": form, "row": row, "made": decision}
    if form.is_valid():
        values = form.cleaned_data
        details = (values["outcome"], values["protocol"])
        with saving(form, decision) as edit:
            actions.note_outcome(decision, *details, version=values["version"], by=request.user)
        if edit.saved:
            return redirect("challenge", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/outcome.html", context)
