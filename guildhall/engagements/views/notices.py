"""What somebody was told of, and how they want to hear of what (B12, N7)."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.engagements.queries import notices as queries
from guildhall.lib.verdicts import require
from guildhall.people.actions.notices import choose, mark_read
from guildhall.people.events import TABLE
from guildhall.people.permissions import Permission
from guildhall.people.queries.notices import choices_of, notices_of, unread
from guildhall.ui.paging import Key, page_by_keys


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What somebody was told of in a year: the newest first, or only what is not read."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    view = "all" if request.GET.get("view") == "all" else "new"
    rows = notices_of(request.user) if view == "all" else unread(request.user)
    page = page_by_keys(rows, request, [Key("at", descending=True), Key("id")])
    page = replace(page, rows=queries.shown(request.user, page.rows))
    return render(request, "engagements/notices.html", {"page": page, "view": view})


@require_POST
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read one notice of one's own: on to what it is about."""
    row = get_object_or_404(notices_of(request.user), pk=pk)
    mark_read([row])
    return redirect(row.path)


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """Everything that somebody was told of is read."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    mark_read(unread(request.user))
    messages.success(request, _("All notices are read."))
    return redirect("notices")


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """The table of events: who hears of what, and how one wants to hear of it."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if request.method == "POST":
        choose(request.user, {event.name: request.POST.get(event.name, "") for event in TABLE})
        messages.success(request, _("Your choice is kept."))
        return redirect("notice-choices")
    chosen = choices_of(request.user)
    rows = [{"event": event, "part": event.part, "chosen": chosen[event.name]} for event in TABLE]
    return render(request, "engagements/notice_choices.html", {"rows": rows})
