"""Lists: who applied, who is placed where, whose turn it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.opportunities.views.entry import opportunity_of
from guildhall.placements import rules
from guildhall.placements.forms.placing import kinds
from guildhall.placements.models import Application, Placement
from guildhall.placements.parties import Side
from guildhall.placements.queries import measures, placing
from guildhall.placements.queries.duties import at_employer
from guildhall.placements.queries.figures import of_whom
from guildhall.placements.queries.placing import Wanted
from guildhall.placements.queries.tallies import tally_of
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("created_at", descending=True), Key("id", descending=True)]


def _wanted(request: HttpRequest, states: Any, first: str) -> Wanted:
    words = " ".join(request.GET.get("q", "").split())[:100]
    state = request.GET.get("state", first)
    kind = request.GET.get("kind", "")
    known = {"open", "ours", "stale", "fresh", "ended", "begun", "hired", *states.values}
    return Wanted(words, state if state in known else "", kind if kind in BY_SLUG else "", mine="mine" in request.GET)


@require_safe
def placements(request: HttpRequest) -> HttpResponse:
    """Who is placed where: one's own institution's students (C4)."""
    require(rules.can_see_placements(request.user))
    wanted = _wanted(request, Placement.State, "open")
    page = page_by_keys(placing.placements_of(request.user, wanted), request, NEWEST)
    context = {
        "page": page,
        "lines": placing.lines(page),
        "wanted": wanted,
        "kinds": kinds(),
        "states": Placement.State.choices,
        "narrowed": bool(wanted.words or wanted.kind or wanted.mine or wanted.state != "open"),
    }
    return render(request, "placements/placements.html", context)


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Who wants to go where (C4)."""
    require(rules.can_see_placements(request.user))
    wanted = _wanted(request, Application.State, "open")
    page = page_by_keys(placing.applications_of(request.user, wanted), request, NEWEST)
    context = {
        "page": page,
        "lines": placing.lines(page),
        "wanted": wanted,
        "kinds": kinds(),
        "states": Application.State.choices,
        "narrowed": bool(wanted.words or wanted.kind or wanted.mine or wanted.state != "open"),
    }
    return render(request, "placements/applications.html", context)


@require_safe
def turns(request: HttpRequest) -> HttpResponse:
    """Whose turn it is: what waits for the institution, for students, and for employers (C4)."""
    require(rules.can_see_placements(request.user))
    mine = "mine" in request.GET
    board = placing.board(request.user, mine=mine)
    columns = [(Side(side).label, rows) for side, rows in board.columns]
    return render(request, "placements/turns.html", {"columns": columns, "mine": mine, "most": board.most})


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How fresh placements are, what was filled, begun and completed at one's own institutions (M2, M9 to M11)."""
    require(rules.can_see_placements(request.user))
    person, period = request.user, measures.last_year()
    context = {
        "period": period,
        "fresh": measures.freshness(person),
        "filled": measures.filled(person, period),
        "begun": measures.begun(person, period),
        "completed": measures.completed(measures.internships_in(person, period)),
        "apprenticeships": measures.completed(measures.apprenticeships_in(person, period)),
        "kinds": [(kind, BY_SLUG[kind].label, n, people) for kind, n, people in measures.by_kind(person, period)],
    }
    return render(request, "placements/measures.html", context)


@require_safe
def internships(request: HttpRequest) -> HttpResponse:
    """The internships that were completed in the last twelve months: the rows of M11."""
    require(rules.can_see_placements(request.user))
    return _completed(request, measures.internships_in(request.user, measures.last_year()), _("Internships completed"))


@require_safe
def apprenticeships(request: HttpRequest) -> HttpResponse:
    """The apprenticeships that were completed in the last twelve months (F16)."""
    require(rules.can_see_placements(request.user))
    rows = measures.apprenticeships_in(request.user, measures.last_year())
    return _completed(request, rows, _("Apprenticeships completed"))


def _completed(request: HttpRequest, rows: Any, title: str) -> HttpResponse:
    keys = [Key("start_on", descending=True), Key("id", descending=True)]
    page = page_by_keys(of_whom(rows).select_related("host__employer", "institution"), request, keys)
    return render(request, "placements/completed.html", {"page": page, "title": title, "late": ()})


@require_safe
def of_opportunity(request: HttpRequest, pk: str) -> HttpResponse:
    """Who of one's own students wants a place of an opportunity, or has one; how many places are taken in all."""
    row = opportunity_of(request, pk)
    require(rules.can_see_placements(request.user))
    context = {
        "row": row,
        "employer": row.employer,
        "lines": placing.of_opportunity(row, request.user),
        "tally": tally_of(row, request.user),
        "may_refer": rules.can_keep(request.user) and rules.can_be_applied_for(row),
    }
    return render(request, "placements/of_opportunity.html", context)


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """Students at one employer: one's own by name, of the others how many (B16, F20)."""
    employer = employer_of(request, pk)
    at = placing.of_employer(employer, request.user)
    may_keep = rules.can_keep(request.user)
    context = frame(request.user, employer) | {"at": at, "may_keep": may_keep, "fewest": placing.FEWEST}
    context["may_count"] = rules.can_count(request.user)
    context["agreed"] = at_employer(employer, request.user)
    return render(request, "placements/of_employer.html", context)
