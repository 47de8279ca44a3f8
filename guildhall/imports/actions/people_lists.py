"""Lists that are applied as a whole: students, who took part in what, programs of study and their counts.

Nothing of them is kept but what they bring. Other lists wait row by row for a decision, and everybody who imports for
the institution reads them. A list of students must not lie about like that: it is read anew when it is applied, its
file goes then, and what stays of the list is how many rows became what (ADR 37).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.files import storage
from guildhall.imports import readers, rules
from guildhall.imports.actions import cataloging, crediting, enrolling, participating, rostering
from guildhall.imports.actions.reading import keep_file
from guildhall.imports.columns.of_people import by_title, cells_of, said_columns
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused, Verdict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

MOST_PROBLEMS = 50  # that a summary lists
WAITING_DAYS = 14  # that the file of a list is kept for somebody to apply it
KINDS: dict[str, Any] = {
    Batch.Kind.STUDENTS: rostering,
    Batch.Kind.EXPERIENCES: participating,
    Batch.Kind.PROGRAMS: cataloging,
    Batch.Kind.ENROLLMENT: enrolling,
    Batch.Kind.CREDITS: crediting,
}


@dataclass
class Outcome:
    """What a list comes to: every row has one status, and these add up."""

    rows: int = 0
    new: int = 0
    repeated: int = 0  # the same twice in the list
    skipped: int = 0  # known already
    invalid: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    trouble: str = ""  # why it cannot be read
    more: dict[str, Any] = field(default_factory=dict)  # what else is told of this kind of list

    def wrong(self, line: int, words: Sequence[str]) -> None:
        """Note a row that cannot be kept, and why."""
        self.invalid += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append({"line": line, "messages": list(words)})


def can_bring(person: Person, kind: str, institution: Institution, entering: str) -> Verdict:
    """Who brings such a list: of students, of programs and their counts who keeps them; else whoever imports there."""
    if kind in (Batch.Kind.STUDENTS, *Batch.OF_PROGRAMS):
        verdict: Verdict = KINDS[kind].can_bring(person, institution)
        return verdict
    return rules.can_import(person, institution, entering)


def can_work_on(person: Person, batch: Batch) -> Verdict:
    """Who applies a list of people, matches its columns or takes it back: who brought it, or keeps students there."""
    if not (verdict := can_bring(person, batch.kind, batch.institution, batch.entering)):
        return verdict
    return verdict if batch.kind in Batch.OF_PROGRAMS else rules.can_see_people(person, batch)


def bring(
    file: BinaryIO, name: str, *, kind: str, institution: Institution, by: Person,
    entering: str = Batch.Entering.PROSPECTS, clause: Clause | None = None, said: Sequence[str] = (),
    ask_for_columns: bool = False,
) -> Batch:  # fmt: skip
    """Keep a list until it is applied, and find its columns. Raises `Refused` for what is none, or lacks a column.

    With `ask_for_columns` a list that lacks one waits until somebody has said where it is.
    """
    require(can_bring(by, kind, institution, entering))
    batch = Batch(kind=kind, entering=entering, clause=clause, institution=institution, by=by)
    batch.file_name = Path(name).name[:200] or "list"
    batch.path = f"imports/{batch.pk}.list"
    with storage.incoming() as (path, incoming):
        batch.digest = keep_file(file, incoming)
        try:
            readers.require_kind(path, batch.file_name)
            tables = readers.sheets(path)
        except readers.Unreadable as error:
            refuse(str(error))
        for sheet in tables:
            batch.columns[sheet.name or ""] = _columns(kind, sheet.header, said)
            details = {"name": sheet.name, "line": sheet.header_line, "cells": list(sheet.header)}
            batch.headers.append(details)  # titles alone: no cell of anybody
        batch.state = Batch.State.REVIEW
        if ask_for_columns and not _is_whole(kind, batch):
            batch.state = Batch.State.MAPPING
        else:
            _require_columns(kind, batch, tables)
        storage.put(path, batch.path)
    with transaction.atomic():
        batch.save(force_insert=True)
        after = {"file": batch.file_name, "digest": batch.digest}
        record("bring a list", batch, by=by, after=after, institution=institution)
    return batch


def _columns(kind: str, header: Sequence[str], said: Sequence[str]) -> dict[str, int]:
    fields = KINDS[kind].FIELDS
    columns = by_title(header, fields)
    told, wrong = said_columns(header, said, fields)
    if wrong:
        names = ", ".join(field.key for field in fields)
        refuse("“{words}” is not FIELD=TITLE of this list. Fields: {fields}.", words=wrong, fields=names)
    return {key: at for key, at in columns.items() if at not in told.values()} | told


def _is_whole(kind: str, batch: Batch) -> bool:
    """Whether any table holds all that a row needs."""
    return any(not KINDS[kind].lacking(columns) for columns in batch.columns.values())


def match(batch: Batch, columns: dict[str, dict[str, int]], *, version: int, by: Person) -> bool:
    """Say which column of a list holds what, before it is applied; False: somebody else has meanwhile."""
    with transaction.atomic():
        row = locked(Batch, batch.pk, "institution")
        require(can_work_on(by, row))
        if row.version != version:
            return False
        if row.state not in (Batch.State.MAPPING, Batch.State.REVIEW):
            refuse("This list was applied already.")
        row.columns = {header["name"] or "": columns.get(header["name"] or "", {}) for header in row.headers}
        if not _is_whole(row.kind, row):
            if row.kind == Batch.Kind.EXPERIENCES:
                refuse("Say which columns hold the activity and the start date.")
            if row.kind in (Batch.Kind.ENROLLMENT, Batch.Kind.CREDITS):
                refuse("Say which columns hold the program or course, the term, and how many.")
            refuse("Say which column holds the name.")
        row.state = Batch.State.REVIEW
        row.version += 1
        row.save(update_fields=["columns", "state", "version"])
    return True


def _require_columns(kind: str, batch: Batch, tables: Sequence[readers.Sheet]) -> None:
    """Tables that lack what every row needs are left out; where all of them do, say what is missing, and how."""
    lacking: dict[str, list[str]] = {}
    for sheet in tables:
        lacking[sheet.name or ""] = KINDS[kind].lacking(batch.columns[sheet.name or ""])
    if all(lacking.values()):
        missing = min(lacking.values(), key=len)[0]
        label = next(field.label for field in KINDS[kind].FIELDS if field.key == missing)
        titles = ", ".join(f"“{title}”" for title in tables[0].header[:40]) if tables else ""
        refuse(
            "No column holds “{label}”. Say it with --column {key}=TITLE. Columns: {titles}.",
            label=label,
            key=missing,
            titles=titles,
        )
    for name, keys in lacking.items():
        if keys:
            batch.columns[name] = {}


def rows_of(batch: Batch) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of every row, as long as the file is kept."""
    if not batch.has_file():
        refuse("The file of this list is not kept any more. Bring it again.")
    with batch.file_at_hand() as path:
        try:
            yield from _cells(batch, path)
        except readers.Unreadable as error:
            refuse(str(error))


