"""Saying how an initiative goes: signed in, or by a link. The latest answer counts while it is open (N13, M16).

Who may change an answer is known to the browser alone from which it came: its key lies in a cookie of that page.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildhall.partnerships.actions import evaluating as actions
from guildhall.partnerships.forms.evaluating import OpinionForm
from guildhall.partnerships.models import Asked, Opinion
from guildhall.partnerships.queries.evaluating import opinions_held
from guildhall.partnerships.views.evaluating import round_of
from guildhall.partnerships.views.record import frame
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving

DAY = 60 * 60 * 24


def _key_of(request: HttpRequest, asked: Asked) -> str:
    return request.COOKIES.get(f"said-{asked.side}", "")[:100]


def _said_before(request: HttpRequest, asked: Asked) -> Opinion | None:
    """What was answered from this browser; nothing where it came from another one."""
    return opinions_held(asked, _key_of(request, asked)).first()


def _form(request: HttpRequest, asked: Asked, before: Opinion | None) -> OpinionForm:
    known = before.answers | {"words": before.words} if before else None
    return OpinionForm(request.POST or None, full=asked.round.is_full, initial=known)


def _with_key(response: HttpResponse, request: HttpRequest, asked: Asked, key: str) -> HttpResponse:
    more: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(f"said-{asked.side}", key, max_age=actions.LONGEST.days * DAY, path=request.path, **more)
    return response


def _asked_now(request: HttpRequest, rows: list[Asked]) -> Asked | None:
    """The side for which somebody has not answered yet, else one whose answer they can change from here."""
    waiting = [one for one in rows if not one.answered]
    return next(iter([*waiting, *(one for one in rows if _said_before(request, one))]), None)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer as somebody of the staff: as a lead, or as a partner."""
    made = round_of(request, pk)
    asked = _asked_now(request, actions.asked_of(made, request.user))
    if asked is None or not made.is_open:
        messages.info(request, _("Nothing is asked of you here, or you have answered from another browser already."))
        return redirect("evaluation", made.pk)
    before = _said_before(request, asked)
    form = _form(request, asked, before)
    if form.is_valid():
        with saving(form) as edit:
            words, held = form.cleaned_data["words"], _key_of(request, asked)
            key = actions.give_opinion(asked, form.answers(), words, held=held)
        if edit.saved and key:
            messages.success(request, _("Thank you. Nobody learns who said what. Your latest answer counts."))
            return _with_key(redirect("evaluation", made.pk), request, asked, key)
    context = frame(request, made.initiative) | {"round": made, "form": form, "asked": asked, "before": before}
    return render(request, "partnerships/opinion.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A partner says how it goes, without an account. Opening it changes nothing."""
    asked = actions.asked_by_link(secret)
    if closed := closed_link(request, secret, asked, "partnerships/link_gone.html"):
        return closed
    if asked is None:
        raise Http404
    before = _said_before(request, asked)
    form = _form(request, asked, before)
    context: dict[str, Any] = {"initiative": asked.round.initiative, "round": asked.round, "form": form}
    context |= {"before": before, "answered": asked.answered and not before}
    if form.is_valid():
        with saving(form) as edit:
            words, held = form.cleaned_data["words"], _key_of(request, asked)
            key = actions.give_opinion(asked, form.answers(), words, held=held)
        if edit.saved:
            page = render(request, "partnerships/opinion_link.html", context | {"answered": True, "kept": bool(key)})
            return _with_key(page, request, asked, key) if key else page
    return render(request, "partnerships/opinion_link.html", context)
