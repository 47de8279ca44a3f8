"""Meetings of chambers: asked to present at, answered, presented; which stories are brought along (D2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements.actions.asking import NotNow
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.intermediaries import rules
from guildhall.intermediaries.actions import meetings as actions
from guildhall.intermediaries.forms import meetings as forms
from guildhall.intermediaries.models import BodyMeeting
from guildhall.intermediaries.queries.bodies import meetings_of, told_there
from guildhall.intermediaries.queries.stories import told_to
from guildhall.intermediaries.views.bodies import MEANWHILE
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


def _meeting(request: HttpRequest, pk: str) -> BodyMeeting:
    rows = meetings_of(request.user).prefetch_related(told_there(request.user))
    row: BodyMeeting = get_object_or_404(rows, pk=pk)
    return row


def _framed(request: HttpRequest, row: BodyMeeting, **more: Any) -> dict[str, Any]:
    return frame(request.user, employer_of(request, row.body_id)) | {"row": row} | more


@require_http_methods(["GET", "POST"])
@once_only("employer-memberships")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note a meeting of a chamber."""
    employer = employer_of(request, pk)
    require(rules.can_hold(request.user, employer))
    form = forms.AddForm(request.POST or None, places=Institution.objects.where(request.user, rules.RECORD))
    if form.is_valid():
        with saving(form) as edit:
            place = form.cleaned_data["institution"]
            row = actions.note_meeting(employer, form.noted(), institution=place, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Ask them to let you present."))
            return redirect("chamber-meeting", row.pk)
    return render(request, "intermediaries/meeting_add.html", frame(request.user, employer) | {"form": form})


@require_safe
def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    """One meeting of a chamber, and what is to be done for it."""
    row, by = _meeting(request, pk), request.user
    may = {
        "may_change": rules.can_change_meeting(by, row),
        "may_ask": rules.can_ask_to_present(by, row),
        "may_answer": rules.can_answer(by, row),
        "may_note": rules.can_note_presented(by, row),
        "may_remove": rules.can_remove_meeting(by, row),
    }
    return render(request, "intermediaries/meeting.html", _framed(request, row, **may))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Correct a meeting: its day, what we present, who does."""
    row = _meeting(request, pk)
    require(rules.can_change_meeting(request.user, row))
    people = possible_owners(request.user, row.body)
    form = forms.ChangeForm(request.POST or None, row=row, people=people)
    context = _framed(request, row, form=form)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("topic", "presenter", "version")}
        with saving(form, row) as edit:
            actions.change_meeting(row, form.noted(), **values, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("chamber-meeting", row.pk)
        context["differences"] = edit.differences
    return render(request, "intermediaries/meeting_change.html", context)


@act_on("chamber-meeting")
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take out a meeting that was noted by mistake."""
    row = _meeting(request, pk)
    with acting(request, changed=MEANWHILE) as act:
        actions.remove_meeting(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken out."))
        return redirect("employer-memberships", row.body_id)
    return redirect("chamber-meeting", row.pk)


def _on_another_day(request: HttpRequest) -> Any:
    """What was typed, on the free day where somebody pressed its button."""
    if "instead" not in request.POST:
        return request.POST or None
    typed = request.POST.copy()
    typed["on"] = typed["instead"]
    return typed


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask to present: under the touch budget; a refusal says when it would fit (N3)."""
    row = _meeting(request, pk)
    require(rules.can_ask_to_present(request.user, row))
    people = possible_owners(request.user, row.body)
    form = forms.AskForm(_on_another_day(request), row=row, people=people, me=request.user)
    context = _framed(request, row, form=form, answer=None)
    if form.is_valid():
        version, answer = form.cleaned_data["version"], None
        with saving(form, row) as edit:
            try:
                actions.ask_to_present(row, form.asking(), version=version, by=request.user)
            except NotNow as refused:
                answer = refused.answer
        if edit.saved and answer is None:
            messages.success(request, _("Saved. Note here what they answer."))
            return redirect("chamber-meeting", row.pk)
        context |= {"differences": edit.differences, "answer": answer}
    return render(request, "intermediaries/meeting_ask.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """What a chamber answered."""
    row = _meeting(request, pk)
    require(rules.can_answer(request.user, row))
    form = forms.AnswerForm(request.POST or None, row=row)
    context = _framed(request, row, form=form)
    if form.is_valid():
        values = form.cleaned_data
        agreed, version = values["agreed"] == "yes", values["version"]
        with saving(form, row) as edit:
            actions.note_answer(row, agreed, values["answer"], version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("chamber-meeting", row.pk)
        context["differences"] = edit.differences
    return render(request, "intermediaries/meeting_answer.html", context)


@require_http_methods(["GET", "POST"])
def presented(request: HttpRequest, pk: str) -> HttpResponse:
    """What came of a presentation."""
    row = _meeting(request, pk)
    require(rules.can_note_presented(request.user, row))
    form = forms.PresentedForm(request.POST or None, row=row)
    context = _framed(request, row, form=form)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("outcome", "contact", "version")}
        with saving(form, row) as edit:
            actions.note_presented(row, **values, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. It is on the timeline."))
            return redirect("chamber-meeting", row.pk)
        context["differences"] = edit.differences
    return render(request, "intermediaries/meeting_presented.html", context)


def _of_stories(row: BodyMeeting, told: Any) -> forms.StoriesForm:
    return forms.StoriesForm(row=row, told=told, chosen=row.stories.all())


@require_http_methods(["GET", "POST"])
def stories(request: HttpRequest, pk: str) -> HttpResponse:
    """Which success stories are brought to a meeting."""
    row = _meeting(request, pk)
    require(rules.can_change_meeting(request.user, row))
    told = told_to(request.user)
    form = forms.StoriesForm(request.POST or None, row=row, told=told, chosen=row.brought)  # type: ignore[attr-defined]
    context = _framed(request, row, form=form)
    if form.is_valid():
        chosen, version = list(form.cleaned_data["stories"]), form.cleaned_data["version"]
        with saving(form, row, fresh=lambda now: _of_stories(now, told)) as edit:
            actions.choose_stories(row, chosen, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Print them from here."))
            return redirect("chamber-meeting", row.pk)
        context["differences"] = edit.differences
    return render(request, "intermediaries/meeting_stories.html", context)


@require_safe
def handout(request: HttpRequest, pk: str) -> HttpResponse:
    """The stories that are brought to a meeting, to print: those whose consent is in force now."""
    return render(request, "intermediaries/handout.html", {"row": _meeting(request, pk)})
