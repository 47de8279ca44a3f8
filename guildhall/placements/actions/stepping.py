"""What every step of an application or a placement does: lock, change, write the step down, write the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from guildhall.audit.recording import record
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict
from guildhall.opportunities.models import Opportunity
from guildhall.placements.models import Application, Placement, Step
from guildhall.placements.parties import Party, side_of
from guildhall.placements.rules import Actor
from guildhall.store.locking import locked

OF_BOTH = ("institution", "employer", "registration__institution", "coordinator")
APPLICATION = (*OF_BOTH, "opportunity")
PLACEMENT = (*OF_BOTH, "opportunity", "supervisor", "experience", "application")


@contextmanager
def reaching(by: Actor | None) -> Iterator[None]:
    """Act for somebody who has no students to serve: the one record is reached as a keeper, the rule is asked there."""
    if isinstance(by, Party):
        with keeping(Keeper.LINK, "the other side of a placement acts"):
            yield
    else:
        yield


def held_opportunity(pk: UUID | None) -> Opportunity | None:
    """The opportunity of a placement, locked: whoever takes or frees one of its places waits here for the others."""
    return None if pk is None else locked(Opportunity, pk, "employer", "holder")


def held_application(pk: UUID, version: int | None = None) -> Application:
    """An application, locked; raises `Conflict` where somebody changed it since."""
    row = locked(Application, pk, *APPLICATION)
    if version is not None and row.version != version:
        raise Conflict
    return row


def held_placement(pk: UUID, version: int | None = None) -> Placement:
    """A placement, locked; raises `Conflict` where somebody changed it since."""
    row = locked(Placement, pk, *PLACEMENT)
    if version is not None and row.version != version:
        raise Conflict
    return row


def take_step(
    row: Any, to: str, verb: str, *, by: Actor | None, on: date | None = None, reason: str = "", **more: Any
) -> None:
    """Bring a row that the caller holds to a state, with the step and the line in the journal."""
    before = row.state
    row.state, row.since = to, clock.now()
    row.version += 1
    row.save()
    note_step(row, before, by=by, on=on, reason=reason)
    record(verb, row, by=by, before={"state": before}, after={"state": str(to), **more}, institution=row.institution)


def note_step(row: Any, before: str, *, by: Actor | None, on: date | None = None, reason: str = "") -> None:
    """Write one step down."""
    what: dict[str, Any] = {"placement" if isinstance(row, Placement) else "application": row}
    Step.objects.create(
        institution=row.institution, before=before, after=row.state, on=on or clock.today(), at=clock.now(),
        side=side_of(by), by=None if isinstance(by, Party) else by, reason=one_line(reason)[:300], **what,
    )  # fmt: skip
