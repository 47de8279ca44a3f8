"""The pages before a front door; the app that has one includes them under its prefix."""

from django.urls import URLPattern, path

from guildhall.visitors.views import signing_in
from guildhall.visitors.views.pages import at_door, visitors_only


def pages_before(kind: str) -> list[URLPattern]:
    """Signing in and out, and choosing a language, at the front door of a kind of visitors."""
    here = {"kind": kind}
    return [
        path("sign-in/", at_door(kind)(signing_in.sign_in), here, name=f"{kind}-sign-in"),
        path("sign-in/code/", at_door(kind)(signing_in.code), here, name=f"{kind}-sign-in-code"),
        path("sign-in/<secret>/", at_door(kind)(signing_in.link), here, name=f"{kind}-sign-in-link"),
        path("language/", visitors_only(kind)(signing_in.language), here, name=f"{kind}-language"),
        path("sign-out/", visitors_only(kind)(signing_in.sign_out), here, name=f"{kind}-sign-out"),
    ]
