"""A timeline narrowed down: the form that asks for it, and the result on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements.forms.engagements import choosable
from guildhall.engagements.queries.timeline import PRINTED, Filter, themes_of, timeline
from guildhall.people.queries import colleges


@require_safe
def printed(request: HttpRequest, pk: str) -> HttpResponse:
    """The timeline on paper: as filtered, up to 500 entries."""
    employer = employer_of(request, pk)
    narrow = Filter.of(request.GET.dict())
    page = timeline(request.user, employer, narrow=narrow, size=PRINTED)
    return render(request, "engagements/printed.html", frame(request.user, employer) | {"page": page, "narrow": narrow})


@require_safe
def narrowing(request: HttpRequest, pk: str) -> HttpResponse:
    """The form that narrows a timeline down."""
    employer = employer_of(request, pk)
    context = frame(request.user, employer) | {
        "narrow": Filter.of(request.GET.dict()),
        "kinds": choosable(),
        "institutions": list(colleges()),
        "themes": themes_of(request.user, employer),
    }
    return render(request, "engagements/narrow.html", context)
