"""The list of meetings, and one: what is prepared, changed and canceled (E13)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.meetings import rules
from guildhall.meetings.actions import inviting, planning
from guildhall.meetings.forms.meetings import AnswerForm, CancelForm, MeetingForm, OrganizerForm, PaperForm
from guildhall.meetings.models import Meeting, Participant
from guildhall.meetings.queries import meetings as queries
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving
from guildhall.ui.menus import told_beside


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that somebody may know of."""
    require(rules.can_see_meetings(request.user))
    view = request.GET.get("view", "ahead")
    view = view if view in queries.VIEWS else "ahead"
    context = {"rows": queries.list_of(request.user, view), "view": view, "may_plan": rules.can_plan(request.user)}
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "POST"])
@once_only("meetings")
def add(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    require(rules.can_plan(request.user))
    form = MeetingForm(request.POST or None, places=queries.places_to_convene(request.user))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            details = {"institution": values["institution"], "kickoff": values["kickoff"], "by": request.user}
            row = planning.plan_meeting(form.planned(), **details)
        if edit.saved:
            return redirect("meeting", row.pk)
    return render(request, "meetings/add.html", {"form": form})


def meeting_of(request: HttpRequest, pk: Any) -> Meeting:
    """A meeting that the person may know of."""
    return get_object_or_404(queries.whole(Meeting.objects.visible_to(request.user)), pk=pk)


def inside(request: HttpRequest, pk: Any) -> Meeting:
    """A meeting whose inside the person sees."""
    row = meeting_of(request, pk)
    require(rules.is_inside(request.user, row))
    return row


def framed(request: HttpRequest, row: Meeting, tab: str, **more: Any) -> dict[str, Any]:
    """What every page of a meeting shows: its head, its tabs, and whether it may be changed."""
    may_change = rules.can_change(request.user, row)
    belongs = told_beside("meeting", request.user, [row.pk]).get(row.pk)  # what an upper app keeps about it
    return {"meeting": row, "tab": tab, "may_change": may_change, "is_inside": True, "belongs": belongs} | more


@require_safe
def meeting(request: HttpRequest, pk: Any) -> HttpResponse:
    """One meeting: all of it for whoever leads it; whoever is asked answers here, colleagues read what is shared."""
    row, person = meeting_of(request, pk), request.user
    own = queries.own_part(row, person)
    if not rules.is_inside(person, row):
        return render(request, "meetings/outside.html", _outside(row, person, own))
    answers = queries.answers_of(row)
    context = framed(
        request, row, "prepare",
        agenda=queries.agenda_of(row), answers=answers, logistics=queries.logistics_of(row, answers.coming),
        loose_papers=row.papers.filter(removed_at=None, item=None), organizers=row.organizers.select_related("person"),
        definitions=row.definitions.all(), elements=row.elements.all(), own=own, paper_form=PaperForm(row=row),
        answer_form=AnswerForm(row=own) if own and rules.can_answer(person, own) else None,
    )  # fmt: skip
    return render(request, "meetings/meeting.html", context)


def _outside(row: Meeting, person: Any, own: Participant | None, form: AnswerForm | None = None) -> dict[str, Any]:
    may_answer = own is not None and rules.can_answer(person, own)
    may_read = rules.can_read_minutes(person, row)
    return {
        "meeting": row, "own": own, "may_read": may_read, "is_inside": False, "tab": "",
        "answer_form": form or (AnswerForm(row=own) if own is not None and may_answer else None),
        "agenda": queries.agenda_of(row, handed_out=True) if own else [],
        "papers": row.papers.filter(removed_at=None, item=None, handed_out=True) if own else [],
        "decisions": row.decisions.all() if may_read else [],
    }  # fmt: skip


@act_on("meeting")
def answer(request: HttpRequest, pk: Any) -> HttpResponse:
    """Answer one's own invitation."""
    row = meeting_of(request, pk)
    own = queries.own_part(row, request.user)
    if own is None:
        require(rules.is_inside(request.user, row))
        return redirect("meeting", row.pk)
    form = AnswerForm(request.POST, row=own)
    if not form.is_valid():
        if rules.is_inside(request.user, row):
            messages.error(request, _("Say whether you will come."))
            return redirect("meeting", row.pk)
        return render(request, "meetings/outside.html", _outside(row, request.user, own, form))
    v = form.cleaned_data
    said = {"accepts": form.is_accepting, "note": v["note"], "version": v["version"], "by": request.user}
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        inviting.note_answer(own, v["answer"], Participant.Way.SIGNED_IN, **said)
    if act.done:
        messages.success(request, _("Thank you. Your answer is kept; you can change it here."))
    return redirect("meeting", row.pk)


def _name_untold(request: HttpRequest, row: Meeting) -> None:
    """Say who has to be told by telephone that the meeting moves or is canceled, and why."""
    for one in queries.expected_by(row, request.user) if not row.is_over else ():
        if not (verdict := rules.can_tell(request.user, one)):
            words = _("%(who)s has to be told in another way: %(why)s")
            messages.warning(request, words % {"who": one.name, "why": verdict.reason})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: Any) -> HttpResponse:
    """Change what, when or where it is."""
    row = inside(request, pk)
    require(rules.can_change(request.user, row))
    form = MeetingForm(request.POST or None, places=(), row=row)
    context = framed(request, row, "prepare", form=form)
    if request.method == "POST" and form.is_valid():
        with saving(form, row, fresh=lambda saved: MeetingForm(places=(), row=saved)) as edit:
            saved = planning.change_meeting(row, form.planned(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            if saved.moved_since(row):
                _name_untold(request, row)
            return redirect("meeting", row.pk)
        context["differences"] = edit.differences
    return render(request, "meetings/change.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: Any) -> HttpResponse:
    """Cancel it, with the reason that whoever was invited reads."""
    row = inside(request, pk)
    require(rules.can_change(request.user, row))
    form = CancelForm(request.POST or None, initial={"version": row.version})
    context = framed(request, row, "prepare", form=form)
    if request.method == "POST" and form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            planning.cancel_meeting(row, because=v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Canceled.") if row.is_over else _("Canceled. Whoever was invited is told."))
            _name_untold(request, row)
            return redirect("meeting", row.pk)
        context["differences"] = edit.differences
    return render(request, "meetings/cancel.html", context)


@require_http_methods(["GET", "POST"])
def organizers(request: HttpRequest, pk: Any) -> HttpResponse:
    """Who organizes it: one more, or one less."""
    row = inside(request, pk)
    require(rules.can_change(request.user, row))
    form = OrganizerForm(request.POST or None, people=planning.possible_organizers(row))
    if gone := request.POST.get("remove"):
        with acting(request):
            planning.remove_organizer(get_object_or_404(row.organizers.all(), pk=id_in(gone)), by=request.user)
        # Who took themselves off may not see it any more.
        return redirect("meeting-organizers", row.pk) if rules.is_inside(request.user, row) else redirect("meetings")
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            planning.add_organizer(row, form.cleaned_data["person"], by=request.user)
        if edit.saved:
            return redirect("meeting-organizers", row.pk)
    context = framed(request, row, "prepare", form=form, organizers=row.organizers.select_related("person"))
    return render(request, "meetings/organizers.html", context)
