"""Whom an agreement binds, as long as it is being drawn up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.agreements import rules
from guildhall.agreements.actions import drawing_up
from guildhall.agreements.forms.entry import PartyChangeForm, PartyForm
from guildhall.agreements.models import Party, Revision
from guildhall.agreements.views.entry import open_revision, party_of
from guildhall.employers.models import Employer
from guildhall.employers.views.lists import SEARCHES
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Bind an institution or another body as well, or find the employer that is meant."""
    row = open_revision(request, pk)
    require(rules.can_change_parties(request.user, row))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = PartyForm(request.POST or None, places=Institution.objects.visible_to(request.user).open().order_by("name"))
    if form.is_valid():
        with saving(form) as edit:
            drawing_up.add_party(row, form.bound(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement", row.agreement_id)
    context = {"form": form, "row": row.agreement, "q": q, "employers": employers_to_log(request.user, q)}
    return render(request, "agreements/party_add.html", context)


@require_http_methods(["GET", "POST"])
def add_employer(request: HttpRequest, pk: str, employer: str) -> HttpResponse:
    """Bind an employer of the record as well."""
    row = open_revision(request, pk)
    require(rules.can_change_parties(request.user, row))
    who = get_object_or_404(Employer.objects.visible_to(request.user).defer("search"), pk=employer)
    form = PartyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with saving(form) as edit:
            drawing_up.add_party(row, form.bound(who), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement", row.agreement_id)
    return render(request, "agreements/party_employer.html", {"form": form, "row": row.agreement, "employer": who})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str, party: str) -> HttpResponse:
    """Say what a party does, and what it gains."""
    row = open_revision(request, pk)
    require(rules.can_change_parties(request.user, row))
    one = party_of(row, party)
    form = PartyChangeForm(request.POST or None, initial=_words(one, row))
    context: dict[str, Any] = {"form": form, "row": row.agreement, "party": one, "revision": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row, fresh=lambda now: PartyChangeForm(initial=_words(one, now))) as edit:
            words = (values["does"], values["gains"])
            drawing_up.change_party(one, row, *words, version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement", row.agreement_id)
        context["differences"] = edit.differences
    return render(request, "agreements/party.html", context)


def _words(party: Party, revision: Revision) -> dict[str, Any]:
    party.refresh_from_db(fields=["does", "gains"])
    return {"does": party.does, "gains": party.gains, "version": revision.version}


@act_on("agreement")
def remove(request: HttpRequest, pk: str, party: str) -> HttpResponse:
    """Take a party out again."""
    row = open_revision(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        drawing_up.remove_party(party_of(row, party), row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken out."))
    return redirect("agreement", row.agreement_id)
