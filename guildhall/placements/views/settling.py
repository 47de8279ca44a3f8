"""Names of lists of which nobody has said yet which employer is meant, and people who may be one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.views.directory import SEARCHES
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.placements import rules
from guildhall.placements.actions import settling as acts
from guildhall.placements.models import Host, SamePerson
from guildhall.placements.queries import joining
from guildhall.placements.queries.settling import likely_employers
from guildhall.placements.views.figures import tabs_for
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import version_of
from guildhall.ui.paging import Key, page_by_keys

BY_NAME = [Key("name"), Key("id")]


@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    """The names that wait, and those of which it was said; the latter can be undone."""
    require(rules.can_settle(request.user))
    rows: Any = Host.objects.visible_to(request.user).select_related("institution", "employer")
    done = request.GET.get("view") == "done"
    page = page_by_keys(rows.settled() if done else rows.to_settle(), request, BY_NAME)
    named = Employer.objects.visible_to(request.user).filter(pk__in=[row.employer_id for row in page.rows])
    seen = set(named.values_list("pk", flat=True))
    return render(request, "placements/hosts.html", {"page": page, "done": done, "seen": seen} | tabs_for(request.user))


def _host_of(request: HttpRequest, pk: Any) -> Host:
    rows = Host.objects.visible_to(request.user).select_related("institution", "employer")
    return get_object_or_404(rows, pk=pk)


@require_safe
def host(request: HttpRequest, pk: str) -> HttpResponse:
    """Which employer does a name mean? The likely ones stand first; others are searched."""
    row = _host_of(request, pk)
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    context = {
        "row": row,
        "q": q,
        "likely": [] if row.is_settled else likely_employers(request.user, row),
        "rows": employers_to_log(request.user, q) if q and not row.is_settled else [],
        "sees_employer": Employer.objects.visible_to(request.user).filter(pk=row.employer_id).exists(),
        "may_settle": rules.can_settle_host(request.user, row),
        "may_undo": rules.can_undo_host(request.user, row),
    }
    return render(request, "placements/host.html", context)


def _key(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _say(request: HttpRequest, row: Host, act: Callable[[], Any], words: str) -> HttpResponse:
    with acting(request, changed=_("Somebody else was quicker.")) as how:
        act()
    if not how.done:
        return redirect("host", row.pk)
    messages.success(request, words)
    return redirect("hosts")


@act_on("host")
def host_means(request: HttpRequest, pk: str) -> HttpResponse:
    """Say which employer a name means."""
    row = _host_of(request, pk)
    rows = Employer.objects.visible_to(request.user)
    employer = get_object_or_404(rows, pk=_key(request, "employer"))
    words = _("“{name}” is {employer}, in this list and in those that come.").format(name=row.name, employer=employer)
    return _say(
        request, row, lambda: acts.settle_host(row, employer, version=version_of(request), by=request.user), words
    )


@act_on("host")
def host_new(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter the employer that a name means as a lead."""
    row = _host_of(request, pk)
    words = _("“{name}” is entered as a new lead of {place}.").format(name=row.name, place=row.institution)
    return _say(request, row, lambda: acts.settle_as_new(row, version=version_of(request), by=request.user), words)


@act_on("host")
def host_alone(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a name is no employer of the directory."""
    row = _host_of(request, pk)
    words = _("“{name}” counts by itself.").format(name=row.name)
    return _say(request, row, lambda: acts.leave_host_alone(row, version=version_of(request), by=request.user), words)


@act_on("host")
def host_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back what was said of a name."""
    row = _host_of(request, pk)
    words = _("“{name}” waits again.").format(name=row.name)
    return _say(request, row, lambda: acts.unsettle_host(row, version=version_of(request), by=request.user), words)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """People of lists who may be one, and those of whom it was said."""
    require(rules.can_join_people(request.user))
    context = {"pairs": joining.pairs(request.user), "joined": joining.joined(request.user)} | tabs_for(request.user)
    return render(request, "placements/people.html", context)


@require_http_methods(["GET", "POST"])
def people_join(request: HttpRequest) -> HttpResponse:
    """Say that two are one person; an address that is opened leads to the list."""
    require(rules.can_join_people(request.user))
    if request.method == "POST":
        place = get_object_or_404(Institution, pk=_key(request, "institution"))
        with acting(request) as act:
            acts.join_people(place, request.POST.get("named", "")[:200], by=request.user)
        if act.done:
            messages.success(request, _("They count as one person, in this list and in those that come."))
    return redirect("same-people")


@require_http_methods(["GET", "POST"])
def people_part(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back that two are one person."""
    row = get_object_or_404(SamePerson.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        with acting(request) as act:
            acts.part_people(row, by=request.user)
        if act.done:
            messages.success(request, _("They count as two people again."))
    return redirect("same-people")
