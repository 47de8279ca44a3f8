"""Lists of people: brought, looked at, applied and taken back. Nothing of their rows is kept (ADR 37)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.imports.actions import participating, people_lists
from guildhall.imports.forms import BringPeopleForm, ColumnsForm, SpellingsForm
from guildhall.imports.models import Batch
from guildhall.imports.queries import people_lists_for, places_to_bring_people
from guildhall.imports.rules import can_bring_people
from guildhall.imports.views.lists import UPLOADS
from guildhall.lib.verdicts import require
from guildhall.pathways.rules import can_count
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of

Kind, State = Batch.Kind, Batch.State
LOOKS = Limit("looks at a list of people", 120, 3600)  # each reads the whole file: nothing of its rows is kept


def _kinds_for(person: Person) -> list[tuple[str, Any]]:
    needs = {
        Kind.STUDENTS: Permission.KEEP_STUDENTS,
        Kind.EXPERIENCES: Permission.IMPORT_LISTS,
        Kind.PROGRAMS: Permission.KEEP_PROGRAMS,
    }
    found = [kind for kind, permission in needs.items() if person.may(permission)]
    found += [Kind.ENROLLMENT, Kind.CREDITS] if can_count(person) else []
    return [(kind.value, kind.label) for kind in found]


@require_http_methods(["GET", "POST"])
def people_lists_page(request: HttpRequest) -> HttpResponse:
    """The lists of people that were brought, and the form to bring one."""
    require(can_bring_people(request.user))
    home = home_institution(request.user, Permission.KEEP_STUDENTS)
    details: dict[str, Any] = {"kinds": _kinds_for(request.user), "places": places_to_bring_people(request.user)}
    initial = {"institution": home, "kind": request.GET.get("kind")}
    form = BringPeopleForm(request.POST or None, request.FILES or None, initial=initial, **details)
    if form.is_valid():
        if not (verdict := UPLOADS.take(request.user.pk)):
            return too_often(request, verdict, wait=UPLOADS.wait)
        values = dict(form.cleaned_data)
        file = values.pop("file")
        with saving(form) as edit:
            batch = people_lists.bring(file, file.name, by=request.user, ask_for_columns=True, **values)
        if edit.saved:
            return redirect("people-list-columns" if batch.state == State.MAPPING else "people-list", batch.pk)
    rows = people_lists_for(request.user)[:100]
    return render(request, "imports/people_lists.html", {"form": form, "rows": rows})


def _list_of(request: HttpRequest, pk: Any) -> Batch:
    return get_object_or_404(people_lists_for(request.user), pk=pk)


@require_safe
def people_list(request: HttpRequest, pk: str) -> HttpResponse:
    """One list: what it would do, with the rows that cannot be kept; or what it did."""
    batch = _list_of(request, pk)
    context: dict[str, Any] = {"batch": batch, "tally": batch.created, "has_file": batch.has_file()}
    if batch.state in (State.REVIEW, State.UNDONE) and context["has_file"]:
        if not (verdict := LOOKS.take(request.user.pk)):
            return too_often(request, verdict, wait=LOOKS.wait)
        outcome = people_lists.check_or_say_why(batch, by=request.user)
        context |= {"outcome": outcome, "tally": people_lists.summary_of(batch, outcome)}
        context["spellings"] = _spellings_form(batch) if outcome.invalid and not outcome.trouble else None
    return render(request, "imports/people_list.html", context)


def _spellings_form(batch: Batch, data: Any = None) -> SpellingsForm | None:
    if batch.kind != Kind.EXPERIENCES:
        return None
    words = participating.unknown_spellings(batch, people_lists.rows_of(batch))
    return SpellingsForm(data, words=words) if words else None


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Say which column of a list of people holds what."""
    batch = _list_of(request, pk)
    fields = people_lists.KINDS[batch.kind].FIELDS
    forms = [ColumnsForm(request.POST or None, batch=batch, sheet=s, fields=fields) for s in batch.headers]
    context: dict[str, Any] = {"batch": batch, "of_people": True}
    context["sheets"] = list(zip(batch.headers, forms, strict=True))
    if request.method == "POST" and forms and all(form.is_valid() for form in forms):
        with saving(forms[0]) as edit:
            context["differences"] = _matched(request, batch, forms)
        if edit.saved and not context["differences"]:
            return redirect("people-list", batch.pk)
    return render(request, "imports/columns.html", context)


def _matched(request: HttpRequest, batch: Batch, forms: list[ColumnsForm]) -> list[tuple[str, str, str]]:
    """Keep the columns; where somebody else has meanwhile, what they said and what was said here (R29)."""
    chosen: dict[str, Any] = {s["name"] or "": form.columns() for s, form in zip(batch.headers, forms, strict=True)}
    if people_lists.match(batch, chosen, version=version_of(request), by=request.user):
        return []
    batch.refresh_from_db()
    return [line for form in forms for line in form.compared_with(batch)]


@act_on("people-list")
def spellings(request: HttpRequest, pk: str) -> HttpResponse:
    """Say once which type an activity is, for this list and the next ones."""
    batch = _list_of(request, pk)
    with acting(request):
        form = _spellings_form(batch, request.POST)
        if form and form.is_valid():
            participating.say_spellings(batch, form.said(), by=request.user)
    return redirect("people-list", batch.pk)


@act_on("people-list")
def apply(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep what a list brings; its file goes."""
    batch = _list_of(request, pk)
    changed = _("Somebody has said other columns meanwhile. Look at what it would do now.")
    with acting(request, changed=changed) as act:
        people_lists.apply(batch, by=request.user, version=version_of(request))
    if act.done:
        messages.success(request, _("The list is applied, and its file is deleted."))
    return redirect("people-list", batch.pk)


@act_on("people-list")
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back what a list brought."""
    batch = _list_of(request, pk)
    with acting(request) as act:
        people_lists.undo(batch, by=request.user)
    if act.done:
        messages.success(request, _("Taken back. Whom somebody has worked on since stays."))
    return redirect("people-list", batch.pk)
