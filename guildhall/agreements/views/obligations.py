"""The duties in an agreement: what each side does, how far it is, and the rows that count (N14, F21)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.agreements import rules
from guildhall.agreements.actions import obliging
from guildhall.agreements.forms.obligations import NoteForm, ObligationForm
from guildhall.agreements.models import Obligation
from guildhall.agreements.queries.counting import progress_of
from guildhall.agreements.queries.pages import obligations_of
from guildhall.agreements.queries.rows import rows_of
from guildhall.agreements.views.entry import open_revision
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_http_methods(["GET", "POST"])
@once_only("agreement")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Add what a party does."""
    row = open_revision(request, pk)
    require(rules.can_change(request.user, row))
    form = ObligationForm(request.POST or None, revision=row)
    if form.is_valid():
        with saving(form) as edit:
            obliging.add_obligation(row, form.cleaned_data["party"], form.duty(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. It counts by itself once everybody has signed."))
            return redirect("agreement", row.agreement_id)
    return render(request, "agreements/obligation_add.html", {"form": form, "row": row.agreement})


def _obligation(request: HttpRequest, pk: str) -> Obligation:
    return get_object_or_404(obligations_of(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def obligation(request: HttpRequest, pk: str) -> HttpResponse:
    """How far a duty is, and what counts; where nothing does, it is noted here."""
    row = _obligation(request, pk)
    may = rules.can_note(request.user, row)
    form = NoteForm(request.POST or None, initial={"noted": row.noted, "note": row.note, "version": row.version})
    context: dict[str, Any] = {"row": row, "form": form, "may_note": may, "differences": None}
    context["may_change"] = rules.can_change(request.user, row.revision)
    if request.method == "POST":
        require(may)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            obliging.note_progress(row, values["noted"], values["note"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement-duty", row.pk)
        context["differences"] = edit.differences
    context["progress"] = progress_of([row], request.user)[0]
    context["rows"] = rows_of(row, request.user)
    return render(request, "agreements/obligation.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a party does, before the text is out for signature."""
    row = _obligation(request, pk)
    require(rules.can_change(request.user, row.revision))
    form = ObligationForm(request.POST or None, revision=row.revision, row=row)
    context: dict[str, Any] = {"row": row.revision.agreement, "obligation": row, "form": form}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            duty, by = form.duty(), request.user
            obliging.change_obligation(row, values["party"], duty, version=values["version"], by=by)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement", row.revision.agreement_id)
        context["differences"] = edit.differences
    return render(request, "agreements/obligation_change.html", context)


@act_on("agreement-duty")
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a duty out, before the text is out for signature."""
    row = _obligation(request, pk)
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        obliging.remove_obligation(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken out."))
    return redirect("agreement", row.revision.agreement_id)
