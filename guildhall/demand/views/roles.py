"""The roles that employers find hardest to fill: the list of the staff, and on the employer's page (D6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.demand import rules
from guildhall.demand.actions import roles as actions
from guildhall.demand.fields_of_work import FIELDS_OF_WORK
from guildhall.demand.forms.roles import OverForm, RoleForm
from guildhall.demand.models import HardToFill
from guildhall.demand.queries import roles as queries
from guildhall.demand.queries.roles import WantedRoles
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

SOONEST = [Key("until"), Key("id")]


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The roles that employers find hardest to fill, of the employers that somebody sees."""
    require(rules.can_read(request.user))
    get = request.GET
    view = get.get("view", "") if get.get("view", "") in queries.VIEWS else "open"
    field = get.get("field", "")[:2] if get.get("field", "").isdigit() else ""
    wanted = WantedRoles(view, get.get("q", "").strip()[:100], field, "uncoded" in get)
    rows = queries.roles_of(request.user, wanted)
    context = {"page": page_by_keys(rows, request, SOONEST), "wanted": wanted, "fields": FIELDS_OF_WORK}
    return render(request, "demand/roles.html", context)


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """The roles that one employer finds hard to fill."""
    employer = employer_of(request, pk)
    context = frame(request.user, employer) | {
        "rows": queries.of_employer(request.user, employer),
        "may_note": rules.can_note(request.user, employer),
    }
    return render(request, "demand/of_employer.html", context)


@require_http_methods(["GET", "POST"])
@once_only("employer-roles")
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note a role that an employer says it cannot fill."""
    employer = employer_of(request, pk)
    require(rules.can_note(request.user, employer))
    form = RoleForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.note_role(employer, form.role(), by=request.user)
        if edit.saved:
            messages.success(request, _("Noted. It counts in what is in demand here."))
            return redirect("employer-roles", employer.pk)
    return render(request, "demand/role_form.html", {"form": form, "employer": employer})


def _role(request: HttpRequest, pk: Any) -> HardToFill:
    """A role of an employer that the person sees; anything else is not there."""
    found: HardToFill = get_object_or_404(queries.whole(HardToFill.objects.visible_to(request.user)), pk=pk)
    return found


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a role that the staff noted, or say that it is still hard to fill."""
    row = _role(request, pk)
    require(rules.can_change(request.user, row))
    form = RoleForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "employer": row.employer}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: RoleForm(row=now)) as edit:
            actions.change_role(row, form.role(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("employer-roles", row.employer_id)
        context["differences"] = edit.differences
    return render(request, "demand/role_form.html", context)


@require_http_methods(["GET", "POST"])
def over(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what became of a role."""
    row = _role(request, pk)
    require(rules.can_say_over(request.user, row))
    form = OverForm(request.POST or None, initial={"version": row.version, "over": "filled"})
    context: dict[str, Any] = {"form": form, "row": row, "employer": row.employer}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            actions.say_over(row, values["over"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. It counts no more."))
            return redirect("employer-roles", row.employer_id)
        context["differences"] = edit.differences
    return render(request, "demand/role_over.html", context)
