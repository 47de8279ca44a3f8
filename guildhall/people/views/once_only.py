"""The same form sent twice: a double tap, a slow line, a page sent once more. The second one saves nothing."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from guildhall.people.actions.allowances import give_back_once, take_once

DAY = 24 * 3600
View = Callable[..., HttpResponse]


def once_only(to: str) -> Callable[[View], View]:
    """Save what one rendering of a form says once a day; the second goes `to` where the first went.

    `{% sent_once %}` in the form makes each rendering another one, so that the same words may be meant twice. The
    first holds its row until its request ends: one that comes at the same time waits, and is let through if it fails.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.POST.get("once"):
                return view(request, *args, **kwargs)
            said = sha256(f"{request.path} {request.POST.urlencode()}".encode()).hexdigest()
            key = f"sent once:{request.user.pk}:{said}"
            if not take_once(key, DAY):
                messages.info(request, _("That was saved already."))
                return redirect(to, **{name: value for name, value in kwargs.items() if name == "pk"})
            response = view(request, *args, **kwargs)
            if response.status_code != 302:  # nothing was saved: the same may be sent again
                give_back_once(key, DAY)
            return response

        return guarded

    return decorate
