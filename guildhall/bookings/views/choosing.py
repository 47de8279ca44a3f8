"""Whom to see in interviews: chosen among those who asked, with alternates (C16): by staff, and by the employer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.bookings import rules
from guildhall.bookings.actions import choosing
from guildhall.bookings.queries import for_employers, interviews
from guildhall.bookings.queries.lists import asked_on
from guildhall.bookings.views.door import roll_of
from guildhall.bookings.views.naming import agreed_for, show_who_asked
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.views.mailed_links import closed_link
from guildhall.placements.parties import employer_party
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import version_of
from guildhall.visitors.views.pages import visitors_only

GONE = "bookings/interviews_link_gone.html"


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who asked, each to be seen, an alternate with a number, or neither."""
    roll = roll_of(request, pk)
    require(rules.can_choose(request.user, roll))
    slot = interviews.Slot(roll, asked_on(roll, request.user))
    if request.method == "POST":
        _choose(request, slot, request.user)
        return redirect("interviews-choose", roll.pk)
    context = {"roll": roll, "event": roll.event, "slot": slot, "part": interviews.part_of_slot(roll, request.user)}
    context["may_rebook"] = True  # whoever chooses plans it
    return render(request, "bookings/choose.html", context)


@act_on("interviews-choose")
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to the employer who holds the interviews, so that it chooses by a link."""
    roll = roll_of(request, pk)
    require(rules.can_choose(request.user, roll))
    with acting(request) as act:
        contact = choosing.ask_to_choose(roll, by=request.user)
    if act.done:
        say_mailed(request, _("{name} has an e-mail with a link to choose.").format(name=contact))
    return redirect("interviews-choose", roll.pk)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, pk: str) -> HttpResponse:
    """The employer's own interviews at an event: it chooses whom to see."""
    mine: Any = request.visitor.employer  # type: ignore[attr-defined]
    event = get_object_or_404(for_employers.events_for(mine), pk=pk)
    if not (slots := interviews.slots_of(event, mine)):
        raise Http404
    shown = show_who_asked(request, slots, mine, event)
    if request.method == "POST" and "show" not in request.POST:
        _choose(request, _meant(request, slots), employer_party(mine.pk))
        return redirect("portal-interviews", event.pk)
    slots = interviews.slots_of(event, mine) if shown else slots  # with the names that were just shown
    context = {"event": event, "slots": slots, "shown": shown, "agreed": agreed_for(slots, mine)}
    return render(request, "bookings/of_employer/interviews.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The same by a mailed link, without an account; opening it changes nothing (R28)."""
    part = interviews.part_by_secret(secret)
    if answer := closed_link(request, secret, part, GONE):
        return answer
    assert part is not None
    slots = interviews.slots_of(part.event, part.employer)
    shown = show_who_asked(request, slots, part.employer, part.event)
    if request.method == "POST" and "show" not in request.POST:
        _choose(request, _meant(request, slots), employer_party(part.employer_id))
        return redirect("interviews-link", secret)
    slots = interviews.slots_of(part.event, part.employer) if shown else slots
    context = {"event": part.event, "slots": slots, "part": part, "shown": shown}
    context["agreed"] = agreed_for(slots, part.employer)
    return render(request, "bookings/interviews_link.html", context)


def _meant(request: HttpRequest, slots: list[interviews.Slot]) -> interviews.Slot:
    """Which of the employer's interviews a form is about; those of others are not there."""
    found = next((slot for slot in slots if str(slot.roll.pk) == request.POST.get("roll")), None)
    if found is None:
        raise Http404
    return found


def _choose(request: HttpRequest, slot: interviews.Slot, by: Any) -> None:
    said = {one.pk: request.POST.get(f"choice-{one.pk}") for one in slot.lines if one.state == "waiting"}
    chosen = {pk: _choice(choice) for pk, choice in said.items() if choice is not None}
    with acting(request, changed=_("Somebody else chose meanwhile. Look again: nothing of yours was saved.")) as act:
        choosing.choose(slot.roll, chosen, version=version_of(request), by=by)
    if act.done:
        messages.success(request, _("Saved. Whoever was chosen, or stands by, is told."))


def _choice(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) <= 2 else None
