"""What becomes of an agreement that stands: amended, renewed, ended early, kept by somebody else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.agreements import rules
from guildhall.agreements.actions import living
from guildhall.agreements.forms.acts import AmendForm, EndForm, KeeperForm
from guildhall.agreements.views.entry import agreement_of
from guildhall.lib.verdicts import require
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin an amendment: the text that holds, to be changed and signed again."""
    row = agreement_of(request, pk)
    require(rules.can_amend(request.user, row))
    form = AmendForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            living.amend(row, form.cleaned_data["reason"], by=request.user)
        if edit.saved:
            messages.success(request, _("The amendment is a draft. What is signed holds until everybody signs it."))
            return redirect("agreement-change", row.pk)
    return render(request, "agreements/amend.html", {"form": form, "row": row})


@act_on("agreement")
def renew(request: HttpRequest, pk: str) -> HttpResponse:
    """Draw up the successor for the period that follows."""
    row, made = agreement_of(request, pk), None
    with acting(request) as act:
        made = living.renew(row, by=request.user)
    if act.done and made is not None:
        messages.success(request, _("The successor is a draft. What it replaces stands until everybody has signed."))
        return redirect("agreement", made.pk)
    return redirect("agreement", row.pk)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """End it before its last day, with the reason and what was learned (F18)."""
    row = agreement_of(request, pk)
    require(rules.can_end(request.user, row))
    form = EndForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            words = (values["reason"], values["lesson"])
            living.end_early(row, *words, version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It has ended. The reason and the lesson stay."))
            return redirect("agreement", row.pk)
        context["differences"] = edit.differences
    return render(request, "agreements/end.html", context)


@require_http_methods(["GET", "POST"])
def hand_on(request: HttpRequest, pk: str) -> HttpResponse:
    """Say who keeps it from now on."""
    row = agreement_of(request, pk)
    require(rules.can_keep(request.user, row))
    form = KeeperForm(request.POST or None, agreement=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            living.hand_to(row, values["keeper"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement", row.pk)
        context["differences"] = edit.differences
    return render(request, "agreements/keeper.html", context)
