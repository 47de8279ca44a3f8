"""A member's own page by the link in their letter, without an account; opening it changes nothing (R28, D14)."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.boards import rules
from guildhall.boards.actions import advising, serving
from guildhall.boards.forms.meetings import RemarkForm
from guildhall.boards.forms.seats import OwnAnswerForm
from guildhall.boards.models import Member
from guildhall.boards.queries.door import member_of, minutes_of, own_page, waiting_of
from guildhall.lib.ids import id_in
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

GONE = "boards/link_gone.html"


@login_not_required
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """What the board is, whether one takes the seat, when it meets, and what became of its advice."""
    row = member_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    initial = {"version": row.version, "answer": "yes" if row.state == Member.State.SERVING else "", "words": row.words}
    form = OwnAnswerForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"row": row, "board": row.board, "secret": secret, "form": form}
    if request.method == "POST" and form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            serving.answer_by_link(row, accepts=form.accepts, words=v["words"], version=v["version"])
        if edit.saved:
            kept = _("Thank you. Your answer is kept; you can change it here.") if form.accepts else _("Thank you.")
            messages.success(request, kept)
            return redirect("board-member-link", secret)
        context["differences"] = edit.differences
    may_answer = rules.is_open_by_link(row)
    context |= {"may_answer": may_answer, "own": own_page(row) if may_answer else None, "remark_form": RemarkForm()}
    return render(request, "boards/link.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, secret: str) -> HttpResponse:
    """Say something to a recommendation that waits."""
    row = member_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    form = RemarkForm(request.POST or None)
    if request.method == "GET":
        return redirect("board-member-link", secret)
    advice = get_object_or_404(waiting_of(row), pk=id_in(request.POST.get("advice", "")))
    if not form.is_valid():
        messages.error(request, _("Write a few words."))
        return redirect("board-member-link", secret)
    with acting(request) as act:
        advising.remark(advice, row, form.cleaned_data["text"])
    if act.done:
        messages.success(request, _("Your comment is kept. Whoever keeps the board reads it."))
    return redirect("board-member-link", secret)


@login_not_required
@require_safe
def minutes(request: HttpRequest, secret: str) -> HttpResponse:
    """The approved minutes of a meeting of one's board."""
    row = member_of(secret)
    if answer := closed_link(request, secret, row, GONE):
        return answer
    assert row is not None
    with suppress(ValueError):
        if rules.is_open_by_link(row):
            held = get_object_or_404(minutes_of(row), pk=UUID(request.GET.get("of", "")))
            context = {"row": row, "held": held, "meeting": held.meeting, "decisions": held.meeting.decisions.all()}
            return render(request, "boards/link_minutes.html", context | {"secret": secret})
    raise Http404
