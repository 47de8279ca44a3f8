"""Asks under the touch budget, one knock, what an employer told us, and "hold the door" (N3, N4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import asking
from guildhall.engagements.forms.asks import AskForm, DayForm
from guildhall.engagements.forms.engagements import FullEngagementForm
from guildhall.engagements.forms.follow_ups import WordsForm
from guildhall.engagements.models import Ask
from guildhall.engagements.queries.contacting import (
    asks_nearby,
    before_contact,
    less_asked,
    panel_from,
    reserved_contacts,
)
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.engagements.queries.ledger import by_contact, contacts_made, ledger, readable
from guildhall.engagements.queries.panel import with_panel
from guildhall.engagements.views.timeline import house_of
from guildhall.lib.numbers import number_in
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys
from guildhall.ui.templatetags.ui import day as shown_day

PERIODS = (30, 90, 365)  # days whose contacts are shown row by row


def _panel(request: HttpRequest, pk: Any) -> tuple[Any, dict[str, Any]]:
    """An employer with what stands before every contact."""
    employer = employer_of(request, pk)
    house = house_of(request, employer)
    employer = employer_of(request, pk, more=with_panel, since=panel_from(house))
    before = before_contact(employer, house, reader=request.user)
    return employer, frame(request.user, employer) | {"before": before, "house": house}


@require_http_methods(["GET", "POST"])
@once_only("asks")
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan to ask something of an employer; a refusal says why, when it would fit, and who is asked less (N3)."""
    found, context = _panel(request, pk)
    require(rules.can_plan_ask(request.user, found))
    form = AskForm(_on_another_day(request), employer=found)
    answer = None
    nearby = []
    if form.is_valid():
        wanted = form.plan()
        nearby = asks_nearby(found, wanted.planned_on, context["house"])
        if not nearby or "alone" in request.POST:
            with saving(form) as edit:
                try:
                    asking.plan_ask(found, wanted, by=request.user, institution=context["house"])
                except asking.NotNow as refused:
                    answer = refused.answer
            if edit.saved and answer is None:
                messages.success(request, _("Its place is reserved. The other institutions see it."))
                return redirect("asks", found.pk)
    similar = less_asked(request.user, found) if answer is not None else []
    more = {"form": form, "answer": answer, "similar": similar, "nearby": nearby}
    return render(request, "engagements/plan.html", context | more)


def _on_another_day(request: HttpRequest) -> Any:
    """What was typed, on the free day where somebody pressed its button."""
    if "instead" not in request.POST:
        return request.POST or None
    typed = request.POST.copy()
    typed["planned_on"] = typed["instead"]
    return typed


@require_safe
def asks(request: HttpRequest, pk: str) -> HttpResponse:
    """What is planned and what was counted: the ledger of an employer's touches (N3)."""
    found, context = _panel(request, pk)
    rows = Ask.objects.visible_to(request.user).planned().filter(employer=found).select_related("by", "institution")
    context |= {
        "planned": list(rows.prefetch_related("co_signers__institution")),
        "ledger": ledger(request.user, found),
        "may_plan": rules.can_plan_ask(request.user, found),
        "may_limit": rules.can_set_limits(request.user, found),
    }
    return render(request, "engagements/asks.html", context)


@require_safe
def counted(request: HttpRequest, pk: str) -> HttpResponse:
    """The contacts of an employer in so many days, one row each: what its load is made of (M5, N5)."""
    employer = employer_of(request, pk)
    days = number_in(request.GET.get("days", "")) or 90
    days = days if days in PERIODS else 90
    rows = contacts_made(employer, days)
    page = page_by_keys(rows, request, [Key("on", descending=True), Key("id", descending=True)])
    context = {
        "page": page,
        "rows": readable(request.user, page.rows),
        "total": rows.count(),
        "people": by_contact(request.user, employer, days),
        "days": days,
        "periods": PERIODS,
    }
    return render(request, "engagements/counted.html", frame(request.user, employer) | context)


