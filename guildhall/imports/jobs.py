from procrastinate.contrib.django import app

from guildhall.imports.actions import applying, comparing, undoing
from guildhall.imports.models import Batch
from guildhall.people.models import Person
from guildhall.queue import AFTER_OUTAGE


@app.task(name="imports.check", retry=AFTER_OUTAGE)
def check(batch: str) -> None:
    """Read, check and compare the rows of a list."""
    comparing.check_rows(Batch.objects.get(pk=batch))


@app.task(name="imports.apply", retry=AFTER_OUTAGE)
def apply(batch: str, by: str) -> None:
    """Apply a list."""
    if Batch.objects.filter(pk=batch, state=Batch.State.APPLYING).exists():
        applying.apply(Batch.objects.get(pk=batch), by=Person.objects.get(pk=by))


@app.task(name="imports.undo", retry=AFTER_OUTAGE)
def undo(batch: str, by: str) -> None:
    """Take back what a list brought."""
    if Batch.objects.filter(pk=batch, state=Batch.State.UNDOING).exists():
        undoing.undo(Batch.objects.get(pk=batch), by=Person.objects.get(pk=by))
