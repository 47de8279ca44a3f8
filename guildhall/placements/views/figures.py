"""The yearly figures, and the rows behind them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.placements import rules
from guildhall.placements.exports import as_csv
from guildhall.placements.queries import figures as queries
from guildhall.ui.paging import Key, page_by_keys

MOST_YEARS = 30
LABELS = queries.LABELS


def _period(request: HttpRequest) -> tuple[int, int]:
    """The years of the address; what makes no sense shows the last ones."""
    first, last = (number_in(request.GET.get(name, ""), longest=4) for name in ("from", "to"))
    if not 1900 <= first <= last <= 2200:
        return queries.last_years()
    return max(first, last - MOST_YEARS + 1), last


@require_safe
def accomplishments(request: HttpRequest) -> HttpResponse:
    """How many people took part in what, with how many employers, year by year (F23)."""
    require(rules.can_see_figures(request.user))
    first, last = _period(request)
    years = queries.accomplishments(first, last, queries.own_places(request.user))
    context = {
        "years": [(one, [(name, label, one.cells[name]) for name, label in LABELS.items()]) for one in reversed(years)],
        "labels": LABELS.values(),
        "first": first,
        "last": last,
        "fewest": queries.FEWEST,
        "may_open": rules.can_see_rows(request.user),
    }
    return render(request, "placements/accomplishments.html", context)


@require_safe
def accomplishments_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    require(rules.can_see_figures(request.user))
    first, last = _period(request)
    text = as_csv(queries.accomplishments(first, last, queries.own_places(request.user)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="accomplishments-{first}-{last}.csv"'
    return response


@require_safe
def experiences(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """The rows behind a figure: one's own institution's."""
    require(rules.can_see_rows(request.user))
    if name not in LABELS or not 1900 <= year <= 2200:
        raise Http404
    rows: Any = queries.rows_behind(request.user, year, name)
    keys = [Key("start_on", descending=True), Key("id", descending=True)]
    context = {"page": page_by_keys(rows, request, keys), "label": LABELS[name], "year": year}
    return render(request, "placements/experiences.html", context)
