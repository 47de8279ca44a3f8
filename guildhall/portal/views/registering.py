"""Registering at the front door, and colleagues who let each other in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.actions.logins import NewLogin
from guildhall.employers.rules import can_administer
from guildhall.lib.verdicts import require
from guildhall.outbox.views import is_mailed, say_mailed
from guildhall.people.views.mailed_links import closed_link
from guildhall.portal.actions import colleagues as acts
from guildhall.portal.actions import registering
from guildhall.portal.forms.registering import ColleagueForm, RegisterForm
from guildhall.portal.queries.logins import asked_about, colleagues_of, invited_by
from guildhall.portal.queries.own import login_of, registration_for
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of
from guildhall.visitors.views.pages import at_door, visitors_only


@at_door("employer")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Say who wants to sign in for which employer. The answer is the same whatever is known here."""
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            registering.register(form.knock())
        if edit.saved:
            return redirect("portal-registered")
    return render(request, "portal/register.html", {"form": form})


@at_door("employer")
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next: a link by e-mail."""
    return render(request, "portal/registered.html", {"mailed": is_mailed(request)})


@at_door("employer")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Confirm the address by the mailed link: opening it changes nothing, its button does."""
    row = registering.registration_of(secret)
    if closed := closed_link(request, secret, row, "portal/link_gone.html"):
        return closed
    assert row is not None  # else the link was closed
    if request.method == "POST":
        with acting(request) as act:
            registering.confirm(row)
        if act.done:
            return render(request, "portal/confirmed.html", {"row": row})
    return render(request, "portal/confirm.html", {"row": row})


@visitors_only("employer")
@require_http_methods(["GET", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who signs in for the employer, who asks to, and a form that lets a colleague in."""
    me = request.visitor  # type: ignore[attr-defined]
    may = can_administer(me)
    if request.method == "POST":
        require(may)
    form = ColleagueForm(request.POST or None) if may else None
    if form and form.is_valid():
        with saving(form) as edit:
            acts.invite(NewLogin(**form.cleaned_data, invited_by=me), by=me)
        if edit.saved:
            messages.success(request, _("They are written. Once they confirm the address they sign in."))
            return redirect("portal-colleagues")
    context = {"me": me, "may": may, "form": form, "rows": colleagues_of(me), "asked": asked_about(me)}
    context["invited"] = invited_by(me) if may else []
    return render(request, "portal/colleagues.html", context)


@visitors_only("employer")
@require_POST
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """End the login of a colleague."""
    me = request.visitor  # type: ignore[attr-defined]
    row = login_of(me.employer_id, pk)
    with acting(request) as act:
        acts.end_colleague(row, by=me)
    if act.done:
        messages.success(request, _("Their access has ended, on every device."))
    return redirect("portal-colleagues")


@visitors_only("employer")
@require_POST
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Let in somebody who asks to sign in for the same employer, or do not; or take an invitation back."""
    me = request.visitor  # type: ignore[attr-defined]
    row = registration_for(me, pk)
    details = {"version": version_of(request), "by": me}
    with acting(request, changed=_("Somebody decided meanwhile.")) as act:
        if request.POST.get("decision") == "withdraw":
            acts.withdraw(row, by=me)
        elif request.POST.get("decision") == "yes":
            registering.approve_colleague(row, **details)
        else:
            reason = _("Nobody at the employer knows this request.")
            registering.refuse_registration(row, request.POST.get("reason", "").strip() or reason, **details)
    if act.done and request.POST.get("decision") == "withdraw":
        messages.success(request, _("Taken back. Its link lets nobody in any more."))
    elif act.done:
        messages.success(request, _("Decided."))
        say_mailed(request, _("They are told by e-mail."))
    return redirect("portal-colleagues")
