"""Other processes that take part in one long piece of work, in its context and on its database."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from django.db import connection

from guildhall.context import Context, _entered, begun, current
from guildhall.lib.collecting import collect_rarely
from guildhall.lib.stack import with_room

T = TypeVar("T")
PROCESSES = 2


class Helpers:
    """At most two processes, started when the first piece is handed to them.

    Where they cannot help (inside of a transaction, whose rows nobody else sees) work is done here and at once.
    A piece may be done twice where a helper dies: so each is a transaction that finds out what is left to do.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self.wanted = wanted

    def __enter__(self) -> "Helpers":
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def hand(self, act: Callable[..., T], *given: Any) -> Callable[[], T]:
        """Hand over a piece of work; what is returned waits for its result, or brings its error."""
        if not self.wanted or connection.in_atomic_block or multiprocessing.current_process().daemon:
            result = act(*given)
            return lambda: result
        if self._pool is None:
            self._pool = ProcessPoolExecutor(PROCESSES, _server(), _begin, (connection.settings_dict,))
        try:
            future: Future[T] = self._pool.submit(_help, current(), act, given)
        except BrokenProcessPool:
            return lambda: act(*given)

        def result_of() -> T:
            try:
                return future.result()
            except BrokenProcessPool:  # a helper was killed: what it left is done here
                return act(*given)

        return result_of

    def each(self, act: Callable[..., T], pieces: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """Results of many pieces, in their order."""
        waiting = [self.hand(act, *given) for given in pieces]
        for result_of in waiting:
            yield result_of()


def _server() -> multiprocessing.context.ForkServerContext:
    """The process from which helpers are forked: it has no connection and no threads, and everything is imported."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["guildhall.context.ready"])
    return server


def _begin(database: dict[str, Any]) -> None:
    """Set up a helper: the same database, and an end with the process that it helps, however that ends."""
    collect_rarely()
    connection.settings_dict.update(database)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # an open transaction ends with its connection, and leaves nothing


@with_room
def _help(context: Context, act: Callable[..., T], given: tuple[Any, ...]) -> T:
    with begun(request_id=context.request_id, address=context.address), _entered(context):
        return act(*given)
