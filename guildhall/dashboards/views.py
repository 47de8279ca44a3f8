"""The home page per role, and the rows behind its figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.dashboards import actions, exports, metrics
from guildhall.dashboards.forms import SupposeForm
from guildhall.dashboards.metrics import of_outcomes
from guildhall.dashboards.queries import arranging, contact_load, starting, todo
from guildhall.dashboards.queries import burden as spread
from guildhall.dashboards.queries import counted_of_initiative as counted
from guildhall.dashboards.queries import of_initiative as initiative
from guildhall.dashboards.queries import outcomes as coming_of_it
from guildhall.dashboards.queries.coverage import named_in_entries
from guildhall.employers.rules import can_export
from guildhall.employers.views.lists import EXPORTS
from guildhall.lib import clock
from guildhall.lib.numbers import number_in
from guildhall.lib.small_counts import FEWEST
from guildhall.lib.verdicts import require
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.pathways.queries.savings import kinds
from guildhall.people.permissions import Permission
from guildhall.people.queries.coverage import coverage as covered
from guildhall.people.queries.coverage import with_posts
from guildhall.people.rules import can_change_territory
from guildhall.placements.queries.placing import hosting_in_words
from guildhall.rollups.counting import is_large
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, page_by_keys, page_by_place


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs doing today; guests get their own plain home."""
    person = request.user
    if not person.standing.is_staff:
        memberships = list(person.memberships.in_force().select_related("institution"))
        return render(request, "dashboards/guest.html", {"memberships": memberships})
    today = todo.today(person)
    context = {"today": today, "figures": todo.figures(person, by_name=today.by_name), "date": clock.today()}
    names = [block.name for block in arranging.blocks(person) if not block.hidden]
    at = next((n for n, name in enumerate(names) if name in arranging.LATER), len(names))
    context["blocks"] = [f"dashboards/blocks/{name}.html" for name in (*names[:at], "figures", *names[at:])]
    if can_change_territory(person):
        context["start"] = start = starting.steps(person)
        context["start_done"] = sum(step.done for step in start)
    return render(request, "dashboards/today.html", context)


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The employers shared in the last ninety days."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = metrics.employers_new(request.user).select_related("holder").defer("search")
    page = page_by_keys(rows, request, [Key("posted_at", descending=True), Key("id")])
    return render(request, "dashboards/newest.html", {"page": page})


@require_safe
def offering(request: HttpRequest) -> HttpResponse:
    """The employers that posted an opportunity in the last twelve months, or those that did so again (M26)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    again = request.GET.get("again") == "1"
    counted = of_outcomes.employers_offering_again if again else of_outcomes.employers_offering
    rows = counted(request.user).select_related("holder").defer("search")
    page = page_by_keys(rows, request, [Key("sort_key"), Key("id")])
    return render(request, "dashboards/offering.html", {"page": page, "again": again})


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """What came of it all, on one page: each number with its definition, its rows, and how far it is attested (F16)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    told = coming_of_it.outcomes(request.user)
    return render(request, "dashboards/outcomes.html", {"outcomes": told, "now": clock.now()})


