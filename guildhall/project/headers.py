"""How answers travel: pages behind a secret leave no trace, and what is compressed tells nothing by its length."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

# What a page's address calls a secret that opens it: a test holds that pages without sign-in have no other parts.
SECRETS = frozenset({"secret", "key"})
OWN_PAGES = {"same-origin", "none"}  # of Sec-Fetch-Site: from one of our pages, or typed, or from a bookmark
COMPRESSED = ("text/html", "text/css", "text/csv", "text/plain", "application/json")


def opened_by_secret(request: HttpRequest) -> bool:
    """Whether the address of a page holds a secret, also where its last slash is missing."""
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(f"{request.path_info.rstrip('/')}/")
        except Resolver404:
            return False
    return not SECRETS.isdisjoint(match.kwargs)


class secret_pages:  # noqa: N801  named for what it does, as a middleware reads in settings
    """A page that a mailed secret opens is kept by no cache, and its address is given to nobody (G1).

    A browser that may not say where a form came from sends `Origin: null` with it. That is taken for our own here, and
    only here: whoever wants to forge such a form has to know the secret first, and the form's token is asked as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get("HTTP_ORIGIN") == "null" and opened_by_secret(request):
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        response = self.get_response(request)
        if opened_by_secret(request):
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


class compressed(GZipMiddleware):  # noqa: N801
    """Text is compressed, unless its length could tell somebody else what stands in it (BREACH).

    Whoever watches the network and makes a browser ask again and again, with guesses in the address, reads from the
    lengths of compressed answers which guess stands in the page as well. So nothing is compressed that another site
    made a browser ask for, and no page with a secret in its address; Django adds up to 100 random bytes to all the
    rest. Forms' tokens are masked anew in every page. Over plain HTTP browsers do not say who made them ask, and
    everything can be read anyway.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the answer where that is safe and of use."""
        if not response.get("Content-Type", "").startswith(COMPRESSED):
            return response
        patch_vary_headers(response, ("Sec-Fetch-Site",))
        asked_by = request.headers.get("Sec-Fetch-Site", "" if request.is_secure() else "none")
        if asked_by not in OWN_PAGES or opened_by_secret(request):
            return response
        return super().process_response(request, response)
