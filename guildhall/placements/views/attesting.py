"""Attesting figures, and what became of those that were attested."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.placements import rules
from guildhall.placements.actions import attesting as acts
from guildhall.placements.forms.figures import TermForm, WithdrawForm
from guildhall.placements.models import Attestation
from guildhall.placements.queries import attesting as queries
from guildhall.placements.queries.figures import LABELS
from guildhall.placements.queries.terms import terms_for
from guildhall.placements.views.figures import tabs_for
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("at", descending=True), Key("id", descending=True)]


@require_safe
def attestations(request: HttpRequest) -> HttpResponse:
    """What one's institutions attested, newest first."""
    require(rules.can_see_figures(request.user))
    rows: Any = Attestation.objects.visible_to(request.user).select_related("institution", "by")
    context = {"page": page_by_keys(rows, request, NEWEST), "may_attest": rules.can_attest(request.user)}
    return render(request, "placements/attestations.html", context | tabs_for(request.user))


@require_http_methods(["GET", "POST"])
@once_only("attestations")
def attestation_add(request: HttpRequest) -> HttpResponse:
    """Attest the figures of an institution for a year or a term, which are shown first."""
    require(rules.can_attest(request.user))
    places = queries.institutions_to_attest(request.user)
    form = TermForm(request.POST or None, places=places, initial=_asked(request, places))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        place, term = form.cleaned_data["institution"], form.term()
        if seen := request.POST.get("seen"):
            with saving(form) as edit:
                row = acts.attest(place, term, seen=seen, by=request.user)
            if edit.saved:
                messages.success(request, _("The figures are attested. They can be counted again at any time."))
                return redirect("attestation", row.pk)
        figures = queries.figures_of(place, term)
        context["figures"] = [(label, figures[name]) for name, label in LABELS.items()]
        context["seen"] = queries.seal_of(place, term, figures)
    return render(request, "placements/attestation_form.html", context)


def _asked(request: HttpRequest, places: Any) -> dict[str, Any]:
    """What the form is opened with: the term that is asked for, else the year, as far as it is over."""
    term = next((one for one in terms_for(request.user) if str(one.pk) == request.GET.get("term")), None)
    yesterday, year = clock.today() - timedelta(1), number_in(request.GET.get("year", ""), longest=4)
    year = year if 1900 <= year <= yesterday.year else yesterday.year - 1
    asked = {"first_on": date(year, 1, 1), "last_on": min(date(year, 12, 31), yesterday)}
    if term:
        asked = {"first_on": term.first_on, "last_on": term.last_on}
    at = next((one for one in places if one.slug == request.GET.get("at")), None)
    return asked | ({"institution": at} if at else {})


def _attestation_of(request: HttpRequest, pk: Any) -> Attestation:
    rows = Attestation.objects.visible_to(request.user).select_related("institution", "by", "withdrawn_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def attestation(request: HttpRequest, pk: str) -> HttpResponse:
    """What was attested, what it is now, and what changed since (N17)."""
    row = _attestation_of(request, pk)
    exactly = queries.sees_exactly(request.user, row.institution)
    rows = queries.rows_since(request.user, row)
    context = {
        "row": row,
        "compared": queries.compared(request.user, row),
        "exactly": exactly,
        "changes": queries.changes_since(row) if exactly else [],
        "names": queries.names_settled_since(row) if exactly else 0,
        "page": page_by_keys(rows, request, [Key("since", descending=True), Key("id", descending=True)]),
        "may_withdraw": rules.can_withdraw(request.user, row),
        "fewest": FEWEST,
    }
    return render(request, "placements/attestation.html", context)


@require_http_methods(["GET", "POST"])
def attestation_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take an attestation back, with the reason."""
    row = _attestation_of(request, pk)
    require(rules.can_withdraw(request.user, row))
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    differences = None
    if form.is_valid():
        with saving(form, row) as edit:
            words = form.cleaned_data
            acts.withdraw(row, words["reason"], version=words["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("The attestation is withdrawn. What it said stays readable."))
            return redirect("attestation", row.pk)
        differences = edit.differences
    return render(
        request, "placements/attestation_withdraw.html", {"form": form, "row": row, "differences": differences}
    )
