"""The numbers in the menu: counted anew after one's own act, else at most some seconds old (ADR 63).

A dozen lists are counted for them, each as far as somebody sees it: a third of the work of every page.
"""

from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from guildhall.people.models import Person
from guildhall.store.counts import counts
from guildhall.ui.menus import Item

ACTED = "acted"  # the cookie of a browser that has just changed something: it is told the numbers as they are now
SAFE = {"GET", "HEAD", "OPTIONS"}
MOST = 2_000  # people whose numbers a process keeps
_kept: dict[UUID, tuple[float, dict[str, int]]] = {}  # person -> until when, and the number of each item


def tallies(request: HttpRequest, person: Person, menu: Sequence[Item]) -> list[int]:
    """How many of what each item of a menu is about wait for somebody."""
    names = [item.url_name for item in menu]
    until, numbers = _kept.get(person.pk, (0.0, {}))
    if until > monotonic() and ACTED not in request.COOKIES and numbers.keys() >= set(names):
        return [numbers[name] for name in names]
    fresh = counts([item.count(person) if item.count else None for item in menu])
    if settings.TALLIES_KEPT:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[person.pk] = monotonic() + settings.TALLIES_KEPT, dict(zip(names, fresh, strict=True))
    return fresh


def note_act(request: HttpRequest, response: HttpResponseBase) -> None:
    """After something was sent, or an address has led on: this browser has its numbers counted for a while."""
    if settings.TALLIES_KEPT and (request.method not in SAFE or 300 <= response.status_code < 400):
        response.set_cookie(
            ACTED, "1", max_age=settings.TALLIES_KEPT + 1, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
