"""Signing in without a password: an address, then the link or the code that was mailed; and signing out."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import Refused, TooOften
from guildhall.outbox.views import is_mailed
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving
from guildhall.visitors import actions
from guildhall.visitors.doors import door_of
from guildhall.visitors.forms import AddressForm, CodeForm, EnterForm
from guildhall.visitors.views.pages import forget, own_page, remember


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for the e-mail that signs in. The answer is the same whether the address is known or not."""
    door = door_of(kind)
    if request.method == "GET" and actions.signed_in(door, request.COOKIES.get(door.cookie, "")):
        return redirect(own_page(door, request.GET.get("next", "")))
    form = AddressForm(request.POST or None)
    if form.is_valid():
        path = own_page(door, request.POST.get("next", ""))
        asked = actions.ask_to_sign_in(door, form.cleaned_data["email"], path=path)
        return redirect(f"{reverse(f'{kind}-sign-in-code')}?{urlencode({'mail': asked})}")
    path = request.POST.get("next", "") or request.GET.get("next", "")
    demo = list(door.demo_logins()) if request.territory.demo else []  # type: ignore[attr-defined]
    return render(request, "visitors/sign_in.html", {"door": door, "form": form, "next": path, "demo": demo})


def _address_of(form: CodeForm) -> str:
    """The address for which the code was asked, so that a slip in it is seen."""
    pk = id_in(str(form["mail"].value() or ""))
    return actions.email_of(str(pk)) if pk else ""


@contextmanager
def at_the_form(request: HttpRequest) -> Iterator[None]:
    """Say at the form that something was tried too often; programs are told to wait as well (R28)."""
    try:
        yield
    except TooOften as refused:
        request.wait_before_next = refused.wait  # type: ignore[attr-defined]
        raise Refused(refused.verdict) from refused


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, kind: str) -> HttpResponse:
    """Type the code that was mailed, in the browser that asked for it."""
    door = door_of(kind)
    form = CodeForm(request.POST or None, initial={"mail": request.GET.get("mail", "")})
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, at="code") as edit, at_the_form(request):
            key, path = actions.sign_in_by_code(door, values["mail"], values["code"], keep=values["keep"])
        if edit.saved:
            response = redirect(own_page(door, path))
            remember(request, response, door, key, keep=values["keep"])
            return response
    context = {"door": door, "form": form, "mailed": is_mailed(request), "email": _address_of(form)}
    return render(request, "visitors/code.html", context)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, kind: str, secret: str) -> HttpResponse:
    """The mailed link: opening it changes nothing, its button signs in."""
    door = door_of(kind)
    asked = actions.sign_in_of(door, secret)
    if closed := closed_link(request, secret, asked, "visitors/gone.html"):
        return closed
    assert asked is not None  # else the link was closed
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with saving(form) as edit:
            key, path = actions.sign_in(door, asked, keep=form.cleaned_data["keep"])
        if edit.saved:
            response = redirect(own_page(door, path))
            remember(request, response, door, key, keep=form.cleaned_data["keep"])
            return response
    return render(request, "visitors/enter.html", {"door": door, "form": form, "email": asked.email})


@require_POST
def sign_out(request: HttpRequest, kind: str) -> HttpResponse:
    """Sign out in this browser, or in every one: somebody may have left one open elsewhere."""
    door = door_of(kind)
    if request.POST.get("everywhere"):
        actions.end_sessions(request.visitor)  # type: ignore[attr-defined]
        messages.success(request, _("You are signed out in every browser."))
    else:
        actions.sign_out(door, request.COOKIES.get(door.cookie, ""))
        messages.success(request, _("You are signed out."))
    response = redirect(f"{kind}-sign-in")
    forget(response, door)
    return response


@require_POST
def language(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose the language of one's letters and of this browser, which others may use as well."""
    if chosen := request.POST.get("language"):
        actions.choose_language(chosen, by=request.visitor)  # type: ignore[attr-defined]
    return set_language(request)
