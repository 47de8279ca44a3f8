"""Who else writes to the same people, and what could travel along (N9, C19)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guildhall.events.models import Event
from guildhall.mailings import rules
from guildhall.mailings.actions import merging
from guildhall.mailings.models import Mailing
from guildhall.mailings.queries import overlap
from guildhall.mailings.queries.worth import worth_adding
from guildhall.mailings.views.writing import mailing_of
from guildhall.opportunities.models import Opportunity
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import version_of

CHANGED = gettext_lazy("Somebody changed it meanwhile. Read it again.")


@require_safe
def together(request: HttpRequest, pk: str) -> HttpResponse:
    """The other mailings to the same people, with the overlap, and what of others is worth adding."""
    row, person = mailing_of(request, pk), request.user
    context = {
        "row": row,
        "overlaps": [(one, rules.can_merge(person, row, one.mailing)) for one in overlap.overlaps_of(row, person)],
        "worth": worth_adding(row, person),
        "carried": row.carried.select_related("event", "opportunity", "institution"),
        "offers": row.travelers.select_related("institution", "sender"),
        "saved": overlap.saved_by(Mailing.objects.visible_to(person).filter(pk=row.pk), person),
        "may_change": rules.can_change(person, row),
        "may_answer": [one.pk for one in row.travelers.all() if rules.can_answer_merge(person, one)],
    }
    return render(request, "mailings/together.html", context)


@act_on("mailing-together")
def merge(request: HttpRequest, pk: str) -> HttpResponse:
    """Offer that a mailing travels with another one."""
    row = mailing_of(request, pk)
    known = {str(one.mailing.pk): one.mailing for one in overlap.overlaps_of(row, request.user)}
    into = known.get(request.POST.get("into", ""))
    if into is None:
        messages.error(request, _("That mailing reaches nobody of these people any more."))
        return redirect("mailing-together", row.pk)
    with acting(request, changed=str(CHANGED)) as act:
        saved = merging.offer_merge(row, into, version=version_of(request), by=request.user)
    if act.done:
        done = saved.merge == Mailing.Merge.ACCEPTED
        messages.success(request, _("They travel together.") if done else _("Those who send the other one were asked."))
    return redirect("mailing-together", row.pk)


def _traveler(request: HttpRequest, pk: Any, other: Any) -> Mailing:
    """The mailing that is to travel: one's own, or one that was offered to ours."""
    row = mailing_of(request, pk)
    if str(row.pk) == str(other):
        return row
    one: Mailing = get_object_or_404(row.travelers.select_related("institution", "author"), pk=other)
    return one


@act_on("mailing-together")
def accept(request: HttpRequest, pk: str, other: str) -> HttpResponse:
    """Let another mailing travel with ours."""
    with acting(request, changed=str(CHANGED)) as act:
        merging.accept_merge(_traveler(request, pk, other), version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("They travel together."))
    return redirect("mailing-together", pk)


@act_on("mailing-together")
def apart(request: HttpRequest, pk: str, other: str) -> HttpResponse:
    """Decline or take back that two mailings travel together."""
    with acting(request, changed=str(CHANGED)) as act:
        merging.end_merge(_traveler(request, pk, other), version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Each is sent by itself."))
    return redirect("mailing-together", pk)


@act_on("mailing-together")
def carry(request: HttpRequest, pk: str) -> HttpResponse:
    """Carry an event or opportunity of somebody else along."""
    row, person = mailing_of(request, pk), request.user
    kind, _colon, key = request.POST.get("what", "").partition(":")
    models: dict[str, Any] = {"event": Event, "opportunity": Opportunity}
    thing = models[kind].objects.visible_to(person).filter(pk__in=_keys(key)).first() if kind in models else None
    if thing is None:
        messages.error(request, _("That is not offered any more."))
        return redirect("mailing-together", row.pk)
    with acting(request) as act:
        merging.carry(row, **{kind: thing}, by=person)
    if act.done:
        messages.success(request, _("It travels along: one e-mail less for each of these people."))
    return redirect("mailing-together", row.pk)


def _keys(key: str) -> list[str]:
    try:
        return [str(UUID(key))]
    except ValueError:
        return []


@act_on("mailing-together")
def drop(request: HttpRequest, pk: str, carried: str) -> HttpResponse:
    """Carry something along no more."""
    row = mailing_of(request, pk)
    one = get_object_or_404(row.carried.select_related("event", "opportunity"), pk=carried)
    with acting(request) as act:
        merging.drop(one, by=request.user)
    if act.done:
        messages.success(request, _("Taken out."))
    return redirect("mailing-together", row.pk)
