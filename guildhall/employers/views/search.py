"""One search for everything, with suggestions while somebody types, and the page of one colleague."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guildhall.employers.models import Employer, KeyAccount, TouchPoint
from guildhall.employers.queries.everything import everything
from guildhall.employers.views.lists import SEARCHES
from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import houses_of_staff
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, page_by_keys

SUGGESTED, LISTED, LONGEST = 4, 8, 200


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that fits some words and that the person may know of."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    q = _asked(request)
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    found = everything(request.user, q, most=LISTED)
    return render(request, "employers/search.html", {"q": q, "found": found, "most": LISTED})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The best of each kind, while somebody types."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    q = _asked(request)
    found = everything(request.user, q, most=SUGGESTED)
    return render(request, "employers/suggestions.html", {"q": q, "found": found})


@require_safe
def colleague(request: HttpRequest, pk: str) -> HttpResponse:
    """Somebody of our staff: where they work, and what they look after, as far as the reader sees it."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    person = get_object_or_404(Person, pk=pk)
    if not (houses := houses_of_staff(person)):
        raise Http404
    reader = request.user
    owned = Employer.objects.shared_with(reader).filter(owner=person).select_related("last_engaged_by").defer("search")
    accounts = KeyAccount.objects.visible_to(reader).operated_by(person).select_related("employer", "institution")
    points = TouchPoint.objects.visible_to(reader).standing().filter(person=person)
    context = {
        "person": person,
        "houses": houses,
        "page": page_by_keys(owned, request, [Key("sort_key"), Key("id")]),
        "accounts": accounts.defer("employer__search")[:50],
        "points": points.select_related("employer", "institution", "site").defer("employer__search")[:50],
    }
    return render(request, "employers/colleague.html", context)
