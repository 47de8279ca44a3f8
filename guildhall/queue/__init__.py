"""Background work: enqueue a job by its name; workers on any machine claim each job once."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from guildhall.context import Keeper, at_home, begun, keeping

# For a job that nobody asks for a second time: it waits for a database that went away, or was in a deadlock.
AFTER_OUTAGE = RetryStrategy(max_attempts=20, wait=5, retry_exceptions=[OperationalError, InterfaceError])

Work = Callable[..., None]


def job(
    name: str, *, keeper: Keeper | None, reason: str = "", cron: str | None = None, **options: Any
) -> Callable[[Work], Any]:
    """Make a function the job `name`, run in the context: in the territory's time zone, as a keeper with its reason.

    A job for a person has no keeper, and enters `context.acting` itself when it has read who that is. `cron` is when it
    runs by itself, in UTC; `options` are procrastinate's (a lock, what to do after an error).
    """

    def decorate(work: Work) -> Any:
        @wraps(work)
        def in_context(*args: Any, **kwargs: Any) -> None:
            with begun(), at_home(), keeping(keeper, reason or name) if keeper else nullcontext():
                work(*args, **kwargs)

        task = app.task(name=name, **options)(in_context)
        return app.periodic(cron=cron)(task) if cron else task

    return decorate


def enqueue(name: str, *, once: str | None = None, priority: int = 0, **identifiers: Any) -> None:
    """Ask a worker to run the job `name`. `once` names a piece of work that must not wait twice.

    A job that failed stays for weeks, and no erasure reaches it: it is told keys of records, never an address.
    Raises `TaskNotFound` for a name that no job carries, `ValueError` for an address.
    """
    if any("@" in str(value) for value in (once, *identifiers.values())):
        raise ValueError(f"{name} is told an e-mail address: give it the key of a record.")
    job = app.configure_task(name, allow_unknown=False, queueing_lock=once, priority=priority)
    try:
        with transaction.atomic():  # a savepoint: "it waits already" must not spoil the caller's transaction
            job.defer(**identifiers)
    except AlreadyEnqueued:
        pass


def on_app_ready(app: Any) -> None:
    """Called by procrastinate when Django is ready; periodic jobs register themselves in `jobs` modules."""
