"""The yearly figures, today's and earlier ones, and the rows behind them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.placements import rules
from guildhall.placements.exports import as_csv
from guildhall.placements.models import Attestation
from guildhall.placements.queries import attesting, kept
from guildhall.placements.queries import figures as queries
from guildhall.ui.paging import Key, page_by_keys

MOST_YEARS = 30
LABELS = queries.LABELS


@dataclass(frozen=True)
class Asked:
    """What the address asks for: which years, and as of when."""

    first: int
    last: int
    as_of: queries.AsOf = queries.TODAY
    attestation: Attestation | None = None


def _asked(request: HttpRequest) -> Asked:
    """The years of the address; what makes no sense shows the last ones, as they are now."""
    first, last = (number_in(request.GET.get(name, ""), longest=4) for name in ("from", "to"))
    if not 1900 <= first <= last <= 2200:
        first, last = queries.last_years()
    first = max(first, last - MOST_YEARS + 1)
    words = request.GET.get("as_of", "").strip()[:40]
    if row := _attestation_of(request, words):
        return Asked(first, last, queries.AsOf(number=row.number), row)
    return Asked(first, last, queries.AsOf(day=_day_of(words)))


def _day_of(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _attestation_of(request: HttpRequest, words: str) -> Attestation | None:
    try:
        pk = UUID(words)
    except ValueError:
        return None
    rows = Attestation.objects.visible_to(request.user).select_related("institution", "by")
    return rows.filter(pk=pk).first()


@require_safe
def accomplishments(request: HttpRequest) -> HttpResponse:
    """How many people took part in what, with how many employers, year by year (F23, N17)."""
    require(rules.can_see_figures(request.user))
    asked = _asked(request)
    figures = kept.accomplishments(request.user, asked.first, asked.last, asked.as_of)
    table = [
        (one, [(name, label, one.cells[name]) for name, label in LABELS.items()], figures.confirmed.get(one.year))
        for one in reversed(figures.years)
    ]
    context = {
        "years": table,
        "labels": LABELS.values(),
        "asked": asked,
        "as_of": asked.attestation.pk if asked.attestation else asked.as_of.day or "",
        "is_now": asked.as_of == queries.TODAY,
        "now": figures.at or clock.now(),
        "fewest": queries.FEWEST,
        "may_open": rules.can_see_rows(request.user),
        "may_attest": rules.can_attest(request.user),
    }
    return render(request, "placements/accomplishments.html", context | tabs_for(request.user))


def tabs_for(person: Person) -> dict[str, Any]:
    """Which of the pages beside the figures a person opens."""
    return {"may_settle": rules.can_settle(person), "may_join": rules.can_join_people(person),
            "may_attest": rules.can_attest(person)}  # fmt: skip


@require_safe
def accomplishments_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    require(rules.can_see_figures(request.user))
    asked = _asked(request)
    years = kept.accomplishments(request.user, asked.first, asked.last, asked.as_of).years
    response = HttpResponse(as_csv(years), content_type="text/csv; charset=utf-8")
    name = f"accomplishments-{asked.first}-{asked.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def experiences(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """The rows behind a figure: one's own institution's; what came after it was attested is marked."""
    require(rules.can_see_rows(request.user))
    if name not in LABELS or not 1900 <= year <= 2200:
        raise Http404
    rows: Any = queries.rows_behind(request.user, year, name)
    keys = [Key("start_on", descending=True), Key("id", descending=True)]
    page = page_by_keys(rows, request, keys)
    late = attesting.late(request.user, page.rows)
    return render(
        request,
        "placements/experiences.html",
        {"page": page, "label": LABELS[name], "year": year, "late": late},
    )
