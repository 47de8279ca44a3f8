"""What a command does before its work: it minds the signals that end it, and the dead where it is process 1."""

import contextlib
import os
import signal
import sys
from typing import Any, NoReturn

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def ending() -> list[int]:
    """The signals that ask a process to end, but for those that its starter wants ignored, as nohup does."""
    return [number for number in ENDING if signal.getsignal(number) != signal.SIG_IGN]


def reap_as_first_process() -> None:
    """As process 1 of a container, do the work in a child: ours is then to take up the dead, whoever left them.

    PostgreSQL's processes become ours when their starter ends; nobody else would wait for them, and the dead would
    be counted as alive.
    """
    if os.getpid() != 1:
        return
    child = os.fork()
    if child:
        os._exit(_wait_for(child))


def _wait_for(child: int) -> int:
    """Hand signals on to the child and wait for it and for every orphan; the child's exit status."""

    def hand_on(number: int, _frame: Any) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for number in ENDING:
        signal.signal(number, hand_on)
    while True:
        pid, status = os.wait()
        if pid == child:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def leave_in_order() -> None:
    """A command that is asked to end, or whose terminal is closed, still hands back the database that it uses."""

    def leave(number: int, _frame: Any) -> NoReturn:
        sys.exit(128 + number)

    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # what is said is in a file at once, too
    for number in ending():
        if number != signal.SIGINT:
            signal.signal(number, leave)
