"""Pages that answer instead of the one that was asked for: refused, missing, faulty, away."""

import contextlib
import errno
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from guildhall.lib.verdicts import Verdict, no


def refused(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """403 with the reason, the clause and the way on."""
    return render(request, "answers/refused.html", {"verdict": verdict, "way_back": _way_back(request)}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, no("Your role does not open this page."))


def forgotten_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from another site."""
    return refused(request, no("This form was open for too long, or came from another site. Open it again."))


def too_often(request: HttpRequest, verdict: Verdict, *, wait: int) -> HttpResponse:
    """429 with the time to wait in seconds."""
    response = render(request, "answers/refused.html", {"verdict": verdict, "way_back": _way_back(request)}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """The same for the pages of one's account."""
    return too_often(request, no("This has been done too often from here. Wait a minute, then try again."), wait=60)


def conflict(request: HttpRequest) -> HttpResponse:
    """409: somebody else saved the record since the form was opened."""
    verdict = no(
        "Somebody else saved this while your form was open, so nothing of yours was written. "
        "Go back to keep what you typed in view, and open the record again in another tab to compare."
    )
    return render(request, "answers/refused.html", {"verdict": verdict, "way_back": _way_back(request)}, status=409)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain(request, "answers/missing.html", 404)


def nothing_to_show(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address of a button, opened from the history or a bookmark."""
    response = _plain(request, "answers/nothing_to_show.html", 405)
    response.headers["Allow"] = allowed
    return response


def faulty(request: HttpRequest) -> HttpResponse:
    """An error that nothing answered, wherever it came from: also a middleware may meet a database that is away."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        return _later(request, "answers/away.html")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return _later(request, "answers/full.html")
    return _plain(request, "answers/faulty.html", 500)


def _later(request: HttpRequest, template: str) -> HttpResponse:
    """503: not our form's fault, and it passes (R13)."""
    response = _plain(request, template, 503)
    response.headers["Retry-After"] = "30"
    return response


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain(request, "answers/bad.html", 400)


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Rendered without the shell's queries: these pages must come even when the database does not."""
    context: dict[str, Any] = {"request_id": ""}
    with contextlib.suppress(Exception):
        from structlog.contextvars import get_contextvars  # late: must not break the error page

        context["request_id"] = get_contextvars().get("request_id", "")
    return HttpResponse(loader.get_template(template).template.render(_context(context)), status=status)


def _context(values: dict[str, Any]) -> Any:
    from django.template import Context

    return Context(values)


def _way_back(request: HttpRequest) -> str:
    back = request.headers.get("Referer", "")
    return back if back.startswith(f"{request.scheme}://{request.get_host()}/") else ""
