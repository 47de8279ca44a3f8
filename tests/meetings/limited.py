"""The limits of rooms, and how each is asked (`tests/project/test_limits.py`)."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.meetings.held import room


def _come_into_room(cast: Any) -> Callable[[int], Any]:
    """Each from another address."""
    path = room(cast).path
    return lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").get(path)


def _one_device(cast: Any) -> Callable[[int], Any]:
    path, client = room(cast).path, Client()
    client.get(path)
    client.post(path, {"typed": "Ana Li"})
    return lambda n: client.get(f"{path}now/")


def _code_of_room(cast: Any) -> Callable[[int], Any]:
    return lambda n: Client().post("/room/", {"code": f"XXXXX{n % 10}"})


DOORS_OF_ROOMS: list[tuple[str, Callable[[Any], Callable[[int], Any]]]] = [
    ("devices that come into one room", _come_into_room),
    ("one device in a room", _one_device),
    ("codes of rooms that open nothing", _code_of_room),
]
