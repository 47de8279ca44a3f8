"""Who sees shared employers, one or many at once: looked at before, undone after (B4)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers.actions.bulk import MOST, foreseen
from guildhall.employers.models import BulkEdit, Employer
from guildhall.employers.queries.bulk import told
from guildhall.employers.views.bulk import all_that_fit, edit_of, keys_of, say_undone
from guildhall.lib.verdicts import require
from guildhall.prospects import rules
from guildhall.prospects.actions import audiences
from guildhall.prospects.actions.audiences import Wanted
from guildhall.prospects.forms import AudienceForm
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_POST
def audience(request: HttpRequest) -> HttpResponse:
    """Say who is to see the employers chosen in the directory, or on the page of one; look at it; do it."""
    require(rules.can_use_crm(request.user))
    keys = keys_of(request, all_that_fit)
    rows = Employer.objects.shared_with(request.user).filter(pk__in=keys).defer("search").order_by("sort_key")
    if not (employers := list(rows)):
        messages.error(request, _("Tick the employers whose audience you want to change first."))
        return redirect("employers")
    asked = "preview" in request.POST or "apply" in request.POST
    form = AudienceForm(request.POST if asked else None)
    context: dict[str, Any] = {"form": form, "back": "employers", "rows": [(one, one.version) for one in employers]}
    context |= {"too_many": len(keys) > MOST, "most": MOST, "heading": _("Who sees them")}
    if form.is_bound and form.is_valid():
        edit = None
        with saving(form) as saved:
            edit = _done(request, form, [one.pk for one in employers])
        if saved.saved and edit and "apply" in request.POST:
            return redirect("audience-done", edit.pk)
        context["told"] = told(request.user, edit) if edit else None
    return render(request, "prospects/audience.html", context)


def _done(request: HttpRequest, form: AudienceForm, keys: list[UUID]) -> BulkEdit:
    """What was asked for, made; or made and taken back, where it is to be looked at first."""
    values = form.cleaned_data
    some = values["audience"] == "some"
    places, until = (tuple(values["institutions"]), values["until"]) if some else ((), None)

    def change() -> BulkEdit:
        return audiences.change_many(keys, Wanted(places, values["reason"], until), by=request.user)

    return change() if "apply" in request.POST else foreseen(change)


@require_safe
def audience_done(request: HttpRequest, pk: str) -> HttpResponse:
    """What was changed, what was left and why; and the way back."""
    edit = edit_of(request, BulkEdit.Of.AUDIENCES, pk)
    context = {"edit": edit, "told": told(request.user, edit), "back": "exceptions", "undo": "audience-undo"}
    return render(request, "employers/bulk_done.html", context)


@require_POST
def audience_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Put back who saw them, but for those where somebody changed it since."""
    edit = edit_of(request, BulkEdit.Of.AUDIENCES, pk)
    with acting(request) as act:
        say_undone(request, edit, audiences.undo_many(edit, by=request.user))
    return redirect("exceptions") if act.done else redirect("audience-done", edit.pk)
