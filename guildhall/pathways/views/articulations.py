"""Agreements by which a course of one institution counts at another (D9, D11)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.files.actions import download, place
from guildhall.files.storage import exists
from guildhall.lib.verdicts import require
from guildhall.pathways import rules
from guildhall.pathways.actions import credit as act
from guildhall.pathways.forms.credit import ArticulationForm
from guildhall.pathways.models import Articulation
from guildhall.pathways.queries import credit as queries
from guildhall.pathways.views.credit import course_of
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("from_on", descending=True), Key("id", descending=True)]


@require_safe
def articulations(request: HttpRequest) -> HttpResponse:
    """The agreements on courses: in force, not agreed by both yet, to be renewed, ended."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    places = Institution.objects.visible_to(request.user).open()
    at = places.filter(slug=request.GET.get("at", "")).first()
    state = request.GET.get("state", "force")
    rows = queries.articulations_where(request.user, at=at, state=state)
    context = {
        "page": page_by_keys(rows, request, NEWEST), "at": at, "state": state,
        "places": places.filter(programs__courses__isnull=False).distinct().order_by("name"),
    }  # fmt: skip
    return render(request, "pathways/articulations.html", context)


def articulation_of(request: HttpRequest, pk: Any) -> Articulation:
    """An agreement that the person may know of; anything else is not there."""
    rows = queries.articulations(request.user).select_related("taken_agreed_by", "granted_agreed_by")
    found: Articulation = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def articulation(request: HttpRequest, pk: str) -> HttpResponse:
    """One agreement: which course counts as which, who agreed, until when, its paper."""
    row = articulation_of(request, pk)
    context = {
        "row": row,
        "may_change": rules.can_articulate(request.user, row.taken, row.granted),
        "may_agree": rules.can_agree(request.user, row),
    }
    return render(request, "pathways/articulation.html", context)


@require_http_methods(["GET", "POST"])
@once_only("program-course")
def articulation_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter that a course counts as one of another institution."""
    course = course_of(request, pk)
    require(rules.can_change(request.user, course))
    others = queries.courses(request.user).taught().exclude(program__institution=course.program.institution)
    initial = {"credits": course.credits}
    form = ArticulationForm(request.POST or None, request.FILES or None, course=course, others=others, initial=initial)
    if form.is_valid():
        other = form.cleaned_data["other"]
        pair = (course, other) if form.cleaned_data["direction"] == "other" else (other, course)
        with saving(form) as edit:
            row = act.articulate(*pair, form.facts(), by=request.user, **form.paper())
        if edit.saved:
            messages.success(request, _said(row))
            return redirect("articulation", row.pk)
    return render(request, "pathways/articulation_form.html", {"form": form, "course": course})


def _said(row: Articulation) -> str:
    return _("Saved.") if row.is_agreed else _("Saved. It counts once the other institution has agreed.")


@require_http_methods(["GET", "POST"])
def articulation_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change an agreement, or say when it ends."""
    row = articulation_of(request, pk)
    require(rules.can_articulate(request.user, row.taken, row.granted))
    form = ArticulationForm(request.POST or None, request.FILES or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "course": row.taken}
    if form.is_valid():
        version = form.cleaned_data["version"]
        with saving(form, row, fresh=lambda now: ArticulationForm(row=now)) as edit:
            row = act.change_articulation(row, form.facts(), version=version, by=request.user, **form.paper())
        if edit.saved:
            messages.success(request, _said(row))
            return redirect("articulation", row.pk)
        context["differences"] = edit.differences
    return render(request, "pathways/articulation_form.html", context)


@act_on("articulation")
def agree(request: HttpRequest, pk: str) -> HttpResponse:
    """Say for one's own side that an agreement stands."""
    row = articulation_of(request, pk)
    changed = _("It was changed meanwhile. Read what it says now.")
    with acting(request, changed=changed) as done:
        act.agree_to(row, version=version_of(request), by=request.user)
    if done.done:
        messages.success(request, _("Your side has agreed."))
    return redirect("articulation", row.pk)


@require_safe
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """The signed paper as a download."""
    row = articulation_of(request, pk)
    if row.file is None:
        raise Http404
    if not exists(place(row.file)):
        messages.error(request, _("The file is not in the store of files any more."))
        return redirect("articulation", row.pk)
    return download(row.file, row.file_name)
