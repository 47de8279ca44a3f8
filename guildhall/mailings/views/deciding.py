"""Approval, sending, stopping: each a form or a button with its own address."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.actions import deciding
from guildhall.mailings.forms.acts import ReasonForm, ScheduleForm, SubmitForm
from guildhall.mailings.models import Mailing
from guildhall.mailings.queries.checking import counts_of, missing_in, missing_in_words
from guildhall.mailings.views.writing import mailing_of
from guildhall.outbox.views import is_mailed
from guildhall.ui.acting import act_on, acting
from guildhall.ui.dates import short_moment
from guildhall.ui.editing import saving, version_of


def _act(request: HttpRequest, pk: str, do: Callable[..., Any], said: str) -> HttpResponse:
    row = mailing_of(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        do(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, said)
    return redirect("mailing", row.pk)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a draft before those who approve; where outreach lacks something, with the reason why it goes anyway."""
    row, person = mailing_of(request, pk), request.user
    require(rules.can_ask_for_approval(person, row))
    missing = missing_in_words(missing_in(row))
    first = {"version": row.version, "anyway": row.anyway}
    form = SubmitForm(request.POST or None, missing=bool(missing), initial=first)
    context: dict[str, Any] = {"form": form, "row": row, "missing": missing}
    if form.is_valid():
        values = form.cleaned_data
        fresh = lambda now: SubmitForm(missing=bool(missing), initial={"version": now.version})  # noqa: E731
        with saving(form, row, fresh=fresh) as edit:
            deciding.ask_for_approval(row, anyway=values["anyway"], version=values["version"], by=person)
        if edit.saved:
            messages.success(request, _("Those who approve were told."))
            return redirect("mailing", row.pk)
        context["differences"] = edit.differences
    return render(request, "mailings/submit.html", context)


@act_on("mailing")
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Approve what somebody else wrote."""
    return _act(request, pk, deciding.approve, _("Approved. Now it can be sent."))


@act_on("mailing")
def take_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Make what was stopped a draft again."""
    return _act(request, pk, deciding.take_up, _("It is a draft again."))


def _with_reason(request: HttpRequest, row: Mailing, do: Callable[..., Any], said: str, template: str) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        fresh = lambda now: ReasonForm(initial={"version": now.version})  # noqa: E731
        with saving(form, row, fresh=fresh) as edit:
            do(row, form.cleaned_data["because"], version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, said)
            return redirect("mailing", row.pk)
        context["differences"] = edit.differences
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a mailing back to its author, with the reason."""
    row = mailing_of(request, pk)
    require(rules.can_approve(request.user, row))
    return _with_reason(request, row, deciding.return_to_author, _("Its author was told."), "mailings/return.html")


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, pk: str) -> HttpResponse:
    """Stop a mailing on its way."""
    row = mailing_of(request, pk)
    require(rules.can_stop(request.user, row))
    return _with_reason(request, row, deciding.stop, _("Stopped. Everybody with a part in it was told."),
                        "mailings/stop.html")  # fmt: skip


@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest, pk: str) -> HttpResponse:
    """Send an approved mailing, at once or from a moment on."""
    row = mailing_of(request, pk)
    require(rules.can_schedule(request.user, row))
    form = ScheduleForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = {"form": form, "row": row, "leaves": is_mailed(request)}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: ScheduleForm(initial={"version": now.version})) as edit:
            version = form.cleaned_data["version"]
            saved = deciding.schedule(row, form.moment(), version=version, by=request.user)
        if edit.saved:
            words = _("It leaves from %(moment)s on.") % {"moment": short_moment(saved.send_from)}
            messages.success(request, words)
            return redirect("mailing", row.pk)
        context["differences"] = edit.differences
    context["counts"] = counts_of(row, request.user)
    return render(request, "mailings/schedule.html", context)
