"""What a request reads once, such as the protocol in force: kept from the first asking to the end of this request.

Nothing outlives its request, so that two web processes never differ; whatever is written empties it.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("once", default=None)


@contextmanager
def within_request() -> Iterator[None]:
    """Keep what `once` reads until the end of the block. Outside of such a block everything is read anew."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """The value of `read`, which is called once a request for each key."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]


def forget() -> None:
    """Read everything anew from now on: something has been written."""
    if (kept := _kept.get()) is not None:
        kept.clear()
