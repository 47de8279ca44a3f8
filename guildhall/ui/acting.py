"""An act has an address of its own and shows its errors there; whoever comes back to it is led to the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


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