@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """What the person's own institutions recorded in the last ninety days."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    keys = [Key("happened_on", descending=True), Key("id", descending=True)]
    return render(
        request, "dashboards/activity.html", {"page": page_by_keys(todo.activity(request.user), request, keys)}
    )


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Who works with employers and does not use the product yet, and where nobody does (H7)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = metrics.colleagues_not_here(request.user).order_by("family_name", "given_name", "pk")
    page = page_by_place(rows[:1_000], request)
    context = {"page": page, "absent": with_posts(list(page), request.user), "places": covered(request.user)}
    context["named"] = named_in_entries(request.user)
    context["grants"] = set(request.user.below(Permission.GRANT_ACCESS))
    return render(request, "dashboards/coverage.html", context)


@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    """Put the blocks of one's own home page in order, and hide some."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if request.method == "POST":
        act, _colon, name = request.POST.get("act", "").partition(":")
        if act == "anew":
            actions.arrange_anew(by=request.user)
        else:
            actions.arrange(name, act, by=request.user)
        return redirect("arrange")
    return render(request, "dashboards/arrange.html", {"blocks": arranging.blocks(request.user)})


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """Which employers are asked the most: by how many, how often, and what the most was (M5)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    keys = [Key("in_30", descending=True), Key("in_90", descending=True), Key("id")]
    employers = metrics.contact_load(request.user)
    part = spread.part(request.user, number_in(request.GET.get("fifth", "")))
    if part:
        keys, employers = keys[1:], employers.filter(pk__in=[one.employer for one in part.bearers])
    elif is_large():
        employers = employers.filter(pk__in=contact_load.MOST_ASKED.of(request.user).value)
    page = page_by_keys(employers, request, keys)
    most = contact_load.peaks(row.pk for row in page.rows)
    there = hosting_in_words([row.pk for row in page.rows])
    rows = [(row, most.get(row.pk, 0), there.get(row.pk, "")) for row in page.rows]
    context = {"page": page, "rows": rows, "budget": contact_load.budget(request.user)}
    carried = contact_load.CARRIED.of(request.user)
    context |= {"carried": carried.value, "at": carried.at, "part": part}
    context["first"] = contact_load.BUSIEST if is_large() and not part else None
    return render(request, "dashboards/load.html", context)


@require_safe
def burden(request: HttpRequest) -> HttpResponse:
    """How much the busiest fifth of the employers bears, and who could have been asked instead (N5)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    form = SupposeForm(request.GET if request.GET.get("most") else None)
    result = spread.burden(request.user, form.cleaned_data["most"] if form.is_valid() else None)
    if result and not form.is_bound:
        form = SupposeForm(initial={"most": result.most})
    context = {"burden": result, "form": form, "date": clock.today(), "scale": range(0, 101, 20)}
    context["may_export"] = can_export(request.user)
    return render(request, "dashboards/burden.html", context)


@require_POST
def burden_file(request: HttpRequest) -> HttpResponse:
    """The same numbers as a file: for whoever may take the directory away, and within the same number an hour."""
    require(can_export(request.user))
    verdict = EXPORTS.take(request.user.pk)
    if not verdict:
        return too_often(request, verdict, wait=EXPORTS.wait)
    return exports.burden_file(request.user)


@require_safe
def avoided(request: HttpRequest) -> HttpResponse:
    """The contacts that were not made, and what stood between (M27)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    keys = [Key("on", descending=True), Key("id", descending=True)]
    page = page_by_keys(contact_load.avoided(request.user), request, keys)
    return render(request, "dashboards/avoided.html", {"page": page})


@require_safe
def of_initiative(request: HttpRequest, pk: str) -> HttpResponse:
    """The dashboard of one initiative: each figure with its definition, opening into its rows (F16)."""
    row = initiative_of(request, pk)
    context = frame(request, row) | {"dashboard": initiative.dashboard(request.user, row), "now": clock.now()}
    return render(request, "dashboards/of_initiative.html", context)


@require_safe
def behind_initiative(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """The rows of a figure of one initiative that a person reads."""
    row = initiative_of(request, pk)
    rows = initiative.rows_behind(request.user, row).get(name)
    if rows is None:
        raise Http404
    page = page_by_keys(initiative.with_names(rows), request, [Key("id", descending=True)])
    context = {"page": page, "label": initiative.LABELS[name], "kind": rows.model._meta.model_name, "late": ()}
    return render(request, "dashboards/behind_initiative.html", frame(request, row) | context)


@require_safe
def enrollment_of_initiative(request: HttpRequest, pk: str) -> HttpResponse:
    """The counts behind the enrollment of an initiative: of the programs of its pathways (F16)."""
    row = initiative_of(request, pk)
    rows = counted.enrollment_rows(request.user, row)
    context = {"rows": rows, "total": sum(one.told or 0 for one in rows), "fewest": FEWEST}
    return render(request, "dashboards/enrollment_of_initiative.html", frame(request, row) | context)


@require_safe
def credit_of_initiative(request: HttpRequest, pk: str) -> HttpResponse:
    """The counts behind the value of credit of an initiative, with the rates (F16)."""
    row = initiative_of(request, pk)
    found = counted.credit_of(request.user, row) or {}
    context = found | {"kinds": kinds(), "fewest": FEWEST}
    return render(request, "dashboards/credit_of_initiative.html", frame(request, row) | context)
