"""The meetings of an initiative, its kickoff, and the agreements that came of it (E13, F11)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.meetings.forms.meetings import MeetingForm
from guildhall.partnerships import rules
from guildhall.partnerships.actions import linking as actions
from guildhall.partnerships.forms.linked import LinkAgreementForm, LinkMeetingForm
from guildhall.partnerships.queries import linked as queries
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, pk: str) -> HttpResponse:
    """Meetings and agreements; those who lead link what was planned or drawn up elsewhere."""
    row = initiative_of(request, pk)
    if request.method == "POST":
        require(rules.can_link(request.user, row))
    meeting = LinkMeetingForm(_sent(request, "link-meeting"), rows=queries.meetings_to_link(request.user))
    agreement = LinkAgreementForm(_sent(request, "link-agreement"), rows=queries.agreements_to_link(request.user))
    if _linked(request, row, meeting, agreement):
        return redirect("initiative-together", row.pk)
    context: dict[str, Any] = frame(request, row) | {"meeting_form": meeting, "agreement_form": agreement}
    context["meetings"] = queries.meetings_of(request.user, row)
    context["agreements"] = queries.agreements_of(request.user, row)
    context["may_plan"] = rules.can_plan_kickoff(request.user, row)
    return render(request, "partnerships/together.html", context)


def _sent(request: HttpRequest, name: str) -> Any:
    return request.POST if name in request.POST else None


def _linked(request: HttpRequest, row: Any, meeting: LinkMeetingForm, agreement: LinkAgreementForm) -> bool:
    if meeting.is_valid():
        with saving(meeting, at="meeting") as edit:
            actions.link_meeting(row, meeting.cleaned_data["meeting"], by=request.user)
        return edit.saved
    if agreement.is_valid():
        with saving(agreement, at="agreement") as edit:
            actions.link_agreement(row, agreement.cleaned_data["agreement"], by=request.user)
        return edit.saved
    return False


@require_http_methods(["GET", "POST"])
@once_only("initiative-together")
def kickoff(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan a meeting with everybody who has a part."""
    row = initiative_of(request, pk)
    require(rules.can_plan_kickoff(request.user, row))
    initial = {"title": _("Kickoff: %s") % row.title, "purpose": row.purpose}
    form = MeetingForm(request.POST or None, places=[row.institution], initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            begin = form.cleaned_data["kickoff"]
            meeting = actions.plan_kickoff(row, form.planned(), kickoff=begin, by=request.user)
        if edit.saved:
            messages.success(request, _("Planned. Look at who is asked, then send the invitations."))
            return redirect("meeting-people", meeting.pk)
    return render(request, "partnerships/kickoff.html", frame(request, row) | {"form": form})


@act_on("initiative-together")
def unlink_meeting(request: HttpRequest, pk: str, row: int) -> HttpResponse:
    """A meeting does not belong to the initiative after all."""
    initiative = initiative_of(request, pk)
    require(rules.can_link(request.user, initiative))
    made = get_object_or_404(queries.meetings_of(request.user, initiative), pk=row)
    with acting(request):
        actions.unlink_meeting(made, by=request.user)
    return redirect("initiative-together", initiative.pk)


@act_on("initiative-together")
def unlink_agreement(request: HttpRequest, pk: str, row: int) -> HttpResponse:
    """An agreement does not belong to the initiative after all."""
    initiative = initiative_of(request, pk)
    require(rules.can_link(request.user, initiative))
    made = get_object_or_404(queries.agreements_of(request.user, initiative), pk=row)
    with acting(request):
        actions.unlink_agreement(made, by=request.user)
    return redirect("initiative-together", initiative.pk)
