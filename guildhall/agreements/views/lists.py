"""Agreements as lists: in force, ending, being drawn up, over; and those of one employer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.agreements import rules
from guildhall.agreements.models import Agreement
from guildhall.agreements.queries import lists
from guildhall.agreements.queries.lists import Wanted
from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.lists import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, page_by_keys

BY_TITLE = [Key("title"), Key("id")]
SOONEST_END = [Key("ends_on"), Key("id")]


def wanted_in(request: HttpRequest) -> Wanted:
    """What an address narrows the list to; what makes no sense counts as nothing."""
    view, words = request.GET.get("view", ""), request.GET.get("q", "").strip()[:100]
    place = Institution.objects.visible_to(request.user).filter(slug=request.GET.get("at", "")).first()
    view = view if view in lists.VIEWS else "in_force"
    return Wanted(view, words, request.GET.get("kind", ""), place)


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements that somebody sees, and how they stand (M22)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    wanted = wanted_in(request)
    rows = lists.whole(lists.list_of(request.user, wanted))
    keys = SOONEST_END if wanted.view in ("expiring", "expired", "hosting") else BY_TITLE
    context = {
        "page": page_by_keys(rows, request, keys),
        "wanted": wanted,
        "at": wanted.institution.slug if wanted.institution else "",
        "health": lists.health_of(request.user, wanted.institution),
        "kinds": Agreement.Kind.choices,
        "places": list(colleges().order_by("name")),
        "may_draw_up": rules.can_draw_up(request.user),
    }
    return render(request, "agreements/agreements.html", context)


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """With which employer is it? Those one was in touch with lately stand first; others are searched."""
    require(rules.can_draw_up(request.user))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    return render(request, "agreements/pick.html", {"q": q, "rows": employers_to_log(request.user, q)})


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """The agreements with one employer, and how far both sides are."""
    employer: Employer = employer_of(request, pk)
    context = frame(request.user, employer) | {
        "found": lists.with_employer(employer, request.user),
        "may_draw_up": rules.can_draw_up(request.user),
    }
    return render(request, "agreements/of_employer.html", context)
