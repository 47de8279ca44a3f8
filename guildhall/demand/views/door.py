"""An employer's own roles, at its front door: what it cannot fill, said by itself (D6, N19)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.demand import rules
from guildhall.demand.actions import roles as actions
from guildhall.demand.forms.roles import OverForm, RoleForm, half_a_year_on
from guildhall.demand.models import HardToFill
from guildhall.demand.queries import roles as queries
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.visitors.views.pages import visitors_only


def _me(request: HttpRequest) -> Any:
    return request.visitor  # type: ignore[attr-defined]


def _own(request: HttpRequest, pk: Any) -> HardToFill:
    """A role of the employer; anything else is not there."""
    found: HardToFill = get_object_or_404(queries.own_of(_me(request)), pk=pk)
    return found


@visitors_only("employer")
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The roles that the employer finds hardest to fill, its own word and what the staff noted."""
    return render(request, "demand/door/roles.html", {"rows": queries.at_door(_me(request))})


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
@once_only("portal-roles")
def add(request: HttpRequest) -> HttpResponse:
    """Say which role is hard to fill."""
    me = _me(request)
    form = RoleForm(request.POST or None, door=True)
    if form.is_valid():
        with saving(form) as edit:
            actions.note_role(me.employer, form.role(), by=me)
        if edit.saved:
            messages.success(request, _("Thank you. The colleges read it when they plan what to teach."))
            return redirect("portal-roles")
    return render(request, "demand/door/role.html", {"form": form})


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a role, or say that it is still hard to fill."""
    row = _own(request, pk)
    require(rules.can_change(_me(request), row))
    form = RoleForm(request.POST or None, row=row, door=True)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: RoleForm(row=now, door=True)) as edit:
            actions.change_role(row, form.role(), version=form.cleaned_data["version"], by=_me(request))
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("portal-roles")
        context["differences"] = edit.differences
    return render(request, "demand/door/role.html", context)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def over(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what became of a role."""
    row = _own(request, pk)
    require(rules.can_say_over(_me(request), row))
    form = OverForm(request.POST or None, initial={"version": row.version, "over": "filled"}, own=True)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            actions.say_over(row, values["over"], version=values["version"], by=_me(request))
        if edit.saved:
            messages.success(request, _("Saved. It counts no more."))
            return redirect("portal-roles")
        context["differences"] = edit.differences
    return render(request, "demand/door/over.html", context)


@visitors_only("employer")
@require_POST
def still(request: HttpRequest, pk: str) -> HttpResponse:
    """Say with one press that a role is still hard to fill."""
    row = _own(request, pk)
    with acting(request, changed=_("A colleague changed it meanwhile.")) as act:
        actions.still_hard(row, half_a_year_on(), version=version_of(request), by=_me(request))
    if act.done:
        messages.success(request, _("Thank you. We ask again in half a year."))
    return redirect("portal-roles")
