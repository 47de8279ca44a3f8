"""What every request passes: the gate asked, refusals answered."""

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from guildhall.lib import clock
from guildhall.lib.once import within_request
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.accounts import note_session, remember_device
from guildhall.people.queries import territory
from guildhall.people.rules import lacks_second_factor
from guildhall.ui import answers as pages

Next = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger("guildhall")


class _Middleware:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response


class head(_Middleware):  # noqa: N801
    """HEAD is answered as GET is, without the body: no view has to think of it."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        elif isinstance(response, StreamingHttpResponse):
            response.close()
            response.streaming_content = []
        return response


class gate(_Middleware):  # noqa: N801  named for what it does, as a middleware reads in settings
    """Sign-in is required unless a view says otherwise; set-up comes first; some roles need a second factor."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with within_request():
            response = self.get_response(request)
        if isinstance(response, HttpResponse):
            if wait := getattr(request, "wait_before_next", 0):  # the form says why; programs are told as well (R28)
                response.status_code, response.headers["Retry-After"] = 429, str(wait)
            remember_device(request, response)
            if request.user.is_authenticated:
                response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if getattr(view, "needs_nothing", False):
            return None
        request.territory = territory()  # type: ignore[attr-defined]
        if request.territory is None:  # type: ignore[attr-defined]
            return None if getattr(view, "sets_up", False) else redirect("set-up")
        zone = request.territory.time_zone  # type: ignore[attr-defined]
        clock.set_zone(zone)
        timezone.activate(zone)
        if not request.user.is_authenticated:
            in_demo = getattr(view, "open_in_demo", False) and request.territory.demo  # type: ignore[attr-defined]
            open_to_all = not getattr(view, "login_required", True) or getattr(view, "sets_up", False)
            return None if open_to_all or in_demo else redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self._second_factor(request)

    def _second_factor(self, request: HttpRequest) -> HttpResponseBase | None:
        person = request.user
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not person.standing.needs_second_factor or (name or "").startswith(("mfa_", "account_", "theme")):
            return None
        demo = request.territory.demo  # type: ignore[attr-defined]
        if lacks_second_factor(person, demo=demo, has_factor=person.has_second_factor):
            return None
        return redirect(reverse("mfa_activate_totp"))


class seen(_Middleware):  # noqa: N801
    """Where somebody is signed in, and when they were last there: written at most once a minute."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.session.session_key:
            note_session(request)
        return self.get_response(request)


class answers(_Middleware):  # noqa: N801
    """A rule's no becomes a page with its reason; a second editor gets told (R29)."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:  # a bare error page of the browser
            return pages.nothing_to_show(request, response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return pages.refused(request, error.verdict)
        if isinstance(error, Conflict):
            return pages.conflict(request)
        if isinstance(error, (ValueError, DataError)) and re.search(r"NUL|\\u0000", str(error)):
            return pages.bad(request)  # no text that people type holds the sign NUL, and the database keeps none
        return None
