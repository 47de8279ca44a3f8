"""What was kept long enough: struck out or deleted, as each model declares (G7)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.db import models, transaction

from guildhall.employers.models import Contact
from guildhall.files.dropping import drop_unheld
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.lib.faults import QuotesNothing
from guildhall.lib.personal import Kept, Personal
from guildhall.queue.failed import forget_failed
from guildhall.stewardship.actions.erasing import emptied, erase_subject
from guildhall.stewardship.queries.subjects import Model, Subject, declarations

EACH_TIME = 5000  # rows of one model; the rest follows the next night
CONTACTS = 50  # each is looked for everywhere
BY_ITSELF = {"procrastinate.ProcrastinateJob": forget_failed, "files.StoredFile": drop_unheld}
log = structlog.get_logger("guildhall.retention")


class Unfinished(QuotesNothing):
    """Some kinds of records could not retire; the others did. The message names them."""


def retire() -> dict[str, int]:
    """Go through every model that declares how long its rows are kept; returns how many rows went, by model.

    Each kind retires in a transaction of its own, so that one that fails holds up no other. Raises `Unfinished` after
    the last one where any failed.
    """
    done: dict[str, int] = {}
    failed: list[str] = []
    steps: dict[str, Callable[[], int]] = {
        model._meta.label: partial(_retire, model, said, said.kept)
        for model, said in declarations().items()
        if said.kept
    }
    for label, step in (steps | BY_ITSELF).items():
        try:
            count = step()
        except Exception:  # whatever it is, the others go on, and it is said at the end
            log.exception("not retired", kind=label)
            failed.append(label)
        else:
            done |= {label: count} if count else {}
    if failed:
        raise Unfinished(f"Kept longer than declared: {', '.join(failed)}")
    return done


@transaction.atomic
def _retire(model: Model, said: Personal, kept: Kept) -> int:
    rows = model._base_manager.filter(_over(model, kept))
    if model is Contact:
        return _contacts(rows)
    if kept.then == "strike":
        values = emptied(model, said)
        rows = rows.exclude(**values)
        keys = list(rows.values_list("pk", flat=True)[:EACH_TIME])
        _forget_files(model, keys)
        return model._base_manager.filter(pk__in=keys).update(**values)
    keys = list(rows.values_list("pk", flat=True)[:EACH_TIME])
    model._base_manager.filter(pk__in=keys).delete()
    return len(keys)


def _over(model: Model, kept: Kept) -> models.Q:
    column: Any = model
    for step in kept.after.split("__"):
        column = column._meta.get_field(step)
        column = column.related_model or column
    moment = isinstance(column, models.DateTimeField)
    before: Any = (clock.now() if moment else clock.today()) - timedelta(kept.days)
    return models.Q(**{f"{kept.after}__lt": before})


def _contacts(rows: models.QuerySet[Any]) -> int:
    """Former contacts lose their names everywhere, as if they had asked; who works elsewhere now keeps that."""
    count = 0
    for contact in rows.exclude(given_name="", title="", email="", phone="", approach="")[:CONTACTS]:
        alone = Subject(set(), {}, {contact.pk: contact})
        if contact.email and not Contact.objects.current().filter(email__iexact=contact.email).exists():
            alone.addresses.add(contact.email.lower())
        count += bool(erase_subject(alone, by=None, everywhere=False))
    return count


def _forget_files(model: Model, keys: list[Any]) -> None:
    """The uploaded file of a list goes with the values of its rows, once these are gone for good."""
    if model._meta.label == "imports.Row":
        for batch in Batch.objects.filter(rows__in=keys).distinct():
            transaction.on_commit(batch.delete_file)
