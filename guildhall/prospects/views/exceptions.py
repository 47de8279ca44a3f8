"""The exceptions to who sees shared employers, in one place: changed, extended, lifted (B4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.models import Designation
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.prospects import queries, rules
from guildhall.prospects.actions import excepting
from guildhall.prospects.forms import ExceptionForm
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """All that hold, with whom they name, why and until when; those that ended lately below."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = [(row, rules.can_change_exception(request.user, row)) for row in queries.exceptions(request.user)]
    ended = queries.ended_exceptions(request.user)
    return render(request, "prospects/exceptions.html", {"rows": rows, "ended": ended})


def exception_of(request: HttpRequest, pk: Any) -> Designation:
    """An exception of an employer that the person sees; anything else is not found."""
    return get_object_or_404(queries.all_exceptions(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Name other institutions, another day or another reason."""
    row = exception_of(request, pk)
    require(rules.can_change_exception(request.user, row))
    form = ExceptionForm(request.POST or None, row=row)
    if form.is_valid():
        v = form.cleaned_data
        with saving(form) as edit:
            excepting.change_exception(row, v["institutions"], reason=v["reason"], until=v["until"], by=request.user)
        if edit.saved:
            messages.success(request, _("The exception is changed. Whom it concerns is told."))
            return redirect("exceptions")
    return render(request, "prospects/exception.html", {"row": row, "form": form})


@require_POST
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    """End it before its day."""
    row = exception_of(request, pk)
    require(rules.can_change_exception(request.user, row))
    with acting(request) as act:
        excepting.lift_exception(row, reason=request.POST.get("reason", ""), by=request.user)
    if act.done:
        messages.success(request, _("The exception is lifted. %s is seen as the protocol says.") % row.employer)
    return redirect("exceptions")
