"""The one calendar: a month, a week, a list; what an employer takes part in; what everybody may read (C3)."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
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
from guildhall.events.queries.calendar import Wanted
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
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
    wanted = _wanted(request, places, paths)
    context: dict[str, Any] = {"view": view, "day": day, "wanted": wanted, "places": places, "paths": paths}
    context |= {"kinds": CHOICES, "audiences": Event.Audience.choices, "may_plan": rules.can_plan(person)}
    context["asked"] = pages.asked_of(person).count()
    if view == LIST:
        rows = queries.list_from(person, wanted, day, day if request.GET.get("just") else None)
        page = page_by_keys(rows, request, SOONEST, size=50)
        context |= {"page": page, "rows": queries.marked(person, list(page))}
    else:
        sheet_of = queries.week_of if view == WEEK else queries.month_of
        context["sheet"] = sheet_of(person, wanted, day)
    return render(request, "events/events.html", context)


def _wanted(request: HttpRequest, places: list[Any], paths: list[Any]) -> Wanted:
    """What the address asks for; what is unknown in it narrows nothing."""
    asked = request.GET
    place = next((row for row in places if str(row.pk) == asked.get("institution")), None)
    path = next((row for row in paths if str(row.pk) == asked.get("pathway")), None)
    try:
        employer = Employer.objects.visible_to(request.user).filter(pk=asked.get("employer") or None).first()
    except (ValueError, ValidationError):
        employer = None
    return Wanted(asked.get("kind", ""), asked.get("audience", ""), place, path, employer)


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
    return render(request, "events/public_event.html", {"event": row, "ways": pages.ways_in(row)})
