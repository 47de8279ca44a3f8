"""What holds for a single board in place of the rule of its kind, with the reason and an end (D12, B15)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.boards import rules
from guildhall.boards.actions import excepting
from guildhall.boards.forms.boards import OwnRuleForm
from guildhall.boards.models import OwnRule
from guildhall.boards.views.record import board_of, framed
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
@once_only("board")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Let another number hold for one board, until a day."""
    row = board_of(request, pk)
    require(rules.can_except(request.user, row))
    form = OwnRuleForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            excepting.give_own_rule(row, form.own(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. It holds for this board until its day."))
            return redirect("board", row.pk)
    return render(request, "boards/own_rule.html", framed(request, row, form=form))


@require_POST
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    """Lift what holds for one board alone."""
    rows = OwnRule.objects.visible_to(request.user).select_related("board__institution")
    row = get_object_or_404(rows, pk=pk)
    with acting(request) as act:
        excepting.lift_own_rule(row, by=request.user)
    if act.done:
        messages.success(request, _("Lifted. The rule of its kind holds again."))
    return redirect("board", row.board_id)