def _cells(batch: Batch, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    line_before = 0
    for sheet in readers.sheets(path):
        columns = batch.columns.get(sheet.name or "")
        for row in readers.rows(path, sheet) if columns else ():
            cells = cells_of(columns, row.cells)
            if any(cells.values()):
                yield line_before + row.line, cells
        line_before += 1_000_000  # lines of several sheets do not meet


def check(batch: Batch, *, by: Person) -> Outcome:
    """What a list would come to; nothing is changed."""
    return _read(batch, lambda rows: KINDS[batch.kind].judge(batch, rows, by=by, keep=False))


def check_or_say_why(batch: Batch, *, by: Person) -> Outcome:
    """What a list would come to; where its file cannot be read, why."""
    try:
        return check(batch, by=by)
    except Refused as refused:
        return Outcome(trouble=str(refused.verdict.reason))


@transaction.atomic
def apply(batch: Batch, *, by: Person, version: int | None = None) -> Outcome:
    """Keep what a list brings, in one transaction; its file goes. Again keeps nothing twice.

    Raises `Conflict` where somebody else has said other columns since `version` was looked at.
    """
    row = _held(batch, by=by)
    if row.state not in (Batch.State.REVIEW, Batch.State.UNDONE):
        refuse("This list was applied already.")
    if version is not None and row.version != version:
        raise Conflict
    outcome = _read(row, lambda rows: KINDS[row.kind].judge(row, rows, by=by, keep=True))
    row.state, row.applied_at = Batch.State.APPLIED, clock.now()
    row.row_count = row.done_count = outcome.rows
    row.created = {"rows": outcome.rows, "applied": outcome.new, "repeated": outcome.repeated,
                   "skipped": outcome.skipped, "invalid": outcome.invalid, **outcome.more}  # fmt: skip
    row.save(update_fields=["state", "applied_at", "row_count", "done_count", "created"])
    KINDS[row.kind].note(row, outcome.new, by=by)
    transaction.on_commit(row.delete_file)
    batch.refresh_from_db()
    return outcome


@transaction.atomic
def undo(batch: Batch, *, by: Person) -> int:
    """Take back what a list brought; what others have worked on since stays. Returns how many went."""
    row = _held(batch, by=by)
    if row.state != Batch.State.APPLIED:
        refuse("Nothing of this list has been applied.")
    count: int = KINDS[row.kind].take_back(row, by=by)
    row.state, row.undone_at = Batch.State.UNDONE, clock.now()
    row.created = row.created | {"applied": 0, "taken_back": count}
    row.save(update_fields=["state", "undone_at", "created"])
    batch.refresh_from_db()
    return count


def _held(batch: Batch, *, by: Person) -> Batch:
    """The list, held: two who apply it at once come one after the other."""
    row = locked(Batch, batch.pk, "institution", "clause")
    require(can_work_on(by, row))
    return row


def forget_waiting() -> int:
    """Delete the files of lists of people that nobody has applied for two weeks (ADR 37). Returns how many went."""
    before = clock.now() - timedelta(WAITING_DAYS)
    rows = Batch.objects.filter(kind__in=Batch.AT_ONCE, created_at__lt=before).exclude(path="")
    with apart() as pieces:
        return pieces.each(_forget, list(rows.exclude(state=Batch.State.APPLIED)))


def _forget(batch: Batch) -> int:
    batch.delete_file()
    return Batch.objects.filter(pk=batch.pk).update(path="")


def _read(batch: Batch, judge: Callable[[Any], tuple[dict[str, Any], list[tuple[int, list[str]]]]]) -> Outcome:
    tally, wrong = judge(rows_of(batch))
    outcome = Outcome(tally.pop("rows"), tally.pop("new"), tally.pop("repeated"), tally.pop("skipped"), more=tally)
    for line, words in wrong:
        outcome.wrong(line, words)
    return outcome


def summary_of(batch: Batch, outcome: Outcome | None = None) -> dict[str, Any]:
    """A list as the command line prints it."""
    if outcome is None:
        return {"batch": str(batch.pk), **batch.created}
    applied = batch.state == Batch.State.APPLIED
    return {
        "batch": str(batch.pk),
        "rows": outcome.rows,
        "new": 0 if applied else outcome.new,
        "duplicates": 0,
        "repeated": outcome.repeated,
        "invalid": outcome.invalid,
        "skipped": outcome.skipped,
        "applied": outcome.new if applied else 0,
        **outcome.more,
        "problems": outcome.problems,
    }
