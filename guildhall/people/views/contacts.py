"""The two lists of points of contact: for employers, and for Regional Directors (B9, B10)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.people import queries, rules
from guildhall.people.actions import contacts
from guildhall.people.forms.contacts import PointForm
from guildhall.people.models import Institution, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.ui.editing import saving


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Whom to ask at each college and district."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = queries.contact_lists(request.user)
    covered, every = queries.contact_coverage(rows)
    return render(request, "people/points.html", {"rows": rows, "covered": covered, "all": every})


def point_of(request: HttpRequest, pk: int) -> PointOfContact:
    """A point of contact that the person sees; anything else is not found."""
    rows = PointOfContact.objects.visible_to(request.user).select_related("institution", "person", "deputy")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def point_add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Name a point of contact of an institution."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    require(rules.can_name_contacts(request.user, institution))
    if kind not in PointOfContact.Kind.values:
        raise Http404
    form = PointForm(request.POST or None, people=queries.may_be_named(institution))
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            point = contacts.name_point_of_contact(institution, kind, v["person"], deputy=v["deputy"], by=request.user)
            if v["away_from"]:
                _change(request, point, v | {"version": point.version})
        if edit.saved:
            messages.success(request, _("%s is named.") % point.person)
            return redirect("points-of-contact")
    context = {"form": form, "institution": institution, "kind": PointOfContact.Kind(kind)}
    return render(request, "people/point_form.html", context)


def _change(request: HttpRequest, point: PointOfContact, values: dict[str, Any]) -> None:
    contacts.change_point_of_contact(point, **values, by=request.user)


@require_http_methods(["GET", "POST"])
def point_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a point of contact: another person, a deputy, an absence."""
    point = point_of(request, pk)
    require(rules.can_name_contacts(request.user, point.institution))
    form = PointForm(request.POST or None, people=queries.may_be_named(point.institution), point=point)
    kind = PointOfContact.Kind(point.kind)
    context: dict[str, Any] = {"form": form, "institution": point.institution, "kind": kind, "point": point}
    if form.is_valid():
        with saving(form, point) as edit:
            _change(request, point, form.cleaned_data)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("points-of-contact")
        context["differences"] = edit.differences
    return render(request, "people/point_form.html", context)


@require_POST
def point_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that it is still true."""
    point = point_of(request, pk)
    contacts.confirm_point_of_contact(point, by=request.user)
    messages.success(request, _("Confirmed: %s.") % point)
    return redirect("points-of-contact")


@require_POST
def point_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is not asked any more."""
    point = point_of(request, pk)
    contacts.remove_point_of_contact(point, by=request.user)
    messages.success(request, _("%s is no point of contact any more.") % point.person)
    return redirect("points-of-contact")
