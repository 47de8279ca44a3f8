"""The web of relations: who holds it together, and each point with its neighbors (D20)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.models import Contact
from guildhall.lib.verdicts import require
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.relations import rules
from guildhall.relations.actions import say_same_person, take_back
from guildhall.relations.forms import SamePersonForm
from guildhall.relations.models import Affiliation
from guildhall.relations.queries.affiliations import affiliations_of, colleagues_near
from guildhall.relations.queries.around import around, by_kind
from guildhall.relations.queries.holding import MOST_EMPLOYERS, holding
from guildhall.relations.queries.sorts import Kind, Point
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving
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
    contact = contact_of(request, pk) if kind == Kind.CONTACT else None
    context = {
        "found": found, "kind": Kind(kind).label, "page": page, "groups": by_kind(page.rows), "contact": contact,
        "affiliations": affiliations_of(request.user, contact) if contact else [],
        "may_note": bool(contact and rules.can_note(request.user, contact)),
    }  # fmt: skip
    return render(request, "relations/relation.html", context)


def contact_of(request: HttpRequest, pk: Any) -> Contact:
    """A contact that the person may know of; anything else is not there."""
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("employer"), pk=pk)


@require_http_methods(["GET", "POST"])
def same_person(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a contact at an employer is a colleague of ours as well (D10)."""
    contact = contact_of(request, pk)
    require(rules.can_note(request.user, contact))
    form = SamePersonForm(request.POST or None, people=colleagues_near(request.user))
    if form.is_valid():
        with saving(form) as edit:
            say_same_person(contact, form.cleaned_data["colleague"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("relation", Kind.CONTACT.value, contact.pk)
    return render(request, "relations/same_person.html", {"form": form, "contact": contact})


@require_POST
def not_same_person(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back that a contact is a colleague."""
    row = get_object_or_404(Affiliation.objects.visible_to(request.user), pk=pk)
    with acting(request) as act:
        take_back(row, by=request.user)
    if act.done:
        messages.success(request, _("Taken back."))
    return redirect("relation", Kind.CONTACT.value, row.contact_id)
