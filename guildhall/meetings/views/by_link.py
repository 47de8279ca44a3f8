"""An invitation by the link in its letter, without an account; opening it changes nothing (R28, E12, E14)."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.mailed_links import new_secret
from guildhall.meetings import rules
from guildhall.meetings.actions import inviting, joining
from guildhall.meetings.forms.meetings import AnswerForm
from guildhall.meetings.links import secret_of_room
from guildhall.meetings.queries.by_link import invitation_of
from guildhall.meetings.queries.meetings import agenda_of
from guildhall.meetings.views.papers import given
from guildhall.meetings.views.phone import with_key
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

GONE = "meetings/link_gone.html"


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """When and where, the agenda, what is asked of somebody, and their answer."""
    row = invitation_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    form = AnswerForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            said = {"accepts": form.is_accepting, "note": v["note"], "mark_of_role": request.POST.get("role", "")}
            inviting.answer_by_link(row, v["answer"], **said)
        if edit.saved:
            messages.success(request, _("Thank you. Your answer is kept; you can change it here."))
            return redirect("meeting-link", secret)
    loose = row.meeting.papers.filter(removed_at=None, item=None, handed_out=True)
    context = {
        "row": row, "meeting": row.meeting, "form": form, "may_answer": rules.is_answerable(row), "papers": loose,
        "agenda": agenda_of(row.meeting, handed_out=True), "secret": secret,
    }  # fmt: skip
    return render(request, "meetings/link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def come_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Come into the open room as whoever the link was sent to; the device is known there from then on."""
    row = invitation_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    if request.method == "GET":
        return redirect("meeting-link", secret)
    key = new_secret()
    with acting(request) as act:
        joining.join_by_link(row, key)
    if not act.done:
        return redirect("meeting-link", secret)
    room = reverse("room", args=[secret_of_room(row.meeting)])
    return with_key(redirect(room), room, key)


@login_not_required
@require_safe
def paper(request: HttpRequest, secret: str) -> HttpResponse:
    """A paper that is handed out to whoever is invited."""
    row = invitation_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    with suppress(ValueError):
        return given(row.meeting, UUID(request.GET.get("paper", "")), handed_out=True)
    raise Http404
