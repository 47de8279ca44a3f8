"""Asking whoever acts for the reason, where something speaks against it, and going on with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import ReasonNeeded

View = Callable[..., HttpResponse]
NOT_AGAIN = ("csrfmiddlewaretoken", "why")  # the page that asks has its own


def asks_why(view: View) -> View:
    """A POST that shows addresses: where a reason is needed, a page asks for it and sends the same once more (B15)."""

    @wraps(view)
    def asking(request: HttpRequest, pk: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk=pk, **kwargs)
        except ReasonNeeded as needed:
            sent = [(name, one) for name, all_of in request.POST.lists() for one in all_of if name not in NOT_AGAIN]
            context = {"employer": employer_of(request, pk), "peace": needed.verdict.reason, "sent": sent}
            return render(request, "employers/ask_why.html", context)

    return asking
