"""The lines of a meeting, of whatever list: one form to add or change one, one address for its buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import Verdict, require
from guildhall.meetings import rules
from guildhall.meetings.actions import opening, outcome, preparing, speaking
from guildhall.meetings.actions.planning import possible_organizers
from guildhall.meetings.forms import lines as forms
from guildhall.meetings.models import AgendaItem, Definition, Element, LogisticsItem, Meeting
from guildhall.meetings.views.meetings import framed, inside
from guildhall.people.models import Person
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving

Save = Callable[[Meeting, Any, Any, Person], Any]  # the meeting, the form, the row that is changed, who does it


@dataclass(frozen=True)
class Lines:
    """One list of a meeting: its rows, its form, how a line is saved, on which page it stands."""

    of: str  # the name of its rows at the meeting
    form: type[forms.LineForm]
    save: Save
    page: str
    tab: str
    add: Any
    change: Any
    may: Callable[[Person, Meeting], Verdict] = rules.can_change
    fixed: bool = False  # a line is not changed
    acts: tuple[str, ...] = ()


def _prepared(model: Any) -> Save:
    def save(meeting: Meeting, form: Any, row: Any, by: Person) -> Any:
        version = form.cleaned_data["version"]
        return preparing.save_row(meeting, model, form.values(), row=row, version=version, by=by)

    return save


def _activity(meeting: Meeting, form: Any, row: Any, by: Person) -> Any:
    version = form.cleaned_data["version"]
    return opening.save_activity(meeting, form.values(), row=row, version=version, by=by)


def _decision(meeting: Meeting, form: Any, row: Any, by: Person) -> Any:
    v = form.cleaned_data
    reason = v.get("reason", "")
    if row is None:
        return outcome.note_decision(meeting, v["text"], reason=reason, by=by)
    return outcome.change_decision(row, v["text"], reason=reason, version=v["version"], by=by)


def _task(meeting: Meeting, form: Any, row: Any, by: Person) -> Any:
    if row is None:
        return outcome.give_task(meeting, form.given(), by=by)
    return outcome.change_task(row, form.given(), version=form.cleaned_data["version"], by=by)


def _support(meeting: Meeting, form: Any, row: Any, by: Person) -> Any:
    return speaking.note_support(meeting, form.offer(), who=form.cleaned_data["who"], by=by)


MOVES = ("up", "down", "remove")
KEEPS = rules.can_keep_outcome
LINES: dict[str, Lines] = {
    "agenda": Lines("agenda", forms.AgendaForm, _prepared(AgendaItem), "meeting", "prepare",
                    _("Add a point"), _("Change a point"), acts=MOVES),
    "check-list": Lines("logistics", forms.LogisticsForm, _prepared(LogisticsItem), "meeting", "prepare",
                        _("Add to the check list"), _("Change a line"), acts=(*MOVES, "tick", "untick")),
    "definitions": Lines("definitions", forms.DefinitionForm, _prepared(Definition), "meeting", "prepare",
                         _("Add a definition"), _("Change a definition"), acts=MOVES),
    "elements": Lines("elements", forms.ElementForm, _prepared(Element), "meeting", "prepare",
                      _("Add an element"), _("Change an element"), acts=MOVES),
    "activities": Lines("activities", forms.ActivityForm, _activity, "meeting-room", "room",
                        _("Add something to do"), _("Change what is done"), acts=("remove",)),
    "decisions": Lines("decisions", forms.DecisionForm, _decision, "meeting-outcome", "outcome",
                       _("Write a decision down"), _("Change a decision"), KEEPS),
    "tasks": Lines("action_items", forms.TaskForm, _task, "meeting-outcome", "outcome",
                   _("Give a task"), _("Change a task"), KEEPS),
    "support": Lines("commitments", forms.SupportForm, _support, "meeting-outcome", "outcome",
                     _("Write committed support down"), "", KEEPS, fixed=True),
}  # fmt: skip


def lines_of(what: str) -> Lines:
    """One of the lists of a meeting; there is no page for any other word."""
    if what not in LINES:
        raise Http404
    return LINES[what]


def _people(row: Meeting) -> list[Person]:
    known = [one.person for one in row.organizers.select_related("person")]
    return [*known, *possible_organizers(row)]


@require_http_methods(["GET", "POST"])
@once_only("meeting")
def add(request: HttpRequest, pk: Any, what: str) -> HttpResponse:
    """Add a line."""
    lines, row = lines_of(what), inside(request, pk)
    require(lines.may(request.user, row))
    form = lines.form(request.POST or None, meeting=row, people=_people(row))
    if request.method == "POST" and form.is_valid():
        with saving(form) as edit:
            lines.save(row, form, None, request.user)
        if edit.saved:
            return redirect(lines.page, row.pk)
    context = framed(request, row, lines.tab, form=form, words=lines.add, back=lines.page, single="1")
    return render(request, "meetings/line.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: Any, what: str, line: UUID) -> HttpResponse:
    """Change a line."""
    lines, row = lines_of(what), inside(request, pk)
    one = get_object_or_404(getattr(row, lines.of).all(), pk=line)
    if lines.fixed:
        raise Http404
    require(lines.may(request.user, row))
    form = lines.form(request.POST or None, meeting=row, people=_people(row), row=one)
    context = framed(request, row, lines.tab, form=form, words=lines.change, back=lines.page, single="")
    if request.method == "POST" and form.is_valid():
        with saving(form, one) as edit:
            lines.save(row, form, one, request.user)
        if edit.saved:
            return redirect(lines.page, row.pk)
        context["differences"] = edit.differences
    return render(request, "meetings/line.html", context)


@act_on("meeting")
def act(request: HttpRequest, pk: Any, what: str, line: UUID) -> HttpResponse:
    """Move a line, tick it, or take it out."""
    lines, row = lines_of(what), inside(request, pk)
    require(lines.may(request.user, row))
    one, said = get_object_or_404(getattr(row, lines.of).all(), pk=line), request.POST.get("act", "")
    if said not in lines.acts:
        raise Http404
    with acting(request):
        if said == "remove" and what == "activities":
            opening.remove_activity(one, by=request.user)
        elif said == "remove":
            preparing.remove_row(one, by=request.user)
        elif said in ("tick", "untick"):
            preparing.tick(one, done=said == "tick", by=request.user)
        else:
            preparing.move_row(one, down=said == "down", by=request.user)
    return redirect(lines.page, row.pk)
