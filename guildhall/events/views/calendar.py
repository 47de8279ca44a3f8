"""The one calendar: a month, a week, a list; what an employer takes part in; what everybody may read (C3)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.events import rules
from guildhall.events.kinds import CHOICES
from guildhall.events.models import Event
from guildhall.events.queries import calendar as queries
from guildhall.events.queries import pages
from guildhall.events.queries.calendar import Mark, Wanted
from guildhall.events.querysets import EventQuerySet
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.naming import one_named
from guildhall.ui.paging import Key, page_by_keys

MONTH, WEEK, LIST = "month", "week", "list"
SOONEST = [Key("starts_at"), Key("id")]
KEPT = ("view", "day", "kind", "audience", "institution", "pathway", "employer")


def day_asked(request: HttpRequest) -> date:
    """The day that the address names, or today."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return day if 1990 <= day.year <= 2200 else clock.today()


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The calendar of the territory, as far as the person sees it."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    person, view, day = request.user, request.GET.get("view", MONTH), day_asked(request)
    places, paths = queries.institutions_of(person), queries.pathways_of(person)
    employer, unknown = _employer_asked(request)
    wanted = replace(wanted_of(request, places, paths), employer=employer)
    context: dict[str, Any] = {"view": view, "day": day, "wanted": wanted, "places": places, "paths": paths}
    context |= {"kinds": CHOICES, "audiences": Event.Audience.choices, "may_plan": rules.can_plan(person)}
    context |= {"asked": pages.asked_of(person).count(), "unknown": unknown}
    found, mark = queries.wanted_events(person, wanted), partial(queries.marked, person)
    context |= {"event_page": "event"} | sheet_or_list(request, found, mark=mark)
    return render(request, "events/events.html", context)


def sheet_or_list(request: HttpRequest, found: EventQuerySet, *, mark: Mark = queries.plain) -> dict[str, Any]:
    """Some events as the address asks for them: a month, which can be whole for printing, a week, or a list."""
    view, day = request.GET.get("view", MONTH), day_asked(request)
    if view == LIST:
        rows = queries.list_from(found, day, day if request.GET.get("just") else None)
        page = page_by_keys(rows, request, SOONEST, size=50)
        return {"page": page, "rows": mark(list(page))}
    if view == WEEK:
        return {"sheet": queries.week_of(found, day, mark=mark)}
    whole = bool(request.GET.get("whole"))
    return {"sheet": queries.month_of(found, day, mark=mark, most=None if whole else queries.A_DAY), "whole": whole}


def wanted_of(request: HttpRequest, places: Iterable[Any], paths: Iterable[Any]) -> Wanted:
    """What the address asks for; what is unknown in it narrows nothing."""
    asked = request.GET
    place = next((row for row in places if str(row.pk) == asked.get("institution")), None)
    path = next((row for row in paths if str(row.pk) == asked.get("pathway")), None)
    return Wanted(asked.get("kind", ""), asked.get("audience", ""), place, path)


def _employer_asked(request: HttpRequest) -> tuple[Employer | None, str]:
    """The employer whose events are wanted, by key or by a name that was typed; else why there is none."""
    key, typed = request.GET.get("employer", ""), request.GET.get("with", "").strip()
    try:
        key = one_named(typed, queries.employers_of(request.user)) if typed else key
        return Employer.objects.visible_to(request.user).filter(pk=key or None).first(), ""
    except ValidationError as error:
        return None, error.messages[0] if typed else ""
    except ValueError:
        return None, ""


@require_safe
def known_employers(request: HttpRequest) -> JsonResponse:
    """The employers that the calendar can be narrowed by, for the field that suggests them."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": list(queries.employers_of(request.user).values())})


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """What an employer takes part in and has taken part in, with what it offered there (C1, C3)."""
    employer = employer_of(request, pk)
    rows = queries.of_employer(request.user, employer)
    context = frame(request.user, employer) | {"rows": rows, "may_plan": rules.can_plan(request.user)}
    return render(request, "events/of_employer.html", context)


@login_not_required
@require_safe
def public_events(request: HttpRequest) -> HttpResponse:
    """What everybody may come to, without signing in."""
    page = page_by_keys(queries.public_rows(clock.today()), request, SOONEST, size=50)
    return render(request, "events/public_events.html", {"page": page})


@login_not_required
@require_safe
def public_event(request: HttpRequest, pk: str) -> HttpResponse:
    """One event as everybody may read it."""
    row = get_object_or_404(Event.objects.public().select_related("institution"), pk=pk)
    context = {"event": row, "ways": pages.ways_in(row), "times": pages.times_ahead(row)}
    return render(request, "events/public_event.html", context)
