"""Room for calls within calls, taken once.

CPython keeps what functions hold in pieces of 16 KB, about eighty calls each. A call that begins a new piece has the
system give it memory and takes it back when it ends; where a page loops at just that depth, it does so thousands of
times, each several microseconds (python/cpython#142183, mended in the newest releases only). See ADR 98.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 33_000  # just too many for 256 KB: the piece has 512, and half of it is left to what is called below


def with_room(call: Callable[P, R]) -> Callable[P, R]:
    """The same function, below which a thousand calls find their place in one piece."""

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    run.__code__ = run.__code__.replace(co_stacksize=SLOTS)
    return update_wrapper(run, call)
