"""Lists of opportunities: what is open to me, on a list or a map; what waits for approval; those of one employer."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers.models import SavedFilter
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.lists import SEARCHES, query_of, save_form, tabs_of
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules as engagement_rules
from guildhall.engagements.queries.easing import red_tape_of
from guildhall.lib.verdicts import require
from guildhall.opportunities import rules
from guildhall.opportunities.actions.alerting import set_alert
from guildhall.opportunities.drawing import sheet_of
from guildhall.opportunities.forms.searching import SearchForm
from guildhall.opportunities.models import Alert
from guildhall.opportunities.queries import searching
from guildhall.opportunities.queries.pages import page_of
from guildhall.opportunities.queries.standing import of_employer as offered_by
from guildhall.people.permissions import Permission
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, Page, page_by_keys

FIXED = (
    (gettext_lazy("Open now"), ""),
    (gettext_lazy("Learning for work"), "kind=training"),
    (gettext_lazy("Jobs"), "kind=work"),
    (gettext_lazy("Ending soon"), "sort=ending"),
)
OLDEST = [Key("added_at"), Key("id")]
NEWEST = [Key("added_at", descending=True), Key("id", descending=True)]


@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """What employers offer and is open to the person today (B1, B6)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = SearchForm(request.GET, person=request.user)
    wanted = form.wanted()
    find = partial(searching.searched, request.user)
    none = form.too_long or form.unknown_zip
    page, words = (Page([]), "") if none else page_of(request, find, wanted, size=30)
    context = _around(request, form) | {
        "page": page,
        "near": wanted.near,
        "count_words": words,
        "may_enter": rules.can_enter(request.user),
        "places": searching.places(request.user),
    }
    return render(request, "opportunities/opportunities.html", context)


def _around(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    tabs = tabs_of(request, "opportunities", FIXED)
    here = next((tab for tab in tabs if tab.get("pk") and tab["current"]), None)
    return {
        "form": form,
        "narrowed": form.narrowed(),
        "tabs": tabs,
        "save_form": save_form(request, "opportunities"),
        "kept": here,
        "alert": Alert.objects.filter(kept=here["pk"], person=request.user).first() if here else None,
        "query": query_of(request),
    }


@require_safe
def on_a_map(request: HttpRequest) -> HttpResponse:
    """The same search as a drawing of where they are, with the same numbers as a list."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = SearchForm(request.GET, person=request.user)
    wanted = form.wanted()
    none = form.too_long or form.unknown_zip
    rows = searching.searched(request.user, wanted)
    rows = rows.none() if none else rows
    found, nowhere = searching.spots(rows)
    context = _around(request, form) | {
        "sheet": sheet_of(found),
        "spots": found,
        "nowhere": nowhere,
        "count_words": "" if none else searching.in_words(searching.number_of(rows)),
    }
    return render(request, "opportunities/map.html", context)


@require_safe
def approval(request: HttpRequest) -> HttpResponse:
    """What waits for the person's approval, the longest first."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = searching.listed(searching.waiting_for(request.user)).select_related("entered_by", "offered_by")
    may_keep = rules.can_keep_reasons(request.user)
    context = {"page": page_by_keys(rows, request, OLDEST), "may_keep_reasons": may_keep}
    return render(request, "opportunities/approval.html", context)


@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """What the person's institutions look after, in whatever state."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    silent = "unanswered" in request.GET
    found = searching.unanswered(request.user) if silent else searching.ours(request.user)
    page = page_by_keys(searching.listed(found), request, NEWEST)
    context = {"page": page, "silent": silent, "may_enter": rules.can_enter(request.user)}
    return render(request, "opportunities/ours.html", context)


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """What one employer offers, what it offered before, and what is taken off its hands (B16, F22)."""
    employer = employer_of(request, pk)
    rows = offered_by(request.user, employer)
    open_rows = [row for row in rows if row.is_open]
    context = frame(request.user, employer) | {
        "rows": rows,
        "open_count": len(open_rows),
        "place_count": sum(row.places for row in open_rows),
        "red_tape": red_tape_of(employer),
        "may_enter": rules.can_enter(request.user, employer),
        "may_ask": engagement_rules.can_plan_ask(request.user, employer),
    }
    return render(request, "opportunities/of_employer.html", context)


@require_POST
def alert(request: HttpRequest, pk: str) -> HttpResponse:
    """Be told of what is new in a search that one keeps, or no longer."""
    kept = get_object_or_404(SavedFilter, pk=pk, person=request.user, page="opportunities")
    on = request.POST.get("on") == "yes"
    with acting(request) as act:
        set_alert(kept, on=on, by=request.user)
    if act.done:
        messages.success(request, _("You hear of what is new in it.") if on else _("You hear of it no more."))
    return redirect(reverse("opportunities") + (f"?{kept.query}" if kept.query else ""))
