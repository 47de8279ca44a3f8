"""Who gets a bulk e-mail, who is held and why, and where they come from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.numbers import counted
from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.actions import selecting
from guildhall.mailings.forms.acts import AskForm, SourceForm
from guildhall.mailings.models import Reason, Recipient
from guildhall.mailings.queries import pages
from guildhall.mailings.queries.checking import counts_of
from guildhall.mailings.queries.checking_students import told_of_students
from guildhall.mailings.queries.offering import offers_for
from guildhall.mailings.queries.offering_students import student_offers
from guildhall.mailings.views.writing import mailing_of, recipient_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

BY_KEY = [Key("id")]


@require_safe
def recipients(request: HttpRequest, pk: str) -> HttpResponse:
    """Everybody in the sources of a mailing, each with what becomes of them and why (C19)."""
    row, person = mailing_of(request, pk), request.user
    state, reason = request.GET.get("state", ""), request.GET.get("why", "")
    reasons = pages.reasons_of(row, person)
    context = {
        "row": row,
        "counts": counts_of(row, person),
        "reasons": reasons,
        "sources": row.sources.all(),
        "told": told_of_students(row, person),
        "state": state if state in Recipient.State.values else "",
        "why": reason if reason in Reason.values else "",
        "page": page_by_keys(pages.recipients_of(row, person, state, reason), request, BY_KEY),
        "may_change": rules.can_change(person, row),
        "asks": row.author_id == person.pk and any(one.reason == Reason.KEY_ACCOUNT for one in reasons),
    }
    return render(request, "mailings/recipients.html", context)


@require_http_methods(["GET", "POST"])
def add_source(request: HttpRequest, pk: str) -> HttpResponse:
    """Add where recipients come from."""
    row, person = mailing_of(request, pk), request.user
    require(rules.can_change(person, row))
    offers = student_offers(row, person) if row.to_students else offers_for(person)
    form = SourceForm(request.POST or None, offers=offers, to_students=row.to_students)
    if form.is_valid():
        with saving(form) as edit:
            offer, whom = form.chosen(), form.cleaned_data.get("whom", "first")
            facts = {"label": f"{offer.group}: {offer.label}", "query": offer.query, "key": offer.key, "whom": whom}
            selecting.add_source(row, offer.kind, **facts, by=person)
        if edit.saved:
            return redirect("mailing-recipients", row.pk)
    return render(request, "mailings/source_add.html", {"form": form, "row": row})


@act_on("mailing-recipients")
def remove_source(request: HttpRequest, pk: str, source: str) -> HttpResponse:
    """Take a source out again."""
    row = mailing_of(request, pk)
    one = get_object_or_404(row.sources, pk=source)
    with acting(request) as act:
        selecting.remove_source(one, by=request.user)
    if act.done:
        messages.success(request, _("Taken out. Everybody was looked at anew."))
    return redirect("mailing-recipients", row.pk)


@act_on("mailing-recipients")
def select(request: HttpRequest, pk: str) -> HttpResponse:
    """Look at everybody anew."""
    row = mailing_of(request, pk)
    with acting(request) as act:
        selecting.select_recipients(row, by=request.user)
    if act.done:
        messages.success(request, _("Everybody was looked at anew."))
    return redirect("mailing-recipients", row.pk)


@act_on("mailing-recipients")
def take_out(request: HttpRequest, pk: str, recipient: str) -> HttpResponse:
    """Leave one person out by hand."""
    row = mailing_of(request, pk)
    with acting(request) as act:
        require(rules.can_change(request.user, row))
        selecting.take_out(recipient_of(request, row, recipient), by=request.user)
    if act.done:
        messages.success(request, _("Left out."))
    return redirect("mailing-recipients", row.pk)


@act_on("mailing-recipients")
def put_back(request: HttpRequest, pk: str, recipient: str) -> HttpResponse:
    """Take somebody in again who was left out by hand."""
    row = mailing_of(request, pk)
    with acting(request) as act:
        require(rules.can_change(request.user, row))
        selecting.put_back(recipient_of(request, row, recipient), by=request.user)
    if act.done:
        messages.success(request, _("Everybody was looked at anew."))
    return redirect("mailing-recipients", row.pk)


@require_http_methods(["GET", "POST"])
def ask_held(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask the operators for everybody whom a key account protects, in one go (C11)."""
    row, person = mailing_of(request, pk), request.user
    require(rules.can_change(person, row))
    form = AskForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            asked = selecting.ask_for_held(row, form.cleaned_data["why"], by=person)
        if edit.saved:
            words = ngettext("%(n)s operator’s contact was asked for.", "%(n)s contacts were asked for.", asked)
            messages.success(request, words % {"n": counted(asked)})
            return redirect("mailing-recipients", row.pk)
    held = pages.recipients_of(row, person, "held", Reason.KEY_ACCOUNT).count()
    return render(request, "mailings/ask_held.html", {"form": form, "row": row, "held": held})
