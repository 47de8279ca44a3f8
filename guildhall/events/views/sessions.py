"""Sessions, booths and interview slots of an event: added, changed, canceled, taken off (C3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers.models import Employer
from guildhall.events import rules
from guildhall.events.actions import arriving, sessions, slots, taking_part
from guildhall.events.forms.sessions import CancelSessionForm, SessionForm, SlotsForm, StallForm
from guildhall.events.models import Event, Session
from guildhall.events.slots import MOST_SLOTS, slots_in
from guildhall.events.views.entry import event_of
from guildhall.lib.verdicts import require
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


def session_of(request: HttpRequest, pk: Any) -> Session:
    """A session of an event that the person sees, without booths of employers that are hidden."""
    rows = Session.objects.visible_to(request.user).seen_by(request.user)
    return get_object_or_404(rows.select_related("event__institution", "event__organizer", "employer"), pk=pk)


def _employers(request: HttpRequest, event: Event) -> Any:
    return Employer.objects.visible_to(request.user).filter(parts_in_events__event=event).order_by("name")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a session, a booth or an interview slot."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))
    form = StallForm(request.POST or None, event=row, employers=_employers(request, row))
    if form.is_valid():
        with saving(form) as edit:
            taking_part.add_session(row, form.stall(), by=request.user)
        if edit.saved:
            messages.success(request, _("Added."))
            return redirect("event", row.pk)
    return render(request, "events/session_add.html", {"event": row, "form": form})


@require_http_methods(["GET", "POST"])
def add_slots(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a row of interview slots: the first press shows them, the second one makes them."""
    row = event_of(request, pk)
    require(rules.can_change(request.user, row))
    form = SlotsForm(request.POST or None, event=row, employers=_employers(request, row))
    context: dict[str, Any] = {"event": row, "form": form}
    if form.is_valid():
        context |= {"looked": True, "slots": slots_in(form.row())[: MOST_SLOTS + 1], "most": MOST_SLOTS}
        if request.POST.get("act") == "add":
            with saving(form) as edit:
                slots.add_slots(row, form.stall(), form.row(), by=request.user)
            if edit.saved:
                messages.success(request, _("Added."))
                return redirect("event", row.pk)
    return render(request, "events/slots_add.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a session: its title, time, room or places."""
    row = session_of(request, pk)
    require(rules.can_change_session(request.user, row))

    def form_of(now: Session, data: Any = None) -> SessionForm:
        return SessionForm(data, row=now, event=now.event, employers=_employers(request, now.event))

    form = form_of(row, request.POST or None)
    context = _context(row, form)
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            v = form.cleaned_data
            sessions.change_session(row, form.stall(), version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("event", row.event_id)
        context["differences"] = edit.differences
    return render(request, "events/session_change.html", context)


def _context(row: Session, form: SessionForm, cancel_form: CancelSessionForm | None = None) -> dict[str, Any]:
    cancel_form = cancel_form or CancelSessionForm(row=row)
    return {"session": row, "event": row.event, "form": form, "cancel_form": cancel_form}


@act_on("event-session-change")
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Cancel a session, with the reason; the event takes place all the same."""
    row = session_of(request, pk)
    require(rules.can_change_session(request.user, row))
    form = CancelSessionForm(request.POST, row=row)
    differences = None
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            sessions.cancel_session(row, reason=v["reason"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is canceled."))
            return redirect("event", row.event_id)
        differences = edit.differences
    whole = SessionForm(row=row, event=row.event, employers=_employers(request, row.event))
    context = _context(row, whole, form) | {"cancel_differences": differences}
    return render(request, "events/session_change.html", context)


@require_POST
def act(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a session off an event, or note that the employer of a booth has arrived."""
    row = session_of(request, pk)
    require(rules.can_change(request.user, row.event))
    with acting(request) as done:
        if request.POST.get("act") == "came":
            arriving.check_in_employer(row, by=request.user)
        else:
            taking_part.remove_session(row, by=request.user)
    if done.done:
        messages.success(request, _("Saved."))
    return redirect("event", row.event_id)
