"""What an employer may expect of each college and school: read by employers, kept by its point of contact."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.people.models import Institution, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import points_of_contact
from guildhall.portal import rules
from guildhall.portal.actions.correcting import keep_expectation
from guildhall.portal.forms.own import ExpectationForm
from guildhall.portal.queries.expecting import pages_of
from guildhall.portal.queries.own import expectation_of, open_institution
from guildhall.ui.editing import saving
from guildhall.visitors.views.pages import visitors_only


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Which institutions have such a page."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return render(request, "portal/staff/expectations.html", {"rows": pages_of(request.user)})


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, pk: str) -> HttpResponse:
    """Read the page of an institution; its point of contact keeps it."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    institution = get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)
    row = expectation_of(institution)
    may = rules.can_keep_expectation(request.user, institution)
    if request.method == "POST":
        require(may)
    form = ExpectationForm(request.POST or None, row=row)
    context: dict[str, Any] = {"form": form, "row": row, "institution": institution, "may": may}
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with saving(form, row) as edit:
            keep_expectation(institution, values, version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Employers read it from now on."))
            return redirect("expectation", institution.pk)
        context["differences"] = edit.differences
    return render(request, "portal/staff/expectation.html", context)


@visitors_only("employer")
@require_safe
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """What an employer may expect of an institution, as it reads it."""
    institution = open_institution(pk)
    points = points_of_contact([institution], PointOfContact.Kind.EMPLOYERS).get(institution.pk, [])
    row = expectation_of(institution)
    return render(request, "portal/expect.html", {"row": row, "institution": institution, "points": points})
