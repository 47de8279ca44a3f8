"""Handing a leaver's work over, and the briefs for the successors (N18)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.stewardship import rules
from guildhall.stewardship.actions import handing as actions
from guildhall.stewardship.forms import HandoverForm
from guildhall.stewardship.models import Handover
from guildhall.stewardship.queries import continuity as ahead
from guildhall.stewardship.queries import handing as queries
from guildhall.ui.editing import saving


@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """Work that nobody can do any more, and the handovers so far."""
    require(request.user.may(Permission.GRANT_ACCESS))
    left = [(p, n) for p, n in queries.left_behind().items() if rules.can_hand_over(request.user, p)]
    return render(request, "stewardship/handovers.html", {"left": left, "rows": queries.made_by(request.user)})


@require_safe
def continuity(request: HttpRequest) -> HttpResponse:
    """Which relationships and promises hang on positions whose money ends within a year (P10, H4)."""
    require(request.user.may(Permission.GRANT_ACCESS))
    return render(request, "stewardship/continuity.html", {"rows": ahead.endings(request.user)})


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, person: str) -> HttpResponse:
    """Name the successors of a leaver; everything open goes to them in one action."""
    leaver = queries.leaver_of(person)
    if leaver is None or not rules.can_hand_over(request.user, leaver):
        raise Http404
    work = queries.open_work(leaver)
    form = HandoverForm(request.POST or None, leaver=leaver, work=work)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            row = actions.hand_over(
                leaver, form.successors(), words=values.get("words", ""), end=values["end"], by=request.user
            )
        if edit.saved:
            messages.success(request, _("Handed over. The successors have their briefs."))
            return redirect("handover", row.pk)
    return render(request, "stewardship/hand_over.html", {"leaver": leaver, "work": work, "form": form})


@require_safe
def handover(request: HttpRequest, pk: str) -> HttpResponse:
    """What was handed over: the whole of it for whoever did it, one's own briefs for a successor."""
    rows = Handover.objects.visible_to(request.user).select_related("leaver", "by")
    row = get_object_or_404(rows.prefetch_related("shares__successor"), pk=pk)
    context = {"row": row, "shares": queries.shares_of(row), "briefs": queries.briefs_of(row, request.user)}
    return render(request, "stewardship/handover.html", context)
