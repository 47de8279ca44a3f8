"""What was said in the room: reflections and small groups, read, marked and typed in from paper (E15, E17, E18)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.meetings import rules
from guildhall.meetings.actions import marking, on_paper, speaking
from guildhall.meetings.forms.room import GroupForm, MarkForm, PaperResponseForm
from guildhall.meetings.models import Activity, Mark
from guildhall.meetings.queries import room as queries
from guildhall.meetings.views.meetings import framed, inside
from guildhall.meetings.views.room import activity_of
from guildhall.people.models import Person
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def said(request: HttpRequest, pk: Any, activity: UUID) -> HttpResponse:
    """What was said: read, marked, and typed in from paper."""
    row = inside(request, pk)
    one = activity_of(row, activity, Activity.Kind.REFLECTION, Activity.Kind.GROUPS)
    sent = request.method == "POST"
    if sent:
        require(rules.can_keep_outcome(request.user, row))
    shown = _groups if one.kind == Activity.Kind.GROUPS else _reflections
    context, form, keep = shown(request, one)
    if sent and form.is_valid():
        with saving(form) as edit:
            keep(form, request.user)
        if edit.saved:
            return redirect("meeting-said", row.pk, one.pk)
    context |= {"activity": one, "may_keep": rules.can_keep_outcome(request.user, row)}
    return render(request, "meetings/said.html", framed(request, row, "room", **context))


Keep = Callable[[Any, Person], Any]


def _reflections(request: HttpRequest, one: Activity) -> tuple[dict[str, Any], Any, Keep]:
    marks = "first" in request.POST
    data = request.POST if request.method == "POST" else None
    marking_form = MarkForm(data if marks else None, activity=one, auto_id="mark_%s")
    paper_form = PaperResponseForm(None if marks else data, auto_id="paper_%s")

    def keep(form: Any, by: Person) -> None:
        v = form.cleaned_data
        if marks:
            marking.mark(v["first"], v["second"], v["kind"], v["words"], by=by)
        else:
            on_paper.enter_reflection(one, v["who"], v["text"], by=by)

    elements = list(one.meeting.elements.all())
    rows, marked = queries.responses_of(one, request.user), one.marks.select_related("first", "second")
    context = {"rows": rows, "marks": marked, "mark_form": marking_form, "paper_form": paper_form, "elements": elements}
    return context, marking_form if marks else paper_form, keep


def _groups(request: HttpRequest, one: Activity) -> tuple[dict[str, Any], Any, Keep]:
    groups, sent = queries.groups_of(one), request.method == "POST"
    asked = (request.POST if sent else request.GET).get("group", "")
    group = next((group for group in groups if str(group.pk) == asked), None)
    if sent and group is None:
        raise Http404
    data = request.POST if sent else None
    form = GroupForm(data, group=group, auto_id="group_%s") if group is not None else None

    def keep(form: Any, by: Person) -> None:
        added = form.cleaned_data.get("added", "")
        speaking.choose_as_group(form.group, form.chosen(), form.sending(), added=added, by=by)

    return {"groups": groups, "group_form": form}, form, keep


@act_on("meeting-room")
def mark_act(request: HttpRequest, pk: Any, activity: UUID) -> HttpResponse:
    """Take a mark off, or write down of which elements a reflection speaks."""
    row = inside(request, pk)
    one = activity_of(row, activity, Activity.Kind.REFLECTION)
    with acting(request):
        if mark := request.POST.get("mark"):
            rows = Mark.objects.visible_to(request.user).filter(activity=one)
            marking.take_mark_off(get_object_or_404(rows, pk=id_in(mark)), by=request.user)
        else:
            response = get_object_or_404(one.responses.all(), pk=id_in(request.POST.get("response", "")))
            named = [pk for said in request.POST.getlist("element") if (pk := id_in(said))]
            marking.note_elements(response, row.elements.filter(pk__in=named), by=request.user)
    return redirect("meeting-said", row.pk, one.pk)
