"""Lists of occupations in high demand: their versions, criteria, approval and end (D5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.demand import rules
from guildhall.demand.actions import lists as actions
from guildhall.demand.forms.lists import ApproveForm, EndForm, ListForm
from guildhall.demand.models import DemandList
from guildhall.demand.queries import lists as queries
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of

CHANGED = gettext_noop("Somebody changed it meanwhile. Read it again.")


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """All versions of the lists, and which of them is in force."""
    require(rules.can_read(request.user))
    context = {"rows": queries.lists_of(request.user), "may_keep": rules.can_keep_list(request.user)}
    return render(request, "demand/lists.html", context)


def list_of(request: HttpRequest, pk: Any) -> DemandList:
    """A version of a list; anything else is not there."""
    rows = DemandList.objects.visible_to(request.user).select_related(*queries.RELATED)
    found: DemandList = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """One version: its criteria, what stands on it and why, who approved it, what changed since the one before."""
    row = list_of(request, pk)
    context = {
        "row": row,
        "contents": queries.contents_of(row),
        "may_change": rules.can_change_list(request.user, row),
        "may_approve": rules.can_approve(request.user, row),
        "may_end": rules.can_end(request.user, row),
        "may_keep": rules.can_keep_list(request.user, row.institution),
        "has_wages": queries.has_wages(),
    }
    return render(request, "demand/list.html", context)


@require_http_methods(["GET", "POST"])
@once_only("demand-lists")
def add(request: HttpRequest) -> HttpResponse:
    """Begin a list by its criteria."""
    require(rules.can_keep_list(request.user))
    places = Institution.objects.where(request.user, Permission.KEEP_PROGRAMS).open()
    initial = {"institution": home_institution(request.user, Permission.KEEP_PROGRAMS)}
    form = ListForm(request.POST or None, places=places.order_by("lineage__len", "name"), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            row = actions.begin_list(form.cleaned_data["institution"], form.terms(), by=request.user)
        if edit.saved:
            messages.success(request, _("The draft is begun. Propose what meets its criteria, or add by hand."))
            return redirect("demand-list", row.pk)
    return render(request, "demand/list_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change the criteria of a draft."""
    row = list_of(request, pk)
    require(rules.can_change_list(request.user, row))
    form = ListForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: ListForm(row=now)) as edit:
            actions.change_list(row, form.terms(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. What is on the list changes when you propose anew."))
            return redirect("demand-list", row.pk)
        context["differences"] = edit.differences
    return render(request, "demand/list_form.html", context)


@act_on("demand-list")
def propose(request: HttpRequest, pk: str) -> HttpResponse:
    """Put on a draft what meets its criteria by the newest figures."""
    row = list_of(request, pk)
    with acting(request, changed=_(CHANGED)) as act:
        n = actions.propose(row, version=version_of(request), by=request.user)
    if act.done:
        words = ngettext("%s occupation meets the criteria.", "%s occupations meet the criteria.", n)
        messages.success(request, words % n)
    return redirect("demand-list", row.pk)


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Approve a draft: from a day on it is in force."""
    row = list_of(request, pk)
    require(rules.can_approve(request.user, row))
    form = ApproveForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "contents": queries.contents_of(row)}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.approve(row, values["starts_on"], values["decision"], **details)
        if edit.saved:
            messages.success(request, _("Approved. Your name stands beside it."))
            return redirect("demand-list", row.pk)
        context["differences"] = edit.differences
    return render(request, "demand/list_approve.html", context)


@act_on("demand-list")
def give_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a draft up; it stays readable."""
    row = list_of(request, pk)
    with acting(request, changed=_(CHANGED)) as act:
        actions.give_up(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Given up. It stays readable."))
    return redirect("demand-list", row.pk)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """Say until when a list is in force, where no other one follows it."""
    row = list_of(request, pk)
    require(rules.can_end(request.user, row))
    form = EndForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.end_list(row, values["ends_on"], values["ended_because"], **details)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("demand-list", row.pk)
        context["differences"] = edit.differences
    return render(request, "demand/list_end.html", context)


@act_on("demand-list")
def again(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin the next version from this one."""
    row = list_of(request, pk)
    made = row
    with acting(request) as act:
        made = actions.begin_from(row, by=request.user)
    if act.done:
        messages.success(request, _("The next version is begun, with the same criteria and occupations."))
    return redirect("demand-list", made.pk)
