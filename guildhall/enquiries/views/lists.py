"""Enquiries as lists: mine, open, late, answered; how quickly institutions answer; those of one employer (H6)."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.enquiries import queries, rules
from guildhall.enquiries.models import Enquiry
from guildhall.lib.reach import LIFE, in_reach
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges
from guildhall.ui.paging import Key, page_by_keys

BY_DAY = [Key("answer_by"), Key("id")]
NEWEST = [Key("came_at", descending=True), Key("id", descending=True)]


def period_in(request: HttpRequest) -> tuple[date, date] | None:
    """The period that an address names, or None; what is no day, or lies out of reach, counts as none."""
    days: list[date | None] = []
    for name in ("from", "to"):
        try:
            day = date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            days.append(None)
        else:
            days.append(day if in_reach(day, back=LIFE) else None)
    return queries.period_of(*days) if any(days) else None


@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """What employers want of us: those that wait for me, all that wait, and the rows of the figures."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    view = request.GET.get("view", "mine")
    view = view if view in queries.VIEWS else "mine"
    institution = Institution.objects.visible_to(request.user).filter(slug=request.GET.get("at", "")).first()
    q, period = request.GET.get("q", "").strip()[:100], period_in(request)
    rows = queries.view_of(request.user, view, institution=institution, q=q, period=period)
    waiting = view in ("mine", "open", "late")
    context = {
        "page": page_by_keys(queries.whole(rows), request, BY_DAY if waiting else NEWEST),
        "view": view,
        "q": q,
        "institution": institution,
        "places": list(colleges().order_by("name")),
        "period": period or (queries.period_of(None, None) if view in ("came", "intime") else None),
    }
    return render(request, "enquiries/enquiries.html", context)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """How quickly employers are answered, institution by institution; every number opens into its rows."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    period = period_in(request) or queries.period_of(None, None)
    rows = queries.kept_by_institution(request.user, period)
    context = {"rows": rows, "period": period, "between": f"from={period[0]}&to={period[1]}"}
    return render(request, "enquiries/kept.html", context)


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """What one employer has asked of us, wherever it called."""
    employer = employer_of(request, pk)
    rows = Enquiry.objects.visible_to(request.user).filter(employer=employer)
    context = frame(request.user, employer) | {
        "rows": list(queries.whole(rows)[:100]),
        "may_take": rules.can_take(request.user, employer),
    }
    return render(request, "enquiries/of_employer.html", context)
