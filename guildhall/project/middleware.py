"""What every request passes: its context entered, the gate asked, refusals answered."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from guildhall import context
from guildhall.context.addresses import address_of
from guildhall.lib.once import within_request
from guildhall.lib.verdicts import Conflict, Refused, TooOften
from guildhall.people.accounts import note_session, remember_device
from guildhall.people.queries import territory
from guildhall.people.rules import lacks_second_factor
from guildhall.project import bodies
from guildhall.project.tallies import note_act
from guildhall.ui import answers as pages
from guildhall.visitors.actions import signed_in
from guildhall.visitors.doors import Door, door_of

Next = Callable[[HttpRequest], HttpResponseBase]
REQUEST_ID = re.compile(r"[\w-]{8,64}")  # a number that a proxy of ours gave
log = structlog.get_logger("guildhall")


class _Middleware:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response


class arrival(_Middleware):  # noqa: N801
    """A request begins: who sent it is not known yet, but from where, and in which language the browser asks.

    The first of all, so that every answer, of whatever middleware, is in the reader's language and has its number.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.PROXIES else ""
        begun = context.begun(
            request_id=given if REQUEST_ID.fullmatch(given) else "",
            address=address_of(request.META, settings.PROXIES),
            language=get_language_from_request(request),
        )
        with begun as now:
            request.build_absolute_uri = partial(public_address, request)  # type: ignore[method-assign]
            request.META["HTTP_X_REQUEST_ID"] = now.request_id  # what the log lines of django-structlog go by
            return self.get_response(request)


def public_address(request: HttpRequest, location: str | None = None) -> str:
    """A link to a page, also for libraries: only GUILDHALL_URL makes links, never what a client wrote into `Host`."""
    return urljoin(settings.PUBLIC_URL + request.path, request.get_full_path() if location is None else str(location))


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
    """Sign-in is required unless a view says otherwise; set-up comes first; some roles need a second factor.

    Pages of visitors say by which door one comes to them; that door is asked, and no other.
    Which roles somebody has today depends on the day, so the time zone of the territory is entered before all of it.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user if request.user.is_authenticated else None
        with within_request(), context.acting(person) as now, ExitStack() as request.home:  # type: ignore[attr-defined]
            large = bodies.too_large(request, trusted=lambda: person is not None or territory() is None)
            response = pages.too_large(request) if large else self.get_response(request)
            response.headers["Content-Language"] = now.language
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if isinstance(response, HttpResponse):
            if wait := getattr(request, "wait_before_next", 0):  # the form says why; programs are told as well (R28)
                response.status_code, response.headers["Retry-After"] = 429, str(wait)
            remember_device(request, response)
            if request.user.is_authenticated:
                note_act(request, response)
            if hasattr(request, "territory"):  # answers that need nothing may be kept by anybody
                # At a door nobody of the staff acts, though one may stay signed in; elsewhere that may have ended here.
                stays = person is not None if hasattr(request, "door") else request.user.is_authenticated
                bodies.renew_pass(request, response, trusted=stays or not request.territory)
            if request.user.is_authenticated or getattr(request, "visitor", None):
                response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if getattr(view, "needs_nothing", False):
            return None
        request.home.enter_context(context.at_home())  # type: ignore[attr-defined]
        request.territory = territory()  # type: ignore[attr-defined]
        if request.territory is None:  # type: ignore[attr-defined]
            return None if getattr(view, "sets_up", False) else redirect("set-up")
        if door := getattr(view, "door", ""):
            return self._at_door(request, door_of(door), before=view.before_door)
        if not request.user.is_authenticated:
            in_demo = getattr(view, "open_in_demo", False) and request.territory.demo  # type: ignore[attr-defined]
            open_to_all = not getattr(view, "login_required", True) or getattr(view, "sets_up", False)
            return None if open_to_all or in_demo else redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self._second_factor(request)

    def _at_door(self, request: HttpRequest, door: Door, *, before: bool) -> HttpResponseBase | None:
        """Pages of visitors (N19): whoever of the staff is signed in in this browser is nobody here."""
        request.user, request.door = AnonymousUser(), door  # type: ignore[attr-defined]
        if before:
            return None
        visitor = signed_in(door, request.COOKIES.get(door.cookie, ""))
        if visitor is None:
            return redirect_to_login(request.get_full_path(), reverse(f"{door.kind}-sign-in"))
        request.visitor = visitor  # type: ignore[attr-defined]
        request.home.enter_context(context.visiting(visitor))  # type: ignore[attr-defined]
        return None

    def _second_factor(self, request: HttpRequest) -> HttpResponseBase | None:
        person = request.user
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not person.standing.needs_second_factor or (name or "").startswith(("mfa_", "account_", "theme")):
            return None
        demo = request.territory.demo  # type: ignore[attr-defined]
        if lacks_second_factor(person, demo=demo, has_factor=person.has_second_factor):
            return None
        return redirect(reverse("mfa_activate_totp"))


class work(_Middleware):  # noqa: N801
    """All that a view does stands or falls together.

    A middleware hears of a view's error only through `process_exception`, and answers it there: so the transaction is
    ended at that place, and the answer is made after it, in a record that is as it was before.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as request.until_answered:  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.transaction = request.until_answered.enter_context(ExitStack())  # type: ignore[attr-defined]
        request.transaction.enter_context(context.transaction())  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        request.transaction.__exit__(type(error), error, error.__traceback__)  # type: ignore[attr-defined]


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
        if isinstance(error, TooOften):
            return pages.too_often(request, error.verdict, wait=error.wait)
        if isinstance(error, Refused):
            return pages.refused(request, error.verdict)
        if isinstance(error, Conflict):
            return pages.conflict(request)
        if isinstance(error, (ValueError, DataError)) and re.search(r"NUL|\\u0000", str(error)):
            return pages.bad(request)  # no text that people type holds the sign NUL, and the database keeps none
        return None
