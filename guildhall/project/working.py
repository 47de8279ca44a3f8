"""The background worker: it runs jobs until it is told to stop, and outlives a database that goes away."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from django.db import close_old_connections
from procrastinate.contrib.django import app

from guildhall.lib.stack import with_room
from guildhall.project.starting import ending

AT_ONCE = 2  # jobs
GRACE = 10  # seconds in which a running job may finish
PAUSE = 2  # seconds before the next try
log = structlog.get_logger("guildhall")


def work() -> None:
    """Run jobs until SIGTERM or Ctrl-C."""
    asyncio.run(_until_told())


async def _until_told() -> None:
    details = asyncio.Event()
    for number in ending():
        asyncio.get_running_loop().add_signal_handler(number, details.set)
    stop = asyncio.create_task(details.wait())
    while not details.is_set():
        try:
            await _life(stop)
        except Exception as error:  # whatever it was: the next life begins with new connections
            log.warning("the worker begins anew", exc_info=error)
        await asyncio.wait({stop}, timeout=PAUSE)


async def _life(stop: "asyncio.Task[Any]") -> None:
    """Work until told to stop, or until the database goes away."""
    # A pool that lost its database once does not open again, so every life has its own.
    with app.replace_connector(app.connector.get_worker_connector()) as fresh:  # type: ignore[attr-defined]
        async with fresh.open_async():
            running = asyncio.create_task(
                fresh.run_worker_async(
                    concurrency=AT_ONCE,
                    shutdown_graceful_timeout=GRACE,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    task_middleware=[with_living_connection],
                )
            )
            await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
            running.cancel()
            await asyncio.gather(running, return_exceptions=stop.done())


@with_room
def with_living_connection(run: Callable[[], Any], _context: Any, _worker: Any) -> Any:
    """A job is not given a connection that died with the database, or grew old."""
    close_old_connections()
    try:
        return run()
    finally:
        close_old_connections()
