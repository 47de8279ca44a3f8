"""A call costs no memory of the system, however deep it stands below a request."""

from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage
from threading import Thread

import pytest

from guildhall.lib.stack import with_room

DEPTHS = range(20, 400)
TIMES = 300  # that something small is called at a depth


def _small(one: object, other: object) -> object:
    return one or other


def _loop() -> None:
    for _n in range(TIMES):
        _small(1, 2)


def _deeper(depth: int) -> None:
    if depth:
        return _deeper(depth - 1)
    return _loop()


def _faults(depth: int) -> int:
    """How often the system had to give memory while something small was called again and again at a depth."""
    before = getrusage(RUSAGE_SELF).ru_minflt
    _deeper(depth)
    return getrusage(RUSAGE_SELF).ru_minflt - before


def _worst() -> int:
    _deeper(max(DEPTHS))  # what is touched for the first time is no crossing
    return max(map(_faults, DEPTHS))


def _in_a_thread(call: Callable[[], int]) -> int:
    found: list[int] = []
    thread = Thread(target=lambda: found.append(call()))
    thread.start()
    thread.join()
    return found[0]


def test_at_no_depth_is_memory_taken_and_given_back() -> None:
    assert _in_a_thread(with_room(_worst)) < TIMES // 3


def test_without_room_it_is() -> None:
    """The negative control: an interpreter that has mended it needs no room any more."""
    worst = _in_a_thread(_worst)
    if worst < TIMES // 3:
        pytest.skip("this interpreter keeps a piece at hand: `with_room` may go once all supported ones do")
    assert worst >= TIMES


def test_it_stays_the_same_function() -> None:
    assert with_room(divmod)(7, 2) == (3, 1)
    assert with_room(_small).__name__ == "_small"
    with pytest.raises(ZeroDivisionError):
        with_room(divmod)(1, 0)
