"""What is decided about an opportunity: approved, refused, closed, shown to the public, asked about."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from guildhall.lib.verdicts import require
from guildhall.opportunities import rules
from guildhall.opportunities.actions import deciding, standing
from guildhall.opportunities.emails import whom_to_ask
from guildhall.opportunities.forms.deciding import CloseForm, RefusalForm
from guildhall.opportunities.models import Opportunity, SavedReason
from guildhall.opportunities.views.entry import opportunity_of, show
from guildhall.outbox.views import say_mailed
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


def _tap(request: HttpRequest, row: Opportunity, do: Callable[[], Any], said: str) -> HttpResponse:
    """Do what a button asks for; a refusal or somebody else's change stands on the page that follows."""
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        do()
    if act.done:
        messages.success(request, said)
    return redirect("opportunity", row.pk)


@act_on("opportunity")
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Post it."""
    row = opportunity_of(request, pk)
    require(rules.can_approve(request.user, row))
    by = {"version": version_of(request), "by": request.user}
    return _tap(request, row, lambda: deciding.approve(row, **by), _("It is posted."))


@act_on("opportunity")
def refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """Refuse it, with the reason and what to change."""
    row = opportunity_of(request, pk)
    require(rules.can_decide(request.user, row))
    form = RefusalForm(request.POST, row=row, saved=SavedReason.objects.in_use_at(row.holder))
    compared = None
    if form.is_valid():
        v = form.cleaned_data
        said = deciding.Refusal(v["reason"], v["advice"], v["kept"], v["told"])
        with saving(form, row) as edit:
            told = deciding.refuse_opportunity(row, said, version=v["version"], by=request.user)
        if edit.saved:
            if told:
                say_mailed(request, _("It is refused. %s is told why, and what to change.") % told)
            else:
                messages.success(request, _("It is refused. Nobody was written to: tell the employer yourself."))
            return redirect("opportunity", row.pk)
        compared = edit.differences
    return show(request, row, refusal_form=form, differences=compared)


@act_on("opportunity")
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Close it."""
    row = opportunity_of(request, pk)
    require(rules.can_close(request.user, row))
    form = CloseForm(request.POST, row=row)
    compared = None
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            deciding.close(row, v["because"], filled=v.get("filled"), version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("It is closed. What it was stays readable, and it can be offered again."))
            return redirect("opportunity", row.pk)
        compared = edit.differences
    return show(request, row, close_form=form, differences=compared)


@act_on("opportunity")
def public(request: HttpRequest, pk: str) -> HttpResponse:
    """Show it to everybody without signing in, or stop that."""
    row = opportunity_of(request, pk)
    on = request.POST.get("on") == "yes"
    require(rules.can_make_public(request.user, row) if on else rules.can_change(request.user, row))
    by = {"version": version_of(request), "by": request.user}
    said = _("Everybody can read it now, without signing in.") if on else _("Only staff read it now.")
    return _tap(request, row, lambda: deciding.make_public(row, on=on, **by), said)


@act_on("opportunity")
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask the employer by a link whether it still stands."""
    row = opportunity_of(request, pk)
    require(rules.can_ask_whether_open(request.user, row))
    to = whom_to_ask(row, request.user)
    with acting(request) as act:
        standing.ask_whether_open(row, by=request.user)
    if act.done:
        say_mailed(request, _("%s is asked by e-mail.") % to)
    return redirect("opportunity", row.pk)


@act_on("opportunity")
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Somebody has asked, and it still stands."""
    row = opportunity_of(request, pk)
    require(rules.can_ask_whether_open(request.user, row))
    by = {"version": version_of(request), "by": request.user}
    return _tap(request, row, lambda: standing.confirm(row, **by), _("Noted: it still stands."))
