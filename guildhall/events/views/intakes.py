"""Calendars of one's own institution that are brought: by file or address, looked at, applied, taken back (C3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.events import rules
from guildhall.events.actions import subscribing, taking_in
from guildhall.events.forms.intakes import CalendarForm
from guildhall.events.models import Intake, Subscription
from guildhall.events.parsing import MOST_BYTES
from guildhall.events.queries import intakes as queries
from guildhall.events.queries.pages import places_to_plan
from guildhall.lib.verdicts import require
from guildhall.people.actions.allowances import Limit
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of

BROUGHT = Limit("calendars brought", 60, 3600)


@require_http_methods(["GET", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """Bring a calendar by file, have one read from an address, and see what was brought."""
    require(rules.can_take_in(request.user))
    form = CalendarForm(request.POST or None, request.FILES or None, places=places_to_plan(request.user))
    if form.is_valid():
        if not (verdict := BROUGHT.take(request.user.pk)):
            return too_often(request, verdict, wait=BROUGHT.wait)
        with saving(form) as edit:
            answer = _bring(request, form)
        if edit.saved:
            return answer
    context = {"form": form, "rows": queries.intakes_of(request.user)}
    context["subscriptions"] = queries.subscriptions_of(request.user)
    return render(request, "events/calendars.html", context)


def _bring(request: HttpRequest, form: CalendarForm) -> HttpResponse:
    v = form.cleaned_data
    if v["file"]:
        content = v["file"].read(MOST_BYTES + 1)
        place = v["institution"]
        intake = taking_in.check_calendar(content, v["file"].name, institution=place, by=request.user)
        return redirect("event-calendar", intake.pk)
    subscribing.subscribe(v["address"].strip(), institution=v["institution"], by=request.user)
    messages.success(request, _("It is read in a moment, and every day from now on."))
    return redirect("event-calendars")


@require_safe
def calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """What a calendar holds: new, changed, refused, and what may stand there twice."""
    row = get_object_or_404(Intake.objects.visible_to(request.user).select_related("institution", "by"), pk=pk)
    context = {"intake": row, "rows": row.rows[:200], "may": rules.can_work_on(request.user, row)}
    context["doubles"] = queries.doubles_of(row, request.user)
    return render(request, "events/calendar.html", context)


@require_POST
def calendar_act(request: HttpRequest, pk: str) -> HttpResponse:
    """Apply a calendar, or take back what it brought."""
    row = get_object_or_404(Intake.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(rules.can_work_on(request.user, row))
    act = taking_in.undo_intake if request.POST.get("act") == "undo" else taking_in.apply_intake
    with acting(request, changed=_("Somebody else changed it meanwhile. Look again.")) as done:
        act(row, version=version_of(request), by=request.user)
    if done.done:
        messages.success(request, _("Done."))
    return redirect("event-calendar", row.pk)


@require_POST
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """Read an address no more."""
    row = get_object_or_404(Subscription.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(rules.can_work_on(request.user, row))
    with acting(request) as act:
        subscribing.end_subscription(row, by=request.user)
    if act.done:
        messages.success(request, _("It is read no more. What it brought stays."))
    return redirect("event-calendars")
