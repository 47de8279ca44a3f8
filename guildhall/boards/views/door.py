"""The boards on which an employer has a seat: on its record, and at its own front door (D13, N19)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.boards.queries.door import boards_of_employer, seats_at_door
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.visitors.views.pages import visitors_only


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """The boards on which one employer has a seat."""
    employer = employer_of(request, pk)
    context = frame(request.user, employer) | {"seated": boards_of_employer(employer, request.user)}
    return render(request, "boards/of_employer.html", context)


@visitors_only("employer")
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The employer's own seats, who of it sits there, and what came of the boards' advice."""
    me: Any = request.visitor  # type: ignore[attr-defined]
    return render(request, "boards/door/boards.html", {"told": seats_at_door(me)})
