"""For staff: who asks to sign in for an employer, and what employers say is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.actions import logins
from guildhall.employers.models import Employer
from guildhall.employers.views.record import employer_of
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.permissions import Permission
from guildhall.portal import rules
from guildhall.portal.actions import correcting, registering
from guildhall.portal.forms.registering import LetInForm, NotLetInForm
from guildhall.portal.models import Correction, Registration
from guildhall.portal.queries.logins import corrections_for, waiting_for
from guildhall.portal.queries.own import login_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Registrations that wait, and what employers say is wrong."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    context = {
        "rows": list(waiting_for(request.user).select_related("employer", "institution")[:100]),
        "corrections": list(corrections_for(request.user)[:100]),
    }
    return render(request, "portal/staff/waiting.html", context)


def _registration(request: HttpRequest, pk: str) -> Registration:
    rows = Registration.objects.visible_to(request.user).select_related("employer", "institution", "decided_by")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest, pk: str) -> HttpResponse:
    """Who asks, why it may be this employer; letting them in for it, for another one, or for a new one."""
    row = _registration(request, pk)
    form = LetInForm(request.POST or None, choices=_choices(request, row), initial=_first(row))
    if request.method == "POST":
        require(rules.can_decide(request.user, row))
    context: dict[str, Any] = {"form": form, "refusal": NotLetInForm(initial={"version": row.version})}
    if form.is_valid():
        decided = registering.Decision(_chosen(request, form), form.cleaned_data["administers"])
        with saving(form) as edit:
            registering.approve(row, decided, version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("%s can sign in now.") % row.given_name)
            say_mailed(request, _("They are told by e-mail."))
            return redirect("registration", row.pk)
    return _show(request, row, **context)


def _show(request: HttpRequest, row: Registration, **context: Any) -> HttpResponse:
    context |= {"row": row, "may": rules.can_decide(request.user, row), "q": request.GET.get("q", "")}
    return render(request, "portal/staff/registration.html", context)


def _first(row: Registration) -> dict[str, Any]:
    return {"employer": str(row.employer_id or "new"), "administers": True, "version": row.version}


def _choices(request: HttpRequest, row: Registration) -> list[tuple[str, Any]]:
    """The employer that was found, others that the reader looked for, and a new one."""
    found: list[tuple[str, Any]] = [(str(row.employer.pk), row.employer.name)] if row.employer else []
    chosen = request.POST.get("employer", "")
    q = request.GET.get("q", "").strip()[:100]
    rows = Employer.objects.visible_to(request.user).exclude(pk=row.employer_id).order_by("sort_key")
    if q:
        found += [(str(one.pk), one.name) for one in rows.filter(name__icontains=q)[:10]]
    elif id_in(chosen):
        found += [(str(one.pk), one.name) for one in rows.filter(pk=chosen)]
    return [*found, ("new", _("A new employer: %s") % row.named)]


def _chosen(request: HttpRequest, form: LetInForm) -> Employer | None:
    key = form.cleaned_data["employer"]
    return None if key == "new" else Employer.objects.visible_to(request.user).get(pk=key)


@act_on("registration")
def refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """Do not let somebody in, and say why."""
    row = _registration(request, pk)
    require(rules.can_decide(request.user, row))
    form = NotLetInForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            registering.refuse_registration(row, values["reason"], version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Not let in."))
            say_mailed(request, _("%s is told why by e-mail.") % row.given_name)
            return redirect("from-employers")
    first = LetInForm(choices=_choices(request, row), initial=_first(row))
    return _show(request, row, form=first, refusal=form)


@require_POST
def settle(request: HttpRequest, pk: str) -> HttpResponse:
    """What an employer said is wrong has been put right."""
    row = get_object_or_404(Correction.objects.visible_to(request.user).select_related("employer"), pk=pk)
    require(rules.can_settle(request.user, row))
    with acting(request) as act:
        correcting.settle(row, by=request.user)
    if act.done:
        messages.success(request, _("Settled."))
    return redirect("from-employers")


@require_POST
def end_login(request: HttpRequest, pk: str, login: str) -> HttpResponse:
    """End a login of an employer."""
    employer = employer_of(request, pk)
    row = login_of(employer.pk, login)
    require(logins.rules.can_end_login(request.user, row))
    with acting(request) as act:
        logins.end_login(row, by=request.user)
    if act.done:
        messages.success(request, _("%s cannot sign in for this employer any more.") % row.name)
    return redirect("employer-contacts", employer.pk)
