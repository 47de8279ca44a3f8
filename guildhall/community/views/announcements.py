"""News of the region, and who has passed it on inside each institution (C27, P3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.community import rules
from guildhall.community.actions import announcing as actions
from guildhall.community.forms import AnnounceForm, PassOnForm
from guildhall.community.models import Announcement, Delivery
from guildhall.community.queries import announcing as queries
from guildhall.lib.verdicts import require
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """The news, the newest first, and what waits for oneself to pass on."""
    require(rules.can_take_part(request.user))
    waiting = {row.announcement_id for row in queries.waiting_for(request.user)}
    rows = queries.announcements(request.user)[:200]
    context = {"rows": rows, "waiting": waiting, "may_announce": rules.may_announce(request.user)}
    return render(request, "community/announcements.html", context)


def _announcement(request: HttpRequest, pk: str) -> Announcement:
    rows = Announcement.objects.visible_to(request.user).select_related("institution", "by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def announcement(request: HttpRequest, pk: str) -> HttpResponse:
    """One piece of news: its words, and institution by institution who has passed it on."""
    row = _announcement(request, pk)
    context: dict[str, Any] = {"row": row, "reach": queries.reach(row, request.user)}
    context["mine"] = queries.waiting_for(request.user).filter(announcement=row).select_related("institution")
    context["form"] = PassOnForm()
    context["unnamed"] = any(one.contact is None and one.delivery.at is None for one in context["reach"])
    context["passed"] = sum(one.delivery.at is not None for one in context["reach"])
    context["may_change"] = rules.can_announce(request.user, row.institution)
    return render(request, "community/announcement.html", context)


@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, pk: str | None = None) -> HttpResponse:
    """Publish news, or mend the words of what was published."""
    row = _announcement(request, pk) if pk else None
    require(rules.can_announce(request.user, row.institution) if row else rules.may_announce(request.user))
    initial = {"title": row.title, "text": row.text, "version": row.version} if row else {}
    places = None if row else queries.places_to_announce(request.user)
    form = AnnounceForm(request.POST or None, places=places, initial=initial)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            if row:
                actions.change_announcement(row, v["title"], v["text"], version=v["version"], by=request.user)
            else:
                row = actions.announce(v["title"], v["text"], institution=v["institution"], by=request.user)
        if edit.saved:
            return redirect("announcement", row.pk)
        context["differences"] = edit.differences
    return render(request, "community/announcement_form.html", context)


@require_POST
def pass_on(request: HttpRequest, pk: str, delivery: int) -> HttpResponse:
    """Pass news on to the colleagues of an institution."""
    rows = Delivery.objects.visible_to(request.user).filter(announcement=pk)
    row = get_object_or_404(rows.select_related("institution", "announcement"), pk=delivery)
    require(rules.can_pass_on(request.user, row))
    form = PassOnForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    with acting(request) as act:
        actions.pass_on(row, words, by=request.user)
    if act.done:
        messages.success(request, _("Passed on: your colleagues at %s are told.") % row.institution)
    return redirect("announcement", pk)
