"""The gap view, one occupation, and where programs lead (D5, D7)."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from guildhall.demand import exports, rules
from guildhall.demand.fields_of_work import FIELDS_OF_WORK
from guildhall.demand.gaps import LABELS, LEADS, Finding, Lead
from guildhall.demand.queries import gaps as queries
from guildhall.demand.queries.critical import critical_of
from guildhall.demand.queries.enrollment import newest_rows
from guildhall.demand.queries.gaps import Wanted
from guildhall.demand.queries.leading import with_occupations
from guildhall.demand.queries.lists import title_of, titles_for
from guildhall.demand.queries.occupations import occupation as occupation_of
from guildhall.demand.queries.occupations import own_placements, programs_leading_to
from guildhall.demand.queries.programs import demand_of, where_programs_lead
from guildhall.employers.queries.directory import places as towns
from guildhall.employers.rules import can_export
from guildhall.employers.views.lists import EXPORTS
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import require
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.people.queries import colleges
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, page_by_keys, page_by_place

YEAR = timedelta(365)


def place_in(request: HttpRequest) -> Institution | None:
    """The institution that an address narrows a page to; what makes no sense counts as nothing."""
    slug = request.GET.get("at", "")
    rows = Institution.objects.visible_to(request.user).open()
    return rows.filter(slug=slug).first() if slug else None


def town_in(request: HttpRequest) -> str:
    """The town that an address narrows a page to."""
    return " ".join(request.GET.get("town", "").split())[:80]


def narrowed_by(request: HttpRequest) -> str:
    """What the pages behind a row take along of an address: institution and town."""
    kept = {"at": place.slug if (place := place_in(request)) else "", "town": town_in(request)}
    words = urlencode({name: value for name, value in kept.items() if value})
    return f"?{words}" if words else ""


def wanted_in(request: HttpRequest) -> Wanted:
    """What an address narrows the gap view to."""
    get = request.GET
    finding = get.get("finding", "") if get.get("finding", "") in list(Finding) else ""
    source = get.get("source", "") if get.get("source", "") in queries.SOURCES else ""
    field = get.get("field", "") if get.get("field", "").isdigit() else ""
    return Wanted(place_in(request), finding, field[:2], source, get.get("q", "").strip()[:100], town_in(request))


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """What is in demand here, and what is missing: programs, partners, places, placements (D7)."""
    require(rules.can_read(request.user))
    wanted = wanted_in(request)
    view = queries.gap_view(request.user, wanted)
    context = {
        "view": view,
        "page": page_by_place(view.gaps, request, size=40),
        "wanted": wanted,
        "words": queries.in_words(view.gaps),
        "findings": [(value, LABELS[Finding(value)], n) for value, n in view.counts.items()],
        "fields": FIELDS_OF_WORK,
        "places": list(colleges().order_by("name")),
        "towns": towns(request.user),
        "narrowed": narrowed_by(request),
        "may_keep": rules.can_keep_list(request.user),
        "may_export": can_export(request.user),
    }
    return render(request, "demand/gaps.html", context)


@require_POST
def gaps_file(request: HttpRequest) -> HttpResponseBase:
    """The gap view as a file, as it is narrowed: for whoever may take the directory away."""
    require(can_export(request.user))
    if not (verdict := EXPORTS.take(request.user.pk)):
        return too_often(request, verdict, wait=EXPORTS.wait)
    kind = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    return exports.gaps_file(request.user, queries.gap_view(request.user, wanted_in(request)), kind)


@require_safe
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """One occupation: its figures with where each was found, and every row behind the gap view."""
    require(rules.can_read(request.user))
    place, town = place_in(request), town_in(request)
    found = occupation_of(request.user, code[:7], place, town)
    if found is None:
        raise Http404
    context = {
        "one": found, "at": place, "town": town, "narrowed": narrowed_by(request),
        "may_enter": rules.can_load(request.user),
    }  # fmt: skip
    return render(request, "demand/occupation.html", context)


@require_safe
def placements(request: HttpRequest, code: str) -> HttpResponse:
    """The placements in one occupation, of a person's own students."""
    require(rules.can_read(request.user))
    place, town = place_in(request), town_in(request)
    rows = own_placements(request.user, code[:7], place, town)
    context = {
        "code": code[:7], "title": title_of(code[:7]), "page": page_by_place(rows, request), "at": place, "town": town,
        "narrowed": narrowed_by(request),
    }  # fmt: skip
    return render(request, "demand/placements.html", context)


@require_safe
def critical_jobs(request: HttpRequest) -> HttpResponse:
    """The placements of a person's own students that filled a job in high demand in the last twelve months (M11)."""
    require(rules.can_read(request.user))
    rows = critical_of(request.user, clock.today() - YEAR, clock.today()).select_related("employer", "institution")
    page = page_by_keys(rows.defer("employer__search"), request, [Key("started_on", descending=True), Key("id")])
    titles = titles_for([row.soc for row in page], {})
    return render(request, "demand/critical_jobs.html", {"page": page, "titles": titles})


@require_safe
def enrolled(request: HttpRequest, code: str) -> HttpResponse:
    """The counts behind the enrollment of an occupation: program by program, by the newest term that each counted."""
    require(rules.can_read(request.user))
    place = place_in(request)
    found = programs_leading_to(request.user, code[:7], place)
    rows = newest_rows(request.user, [one.pk for one in found])
    context = {
        "code": code[:7], "title": title_of(code[:7]), "page": page_by_place(rows, request), "at": place,
        "narrowed": narrowed_by(request), "fewest": FEWEST, "total": sum(row.told or 0 for row in rows),
    }  # fmt: skip
    return render(request, "demand/enrolled_rows.html", context)


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Where the programs lead: those that lead nowhere here come first (D7)."""
    require(rules.can_read(request.user))
    place, lead = place_in(request), request.GET.get("lead", "")
    rows, counts = where_programs_lead(request.user, place, lead if lead in list(Lead) else "")
    context = {
        "page": page_by_place(rows, request, size=50),
        "leads": [(value.value, LEADS[value], counts.get(value, 0)) for value in Lead],
        "lead": lead,
        "at": place,
        "places": list(colleges().order_by("name")),
    }
    return render(request, "demand/programs.html", context)


@require_safe
def program(request: HttpRequest, pk: str) -> HttpResponse:
    """What one program leads to: occupations, jobs, wages, openings, education, each with its level (D5)."""
    rows = with_occupations(Program.objects.visible_to(request.user))
    row = get_object_or_404(rows, pk=pk)
    context: dict[str, Any] = {"row": row, "found": demand_of(request.user, row)}
    return render(request, "demand/program.html", context)
