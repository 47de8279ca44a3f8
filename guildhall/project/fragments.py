"""Answers to requests for a part of a page: never a whole page inside of one, always a sentence where it went wrong."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

REDIRECTS = {301, 302, 303, 307, 308}


class fragments:  # noqa: N801  named for what it does, as a middleware reads in settings
    """A redirect becomes one of the whole page; after a sign-in one is back on the page that asked.

    Refusals and errors come as one sentence in plain text (see `ui.answers`), which the page's script shows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        whole = "HX-History-Restore-Request" in request.headers  # the page that is gone back to is asked for whole
        if whole or request.headers.get("HX-Request") != "true" or response.status_code not in REDIRECTS:
            return response
        location = str(response.headers["Location"])
        login = resolve_url(settings.LOGIN_URL)
        if urlsplit(location).path == login:
            location = f"{login}?{urlencode({'next': _page(request)})}"
        return HttpResponse(status=204, headers={"HX-Redirect": location})


def _page(request: HttpRequest) -> str:
    """The page that asked for a part of itself; the start page where the browser names one of another site."""
    asked_from = urlsplit(request.headers.get("HX-Current-URL", ""))
    if asked_from.netloc != request.get_host():
        return "/"
    return f"{asked_from.path}?{asked_from.query}" if asked_from.query else asked_from.path or "/"
