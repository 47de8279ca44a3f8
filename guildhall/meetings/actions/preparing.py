"""Preparing a meeting: its agenda, check list, definitions and priority elements (E13, E16)."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Max, ProtectedError

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.meetings import rules
from guildhall.meetings.actions.planning import held
from guildhall.meetings.models import Activity, AgendaItem, Definition, Element, LogisticsItem, Meeting
from guildhall.people.models import Person
from guildhall.store.locking import locked

Row = TypeVar("Row", AgendaItem, LogisticsItem, Definition, Element)
MOST = {AgendaItem: 60, LogisticsItem: 60, Definition: 20, Element: 40}


@transaction.atomic
def save_row(
    meeting: Meeting, model: type[Row], values: dict[str, Any], *, row: Row | None = None, version: int = 0, by: Person
) -> Row:
    """Add a line to what is prepared for a meeting, or change one: of its agenda, check list, definitions or elements.

    Raises `Conflict` where somebody changed the line since.
    """
    one = held(meeting)
    require(rules.can_change(by, one))
    saved = locked(model, row.pk, meeting=one) if row is not None else _new(one, model)
    if row is not None and saved.version != version:
        raise Conflict
    if isinstance(saved, Element):
        _check_element(one, saved, values["text"])
    before = _plain(saved, values) if row is not None else None
    for name, value in values.items():
        setattr(saved, name, value)
    saved.version = saved.version + 1 if row is not None else 1
    saved.save()
    record(
        "save line of meeting", saved, by=by, before=before, after=_plain(saved, values), institution=one.institution
    )
    return saved


def _check_element(meeting: Meeting, row: Element, text: str) -> None:
    _require_no_vote(meeting, Element)
    if meeting.elements.filter(text__iexact=text).exclude(pk=row.pk).exists():
        refuse("This stands in the list already.")
    if row.text != text and (row.votes.exists() or row.choices.exists()):
        refuse("Somebody has chosen it or voted for it already: it stays.")


def _require_no_vote(meeting: Meeting, model: type[Any]) -> None:
    """While people vote the list stays as it is: phones show it, and papers have its numbers."""
    if model is Element and meeting.activities.filter(kind=Activity.Kind.TALLY, state=Activity.State.OPEN).exists():
        refuse("A vote is open: the list stays as it is until it is closed.")


def _new(meeting: Meeting, model: type[Row]) -> Row:
    rows = model._default_manager.filter(meeting=meeting)
    if rows.count() >= MOST[model]:
        refuse("This list is full: {most} lines at most.", most=MOST[model])
    last = rows.aggregate(last=Max("position"))["last"] or 0
    return model(meeting=meeting, position=last + 1)


def _plain(row: Any, values: dict[str, Any]) -> dict[str, str]:
    return {name: text_of(getattr(row, name)) for name in values}


@transaction.atomic
def remove_row(row: Row, *, by: Person) -> None:
    """Take a line out of what is prepared; what somebody chose or voted for stays."""
    meeting = held(row.meeting)
    require(rules.can_change(by, meeting))
    _require_no_vote(meeting, type(row))
    before = {"text": text_of(row)}
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).delete()
    except ProtectedError:
        refuse("Somebody has chosen it or voted for it already: it stays.")
    record("remove line of meeting", row, by=by, before=before, institution=meeting.institution)


@transaction.atomic
def move_row(row: Row, *, down: bool, by: Person) -> None:
    """Move a line by one place."""
    meeting = held(row.meeting)
    require(rules.can_change(by, meeting))
    model = type(row)
    _require_no_vote(meeting, model)
    rows = model._default_manager.filter(meeting=meeting)
    near = rows.filter(position__gt=row.position).order_by("position") if down else (
        rows.filter(position__lt=row.position).order_by("-position")
    )  # fmt: skip
    if (other := near.first()) is None:
        return
    for one, position in ((row, other.position), (other, row.position)):
        rows.filter(pk=one.pk).update(position=position, version=F("version") + 1)
    record("move line of meeting", row, by=by, after={"position": other.position}, institution=meeting.institution)


@transaction.atomic
def tick(row: LogisticsItem, *, done: bool, by: Person) -> LogisticsItem:
    """Say that a line of the check list is done, or that it is not after all; twice counts once."""
    item = locked(LogisticsItem, row.pk, "meeting__institution")
    require(rules.can_change(by, item.meeting))
    if done == (item.done_at is not None):
        return item
    item.done_at, item.done_by = (clock.now(), by) if done else (None, None)
    item.version += 1
    item.save(update_fields=["done_at", "done_by", "version"])
    record("tick check list item", item, by=by, after={"done": done}, institution=item.meeting.institution)
    return item
