"""Many prospects changed at once: chosen in the list, looked at before, undone after (A7)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers.actions.bulk import MOST, foreseen
from guildhall.employers.models import BulkEdit
from guildhall.employers.queries.bulk import told
from guildhall.employers.views.bulk import edit_of, keys_of, say_undone
from guildhall.lib.verdicts import require
from guildhall.prospects import rules
from guildhall.prospects.actions import bulk
from guildhall.prospects.forms.crm import CrmBulkForm
from guildhall.prospects.models import Prospect
from guildhall.prospects.queries import crm_list
from guildhall.prospects.queries.crm_list import CrmFilters
from guildhall.prospects.views.crm_list import filter_form
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

STAGES = dict(Prospect.Stage.choices)


def _all_that_fit(request: HttpRequest) -> list[tuple[UUID, int]]:
    """The prospects of the present filter with their editions, and one more than are changed at once."""
    rows = crm_list.prospects_of(request.user, CrmFilters(**filter_form(request).values()))
    return list(rows.order_by("pk").values_list("pk", "version")[: MOST + 1])


@require_POST
def bulk_edit(request: HttpRequest) -> HttpResponse:
    """Say what the chosen prospects are to become; look at it; do it."""
    require(rules.can_use_crm(request.user))
    keys = keys_of(request, _all_that_fit)
    rows = Prospect.objects.visible_to(request.user).filter(pk__in=keys).select_related("employer")
    if not keys or not (prospects := list(rows.order_by("employer__sort_key"))):
        messages.error(request, _("Tick the prospects that you want to change first."))
        return redirect("crm-list")
    versions = {one.pk: keys[one.pk] for one in prospects}
    asked = "preview" in request.POST or "apply" in request.POST
    form = CrmBulkForm(request.POST if asked else None, people=crm_list.possible_owners())
    context: dict[str, Any] = {"form": form, "back": "crm-list", "too_many": len(keys) > MOST, "most": MOST}
    context["heading"] = _("Change many at once")
    context["rows"] = [(one, keys[one.pk]) for one in prospects]
    if form.is_bound and form.is_valid():
        edit = None
        with saving(form) as saved:
            edit = _done(request, form, versions)
        if saved.saved and edit and "apply" in request.POST:
            return redirect("crm-bulk-done", edit.pk)
        context["told"] = told(request.user, edit, STAGES) if edit else None
    return render(request, "employers/bulk.html", context)


def _done(request: HttpRequest, form: CrmBulkForm, versions: dict[UUID, int]) -> BulkEdit:
    """What was asked for, made; or made and taken back, where it is to be looked at first."""
    wanted = form.wanted()

    def change() -> BulkEdit:
        return bulk.change_many(versions, wanted, by=request.user)

    return change() if "apply" in request.POST else foreseen(change)


@require_safe
def bulk_done(request: HttpRequest, pk: str) -> HttpResponse:
    """What was changed, what was left and why; and the way back."""
    edit = edit_of(request, BulkEdit.Of.PROSPECTS, pk)
    context = {"edit": edit, "told": told(request.user, edit, STAGES), "back": "crm-list", "undo": "crm-bulk-undo"}
    return render(request, "employers/bulk_done.html", context)


@require_POST
def bulk_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Put back what was changed, but for what somebody has changed since."""
    edit = edit_of(request, BulkEdit.Of.PROSPECTS, pk)
    with acting(request) as act:
        say_undone(request, edit, bulk.undo_many(edit, by=request.user))
    return redirect("crm-list") if act.done else redirect("crm-bulk-done", edit.pk)
