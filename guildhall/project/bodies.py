"""How large a request may be, known before its body is read (R28).

Whoever is signed in, or sets the installation up, carries a signed pass in a cookie. The web server looks at it before
it takes a body, without asking the database, so that a stranger cannot fill disks; the gate asks once more who it is.
"""

import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, parse_cookie

MEGABYTE = 2**20
OF_STRANGERS = 1 * MEGABYTE
WITH_PASS = 110 * MEGABYTE  # a list has 100; a file that is a little larger gets the sentence of its form
PASS = "large_requests"  # noqa: S105  the name of a cookie
REFUSED = "X_BODY_REFUSED"  # how the server tells the application that it left a body unread

_signer = signing.TimestampSigner(salt=PASS)


def most(headers: Mapping[str, str]) -> int:
    """How many bytes a request may bring; `headers` as they stand in its head, with `COOKIE` among them."""
    return WITH_PASS if _age(parse_cookie(headers.get("COOKIE", "")).get(PASS, "")) is not None else OF_STRANGERS


def too_large(request: HttpRequest, *, trusted: Callable[[], bool]) -> bool:
    """Whether a request brings more than it may; `trusted` is asked only of one that brings much."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isdigit() else 0
    return f"HTTP_{REFUSED}" in request.META or size > WITH_PASS or (size > OF_STRANGERS and not trusted())


def renew_pass(request: HttpRequest, response: HttpResponseBase, *, trusted: bool) -> None:
    """Give the pass to whoever is trusted, before the old one ends; take it from whoever is not any more."""
    held = request.COOKIES.get(PASS, "")
    if not trusted:
        if held:
            response.delete_cookie(PASS, samesite="Lax")
        return
    age = _age(held)
    if age is None or age > settings.SESSION_COOKIE_AGE / 2:
        response.set_cookie(
            PASS,
            _signer.sign("1"),
            max_age=settings.SESSION_COOKIE_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def _age(value: str) -> float | None:
    """The age of a pass in seconds; None for what is none, or none any more."""
    try:
        made = signing.b62_decode(value.rsplit(":", 2)[1]) if _signer.unsign(value, settings.SESSION_COOKIE_AGE) else 0
    except (signing.BadSignature, IndexError, ValueError):
        return None
    return time.time() - made
