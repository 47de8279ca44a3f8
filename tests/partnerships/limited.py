"""How the doors of initiatives that are limited are asked, for the walk over all limits."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.partnerships.building import started
from tests.partnerships.telling import public


def _followed(cast: Any) -> str:
    row = started(cast)
    public(row, cast.mesa_convener)
    return f"/public/initiatives/{row.pk}/follow/"


def _follows(cast: Any) -> Callable[[int], Any]:
    """Always for the same address of e-mail, each from another place."""
    path = _followed(cast)
    said = {"email": "parent@home.example", "how": "monthly"}
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").post(path, said)


def _follows_from_here(cast: Any) -> Callable[[int], Any]:
    path = _followed(cast)
    return lambda n: Client().post(path, {"email": f"parent{n}@home.example", "how": "monthly"})


DOORS_OF_INITIATIVES = [
    ("wishes to follow an initiative by e-mail", _follows),
    ("wishes to follow an initiative from one address", _follows_from_here),
]
