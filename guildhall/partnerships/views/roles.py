"""Who does what among the organizations of an initiative, on one page (F24)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.partnerships.queries.clarity import who_does_what as found
from guildhall.partnerships.views.record import frame, initiative_of


@require_safe
def who_does_what(request: HttpRequest, pk: str) -> HttpResponse:
    """Organizations by parts of the work, with where nobody does it and where several do; to print as it is."""
    row = initiative_of(request, pk)
    context = frame(request, row) | {"clarity": found(request.user, row)}
    return render(request, "partnerships/roles.html", context)
