"""What is suggested while somebody logs: themes that are known, and employers to log with."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.employers.views.lists import SEARCHES
from guildhall.engagements.queries.timeline import employers_to_log, known_themes
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.answers import too_often

SUGGESTED = 6


@require_safe
def themes(request: HttpRequest) -> JsonResponse:
    """The themes of engagements that the person may read, the most used first."""
    require(request.user.may(Permission.RECORD_ENGAGEMENTS))
    return JsonResponse({"known": known_themes(request.user)})


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    """Employers to log with, by what is typed so far."""
    require(request.user.may(Permission.RECORD_ENGAGEMENTS))
    if not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    q = request.GET.get("q", "").strip()[:100]
    rows = employers_to_log(request.user, q)[:SUGGESTED] if q else []
    return render(request, "engagements/pick_options.html", {"rows": rows})
