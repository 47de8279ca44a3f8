"""The calendar of students and employers at their front doors: a list or a month, narrowed as staff's is (C3)."""

from typing import Any

from django.http import HttpRequest

from guildhall.events.kinds import LABELS
from guildhall.events.queries import calendar as queries
from guildhall.events.querysets import EventQuerySet
from guildhall.events.views.calendar import MONTH, sheet_or_list, wanted_of


def calendar_for_visitors(request: HttpRequest, events: EventQuerySet, page: str) -> dict[str, Any]:
    """What a page of events at a front door shows; `page` is the address of one event there.

    As a list (`found`) whoever calls reads the times; a month comes as `sheet`.
    """
    kinds, places, paths = queries.what_is_ahead(events)
    wanted = wanted_of(request, places, paths)
    found = queries.narrowed(events, wanted)
    month = request.GET.get("view") == MONTH or bool(request.GET.get("just"))
    context = {"wanted": wanted, "places": places, "paths": paths, "event_page": page, "view": MONTH if month else ""}
    context["kinds"] = [(slug, LABELS[slug]) for slug in kinds if slug in LABELS]
    return context | (sheet_or_list(request, found) if month else {"found": found})
