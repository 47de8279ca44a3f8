"""Opening events to other institutions: ask, answer, and what came of it (C15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.events import rules
from guildhall.events.actions import opening
from guildhall.events.forms.acts import AnswerForm, OfferForm
from guildhall.events.models import Opening
from guildhall.events.queries import pages
from guildhall.events.views.entry import event_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

LATEST = [Key("asked_at", descending=True), Key("id")]


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask another institution whether its students may come."""
    row = event_of(request, pk)
    require(rules.can_offer(request.user, row))
    form = OfferForm(request.POST or None, institutions=pages.institutions_to_ask(row))
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            opening.offer(row, v["institution"], words=v["words"], by=request.user)
        if edit.saved:
            messages.success(request, _("They are asked."))
            return redirect("event", row.pk)
    return render(request, "events/offer.html", {"event": row, "form": form})


@require_POST
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask an institution no more."""
    row = get_object_or_404(Opening.objects.visible_to(request.user).select_related("event__institution"), pk=pk)
    require(rules.can_take_offer_back(request.user, row))
    with acting(request, changed=_("Somebody else changed it meanwhile. Look again.")) as act:
        opening.take_back(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("They are asked no more."))
    return redirect("event", row.event_id)


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """What your institutions are asked, and what was asked and answered before."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    shared, only = pages.cross_promotion(request.user), request.GET.get("state") == Opening.State.AGREED
    found = (shared if only else pages.openings_of(request.user)).select_related(
        "event__institution", "institution", "asked_by", "answered_by"
    )
    page = page_by_keys(found, request, LATEST, size=50)
    rows = [(row, rules.can_answer(request.user, row)) for row in page]
    context = {"rows": rows, "page": page, "only": only, "shared": shared.count()}
    return render(request, "events/openings.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer for your institution whether its students come."""
    rows = Opening.objects.visible_to(request.user).select_related("event__institution", "institution", "asked_by")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_answer(request.user, row))
    form = AnswerForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = {"opening": row, "event": row.event, "form": form}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            opening.answer(row, agreed=v["answer"] == "yes", words=v["words"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("They are told."))
            return redirect("event-openings")
        context["differences"] = edit.differences
    return render(request, "events/opening_answer.html", context)
