from datetime import time

from guildhall.context import Keeper, acting
from guildhall.imports.actions import applying, comparing, people_lists, undoing
from guildhall.imports.models import Batch
from guildhall.people.models import Person
from guildhall.queue import AFTER_OUTAGE, job
from guildhall.queue.daily import daily


@job("imports.check", keeper=None, retry=AFTER_OUTAGE)
def check(batch: str) -> None:
    """Read, check and compare the rows of a list."""
    saved_batch = Batch.objects.select_related("by").get(pk=batch)
    with acting(saved_batch.by):
        comparing.check_rows(saved_batch)


@job("imports.apply", keeper=None, retry=AFTER_OUTAGE)
def apply(batch: str, by: str) -> None:
    """Apply a list."""
    if Batch.objects.filter(pk=batch, state=Batch.State.APPLYING).exists():
        person = Person.objects.get(pk=by)
        with acting(person):
            applying.apply(Batch.objects.get(pk=batch), by=person)


@job("imports.undo", keeper=None, retry=AFTER_OUTAGE)
def undo(batch: str, by: str) -> None:
    """Take back what a list brought."""
    if Batch.objects.filter(pk=batch, state=Batch.State.UNDOING).exists():
        person = Person.objects.get(pk=by)
        with acting(person):
            undoing.undo(Batch.objects.get(pk=batch), by=person)


@daily("imports.forget_waiting", at=time(2, 40), keeper=Keeper.RETENTION, reason="lists of people that nobody applied")
def forget_waiting_daily() -> None:
    """Every night: files of lists of people that nobody has applied go."""
    people_lists.forget_waiting()
