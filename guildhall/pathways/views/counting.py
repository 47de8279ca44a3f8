"""Enrollment by institution, program and term (F16, M14)."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import require
from guildhall.pathways import rules
from guildhall.pathways.actions import terms as act
from guildhall.pathways.forms.counting import CountForm, TermForm
from guildhall.pathways.models import CountedTerm
from guildhall.pathways.queries import counting as queries
from guildhall.pathways.queries.past import then_of
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

BY_PLACE = [Key("institution__name"), Key("id")]


@require_safe
def enrollment(request: HttpRequest) -> HttpResponse:
    """The enrollment of one term, institution by institution, and how much of it leads to occupations in demand."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    known = queries.terms_counted(request.user)
    asked = next((one for one in known if f"{one[0]}-{one[1]}" == request.GET.get("term")), known[0] if known else None)
    day = past_day(request)
    context: dict[str, Any] = {
        "known": _named(known), "asked": asked, "may_count": rules.can_count(request.user), "on": day, "then": None,
        "today": clock.today(), "fewest": FEWEST,
    }  # fmt: skip
    if asked and day:
        lists = queries.in_demand(queries.census_day(*asked))
        context["then"] = then_of(request.user, *asked, day, lists)
    elif asked:
        page = page_by_keys(queries.terms_of(request.user, *asked), request, BY_PLACE)
        found = queries.totals(request.user, [row.pk for row in page])
        lists = queries.in_demand(queries.census_day(*asked))
        context |= {
            "page": page, "rows": [(row, found.get(row.pk, queries.Total())) for row in page],
            "shares": [queries.share_in_demand(request.user, *asked, one) for one in lists],
            "has_lists": queries.keeps_lists_of_demand(),
        }  # fmt: skip
    return render(request, "pathways/enrollment.html", context)


def past_day(request: HttpRequest) -> date | None:
    """The past day whose report an address asks for; what is no day, or not past, counts as nothing."""
    with suppress(ValueError):
        day = date.fromisoformat(request.GET.get("on", "")[:10])
        return day if day < clock.today() else None
    return None


def _named(known: list[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(f"{year}-{part}", str(CountedTerm(year=year, part=part))) for year, part in known]


def term_of(request: HttpRequest, pk: Any) -> CountedTerm:
    """A counted term that the person may know of; anything else is not there."""
    rows = CountedTerm.objects.visible_to(request.user).select_related("institution", "attested_by")
    found: CountedTerm = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def term(request: HttpRequest, pk: str) -> HttpResponse:
    """One term of one institution: students by program, credits by course, certifications."""
    row = term_of(request, pk)
    context = {
        "row": row, "found": queries.counted_in(request.user, row), "fewest": FEWEST,
        "may_count": rules.can_count(request.user, row.institution),
        "may_attest": rules.can_attest(request.user, row),
    }  # fmt: skip
    return render(request, "pathways/term.html", context)


@require_http_methods(["GET", "POST"])
def term_add(request: HttpRequest) -> HttpResponse:
    """Begin to count a term."""
    require(rules.can_count(request.user))
    places = queries.places_to_count(rules.counts_for(request.user))
    initial = {"institution": home_institution(request.user, Permission.KEEP_PROGRAMS)}
    form = TermForm(request.POST or None, places=places, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            row = act.begin_term(values["institution"], values["year"], values["part"], by=request.user)
        if edit.saved:
            return redirect("enrollment-term-change", row.pk)
    return render(request, "pathways/term_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def term_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what was counted in a term."""
    row = term_of(request, pk)
    require(rules.can_count(request.user, row.institution))
    form = CountForm(request.POST or None, term=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: CountForm(term=now)) as edit:
            act.count_term(row, form.counts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("enrollment-term", row.pk)
        context["differences"] = edit.differences
    return render(request, "pathways/term_form.html", context)


@act_on("enrollment-term")
def attest(request: HttpRequest, pk: str) -> HttpResponse:
    """Stand by the counts of a term."""
    row = term_of(request, pk)
    with acting(request, changed=_("Somebody has counted otherwise meanwhile. Look at the counts once more.")) as done:
        act.attest_term(row, version=version_of(request), by=request.user)
    if done.done:
        messages.success(request, _("The counts are attested."))
    return redirect("enrollment-term", row.pk)
