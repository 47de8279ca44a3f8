"""The web of relations: who holds it together, and each point with its neighbors (D20)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.lib.verdicts import require
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.relations import rules
from guildhall.relations.queries.around import around, by_kind
from guildhall.relations.queries.holding import MOST_EMPLOYERS, holding
from guildhall.relations.queries.sorts import Kind, Point
from guildhall.ui.paging import page_by_place

ON_A_PAGE = 100  # neighbors in the list


@require_safe
def relations(request: HttpRequest) -> HttpResponse:
    """Who connects otherwise separate parts around an institution or a pathway, and what hangs on one person."""
    require(rules.can_see(request.user))
    places = Institution.objects.visible_to(request.user).open().order_by("name")
    paths = Pathway.objects.visible_to(request.user).open().order_by("name")
    pathway = next((row for row in paths if str(row.pk) == request.GET.get("pathway")), None)
    at = places.filter(slug=request.GET["at"]).first() if "at" in request.GET else _home(request)
    context: dict[str, Any] = {
        "found": holding(request.user, institution=at, pathway=pathway), "at": at, "pathway": pathway,
        "places": places, "pathways": paths, "most": MOST_EMPLOYERS,
    }  # fmt: skip
    return render(request, "relations/relations.html", context)


def _home(request: HttpRequest) -> Institution | None:
    return home_institution(request.user, Permission.SEE_DIRECTORY)


@require_safe
def relation(request: HttpRequest, kind: str, pk: Any) -> HttpResponse:
    """One point of the web with its neighbors, as a picture and as a list."""
    if kind not in Kind.values or (found := around(request.user, Point(kind, pk))) is None:
        raise Http404
    require(rules.can_see(request.user))
    page = page_by_place(found.neighbors, request, size=ON_A_PAGE)
    context = {"found": found, "kind": Kind(kind).label, "page": page, "groups": by_kind(page.rows)}
    return render(request, "relations/relation.html", context)
