"""Background work: enqueue a job by its name; workers on any machine claim each job once."""

from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# For a job that nobody asks for a second time: it waits for a database that went away, or was in a deadlock.
AFTER_OUTAGE = RetryStrategy(max_attempts=20, wait=5, retry_exceptions=[OperationalError, InterfaceError])


def enqueue(name: str, *, once: str | None = None, priority: int = 0, **identifiers: Any) -> None:
    """Ask a worker to run the job `name`. `once` names a piece of work that must not wait twice.

    Raises `TaskNotFound` for a name that no job carries.
    """
    job = app.configure_task(name, allow_unknown=False, queueing_lock=once, priority=priority)
    try:
        with transaction.atomic():  # a savepoint: "it waits already" must not spoil the caller's transaction
            job.defer(**identifiers)
    except AlreadyEnqueued:
        pass


def on_app_ready(app: Any) -> None:
    """Called by procrastinate when Django is ready; periodic jobs register themselves in `jobs` modules."""
