"""An employer's home, what colleges did with it, and its word on what was promised."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildhall.engagements.actions.following import answer_signed_in
from guildhall.engagements.models import FollowUp
from guildhall.placements.queries.hosting import students_at, with_students_at
from guildhall.portal.forms.own import AnswerForm
from guildhall.portal.queries import home as queries
from guildhall.portal.queries.logins import asked_about
from guildhall.supervision.queries.hosting import assessments_for
from guildhall.ui.acting import acting
from guildhall.ui.menus import blocks_of
from guildhall.ui.paging import page_by_keys
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """An employer's own home (N19)."""
    me = request.visitor  # type: ignore[attr-defined]
    load, students = queries.load_of(me.employer), students_at(me)
    hosts = {one.row.institution_id for one in students.places if one.row.is_open}
    blocks = blocks_of("employer door", me)
    context = {
        "me": me,
        "employer": me.employer,
        "blocks": blocks,
        "asks": any(one["asks"] for one in blocks),
        "colleges": queries.at_colleges(me.employer, hosts),
        "happened": queries.happened(me.employer, 5),
        "planned": queries.planned(me.employer),
        "load": load,
        "quiet_ahead": queries.quiet_ahead(load),
        "promises": queries.promises_to(me.employer),
        "asked": asked_about(me),
        "students": students,
        "assessments": list(assessments_for(me)),
        "how": queries.how_is_it_going(me),
        "offers": list(queries.offers_of(me.employer).exclude(state="closed")[:5]),
    }
    return render(request, "portal/home.html", context)


@visitors_only("employer")
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Everything that colleges did with an employer and plan to, and who saw whose details (C1, G1)."""
    employer = request.visitor.employer  # type: ignore[attr-defined]
    colleges = queries.at_colleges(employer, with_students_at(employer))
    at = next((one.institution for one in colleges if one.institution.slug == request.GET.get("at")), None)
    rows, planned = queries.all_that_happened(employer), queries.planned(employer)
    page = page_by_keys(rows.filter(institution=at) if at else rows, request, queries.BY_DAY)
    context: dict[str, Any] = {
        "page": page,
        "happened": queries.told(page.rows),
        "planned": [] if page.previous else [one for one in planned if at in (None, one.institution)],
        "colleges": colleges,
        "places": [one.institution for one in colleges],
        "at": at,
        "readings": queries.readings(employer),
    }
    return render(request, "portal/record.html", context)


@visitors_only("employer")
@require_POST
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Confirm what was promised, or say what is missing (N7)."""
    me = request.visitor  # type: ignore[attr-defined]
    row = get_object_or_404(FollowUp, pk__in=[one.pk for one in queries.promises_to(me.employer).to_confirm], id=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        done = values["answer"] == "done"
        with acting(request, changed=_("A colleague answered meanwhile.")) as act:
            answer_signed_in(row, done=done, words=values["words"], version=values["version"], by=me)
        if act.done:
            messages.success(request, _("It counts as done.") if done else _("Thank you. They are told."))
    return redirect("portal")
