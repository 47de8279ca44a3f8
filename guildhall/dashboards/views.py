"""The home page per role, and the rows behind its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.dashboards import metrics, queries
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.paging import Key, page_by_keys


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs doing today; guests get their own plain home."""
    person = request.user
    if not person.standing.is_staff:
        memberships = list(person.memberships.in_force().select_related("institution"))
        return render(request, "dashboards/guest.html", {"memberships": memberships})
    context = {"today": queries.today(person), "figures": queries.figures(person), "date": clock.today()}
    return render(request, "dashboards/today.html", context)


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The employers shared in the last ninety days."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = metrics.employers_new(request.user).select_related("holder").defer("search")
    page = page_by_keys(rows, request, [Key("posted_at", descending=True), Key("id")])
    return render(request, "dashboards/newest.html", {"page": page})


@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """What the person's own institutions recorded in the last ninety days."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    keys = [Key("happened_on", descending=True), Key("id", descending=True)]
    return render(
        request, "dashboards/activity.html", {"page": page_by_keys(queries.activity(request.user), request, keys)}
    )
