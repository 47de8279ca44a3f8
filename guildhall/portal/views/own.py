"""What an employer changes by itself: profile, sites, contacts, limits, and what it says is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers.actions import editing
from guildhall.employers.forms.records import SiteForm
from guildhall.engagements.actions import holding
from guildhall.portal.actions.correcting import correct as say_wrong
from guildhall.portal.forms.own import LIMIT, CorrectionForm, LimitForm, OwnContactForm, ProfileForm
from guildhall.portal.queries import home as queries
from guildhall.portal.queries import own
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.visitors.views.pages import visitors_only


def _values(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What the employer says of itself, its sites and its contacts."""
    me = request.visitor  # type: ignore[attr-defined]
    employer = own.employer_now(me)
    form = ProfileForm(request.POST or None, employer=employer)
    context: dict[str, Any] = {"form": form, "employer": employer, "me": me}
    if form.is_valid():
        with saving(form, employer) as edit:
            editing.change_employer(employer, _values(form), version=form.cleaned_data["version"], by=me)
        if edit.saved:
            messages.success(request, _("Saved. The colleges see it at once."))
            return redirect("portal-profile")
        context["differences"] = edit.differences
    context |= {"sites": employer.sites.filter(closed_on=None), "contacts": employer.contacts.current()}
    context["left"] = own.left_lately(me)
    return render(request, "portal/profile.html", context)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Add a site, or change one."""
    me = request.visitor  # type: ignore[attr-defined]
    row = own.site_of(me, pk) if pk else None
    form = SiteForm(request.POST or None, site=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            details = {"site": row, "version": form.cleaned_data["version"], "by": me}
            editing.save_site(me.employer, _values(form), **details)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("portal-profile")
        context["differences"] = edit.differences
    return render(request, "portal/site.html", context)


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: str) -> HttpResponse:
    """A contact's own details and what they permit (C25): one's own, or a colleague's for whoever administers."""
    me = request.visitor  # type: ignore[attr-defined]
    row = own.contact_of(me, pk)
    form = OwnContactForm(request.POST or None, contact=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            details = {"contact": row, "version": form.cleaned_data["version"], "by": me}
            editing.save_contact(me.employer, _values(form), **details)
        if edit.saved:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("portal-profile")
        context["differences"] = edit.differences
    return render(request, "portal/contact.html", context)


@visitors_only("employer")
@require_POST
def left(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a contact has left."""
    me = request.visitor  # type: ignore[attr-defined]
    row = own.contact_of(me, pk)
    with acting(request) as act:
        editing.note_departure(row, by=me)
    if act.done:
        messages.success(request, _("%s is a former contact now. Nobody is pointed to them any more.") % row.name)
    return redirect("portal-profile")


@visitors_only("employer")
@require_POST
def back(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a contact has not left."""
    me = request.visitor  # type: ignore[attr-defined]
    row = get_object_or_404(own.left_lately(me), pk=pk)
    with acting(request) as act:
        editing.note_return(row, by=me)
    if act.done:
        messages.success(request, _("The colleges see %s as working here again.") % row.name)
    return redirect("portal-profile")


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """How often, when and by which way the employer is contacted: it holds at once (N19)."""
    me = request.visitor  # type: ignore[attr-defined]
    row = queries.own_limit(me.employer)
    form = LimitForm(request.POST or None, limit=row)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in LIMIT} | {"said": f"{me.name}, {_('signed in')}"[:200]}
        with saving(form, row) as edit:
            details = {"limit": row, "version": form.cleaned_data["version"], "by": me}
            holding.set_limit(me.employer, values, **details)
        if edit.saved:
            messages.success(request, _("Saved. It holds from now on, for every college."))
            return redirect("portal-limits")
        context["differences"] = edit.differences
    context |= {"limits": queries.limits_of(me.employer), "load": queries.load_of(me.employer)}
    return render(request, "portal/limits.html", context | {"agreed": queries.agreed_of(me.employer)})


@visitors_only("employer")
@require_POST
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    """Lift a limit: the colleges' own budget holds again."""
    me = request.visitor  # type: ignore[attr-defined]
    row = own.limit_of(me, pk)
    with acting(request, changed=_("A colleague changed it meanwhile.")) as act:
        holding.drop_limit(row, reason=f"{me.name}, {_('signed in')}", version=version_of(request), by=me)
    if act.done:
        messages.success(request, _("Lifted."))
    return redirect("portal-limits")


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """Say that the wrong person is asked, or that something is not so: a college is told (N19)."""
    me = request.visitor  # type: ignore[attr-defined]
    places = queries.places_to_tell(me.employer)
    initial = {"kind": request.GET.get("kind", "fact"), "institution": request.GET.get("at", me.employer.holder_id)}
    initial["words"] = request.GET.get("about", "")[:200]
    form = CorrectionForm(request.POST or None, places=places, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            say_wrong(values["kind"], values["words"], values["institution"], by=me)
        if edit.saved:
            messages.success(request, _("Thank you. %s is told.") % values["institution"])
            return redirect("portal")
    return render(request, "portal/correct.html", {"form": form})
