"""Copies of messages that somebody sent to their own address: read through, logged with an employer, or set aside."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.lists import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import copies as actions
from guildhall.engagements.forms.engagements import FullEngagementForm
from guildhall.engagements.models import WAITS_DAYS, Copy, CopyAddress
from guildhall.engagements.queries.copies import begun_by, waiting_copies, with_employers
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.engagements.queries.timeline import employers_to_log, themes_of
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, page_by_keys


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make the address to which one sends copies, make it anew, or end it. The address is shown once."""
    require(request.user.may(Permission.RECORD_ENGAGEMENTS))
    shown: dict[str, Any] = {"takes": actions.takes_copies(), "days": WAITS_DAYS}
    if request.method == "POST" and request.POST.get("act") == "end":
        if actions.end_copy_address(by=request.user):
            messages.success(request, _("Copies to this address are refused from now on."))
        return redirect("copy-address")
    if request.method == "POST":
        shown["address"] = actions.renew_copy_address(by=request.user)
    row = CopyAddress.objects.filter(person=request.user).first()
    territory = getattr(request, "territory", None)
    shown |= {"row": row, "ask": territory and territory.contact}
    return render(request, "engagements/copy_address.html", shown)


@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """What somebody sent to be logged, the newest first, with the employers that it may be about."""
    require(request.user.may(Permission.RECORD_ENGAGEMENTS))
    rows = waiting_copies(request.user).select_related("person")
    page = page_by_keys(rows, request, [Key("happened_on", descending=True), Key("id", descending=True)])
    page = replace(page, rows=with_employers(request.user, page.rows))
    return render(request, "engagements/copies.html", {"page": page, "days": WAITS_DAYS})


def _copy_of(request: HttpRequest, pk: UUID) -> Copy:
    """A copy of one's own that waits; any other is not there."""
    return get_object_or_404(Copy.objects.visible_to(request.user).waiting().select_related("person"), pk=pk)


@require_safe
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One copy, and the search for the employer that it is about."""
    row = with_employers(request.user, [_copy_of(request, pk)])[0]
    require(request.user.may(Permission.RECORD_ENGAGEMENTS))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    others = employers_to_log(request.user, q)
    return render(request, "engagements/copy.html", {"row": row, "q": q, "others": others, "days": WAITS_DAYS})


@require_safe
def log(request: HttpRequest, pk: UUID, copy: UUID) -> HttpResponse:
    """A copy becomes the beginning of a log; nothing is saved before somebody has read it through."""
    employer, row = employer_of(request, pk), _copy_of(request, copy)
    require(rules.can_record(request.user, employer))
    if row.is_ahead:
        messages.info(request, _("This day is ahead: log it once it has happened."))
        return redirect("copy", row.pk)
    people = possible_owners(request.user, employer)
    initial = begun_by(request.user, employer, row.message, row.kind) | {"received": row.pk}
    form = FullEngagementForm(employer=employer, people=people, person=request.user, initial=initial)
    context = frame(request.user, employer) | {"form": form, "from_message": True}
    context["themes"] = themes_of(request.user, employer)
    return render(request, "engagements/log.html", context)


@require_POST
def aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy is not to be logged: its words go."""
    actions.set_aside(_copy_of(request, pk), by=request.user)
    messages.success(request, _("It is set aside, and its words are gone from here."))
    return redirect("copies")
