"""Many employers changed at once: chosen in the list, looked at before, undone after."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers import rules
from guildhall.employers.actions import bulk
from guildhall.employers.forms.bulk import BulkForm, chosen
from guildhall.employers.forms.records import FilterForm, known_tags
from guildhall.employers.models import BulkEdit, Employer
from guildhall.employers.queries.bulk import told
from guildhall.employers.queries.directory import filtered
from guildhall.employers.queries.searching import searched
from guildhall.lib.numbers import counted
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution, people_with
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


def _people(request: HttpRequest) -> Any:
    place = home_institution(request.user, Permission.EDIT_EMPLOYERS)
    return people_with(Permission.RECORD_ENGAGEMENTS, place).order_by("family_name", "given_name") if place else ()


def all_that_fit(request: HttpRequest) -> list[tuple[UUID, int]]:
    """The employers of the present filter with their editions, and one more than are changed at once."""
    filters = FilterForm(request.GET, person=request.user).filters()
    rows = filtered(request.user, filters)
    if filters.q:
        rows = rows.filter(pk__in=searched(rows, filters.q))
    return list(rows.order_by("sort_key", "id").values_list("pk", "version")[: bulk.MOST + 1])


def keys_of(request: HttpRequest, everything: Callable[[HttpRequest], Iterable[tuple[UUID, int]]]) -> dict[UUID, int]:
    """The records that somebody ticked, or all that the filter of the list shows."""
    return dict(everything(request)) if request.POST.get("all") else chosen(request.POST)


@require_POST
def bulk_edit(request: HttpRequest) -> HttpResponse:
    """Say what the chosen employers are to become; look at it; do it."""
    require(rules.can_edit_many(request.user))
    keys = keys_of(request, all_that_fit)
    rows = Employer.objects.shared_with(request.user).filter(pk__in=keys).defer("search").order_by("sort_key")
    if not keys or not (employers := list(rows)):
        messages.error(request, _("Tick the employers that you want to change first."))
        return redirect("employers")
    versions = {one.pk: keys[one.pk] for one in employers}
    asked = "preview" in request.POST or "apply" in request.POST
    form = BulkForm(request.POST if asked else None, people=_people(request), known=known_tags(request.user))
    context: dict[str, Any] = {"form": form, "back": "employers", "heading": _("Change many at once")}
    context |= {"rows": [(one, keys[one.pk]) for one in employers], "too_many": len(keys) > bulk.MOST}
    context["most"] = bulk.MOST
    if form.is_bound and form.is_valid():
        edit = None
        with saving(form) as saved:
            edit = _done(request, form, versions)
        if saved.saved and edit and "apply" in request.POST:
            return redirect("employers-bulk-done", edit.pk)
        context["told"] = told(request.user, edit) if edit else None
    return render(request, "employers/bulk.html", context)


def _done(request: HttpRequest, form: BulkForm, versions: dict[UUID, int]) -> BulkEdit:
    """What was asked for, made; or made and taken back, where it is to be looked at first."""
    wanted = form.wanted()

    def change() -> BulkEdit:
        return bulk.change_many(versions, wanted, by=request.user)

    return change() if "apply" in request.POST else bulk.foreseen(change)


def edit_of(request: HttpRequest, of: str, pk: Any) -> BulkEdit:
    """A change of one's own to many records; anybody else's is not found."""
    return get_object_or_404(BulkEdit, pk=pk, of=of, by=request.user)


@require_safe
def bulk_done(request: HttpRequest, pk: str) -> HttpResponse:
    """What was changed, what was left and why; and the way back."""
    edit = edit_of(request, BulkEdit.Of.EMPLOYERS, pk)
    context = {"edit": edit, "told": told(request.user, edit), "back": "employers", "undo": "employers-bulk-undo"}
    return render(request, "employers/bulk_done.html", context)


@require_POST
def bulk_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Put back what was changed, but for what somebody has changed since."""
    edit = edit_of(request, BulkEdit.Of.EMPLOYERS, pk)
    with acting(request) as act:
        say_undone(request, edit, bulk.undo_many(edit, by=request.user))
    return redirect("employers") if act.done else redirect("employers-bulk-done", edit.pk)


def say_undone(request: HttpRequest, edit: BulkEdit, left: list[dict[str, Any]]) -> None:
    """How undoing went: how many are as they were, and which are not."""
    n = len(edit.changed) - len(left)
    messages.success(request, ngettext("%s record is as it was.", "%s records are as they were.", n) % counted(n))
    names = Employer.objects.visible_to(request.user).in_bulk([UUID(one["employer"]) for one in left])
    for one in left:
        if employer := names.get(UUID(one["employer"])):
            messages.warning(request, f"{employer.name}: {one['why']}")
