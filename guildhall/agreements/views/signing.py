"""Sending an agreement out, asking for signatures, signing for one's own side, and what was signed on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.agreements import rules
from guildhall.agreements.actions import linking, signing
from guildhall.agreements.forms.acts import AskForm, OnPaperForm, SignForm
from guildhall.agreements.models import Revision, SigningLink
from guildhall.agreements.views.entry import open_revision, party_of
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@act_on("agreement")
def send_out(request: HttpRequest, pk: str) -> HttpResponse:
    """Fix the text, so that it can be signed."""
    row = open_revision(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        signing.send_out(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("The text stands now. Ask each party for its signature."))
    return redirect("agreement", row.agreement_id)


@act_on("agreement")
def recall(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the text back, to change it once more."""
    row = open_revision(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        signing.recall(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It is a draft again. Links that were mailed open nothing any more."))
    return redirect("agreement", row.agreement_id)


@act_on("agreement")
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Give up what was being drawn up or signed."""
    row = open_revision(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        signing.withdraw(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Withdrawn. Links that were mailed open nothing any more."))
    return redirect("agreement", row.agreement_id)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: str, party: str) -> HttpResponse:
    """Sign for an institution, as whoever is signed in."""
    row = open_revision(request, pk)
    one = party_of(row, party)
    require(rules.can_sign_for(request.user, one))
    form = SignForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        with saving(form) as edit:
            signing.sign_as_staff(row, one, *form.signed(), by=request.user)
        if edit.saved:
            messages.success(request, _("Signed."))
            return redirect("agreement", row.agreement_id)
    return render(request, "agreements/sign.html", {"form": form, "row": row.agreement, "revision": row, "party": one})


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: str, party: str) -> HttpResponse:
    """Ask somebody to sign for a party, by a link."""
    row = open_revision(request, pk)
    one = party_of(row, party)
    require(rules.can_keep(request.user, row.agreement))
    form = AskForm(request.POST or None, party=one)
    if form.is_valid():
        with saving(form) as edit:
            linking.ask_to_sign(row, one, **form.cleaned_data, by=request.user)
        if edit.saved:
            say_mailed(request, _("The link is on its way."))
            return redirect("agreement", row.agreement_id)
    return render(request, "agreements/ask.html", {"form": form, "row": row.agreement, "party": one})


@require_http_methods(["GET", "POST"])
def on_paper(request: HttpRequest, pk: str) -> HttpResponse:
    """Note that it was signed outside of Guildhall, with the scan."""
    row = open_revision(request, pk)
    require(rules.can_keep(request.user, row.agreement))
    form = OnPaperForm(request.POST or None, request.FILES or None, missing=_missing(row))
    if form.is_valid():
        values, scan = form.cleaned_data, form.cleaned_data["scan"]
        with saving(form) as edit:
            parties = form.parties_on_it()
            signing.note_on_paper(row, parties, values["name"], scan.name, scan.chunks(), by=request.user)
        if edit.saved:
            messages.success(request, _("The scan is kept with the agreement."))
            return redirect("agreement", row.agreement_id)
    return render(request, "agreements/on_paper.html", {"form": form, "row": row.agreement, "revision": row})


def _missing(revision: Revision) -> list[Any]:
    signed = set(revision.signatures.values_list("party", flat=True))
    return [one for one in revision.agreement.parties.all() if one.pk not in signed]


@act_on("agreement")
def revoke(request: HttpRequest, pk: str, link: str) -> HttpResponse:
    """Take a mailed link back."""
    links = SigningLink.objects.visible_to(request.user).filter(revision__agreement=pk)
    row = get_object_or_404(links, pk=link)
    with acting(request) as act:
        linking.revoke_link(row, by=request.user)
    if act.done:
        messages.success(request, _("The link opens nothing any more."))
    return redirect("agreement", pk)
