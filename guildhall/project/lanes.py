"""Threads of a web process, parted by what they may have to wait for: one busy record holds up nobody else.

Whatever writes may wait for a row that somebody else is changing. Pages do not, so they have threads of their own; and
whoever asks whether the process lives does not wait behind either.
"""

import time
from typing import Any

from waitress.task import ThreadedTaskDispatcher

READING, WRITING, PROBING = 4, 3, 1  # threads
FULL = 0.3  # seconds that a page has waited for a thread: another process would have taken a new connection by now


class Lane(ThreadedTaskDispatcher):
    """Some threads and who waits for them."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.set_thread_count(threads)
        self.waiting_since = 0.0

    def add_task(self, task: Any) -> None:
        if not self.queue:
            self.waiting_since = time.monotonic()
        super().add_task(task)


class Lanes:
    """What waitress takes for its one dispatcher."""

    def __init__(self) -> None:
        self.reading, self.writing, self.probing = Lane(READING), Lane(WRITING), Lane(PROBING)

    def lane_of(self, request: Any) -> Lane:
        """The threads for a request."""
        if request.error:  # what is no request at all has no path; its answer is ready
            return self.probing
        if request.path == "/healthz":
            return self.probing
        return self.reading if request.command in ("GET", "HEAD", "OPTIONS") else self.writing

    def add_task(self, task: Any) -> None:
        self.lane_of(task.requests[0]).add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        return any([lane.shutdown(cancel_pending, timeout) for lane in (self.reading, self.writing, self.probing)])  # noqa: C419

    def takes_more(self) -> bool:
        """Whether to accept connections: not at once while pages wait here, one may be free in another process."""
        return not self.reading.queue or time.monotonic() - self.reading.waiting_since > FULL
