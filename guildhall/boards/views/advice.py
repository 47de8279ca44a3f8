"""What boards recommend, and what becomes of it (D16)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.boards import rules
from guildhall.boards.actions import advising
from guildhall.boards.forms.meetings import AdviceForm, DecideForm
from guildhall.boards.models import Board, BoardMeeting, Recommendation, Remark
from guildhall.boards.queries import lists as queries
from guildhall.boards.queries.advice import asked_at, deciders, offered
from guildhall.boards.views.lists import words_in
from guildhall.boards.views.record import advice_of, board_of, framed
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

NEWEST = (Key("made_at", descending=True), Key("id", descending=True))


def _view(request: HttpRequest) -> str:
    view = request.GET.get("view", "waiting")
    return view if view in queries.ADVICE_VIEWS else "waiting"


@require_safe
def all_advice(request: HttpRequest) -> HttpResponse:
    """What all boards recommended: what waits, what is late, what is mine to decide, what is closed."""
    require(rules.can_read(request.user))
    view, q = _view(request), words_in(request)
    page = page_by_keys(queries.advice(request.user, view, q), request, NEWEST)
    return render(request, "boards/advice_list.html", {"page": page, "view": view, "q": q})


@require_safe
def of_board(request: HttpRequest, pk: str) -> HttpResponse:
    """What one board recommended."""
    row = board_of(request, pk)
    rows = queries.advice(request.user, "all", words_in(request), row)
    page = page_by_keys(rows, request, NEWEST)
    context = framed(request, row, page=page, q=words_in(request), may_advise=rules.can_advise(request.user, row))
    return render(request, "boards/board_advice.html", context)


def _form(request: HttpRequest, board: Board, row: Recommendation | None = None) -> AdviceForm:
    choices = offered(board, request.user)
    return AdviceForm(request.POST or None, board=board, people=deciders(board, request.user), row=row, **choices)


def _held(request: HttpRequest, board: Board) -> BoardMeeting | None:
    """The meeting at which it is written down, where one comes from its page."""
    pk = id_in(request.GET.get("at", ""))
    return BoardMeeting.objects.visible_to(request.user).filter(board=board, pk=pk).first() if pk else None


@require_http_methods(["GET", "POST"])
@once_only("board-advice")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what a board recommends."""
    row = board_of(request, pk)
    require(rules.can_advise(request.user, row))
    form, held = _form(request, row), _held(request, row)
    if form.is_valid():
        with saving(form) as edit:
            made = advising.give_advice(row, form.advice(), held=held, by=request.user)
        if edit.saved:
            messages.success(request, _("Written down. It is asked for again until something has become of it."))
            return redirect("advice", made.pk)
    return render(request, "boards/advice_form.html", framed(request, row, form=form, held=held))


@require_safe
def advice(request: HttpRequest, pk: str) -> HttpResponse:
    """One recommendation: to whom, what became of it, and what members say to it."""
    row = advice_of(request, pk)
    remarks = Remark.objects.visible_to(request.user).filter(recommendation=row)
    context = framed(
        request, row.board, row=row, dispositions=row.dispositions.select_related("by"),
        remarks=remarks.select_related("member__person", "member__contact__employer"), asked=asked_at(row),
        may_change=rules.can_change_advice(request.user, row), may_decide=rules.can_decide(request.user, row),
    )  # fmt: skip
    return render(request, "boards/advice.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a recommendation better."""
    row = advice_of(request, pk)
    require(rules.can_change_advice(request.user, row))
    form = _form(request, row.board, row)
    context: dict[str, Any] = framed(request, row.board, form=form, row=row)
    if form.is_valid():
        with saving(form, row) as edit:
            advising.change_advice(row, form.advice(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("advice", row.pk)
        context["differences"] = edit.differences
    return render(request, "boards/advice_form.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what becomes of a recommendation."""
    row = advice_of(request, pk)
    require(rules.can_decide(request.user, row))
    form = DecideForm(request.POST or None, initial=DecideForm.initial_of(row))
    context: dict[str, Any] = framed(request, row.board, form=form, row=row)
    if form.is_valid():
        with saving(form, row) as edit:
            advising.decide(row, form.decided(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("advice", row.pk)
        context["differences"] = edit.differences
    return render(request, "boards/decide.html", context)
