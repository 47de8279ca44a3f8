"""Acts, which a button asks for: each has an address of its own, and says on the page that follows how it went."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guildhall.lib.verdicts import Conflict, Refused, TooOften, Verdict

View = Callable[..., HttpResponse]
WAYS = {"your-access": _("What you lack, and where to get it"), "liaison-ask": _("Ask before contacting")}


@dataclass
class Act:
    """How an act went."""

    done: bool = False


@contextmanager
def acting(request: HttpRequest, *, changed: str = "") -> Iterator[Act]:
    """Do what a button without a form asks for: a rule's no stands on the page that follows.

    `changed` says there that somebody else was quicker (R29); without it, a conflict goes on to the page that says so,
    as do refusals beyond a limit (`TooOften`).
    """
    act = Act()
    try:
        yield act
    except TooOften:
        raise
    except Refused as refused:
        messages.error(request, refusal(refused.verdict))
    except Conflict:
        if not changed:
            raise
        messages.warning(request, changed)
    else:
        act.done = True


def refusal(verdict: Verdict) -> str:
    """Why something is not done, and the link to where somebody gets what they lack."""
    return with_way(verdict.sentence, *way_on(verdict)) if verdict.way else verdict.sentence


def way_on(verdict: Verdict) -> tuple[str, str]:
    """The address where somebody gets what a verdict says that they lack, and what its link is called."""
    return reverse(verdict.way, args=[verdict.at] if verdict.at else []), str(WAYS[verdict.way])


def with_way(words: str, address: str, way: str) -> SafeString:
    """A message with the link to what it speaks of: "You can undo it for 24 hours. Undo the promotion"."""
    return format_html('{} <a href="{}">{}</a>', words, address, way)


def act_on(page: str) -> Callable[[View], View]:
    """A POST acts; a GET (reopened, reloaded, a bookmark) leads to the page of the record that the act is about.

    That page is asked first: whoever may not see it gets its answer, and learns nothing here either.
    """

    def decorate(act: View) -> View:
        @require_http_methods(["GET", "POST"])
        @wraps(act)
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return act(request, **kwargs)
            address = reverse(page, kwargs={name: kwargs[name] for name in ("pk",) if name in kwargs})
            match = resolve(address)
            shown: HttpResponse = match.func(request, **match.kwargs)
            return redirect(address) if shown.status_code == 200 else shown

        return view

    return decorate
