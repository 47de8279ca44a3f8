"""An employer's own pages: facts, names, sites, owner, and why it can be seen."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers import rules
from guildhall.employers.actions import editing
from guildhall.employers.forms.records import EmployerForm, IdentifierForm, NameForm, OwnerForm, SiteForm
from guildhall.employers.models import Employer, EmployerName, Site
from guildhall.employers.queries.audience import audience_answers
from guildhall.employers.queries.head import head_of, with_head
from guildhall.employers.queries.standing import frame
from guildhall.lib.verdicts import require
from guildhall.people.models import PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution, people_with, points_of_contact
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


def employer_of(request: HttpRequest, pk: Any, *, more: Callable[..., Any] | None = None, **values: date) -> Employer:
    """An employer that the person sees; anything else is not found. `more` adds what an upper page reads along."""
    rows = Employer.objects.visible_to(request.user).select_related("owner", "holder", "last_engaged_by").filter(pk=pk)
    rows = with_head(rows.defer("search"), request.user)
    row = get_object_or_404(more(rows, request.user, **values) if more else rows)
    row.head = head_of(row)
    return row


@require_safe
def about(request: HttpRequest, pk: str) -> HttpResponse:
    """The facts: names, sites, registers, industry, tags."""
    employer = employer_of(request, pk)
    context = frame(request.user, employer) | {
        "names": employer.names.all(),
        "sites": employer.sites.all(),
        "identifiers": employer.identifiers.all(),
        "may_edit": rules.can_edit(request.user, employer),
        "name_form": NameForm(),
        "identifier_form": IdentifierForm(),
    }
    return render(request, "employers/about.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change the facts about an employer."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    form = EmployerForm(request.POST or None, employer=employer, person=request.user)
    context: dict[str, Any] = {"form": form, "employer": employer}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version, tags = values.pop("version"), values.pop("tags")
        with saving(form, employer, fresh=lambda now: EmployerForm(employer=now)) as edit:
            editing.change_employer(employer, values, tags=tags, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("employer-about", employer.pk)
        context["differences"] = edit.differences
    return render(request, "employers/change.html", context)


@require_POST
def name_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note another name."""
    employer = employer_of(request, pk)
    form = NameForm(request.POST)
    _small(request, form, lambda v: editing.add_name(employer, v["kind"], v["name"], by=request.user))
    return redirect("employer-about", employer.pk)


@require_POST
def name_remove(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """Take a wrong name away."""
    employer = employer_of(request, pk)
    editing.remove_name(get_object_or_404(EmployerName, pk=name, employer=employer), by=request.user)
    return redirect("employer-about", employer.pk)


@require_POST
def identifier_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Note a register's number."""
    employer = employer_of(request, pk)
    form = IdentifierForm(request.POST)
    _small(request, form, lambda v: editing.add_identifier(employer, v["scheme"], v["value"], by=request.user))
    return redirect("employer-about", employer.pk)


def _small(request: HttpRequest, form: Any, act: Any) -> None:
    """A one-line form: done, or told why not."""
    if not form.is_valid():
        messages.error(request, " ".join(m for result in form.errors.values() for m in result))
        return
    with acting(request) as small:
        act(form.cleaned_data)
    if small.done:
        messages.success(request, _("Saved."))


@require_http_methods(["GET", "POST"])
def site_form(request: HttpRequest, pk: str, site: str | None = None) -> HttpResponse:
    """Add a site or change one."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    saved_site = get_object_or_404(Site, pk=site, employer=employer) if site else None
    form = SiteForm(request.POST or None, site=saved_site)
    context: dict[str, Any] = {"form": form, "employer": employer, "site": saved_site}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with saving(form, saved_site) as edit:
            editing.save_site(employer, values, by=request.user, site=saved_site, version=version)
        if edit.saved:
            messages.success(request, _("The site is saved."))
            return redirect("employer-about", employer.pk)
        context["differences"] = edit.differences
    return render(request, "employers/site_form.html", context)


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, pk: str) -> HttpResponse:
    """Say who looks after an employer."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    place = home_institution(request.user, Permission.EDIT_EMPLOYERS) or employer.holder
    people = people_with(Permission.RECORD_ENGAGEMENTS, place).order_by("family_name")
    form = OwnerForm(request.POST or None, employer=employer, people=people)
    context: dict[str, Any] = {"form": form, "employer": employer}
    if form.is_valid():
        with saving(form, employer) as edit:
            editing.own(employer, form.cleaned_data["owner"], version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("employer", employer.pk)
        context["differences"] = edit.differences
    return render(request, "employers/owner.html", context)


@require_safe
def why(request: HttpRequest, pk: str) -> HttpResponse:
    """Why the person, and every institution, can or cannot see this employer."""
    employer = employer_of(request, pk)
    answers = audience_answers(employer)
    context = frame(request.user, employer) | {"answers": answers, "seeing": sum(a.sees for a in answers)}
    directs = request.user.standing.holds(Permission.USE_CRM)
    context["may_limit"] = directs and employer.posted_at is not None
    if directs:
        context["asked"] = points_of_contact([a.institution for a in answers], PointOfContact.Kind.DIRECTORS)
    return render(request, "employers/why.html", context)
