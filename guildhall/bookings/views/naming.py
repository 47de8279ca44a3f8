"""How an event was attended, as an employer who took part reads it, and which students agreed to be known to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from guildhall.bookings.actions.naming import name_who_asked, name_who_came
from guildhall.bookings.models import Report
from guildhall.bookings.queries.interviews import Slot
from guildhall.bookings.queries.naming import Agreed, agreed_before, agreed_of, report_by_secret, reports_to
from guildhall.bookings.queries.reporting import as_numbers
from guildhall.employers.models import Employer
from guildhall.events.models import Event
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.acting import acting
from guildhall.visitors.views.pages import visitors_only


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a day of an event was attended in which the employer took part."""
    mine: Any = request.visitor  # type: ignore[attr-defined]
    return _answer(
        request, get_object_or_404(reports_to(mine.employer_id), pk=pk), "bookings/of_employer/attended.html"
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The same by the link of the letter, without an account; opening it names nobody who was not named before."""
    report = report_by_secret(secret)
    if answer := closed_link(request, secret, report, "bookings/attended_link_gone.html"):
        return answer
    assert report is not None
    return _answer(request, report, "bookings/attended_link.html")


def _answer(request: HttpRequest, report: Report, template: str) -> HttpResponse:
    shown: list[dict[str, Any]] = []
    if request.method == "POST":
        with acting(request):
            shown = name_who_came(report)
    context = {"report": report, "event": report.part.event, "numbers": as_numbers(report.numbers), "shown": shown}
    return render(request, template, context | {"agreed": agreed_of(report)})


def agreed_for(slots: Sequence[Slot], employer: Employer) -> Agreed:
    """Who of those who ask for an employer's interviews has agreed to be known to it."""
    return agreed_before([slot.roll for slot in slots], employer)


def show_who_asked(
    request: HttpRequest, slots: Sequence[Slot], employer: Employer, event: Event
) -> list[dict[str, Any]]:
    """What they released, where the employer presses the button for it."""
    shown: list[dict[str, Any]] = []
    if request.method == "POST" and "show" in request.POST:
        with acting(request):
            shown = name_who_asked([slot.roll for slot in slots], employer, event)
    return shown