def ask_of(request: HttpRequest, pk: Any) -> Ask:
    """A planned ask that the person may know of."""
    rows = Ask.objects.visible_to(request.user).select_related("employer", "institution", "by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """One planned ask: carry it out, move it, withdraw it, or ask together."""
    return _show(request, ask_of(request, pk))


def _show(request: HttpRequest, row: Ask, **more: Any) -> HttpResponse:
    at = {"version": row.version}
    context = {
        "row": row,
        "contacts": reserved_contacts(row),
        "signers": list(row.co_signers.select_related("institution", "person")),
        "may_change": rules.can_change_ask(request.user, row),
        "may_join": rules.can_join_ask(request.user, row),
        "day_form": DayForm(initial=at | {"planned_on": row.planned_on}),
        "words_form": WordsForm(initial=at),
        "answer": None,
        "differences": None,
    }
    return render(request, "engagements/ask.html", context | more)


@act_on("ask")
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Another day, where the budget has room."""
    row = ask_of(request, pk)
    require(rules.can_change_ask(request.user, row))
    form = DayForm(request.POST)
    if form.is_valid():
        day, version = form.cleaned_data["planned_on"], form.cleaned_data["version"]
        answer = None
        with saving(form, read=lambda: ask_of(request, pk)) as edit:
            try:
                asking.move_ask(row, day, version=version, by=request.user)
            except asking.NotNow as refused:
                answer = refused.answer
        if answer is not None:
            return _show(request, row, day_form=form, answer=answer)
        if edit.saved:
            messages.success(request, _("It is planned for %s now.") % shown_day(day))
            return redirect("ask", row.pk)
        return _show(request, ask_of(request, pk), day_form=form, differences=edit.differences)
    return _show(request, row, day_form=form)


@act_on("ask")
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Give its place in the budget back."""
    row = ask_of(request, pk)
    require(rules.can_change_ask(request.user, row))
    form = WordsForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, read=lambda: ask_of(request, pk)) as edit:
            asking.withdraw_ask(row, reason=values["words"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Withdrawn. Its place is free again."))
            return redirect("asks", row.employer_id)
        return _show(request, ask_of(request, pk), words_form=form, differences=edit.differences)
    return _show(request, row, words_form=form)


@act_on("ask")
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask together with another institution: one knock (N4)."""
    row = ask_of(request, pk)
    require(rules.can_join_ask(request.user, row))
    form = WordsForm(request.POST)
    if form.is_valid():
        with saving(form) as edit:
            asking.join_ask(row, form.cleaned_data["words"], by=request.user)
        if edit.saved:
            messages.success(request, _("You ask together now: one contact instead of two."))
            return redirect("ask", row.pk)
    return _show(request, row, join_form=form)


@require_http_methods(["GET", "POST"])
@once_only("ask")
def carry_out(request: HttpRequest, pk: str) -> HttpResponse:
    """Log that it was carried out."""
    row = ask_of(request, pk)
    require(rules.can_change_ask(request.user, row))
    employer = employer_of(request, row.employer_id)
    people = possible_owners(request.user, employer)
    details = {"employer": employer, "person": request.user, "people": people, "initial": _planned(row)}
    form = FullEngagementForm(request.POST or None, **details)
    compared = None
    if form.is_valid():
        with saving(form, read=lambda: ask_of(request, pk)) as edit:
            asking.carry_out(row, form.happening(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is on the timeline, in the name of everybody who signed."))
            return redirect("employer", employer.pk)
        compared = edit.differences
    context = frame(request.user, employer) | {"form": form, "ask": row, "differences": compared}
    return render(request, "engagements/log.html", context)


def _planned(row: Ask) -> dict[str, Any]:
    contacts = reserved_contacts(row)
    return {
        "kind": row.kind,
        "purpose": row.purpose,
        "version": row.version,
        "contact": contacts[0].pk if contacts else None,
        "contacts": [c.pk for c in contacts[1:]],
    }
