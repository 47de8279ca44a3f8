"""What early credit and certifications saved, with the rates by which it is estimated (F16, M15)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import require
from guildhall.pathways import rules
from guildhall.pathways.actions.terms import change_rate, enter_rate
from guildhall.pathways.forms.counting import RateForm, year_now
from guildhall.pathways.models import CreditRate
from guildhall.pathways.queries import savings as queries
from guildhall.pathways.queries.past_savings import savings_then
from guildhall.pathways.views.counting import past_day
from guildhall.pathways.views.programs import places_to_keep
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.editing import saving


def _year_asked(request: HttpRequest, known: list[int]) -> int:
    asked = number_in(request.GET.get("year", ""), longest=4)
    return asked if asked in known else (known[0] if known else year_now())


@require_safe
def credit_value(request: HttpRequest) -> HttpResponse:
    """What early credit and certifications saved in a school year, institution by institution, with the rates."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    known = queries.years_counted(request.user)
    year = _year_asked(request, known)
    day = past_day(request)
    then = savings_then(request.user, year, day) if day else None
    found = then.found if then else queries.savings(request.user, year)
    context = {
        "found": found, "then": then, "on": day, "today": clock.today(), "year": year, "school_year": _written(year),
        "known": [(one, _written(one)) for one in known], "kinds": queries.kinds(), "fewest": FEWEST,
        "may_keep": rules.can_keep(request.user),
        "own": {one.pk for one in found.rates if rules.can_change(request.user, one)},
    }  # fmt: skip
    return render(request, "pathways/credit_value.html", context)


def _written(year: int) -> str:
    return f"{year}–{(year + 1) % 100:02d}"


@require_safe
def credit_rows(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """The counts of which the savings at one institution in a year are made."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if not 1900 <= year <= 2200:
        raise Http404
    place = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    context = {
        "institution": place, "year": year, "school_year": _written(year), "fewest": FEWEST,
        "rate": queries.rate_of(place, year),
        "credits": queries.credit_rows(request.user, year, place),
        "certified": queries.certification_rows(request.user, year, place),
    }  # fmt: skip
    return render(request, "pathways/credit_rows.html", context)


@require_http_methods(["GET", "POST"])
def rate_add(request: HttpRequest) -> HttpResponse:
    """Enter what a credit costs at an institution in a school year."""
    require(rules.can_keep(request.user))
    initial = {"institution": home_institution(request.user, Permission.KEEP_PROGRAMS)}
    form = RateForm(request.POST or None, places=places_to_keep(request.user), initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            enter_rate(values["institution"], values["year"], form.facts(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("credit-value")
    return render(request, "pathways/rate_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def rate_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a credit costs."""
    row = get_object_or_404(CreditRate.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(rules.can_change(request.user, row))
    form = RateForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: RateForm(row=now)) as edit:
            change_rate(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("credit-value")
        context["differences"] = edit.differences
    return render(request, "pathways/rate_form.html", context)
