"""One's own follow-ups and visits in the calendar of a phone or desk: by a secret address, or one at a time."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall import context
from guildhall.engagements.exports import calendar_file
from guildhall.engagements.models import CalendarFeed, FollowUp
from guildhall.engagements.queries.calendars import calendar_of, dated_follow_up
from guildhall.lib.verdicts import require
from guildhall.people.actions.feeds import end_feed, feed_of, renew_feed
from guildhall.people.permissions import Permission
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.files import calendar_file_answer


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Make the address of one's own calendar, make it anew, or end it. The address is shown once."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    shown: dict[str, Any] = {}
    if request.method == "POST" and request.POST.get("act") == "end":
        if end_feed(CalendarFeed, by=request.user):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("calendar")
    if request.method == "POST":
        secret = renew_feed(CalendarFeed, by=request.user)
        shown = {"address": settings.PUBLIC_URL + reverse("calendar-feed", args=[secret])}
    feed = CalendarFeed.objects.filter(person=request.user).first()
    return render(request, "engagements/calendar.html", {"feed": feed, "rows": calendar_of(request.user)[:20]} | shown)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar reads: the person's open follow-ups and planned visits, as the person sees them now."""
    found = feed_of(CalendarFeed, secret)
    if closed := closed_link(request, secret, found, "engagements/link_gone.html"):
        return closed
    assert found is not None
    with context.in_language(found.person.language):
        return calendar_file_answer(calendar_file(calendar_of(found.person)), "guildhall")


@require_safe
def follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    """One follow-up for a calendar."""
    rows = FollowUp.objects.visible_to(request.user).select_related("employer")
    row = get_object_or_404(rows.defer("employer__search"), pk=pk)
    return calendar_file_answer(calendar_file([dated_follow_up(row)]), "follow-up")
