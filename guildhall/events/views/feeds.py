"""The events in one's own calendar: by a secret address of one's own, or by the public one (ADR 46)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall import context
from guildhall.events.exports import calendar_of_events
from guildhall.events.models import EventFeed
from guildhall.events.queries.feeds import events_for_everybody, events_for_feed
from guildhall.events.views.entry import event_of
from guildhall.lib.verdicts import require
from guildhall.people.actions.allowances import Limit
from guildhall.people.actions.feeds import end_feed, feed_of, renew_feed
from guildhall.people.permissions import Permission
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.answers import too_often
from guildhall.ui.files import calendar_file_answer

READ = Limit("readings of the public calendar", 600, 3600, reading=True)  # a campus may stand behind one address


@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """Make the address of one's own calendar of events, make it anew, or end it. The address is shown once."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    shown: dict[str, Any] = {}
    if request.method == "POST" and request.POST.get("act") == "end":
        if end_feed(EventFeed, by=request.user):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("event-feeds")
    if request.method == "POST":
        secret = renew_feed(EventFeed, by=request.user)
        shown = {"address": settings.PUBLIC_URL + reverse("event-feed", args=[secret])}
    feed = EventFeed.objects.filter(person=request.user).first()
    public = settings.PUBLIC_URL + reverse("events-public-feed")
    return render(request, "events/feeds.html", {"feed": feed, "public": public} | shown)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar reads: the events that the person sees at this moment."""
    found = feed_of(EventFeed, secret)
    if closed := closed_link(request, secret, found, "engagements/link_gone.html"):
        return closed
    assert found is not None
    with context.in_language(found.person.language):
        return calendar_file_answer(calendar_of_events(events_for_feed(found.person)), "guildhall-events")


@login_not_required
@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may come to, for a calendar; it is made anew each time, so not without end (R28)."""
    if not (verdict := READ.take(context.current().address)):
        return too_often(request, verdict, wait=READ.wait)
    return calendar_file_answer(calendar_of_events(events_for_everybody(), page="event-public"), "events")


@require_safe
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """One event for a calendar."""
    return calendar_file_answer(calendar_of_events([event_of(request, pk)]), "event")
