"""What an employer offers, entered, renewed, filled and ended by itself: it uses up no budget (B2, N19)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.opportunities import rules
from guildhall.opportunities.actions import deciding, standing
from guildhall.opportunities.actions.entering import change_opportunity, enter_opportunity
from guildhall.opportunities.forms.deciding import CloseForm
from guildhall.opportunities.models import Opportunity
from guildhall.people.views.once_only import once_only
from guildhall.portal.forms.offers import OwnOfferForm
from guildhall.portal.queries import home as queries
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.visitors.views.pages import visitors_only


def _offer_of(request: HttpRequest, pk: Any) -> Opportunity:
    """An opportunity of the employer; anything else is not there."""
    row: Opportunity = get_object_or_404(queries.offers_of(request.visitor.employer), pk=pk)  # type: ignore[attr-defined]
    return row


@visitors_only("employer")
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Everything that the employer offers and offered."""
    rows = list(queries.offers_of(request.visitor.employer)[:100])  # type: ignore[attr-defined]
    context = {"open": [r for r in rows if r.state != "closed"], "closed": [r for r in rows if r.state == "closed"]}
    return render(request, "portal/offers.html", context)


@visitors_only("employer")
@require_safe
def offer(request: HttpRequest, pk: str) -> HttpResponse:
    """One opportunity: where it stands, and what the employer may do about it."""
    return _show(request, _offer_of(request, pk))


def _show(request: HttpRequest, row: Opportunity, **more: Any) -> HttpResponse:
    me = request.visitor  # type: ignore[attr-defined]
    context = {
        "row": row,
        "may_change": rules.can_change(me, row),
        "may_confirm": rules.can_ask_whether_open(me, row),
        "close_form": CloseForm(row=row, own=True) if rules.can_close(me, row) else None,
    }
    return render(request, "portal/offer.html", context | more)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
@once_only("portal-offers")
def add(request: HttpRequest) -> HttpResponse:
    """Offer something; `again` fills the form in from an earlier offer."""
    me = request.visitor  # type: ignore[attr-defined]
    holders = queries.places_to_ask(me.employer)
    form = OwnOfferForm(request.POST or None, employer=me.employer, holders=holders, again=_again(request))
    if form.is_valid():
        with saving(form) as edit:
            offer = form.offer(contact=me.contact)
            row = enter_opportunity(me.employer, offer, holder=form.cleaned_data["holder"], by=me)
        if edit.saved:
            where = _("It is shown already.") if row.state == "posted" else _("%s reads it first.") % row.holder
            messages.success(request, f"{_('Thank you.')} {where}")
            return redirect("portal-offer", row.pk)
    return render(request, "portal/offer_form.html", {"form": form, "row": None})


def _again(request: HttpRequest) -> Opportunity | None:
    try:
        rows = queries.offers_of(request.visitor.employer)  # type: ignore[attr-defined]
        found: Opportunity | None = rows.filter(pk=request.GET.get("again", "")).first()
    except (ValueError, ValidationError):
        return None
    return found


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change an offer; one that was refused is read again."""
    me, row = request.visitor, _offer_of(request, pk)  # type: ignore[attr-defined]
    require(rules.can_change(me, row))

    def form_of(now: Opportunity, data: Any = None) -> OwnOfferForm:
        return OwnOfferForm(data, employer=me.employer, row=now)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            changed = change_opportunity(row, form.offer(row), version=form.cleaned_data["version"], by=me)
        if edit.saved:
            messages.success(request, _said_of(changed))
            return redirect("portal-offer", row.pk)
        context["differences"] = edit.differences
    return render(request, "portal/offer_form.html", context)


def _said_of(row: Opportunity) -> str:
    """What becomes of a change: students read it already, or somebody reads it first."""
    if row.state == Opportunity.State.WAITING:
        return _("Saved. It is shown when %s has read it.") % row.holder
    return _("Saved. Students read it already.") if row.is_open else _("Saved.")


@visitors_only("employer")
@require_POST
def stands(request: HttpRequest, pk: str) -> HttpResponse:
    """It still stands: the employer says so before anybody asks."""
    me, row = request.visitor, _offer_of(request, pk)  # type: ignore[attr-defined]
    with acting(request, changed=_("A colleague changed it meanwhile.")) as act:
        standing.confirm(row, version=version_of(request), by=me)
    if act.done:
        messages.success(request, _("Thank you: students see that it is fresh."))
    return redirect("portal-offer", row.pk)


@visitors_only("employer")
@require_POST
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """All places are filled, or the offer ends."""
    me, row = request.visitor, _offer_of(request, pk)  # type: ignore[attr-defined]
    require(rules.can_close(me, row))
    form, compared = CloseForm(request.POST, row=row, own=True), None
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            deciding.close(row, v["because"], filled=v.get("filled"), version=v["version"], by=me)
        if edit.saved:
            messages.success(request, _("It is closed. You can offer it again with one press."))
            return redirect("portal-offer", row.pk)
        compared = edit.differences
    return _show(request, row, close_form=form, differences=compared)
