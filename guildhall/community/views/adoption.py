"""Which institution agreed to the region's principles, and how far each is with them (B17, H1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.community import rules
from guildhall.community.actions import adopting
from guildhall.community.forms import AdoptForm, AgreeForm
from guildhall.community.queries import adoption as queries
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.protocols.models import Clause, Protocol
from guildhall.ui.editing import saving


@require_safe
def adoption(request: HttpRequest) -> HttpResponse:
    """All institutions on one page: agreed, adopted, planned, done in another way, nothing said."""
    require(rules.can_take_part(request.user))
    return render(request, "community/adoption.html", {"rows": queries.overview(request.user)})


def _place(request: HttpRequest, slug: str) -> Institution:
    require(rules.can_take_part(request.user))
    return get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)


@require_safe
def of_institution(request: HttpRequest, slug: str) -> HttpResponse:
    """One institution: its agreements, and clause by clause how it does it."""
    place = _place(request, slug)
    shown = [
        (p, queries.points_of(request.user, place, p), rules.can_adopt(request.user, place, p))
        for p in queries.principles(request.user)
        if p.institution_id in place.lineage
    ]
    agreements = {row.protocol_id: row for row in queries.agreements_of(request.user, place)}
    context = {"place": place, "protocols": shown, "agreements": agreements}
    return render(request, "community/adoption_of.html", context)


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Write down that the institution agrees to a version."""
    place = _place(request, slug)
    protocol = get_object_or_404(Protocol.objects.visible_to(request.user), pk=pk)
    require(rules.can_adopt(request.user, place, protocol))
    form = AgreeForm(request.POST or None, initial={"agreed_on": clock.today()})
    if form.is_valid():
        with saving(form) as edit:
            adopting.agree(place, protocol, by=request.user, **form.cleaned_data)
        if edit.saved:
            messages.success(request, _("It is written down: %s has agreed.") % place)
            return redirect("adoption-of", place.slug)
    return render(request, "community/agree.html", {"place": place, "protocol": protocol, "form": form})


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, slug: str, clause: str) -> HttpResponse:
    """Say how far the institution is with one clause."""
    place = _place(request, slug)
    rows = Clause.objects.filter(protocol__in=Protocol.objects.visible_to(request.user)).select_related("protocol")
    row = get_object_or_404(rows, pk=clause)
    require(rules.can_adopt(request.user, place, row.protocol))

    def read() -> Any:
        return queries.adoption_of(request.user, place, row)

    own = read()
    names = ("state", "from_on", "words", "version")
    initial = {name: getattr(own, name) for name in names} if own else {"version": 0}
    form = AdoptForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"place": place, "clause": row, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, read=read) as edit:
            said = adopting.Adopted(v["state"], v["from_on"], v["words"])
            adopting.adopt(place, row, said, version=v["version"], by=request.user)
        if edit.saved:
            return redirect("adoption-of", place.slug)
        context["differences"] = edit.differences
    return render(request, "community/adopt.html", context)
