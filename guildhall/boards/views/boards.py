"""One board: its seats, what it advises on, who is due a seat, its figures and self-assessment (D12–D14, N12)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.boards import rules
from guildhall.boards.actions import founding
from guildhall.boards.forms.boards import BoardForm, CloseForm
from guildhall.boards.models import Board
from guildhall.boards.queries import lists as queries
from guildhall.boards.queries.assessment import assessment_of
from guildhall.boards.queries.due import coverage_of
from guildhall.boards.queries.figures import report_of
from guildhall.boards.queries.founding import secretaries, subjects_for
from guildhall.boards.queries.seats import filled_of, former_of, interests_of, seats_of
from guildhall.boards.views.lists import subject_of
from guildhall.boards.views.record import board_of, framed
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of

CHANGED = gettext_lazy("Somebody has changed it meanwhile. Look at it first.")


def _form(request: HttpRequest, row: Board | None = None, **more: Any) -> BoardForm:
    given = [one.subject for one in row.remits.all()] if row is not None else []
    return BoardForm(
        request.POST or None, places=queries.places_to_keep(request.user), people=secretaries(request.user),
        subjects=subjects_for(request.user), row=row, given=given, **more,
    )  # fmt: skip


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What a new board begins with: one's own institution, and the program from whose line one comes."""
    kind, place = request.GET.get("kind", ""), home_institution(request.user, Permission.KEEP_BOARDS)
    initial: dict[str, Any] = {"secretary": request.user, "institution": place}
    if kind in queries.KINDS_OF_SUBJECT and (pk := id_in(request.GET.get("of", ""))):
        subject = subject_of(request, kind, pk)
        initial |= {"name": f"{subject.name} advisory board"[:160], "kind": kind, "institution": subject.institution}
        initial["subject_1"] = f"{kind}-{subject.pk}"
    return initial


@require_http_methods(["GET", "POST"])
@once_only("boards")
def add(request: HttpRequest) -> HttpResponse:
    """Found a board."""
    require(rules.can_found(request.user))
    form = _form(request, initial=_initial(request))
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            who = {"institution": v["institution"], "secretary": v["secretary"], "by": request.user}
            row = founding.found_board(form.described(), form.subjects(), **who)
        if edit.saved:
            messages.success(request, _("Founded. Now say which seats it has."))
            return redirect("board", row.pk)
    return render(request, "boards/board_form.html", {"form": form})


@require_safe
def board(request: HttpRequest, pk: str) -> HttpResponse:
    """The seats of a board, filled or vacant, with who sits there."""
    row = board_of(request, pk)
    places = seats_of(row, request.user)
    context = framed(request, row, places=places, former=former_of(row, request.user))
    context |= {
        "filled": filled_of(places, context["measures"]),
        "interests": interests_of(row, request.user),
        "may_reopen": rules.can_reopen(request.user, row),
    }
    return render(request, "boards/board.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a board is called and advises on, or its secretary."""
    row = board_of(request, pk)
    require(rules.can_keep(request.user, row))
    form = _form(request, row)
    context = framed(request, row, form=form)
    if form.is_valid():
        with saving(form, row, fresh=lambda saved: _fresh(request, saved)) as edit:
            v = form.cleaned_data
            who = {"secretary": v["secretary"], "version": v["version"], "by": request.user}
            founding.change_board(row, form.described(), form.subjects(), **who)
        if edit.saved:
            return redirect("board", row.pk)
        context["differences"] = edit.differences
    return render(request, "boards/board_form.html", context)


def _fresh(request: HttpRequest, saved: Board) -> BoardForm:
    given = [one.subject for one in saved.remits.select_related("program", "pathway", "academy")]
    return BoardForm(
        places=(), people=secretaries(request.user), subjects=subjects_for(request.user), row=saved, given=given
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Close a board, with the reason."""
    row = board_of(request, pk)
    require(rules.can_keep(request.user, row))
    form = CloseForm(request.POST or None, initial={"version": row.version})
    context = framed(request, row, form=form)
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            founding.close_board(row, v["because"], version=v["version"], by=request.user)
        if edit.saved:
            return redirect("board", row.pk)
        context["differences"] = edit.differences
    return render(request, "boards/close.html", context)


@act_on("board")
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    """Go on with a closed board."""
    row = board_of(request, pk)
    require(rules.can_reopen(request.user, row))
    with acting(request, changed=str(CHANGED)):
        founding.reopen_board(row, version=version_of(request), by=request.user)
    return redirect("board", row.pk)


@require_safe
def due(request: HttpRequest, pk: str) -> HttpResponse:
    """Which organizations place students and have no seat (D13)."""
    row = board_of(request, pk)
    clusters = [one.seat for one in seats_of(row, request.user) if one.seat.cluster]
    context = framed(request, row, coverage=coverage_of(row, request.user), clusters=clusters)
    return render(request, "boards/due.html", context)


@require_safe
def figures(request: HttpRequest, pk: str) -> HttpResponse:
    """How a board does, each number opening into its rows (M20, M21)."""
    row = board_of(request, pk)
    return render(request, "boards/figures.html", framed(request, row, report=report_of(row, request.user)))


@require_safe
def assessment(request: HttpRequest, pk: str) -> HttpResponse:
    """The self-assessment of a board, filled from the records, to read and to print (N12)."""
    row = board_of(request, pk)
    context = framed(request, row, assessment=assessment_of(row, request.user))
    return render(request, "boards/assessment.html", context)
