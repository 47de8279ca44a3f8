"""How both sides find working together on a board: members by their link, the staff signed in (D18, D19)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.boards import rules
from guildhall.boards.actions.together import assess_by_link, assess_ourselves
from guildhall.boards.queries.door import member_of
from guildhall.boards.queries.together import has_assessed, together_of
from guildhall.boards.views.by_link import GONE
from guildhall.boards.views.record import board_of, framed
from guildhall.lib.verdicts import require
from guildhall.people.views.mailed_links import closed_link
from guildhall.supervision.forms.visiting import AssessmentForm
from guildhall.ui.editing import saving


@require_safe
def both(request: HttpRequest, pk: str) -> HttpResponse:
    """What both sides say of working together this school year, with the gap."""
    row = board_of(request, pk)
    context = framed(request, row, found=together_of(row), may_assess=rules.can_assess(request.user, row))
    context["done"] = has_assessed(row, person=request.user)
    return render(request, "boards/together.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Say how working together goes; nobody sees who said what."""
    row = board_of(request, pk)
    require(rules.can_assess(request.user, row))
    form = AssessmentForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            assess_ourselves(row, form.cleaned_data, by=request.user)
        if edit.saved:
            messages.success(request, _("Thank you. Nobody sees who said what."))
            return redirect("board-together", row.pk)
    return render(request, "boards/together_answer.html", framed(request, row, form=form))


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What a member is asked of working together, and what both sides say once enough have answered."""
    row = member_of(secret)
    if closed := closed_link(request, secret, row, GONE):
        return closed
    assert row is not None
    may = rules.can_assess_by_link(row)
    form = AssessmentForm(request.POST if request.method == "POST" and may else None)
    context: dict[str, Any] = {"row": row, "board": row.board, "secret": secret, "form": form, "may_assess": may}
    if form.is_valid():
        with saving(form) as edit:
            assess_by_link(row, form.cleaned_data)
        if edit.saved:
            messages.success(request, _("Thank you. Nobody sees who said what."))
            return redirect("board-member-together", secret)
    context["done"] = has_assessed(row.board, member=row)
    context["found"] = together_of(row.board) if may else None
    return render(request, "boards/link_together.html", context)
