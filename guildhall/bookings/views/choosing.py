"""Whom to see in interviews: chosen among those who asked, with alternates (C16)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.bookings import rules
from guildhall.bookings.actions import choosing
from guildhall.bookings.queries.lists import asked_on
from guildhall.bookings.views.door import roll_of
from guildhall.lib.verdicts import require
from guildhall.ui.acting import acting


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who asked, each to be seen, an alternate with a number, or neither."""
    roll = roll_of(request, pk)
    require(rules.can_choose(request.user, roll))
    lines = asked_on(roll, request.user)
    if request.method == "POST":
        chosen = {one.pk: _choice(request.POST.get(f"choice-{one.pk}", "")) for one in lines if one.state == "waiting"}
        with acting(request) as act:
            choosing.choose(roll, chosen, by=request.user)
        if act.done:
            messages.success(request, _("Saved. Whoever was chosen, or stands by, is told."))
        return redirect("interviews-choose", roll.pk)
    alternates = range(1, 1 + min(len(lines), choosing.MOST_ALTERNATES))
    context = {"roll": roll, "event": roll.event, "lines": lines, "alternates": alternates}
    return render(request, "bookings/choose.html", context)


def _choice(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) <= 2 else None
