"""What one's own institutions published in a year, and how much of it clashes (M18)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.events.queries import published as queries
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.paging import Key, page_by_keys

A_YEAR = timedelta(days=365)
LATEST = [Key("published_at", descending=True), Key("id")]


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The rows behind the figures of events: all, or those that clash."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    every = queries.published_since(request.user, clock.now() - A_YEAR)
    clash = queries.clashing(request.user, every)
    only = request.GET.get("clash") == "kept"
    rows = (clash if only else every).select_related("institution").defer("description")
    page = page_by_keys(rows, request, LATEST, size=50)
    clashes = queries.clashes_of(request.user, page.rows)
    context = {"page": page, "rows": [(row, clashes.get(row.pk, [])) for row in page], "only": only}
    context |= {"count": every.count(), "clashing": clash.count()}
    return render(request, "events/published.html", context)
