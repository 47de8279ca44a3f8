"""Papers of a meeting: laid on, handed out, taken off, read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildhall.files.actions import download, place
from guildhall.files.storage import exists
from guildhall.lib.verdicts import require
from guildhall.meetings import rules
from guildhall.meetings.actions import papers as acts
from guildhall.meetings.forms.meetings import PaperForm
from guildhall.meetings.models import Meeting, Paper
from guildhall.meetings.queries.meetings import own_part
from guildhall.meetings.views.meetings import inside, meeting_of
from guildhall.ui.acting import act_on, acting


@act_on("meeting")
def add(request: HttpRequest, pk: Any) -> HttpResponse:
    """Lay a file on."""
    row = inside(request, pk)
    require(rules.can_change(request.user, row))
    form = PaperForm(request.POST, request.FILES, row=row)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("meeting", row.pk)
    v = form.cleaned_data
    with acting(request) as act:
        details = {"item": v["item"], "handed_out": v["handed_out"], "by": request.user}
        paper = acts.lay_paper(row, v["file"].name or "", v["file"].chunks(), **details)
    if act.done:
        messages.success(request, _("%s is there.") % paper.title)
    return redirect("meeting", row.pk)


def given(row: Meeting, pk: Any, *, handed_out: bool) -> HttpResponse:
    """A paper of a meeting as a download; `handed_out`: only one that everybody invited may read."""
    rows = row.papers.filter(removed_at=None).select_related("file")
    paper = get_object_or_404(rows.filter(handed_out=True) if handed_out else rows, pk=pk)
    if paper.file is None or not exists(place(paper.file)):
        raise Http404
    return download(paper.file, paper.title)


@require_safe
def paper(request: HttpRequest, pk: Any, paper: UUID) -> HttpResponse:
    """A paper, for whoever leads the meeting, and where it is handed out for whoever is asked to it."""
    row = meeting_of(request, pk)
    if verdict := rules.is_inside(request.user, row):
        return given(row, paper, handed_out=False)
    if own_part(row, request.user) is None:
        require(verdict)
    return given(row, paper, handed_out=True)


@act_on("meeting")
def act(request: HttpRequest, pk: Any, paper: UUID) -> HttpResponse:
    """Hand a paper out, or not any more, or take it off."""
    row = inside(request, pk)
    one: Paper = get_object_or_404(row.papers.all(), pk=paper)
    said = request.POST.get("act", "")
    with acting(request):
        if said == "remove":
            acts.take_paper_off(one, by=request.user)
        else:
            acts.hand_out(one, handed_out=said == "hand out", by=request.user)
    return redirect("meeting", row.pk)
