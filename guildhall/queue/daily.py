"""Jobs that are done once a day, at an hour of the region: made up when they were missed, tried again when they fail.

A clock that rings at a fixed minute loses the day on which nobody was there to hear it, and rings in the middle of
somebody else's night. Here every few minutes somebody looks what is due today and has not been finished.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any

from django.db import transaction

from guildhall.context import Keeper
from guildhall.lib import clock
from guildhall.lib.faults import place_of
from guildhall.queue import Work, enqueue, job
from guildhall.queue.models import DailyRun

MOST_ATTEMPTS = 6
WAIT = timedelta(minutes=10)  # after the first attempt; twice as long after each further one
WORKING_DAYS = range(5)


@dataclass(frozen=True)
class Daily:
    """When a job is due: its hour by the region's clocks, and whether weekends are left out."""

    at: time
    working_days: bool = False

    def is_due(self, moment: datetime) -> bool:
        """Whether its hour has come on the day of a moment in the region."""
        local = clock.local(moment)
        return local.time() >= self.at and (not self.working_days or local.weekday() in WORKING_DAYS)


REGISTER: dict[str, Daily] = {}


def daily(
    name: str, *, at: time, keeper: Keeper, reason: str, working_days: bool = False, **options: Any
) -> Callable[[Work], Any]:
    """Make a function the job `name`, done once a day of the region from the hour `at` on; otherwise as `job`."""

    def decorate(work: Work) -> Any:
        @wraps(work)
        def noted(*args: Any, **kwargs: Any) -> None:
            day = clock.today()
            try:
                work(*args, **kwargs)
            except Exception as error:
                _note(name, day, problem=place_of(error)[:300])
                raise
            _note(name, day, finished_at=clock.now(), problem="")

        REGISTER[name] = Daily(at, working_days)
        return job(name, keeper=keeper, reason=reason, queueing_lock=name, **options)(noted)

    return decorate


def _note(name: str, day: date, **facts: Any) -> None:
    run, _created = DailyRun.objects.get_or_create(name=name, day=day, defaults={"asked_at": clock.now()})
    DailyRun.objects.filter(pk=run.pk).update(**facts)


@transaction.atomic
def ask_for_due() -> list[str]:
    """Ask for every daily job whose hour has come today and that has not been finished; returns their names."""
    now, asked = clock.now(), []
    for name, when in REGISTER.items():
        if when.is_due(now) and _takes_turn(name, now):
            enqueue(name, once=name)
            asked.append(name)
    return asked


def _takes_turn(name: str, now: datetime) -> bool:
    """Whether a job is asked for now: of two workers one, not while it may be at work, and not for ever."""
    run, new = DailyRun.objects.select_for_update().get_or_create(
        name=name, day=clock.day_of(now), defaults={"asked_at": now}
    )
    if new:
        return True
    wait = WAIT * 2 ** (run.attempts - 1)
    if run.finished_at or run.attempts >= MOST_ATTEMPTS or now < run.asked_at + wait:
        return False
    run.attempts, run.asked_at = run.attempts + 1, now
    run.save(update_fields=["attempts", "asked_at"])
    return True


def last_runs() -> dict[str, DailyRun]:
    """Of every daily job its newest run that is known."""
    rows = DailyRun.objects.filter(name__in=REGISTER).order_by("name", "-day").distinct("name")
    return {run.name: run for run in rows}


def last_finished() -> dict[str, datetime]:
    """Of every daily job when it was finished last."""
    rows = DailyRun.objects.filter(name__in=REGISTER, finished_at__isnull=False)
    return dict(rows.order_by("name", "-day").distinct("name").values_list("name", "finished_at"))
