"""How pages say that they stand before or behind a front door; `project.middleware.gate` asks them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from guildhall.visitors.actions import KEPT_SESSION
from guildhall.visitors.doors import Door

View = Callable[..., Any]


def visitors_only(kind: str) -> Callable[[View], View]:
    """A page behind a door: `request.visitor` acts, and nobody of the staff. Strangers are sent to sign in there."""
    return lambda view: _marked(view, kind, before=False)


def at_door(kind: str) -> Callable[[View], View]:
    """A page before a door, such as signing in: nobody acts, also where somebody of the staff is signed in."""
    return lambda view: _marked(view, kind, before=True)


def _marked(view: View, kind: str, *, before: bool) -> View:
    """A view of its own for each door: several doors share the pages for signing in."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    marked.door, marked.before_door = kind, before  # type: ignore[attr-defined]
    return login_not_required(marked)


def own_page(door: Door, path: str) -> str:
    """The page that somebody asked for before signing in, where it stands behind this door; else its home."""
    safe = path.startswith(door.prefix) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else reverse(door.home)


def remember(request: HttpRequest, response: HttpResponse, door: Door, key: str, *, keep: bool) -> None:
    """Give the browser the cookie of a session: for the pages of this door alone."""
    response.set_cookie(
        door.cookie,
        key,
        max_age=int(KEPT_SESSION.total_seconds()) if keep else None,
        path=door.prefix,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def forget(response: HttpResponse, door: Door) -> None:
    """Take the cookie away."""
    response.delete_cookie(door.cookie, path=door.prefix, samesite="Lax")
