"""Entering and changing opportunities, and the page of one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.directory import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements.queries.easing import red_tape_of
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.lib.verdicts import Verdict, require
from guildhall.opportunities import rules
from guildhall.opportunities.actions.entering import RELATED, change_opportunity, enter_opportunity
from guildhall.opportunities.emails import at_the_door, may_be_written, whom_to_ask
from guildhall.opportunities.forms.deciding import CloseForm, RefusalForm
from guildhall.opportunities.forms.entry import OfferForm
from guildhall.opportunities.kinds import UNPAID
from guildhall.opportunities.models import Opportunity, SavedReason
from guildhall.opportunities.queries.for_students import says_address_to_students
from guildhall.opportunities.queries.searching import institutions_to_look_after
from guildhall.opportunities.queries.standing import standing_of
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Which employer offers something? Those one was in touch with lately stand first; others are searched."""
    require(rules.can_enter(request.user))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    rows = employers_to_log(request.user, q)
    return render(request, "opportunities/pick.html", {"q": q, "rows": rows})


def opportunity_of(request: HttpRequest, pk: Any) -> Opportunity:
    """An opportunity that the person may know of; anything else is not there."""
    rows = Opportunity.objects.visible_to(request.user).select_related(*RELATED).defer("search", "employer__search")
    return get_object_or_404(rows, pk=pk)


@require_safe
def opportunity(request: HttpRequest, pk: str) -> HttpResponse:
    """One opportunity. Opening it changes nothing."""
    return show(request, opportunity_of(request, pk))


def show(request: HttpRequest, row: Opportunity, **more: Any) -> HttpResponse:
    """The page of an opportunity, with what may be done and what was typed."""
    person = request.user
    may_decide, may_close = rules.can_decide(person, row), rules.can_close(person, row)
    saved = SavedReason.objects.in_use_at(row.holder) if may_decide else []
    context = {
        "row": row,
        "employer": row.employer,
        "standing": standing_of(row),
        "programs": list(row.programs.select_related("institution").order_by("institution__name", "name")),
        "red_tape": red_tape_of(row.employer),
        "limitation": row.limitations.filter(ended_at=None).select_related("clause__protocol", "by").first(),
        "may_decide": may_decide,
        "may_close": may_close,
        "hears": at_the_door(row) if may_decide else None,
        "may_write": bool(may_decide) and may_be_written(row, person),
        "asked": whom_to_ask(row, person) if row.state == "posted" else None,
        "refusal_form": RefusalForm(row=row, saved=saved) if may_decide else None,
        "close_form": CloseForm(row=row) if may_close else None,
        "differences": None,
    }
    return render(request, "opportunities/opportunity.html", context | _may(person, row) | _to_look_at(row) | more)


def _to_look_at(row: Opportunity) -> dict[str, bool]:
    """What whoever approves is pointed to: words that tell an address, pay of what is called unpaid."""
    pay = row.pay_low or row.pay_high
    return {"says_address": says_address_to_students(row), "unpaid_with_pay": bool(pay) and row.kind in UNPAID}


def _may(person: Any, row: Opportunity) -> dict[str, Verdict]:
    """What somebody may do with an opportunity, and whether they read how many places were filled."""
    return {
        "may_approve": rules.can_approve(person, row),
        "may_change": rules.can_change(person, row),
        "may_read_filled": rules.can_read_filled(person, row),
        "may_limit": rules.can_limit(person, row),
        "may_make_public": rules.can_make_public(person, row),
        "may_ask": rules.can_ask_whether_open(person, row),
        "may_again": rules.can_enter(person, row.employer),
    }


@require_http_methods(["GET", "POST"])
@once_only("employer-opportunities")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Enter what an employer offers; `again` fills the form in from an earlier offer."""
    employer = employer_of(request, pk)
    require(rules.can_enter(request.user, employer))
    home = home_institution(request.user, Permission.POST_OPPORTUNITIES)
    details: dict[str, Any] = {
        "places": institutions_to_look_after(request.user),
        "initial": {"holder": home.pk if home else None},
        "again": _again(request, employer),
    }
    form = OfferForm(request.POST or None, employer=employer, person=request.user, **details)
    if form.is_valid():
        with saving(form) as edit:
            row = enter_opportunity(employer, form.offer(), holder=form.cleaned_data["holder"], by=request.user)
        if edit.saved:
            _say_entered(request, row)
            return redirect("opportunity", row.pk)
    context = frame(request.user, employer) | {"form": form, "places": details["places"]}
    return render(request, "opportunities/add.html", context)


def _again(request: HttpRequest, employer: Employer) -> Opportunity | None:
    try:
        rows = Opportunity.objects.visible_to(request.user).filter(employer=employer)
        return rows.filter(pk=request.GET.get("again", "")).first()
    except (ValueError, ValidationError):
        return None


def _say_entered(request: HttpRequest, row: Opportunity) -> None:
    if row.state == Opportunity.State.POSTED:
        messages.success(request, _("It is posted, under %s.") % row.posted_under)
    else:
        messages.success(request, _("It is entered, and waits for approval at %s.") % row.holder)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change an opportunity; one that was refused waits for approval again."""
    row = opportunity_of(request, pk)
    require(rules.can_change(request.user, row))

    def form_of(now: Opportunity, data: Any = None) -> OfferForm:
        return OfferForm(data, employer=now.employer, person=request.user, row=now)

    form = form_of(row, request.POST or None)
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid():
        with saving(form, row, fresh=form_of) as edit:
            changed = change_opportunity(row, form.offer(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            waits = changed.state == Opportunity.State.WAITING and row.state == Opportunity.State.REFUSED
            messages.success(request, _("Saved. It waits for approval again.") if waits else _("Saved."))
            return redirect("opportunity", row.pk)
        context["differences"] = edit.differences
    return render(request, "opportunities/change.html", context)
