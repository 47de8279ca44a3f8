"""Planning events and changing them, recording what took place elsewhere, and the page of one."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.events import rules
from guildhall.events.actions.entering import RELATED, change_event, plan_event, record_event
from guildhall.events.forms.acts import CancelForm
from guildhall.events.forms.entry import EventForm
from guildhall.events.models import Clash, Event, Opening
from guildhall.events.queries import pages
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


def event_of(request: HttpRequest, pk: Any) -> Event:
    """An event that the person may know of; anything else is not there."""
    return get_object_or_404(Event.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


@require_safe
def event(request: HttpRequest, pk: str) -> HttpResponse:
    """One event. Opening it changes nothing."""
    return show(request, event_of(request, pk))


def show(request: HttpRequest, row: Event, **more: Any) -> HttpResponse:
    """The page of an event, with what may be done and what was typed."""
    person = request.user
    may_change = rules.can_change(person, row)
    context = {
        "event": row,
        "standing": pages.standing_of(row),
        "audience": pages.audience_words(row),
        "ways": pages.ways_in(row),
        "attended": pages.attended_words(row, ours=row.attended is not None and bool(rules.is_ours(person, row))),
        "programs": list(row.programs.select_related("institution").order_by("institution__name", "name")),
        "pathways": list(row.pathways.all()),
        "parts": list(row.parts.seen_by(person).select_related("employer", "contact", "opportunity", "ask")),
        "sessions": list(row.sessions.seen_by(person).select_related("employer")),
        "times": list(row.occurrences.all()[:60]) if row.repeats else [],
        "clashes": list(Clash.objects.visible_to(person).of(row).select_related("event", "other", "by")),
        "openings": list(Opening.objects.visible_to(person).filter(event=row).select_related("institution")),
        "may_change": may_change,
        "may_publish": may_change and rules.can_publish(person, row),
        "may_move": may_change and rules.can_move(person, row),
        "may_hold": may_change and rules.can_say_how_it_went(person, row),
        "may_note": row.state == Event.State.HELD and rules.can_note_who_came(person, row),
        "may_offer": may_change and rules.can_offer(person, row),
        "may_again": rules.can_plan(person),
        "cancel_form": CancelForm(row=row) if may_change else None,
    }
    return render(request, "events/event.html", context | more)


@require_http_methods(["GET", "POST"])
@once_only("events")
def add(request: HttpRequest) -> HttpResponse:
    """Plan an event; `again` fills the form in from an earlier one, `past` records one that has taken place."""
    require(rules.can_plan(request.user))
    home = home_institution(request.user, Permission.RECORD_ENGAGEMENTS)
    past = request.GET.get("past") == "yes"
    details: dict[str, Any] = {"places": pages.places_to_plan(request.user), "past": past}
    details |= {"again": _again(request), "initial": {"institution": home.pk if home else None}}
    form = EventForm(request.POST or None, person=request.user, **details)
    if form.is_valid():
        place = form.cleaned_data["institution"]
        with saving(form) as edit:
            row = _enter(form, place, request.user)
        if edit.saved:
            messages.success(
                request, _("It is recorded.") if past else _("It is a draft. Look for clashes, then publish it.")
            )
            return redirect("event" if past else "event-publish", row.pk)
    return render(request, "events/add.html", {"form": form, "past": past, "places": details["places"]})


def _enter(form: EventForm, place: Any, person: Any) -> Event:
    if form.past:
        return record_event(form.facts(), attended=form.cleaned_data["attended"], institution=place, by=person)
    return plan_event(form.facts(), institution=place, by=person)


def _again(request: HttpRequest) -> Event | None:
    try:
        return Event.objects.visible_to(request.user).filter(pk=request.GET.get("again") or None).first()
    except (ValueError, ValidationError):
        return None


def time_asked(request: HttpRequest, row: Event) -> dict[str, Any]:
    """The time that a form begins with: one that was offered, else its own."""
    begins, lasts = clock.local(row.starts_at, row.zone), row.ends_at - row.starts_at
    ends = begins + lasts
    with suppress(ValueError, OverflowError):
        begins = clock.local(datetime.fromisoformat(request.GET.get("to", "")), row.zone)
        ends = begins + lasts
    first, last = clock.day_of(begins, row.zone), clock.day_of(ends, row.zone)
    return {"day": first, "begins": begins.time(), "ends": ends.time(), "last_day": last if last != first else None}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what is said of an event; a draft may begin with a time that the clash check offered."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))

    def form_of(now: Event, data: Any = None) -> EventForm:
        offered = time_asked(request, now) if now.state == Event.State.DRAFT else {}
        return EventForm(data, person=request.user, row=now, initial=offered)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            v = form.cleaned_data
            change_event(row, form.facts(), because=v.get("because", ""), version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("event", row.pk)
        context["differences"] = edit.differences
    return render(request, "events/change.html", context)
