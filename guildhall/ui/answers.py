"""Pages that answer instead of the one that was asked for: refused, missing, faulty, away."""

import errno
import sys
from dataclasses import asdict, dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from guildhall import context
from guildhall.lib.verdicts import Verdict, no
from guildhall.ui.menus import declared


@dataclass(frozen=True)
class Plain:
    """What a page says that comes without the shell: whose fault, the heading, the words, the way on."""

    code: str | Promise
    heading: str | Promise
    words: str | Promise
    way_on: str | Promise = _("Go to the start page")


NOTHING_CHANGED, OUR_FAULT, AGAIN = _("Nothing was changed"), _("Our fault"), _("Try again")
PLAIN = {
    "bad": Plain(
        NOTHING_CHANGED,
        _("This request could not be read"),
        _("Something in it was not as a browser sends it. Go back, and try again."),
    ),
    "too_large": Plain(
        NOTHING_CHANGED,
        _("This is more than can be taken"),
        _(
            "A list may have 100 MB, a file on an engagement 10. If your file is smaller, you have been signed out "
            "meanwhile: sign in, and send it again."
        ),
    ),
    "missing": Plain(
        NOTHING_CHANGED,
        _("This page is not here"),
        _("The address may be mistyped, the record may have moved, or it is not open to you."),
    ),
    "nothing_to_show": Plain(
        NOTHING_CHANGED,
        _("There is no page at this address"),
        _(
            "It belongs to a button: pressing it there does something, opening it here shows nothing. Go "
            "back to the page you came from."
        ),
    ),
    "faulty": Plain(
        OUR_FAULT,
        _("Something broke on our side"),
        _("What you had saved before is safe. What you just sent was not written. Go back, and try once more."),
    ),
    "away": Plain(
        OUR_FAULT,
        _("The record is out of reach for a moment"),
        _(
            "The database does not answer. Nothing was written. This usually passes within a minute: go back"
            " and send the form again."
        ),
        AGAIN,
    ),
    "busy": Plain(
        NOTHING_CHANGED,
        _("Somebody else is changing this record just now"),
        _("What you sent was not written. Go back, and send it again in a moment."),
        AGAIN,
    ),
    "full": Plain(
        OUR_FAULT,
        _("There is no room for files"),
        _(
            "The disk that keeps uploaded lists is full. Nothing was written, and the record itself is safe."
            " Tell whoever runs this installation; then go back and send the form again."
        ),
        AGAIN,
    ),
}


def refused(request: HttpRequest, verdict: Verdict, status: int = 403) -> HttpResponse:
    """403 with the reason, the clause and the way on. Its menu counts nothing: that is half the work of such a page."""
    request.counts_nothing = True  # type: ignore[attr-defined]
    if is_partial(request):
        return _sentence(verdict.sentence, status)
    values = {"verdict": verdict, "way_back": _way_back(request)}
    return render(request, "answers/refused.html", values, status=status)


def is_partial(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for, which takes no whole page."""
    return request.headers.get("HX-Request") == "true"


def _sentence(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, no("Your role does not open this page."))


def forgotten_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from another site."""
    return refused(request, no("This form was open for too long, or came from another site. Open it again."))


def too_often(request: HttpRequest, verdict: Verdict, *, wait: int) -> HttpResponse:
    """429 with the time to wait in seconds."""
    response = refused(request, verdict, 429)
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
    return refused(request, verdict, 409)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, "missing", 404)


def nothing_to_show(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address of a button, opened from the history or a bookmark."""
    response = _error_page(request, "nothing_to_show", 405)
    response.headers["Allow"] = allowed
    return response


def faulty(request: HttpRequest) -> HttpResponse:
    """An error that nothing answered, wherever it came from: also a middleware may meet a database that is away."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError) and isinstance(error.__cause__, LockNotAvailable):
        return _later(request, "busy", 5)
    if isinstance(error, (OperationalError, InterfaceError)):
        return _later(request, "away")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return _later(request, "full")
    return _error_page(request, "faulty", 500)


def _later(request: HttpRequest, name: str, seconds: int = 30) -> HttpResponse:
    """503: not our form's fault, and it passes (R13)."""
    response = _error_page(request, name, 503)
    response.headers["Retry-After"] = str(seconds)
    return response


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, "bad", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the body was not read."""
    return _error_page(request, "too_large", 413)


def _error_page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """Rendered without the shell's queries: these pages must come even when the database does not."""
    said = PLAIN[name]
    if is_partial(request):
        return _sentence(f"{said.heading}. {said.words}", status)
    values = asdict(said) | {"request_id": context.current().request_id, "home": _home(request)}
    return HttpResponse(loader.get_template("answers/plain.html").template.render(Context(values)), status=status)


def _home(request: HttpRequest) -> str:
    """The start page of whoever asks: behind a front door it is the one there, not the staff's."""
    prefixes = (door.prefix for door in declared("DOORS"))
    return next((prefix for prefix in prefixes if request.path.startswith(prefix)), "/")


def _way_back(request: HttpRequest) -> str:
    back = request.headers.get("Referer", "")
    return back if back.startswith(f"{request.scheme}://{request.get_host()}/") else ""
