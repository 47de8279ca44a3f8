"""Papers on engagements, and message files that become engagements."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import attaching
from guildhall.engagements.forms.engagements import FullEngagementForm
from guildhall.engagements.messages import LARGEST, Unreadable, read
from guildhall.engagements.queries.copies import begun_by
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.engagements.queries.timeline import themes_of
from guildhall.engagements.views.timeline import engagement_of
from guildhall.files.actions import download, place
from guildhall.files.storage import exists
from guildhall.lib.verdicts import require
from guildhall.ui.acting import act_on, acting


@require_POST
def attach(request: HttpRequest, pk: str, engagement: str) -> HttpResponse:
    """Attach files to an engagement; each that is not taken says why, the others are kept."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement)
    entry.employer = employer
    require(rules.can_change_engagement(request.user, entry))
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("Choose a file first."))
    for file in files[: attaching.MOST]:
        with acting(request):
            row = attaching.attach(entry, file.name or "", file.chunks(), by=request.user)
            messages.success(request, _("%s is attached.") % row.name)
    return redirect("engagement", employer.pk, entry.pk)


@require_safe
def attachment(request: HttpRequest, pk: str, engagement: str, attachment: str) -> Any:
    """A paper as a download, for those who may read its engagement."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement)
    row = get_object_or_404(entry.attachments.select_related("file"), pk=attachment, removed_at=None)
    if row.file is None or not exists(place(row.file)):
        raise Http404
    return download(row.file, row.name)


@require_POST
def take_off(request: HttpRequest, pk: str, engagement: str, attachment: str) -> HttpResponse:
    """Take a paper off."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement)
    row = get_object_or_404(entry.attachments.all(), pk=attachment, removed_at=None)
    attaching.take_off(row, by=request.user)
    messages.success(request, _("%s is taken off.") % row.name)
    return redirect("engagement", employer.pk, entry.pk)


@act_on("engagement-log")
def message(request: HttpRequest, pk: str) -> HttpResponse:
    """A message file becomes the beginning of a log; nothing is saved before somebody has read it through."""
    employer = employer_of(request, pk)
    require(rules.can_record(request.user, employer))
    file = request.FILES.get("message")
    try:
        if file is None:
            raise Unreadable(_("Choose a message file first. It ends in .eml."))
        if (file.size or 0) > LARGEST:
            raise Unreadable(_("This message is larger than 5 MB. Save it without its attachments."))
        said = read(file.read())
    except Unreadable as problem:
        messages.error(request, str(problem))
        return redirect("employer", employer.pk)
    if said.notice:
        messages.warning(request, _("The words of this message could not be read. Copy them out of your mail program."))
    people = possible_owners(request.user, employer)
    initial = begun_by(request.user, employer, said)
    form = FullEngagementForm(employer=employer, people=people, person=request.user, initial=initial)
    context = frame(request.user, employer) | {"form": form, "from_message": True}
    context["themes"] = themes_of(request.user, employer)
    return render(request, "engagements/log.html", context)
