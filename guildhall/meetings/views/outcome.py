"""Minutes, sharing and finishing, and one's own tasks from meetings (E19)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.meetings import rules
from guildhall.meetings.actions import outcome as acts
from guildhall.meetings.forms.lines import MinutesForm
from guildhall.meetings.queries.outcome import tasks_of
from guildhall.meetings.views.meetings import framed, inside
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, pk: Any) -> HttpResponse:
    """Write the minutes, or correct those of a finished meeting."""
    row = inside(request, pk)
    require(rules.can_keep_outcome(request.user, row))
    form = MinutesForm(request.POST or None, meeting=row)
    context = framed(request, row, "outcome", form=form)
    if request.method == "POST" and form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            said = {"reason": v.get("reason", ""), "version": v["version"], "by": request.user}
            acts.write_minutes(row, v["minutes"], **said)
        if edit.saved:
            return redirect("meeting-outcome", row.pk)
        context["differences"] = edit.differences
    return render(request, "meetings/minutes.html", context)


@act_on("meeting-outcome")
def act(request: HttpRequest, pk: Any) -> HttpResponse:
    """Share the minutes, or not any more, or finish the meeting."""
    row, said = inside(request, pk), request.POST.get("act", "")
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as done:
        if said == "finish":
            acts.finish_meeting(row, version=version_of(request), by=request.user)
        else:
            acts.share_minutes(row, shared=said == "share", version=version_of(request), by=request.user)
    if done.done and said == "finish":
        messages.success(request, _("Finished. From now on it is read, and corrected with the reason."))
    return redirect("meeting-outcome", row.pk)


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """One's own tasks from meetings."""
    require(rules.can_see_meetings(request.user))
    return render(request, "meetings/tasks.html", {"rows": tasks_of(request.user)})


@require_POST
def say_done(request: HttpRequest, line: Any) -> HttpResponse:
    """Say that a task is done, or that it is not after all."""
    row = get_object_or_404(tasks_of(request.user, done=True), pk=line)
    with acting(request):
        acts.finish_task(row, done=request.POST.get("act") == "done", by=request.user)
    if request.POST.get("back") == "meeting":
        return redirect("meeting-outcome", row.meeting_id)
    return redirect("meeting-tasks")
