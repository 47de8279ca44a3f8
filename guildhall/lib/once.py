"""What a request reads once, such as the protocol in force: kept from the first asking to the end of this request.

Nothing outlives its request, so that two web processes never differ. Whatever is written empties it, but for what only
the acts of one app can change.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, tuple[str, Any]] | None] = ContextVar("once", default=None)


@contextmanager
def within_request() -> Iterator[None]:
    """Keep what `once` reads until the end of the block. Outside of such a block everything is read anew."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, read: Callable[[], T], *, changed_by: str = "") -> T:
    """The value of `read`, which is called once a request for each key.

    It is read anew after any act; where `changed_by` names an app, only after an act upon records of that app.
    """
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = changed_by, read()
    return cast(T, kept[key][1])


def forget(app: str = "") -> None:
    """Read anew from now on what an act upon a record of an app may have changed: without an app, everything."""
    kept = _kept.get()
    if kept is None:
        return
    for key in [key for key, (changed_by, _value) in kept.items() if not app or changed_by in ("", app)]:
        del kept[key]
