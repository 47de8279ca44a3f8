"""Checking a list: every row is cleaned, and compared with the record and with the rows before it."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from guildhall.context.helpers import Helpers
from guildhall.employers import matching
from guildhall.employers.actions.entering import NewContact
from guildhall.employers.matching.people import OTHER, Named, alike
from guildhall.employers.models import Employer
from guildhall.employers.queries.contacts import people_of
from guildhall.employers.queries.duplicates import Candidate, duplicates_by_sight
from guildhall.imports import readers, within
from guildhall.imports.actions.cleaning import Checked, rows_of
from guildhall.imports.kinds import Kind, record_of
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.lib import clock
from guildhall.lib.sentences import kept, phrase
from guildhall.people.models import Person
from guildhall.prospects.actions.asking import behind_the_wall, may_probe
from guildhall.prospects.models import Probe
from guildhall.store.blocks import among, insert_values

BLOCK = 1_000
MANY, AHEAD = 5_000, 4  # rows after which helpers are started; blocks that they are ahead
SURE = {"same EIN", "same web domain", "same address"}  # with the same name and nothing against it
COLUMNS = ("id", "batch_id", "line", "sheet", "values", "status", "note", "candidates", "errors", "fingerprint",
           "repeats_id", "target", "together", "remarks")  # fmt: skip
LEFT_ON, UNCHANGED_SINCE = phrase("{name} left on {day}"), phrase("unchanged since {list}")
Status = Row.Status


def check_rows(batch: Batch) -> Batch:
    """Read, check and compare every row of a list. Begins anew when it was interrupted; never on a checked list."""
    batch = Batch.objects.select_related("institution", "by").get(pk=batch.pk)
    if batch.state != Batch.State.CHECKING or batch.rows.filter(status="applied").exists():
        return batch
    batch.rows.all().delete()
    try:
        comparing = _compare(batch)
    except readers.Unreadable as error:
        batch.rows.all().delete()
        batch.state, batch.problem = Batch.State.FAILED, str(error)[:300]
        batch.problem_parts = kept(error.sentence)["parts"]
        batch.save(update_fields=["state", "problem", "problem_parts"])
        return batch
    comparing.finish()
    done = comparing.done
    words = f"list of {done} rows, {comparing.met} met the wall: {batch.file_name}"[:250]
    Probe.objects.create(person=batch.by, institution=batch.institution, typed=words, matched=comparing.met > 0)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.REVIEW, row_count=done, done_count=done)
    batch.refresh_from_db()
    return batch


def _compare(batch: Batch) -> "Comparing":
    """Read the file and compare it block by block: helpers look up some blocks while others are read and kept."""
    if batch.by is None or not may_probe(batch.by):
        raise readers.Unreadable("More than 30 new names and lists were checked in this hour. Check this list later.")
    with Helpers(wanted=False) as helpers:
        comparing = Comparing(batch, helpers)
        rows, looked_up = rows_of(batch, comparing.kind), deque[Block]()
        while block := list(islice(rows, BLOCK)):
            helpers.wanted = comparing.read >= MANY
            looked_up.append(comparing.look_up(block))
            if len(looked_up) > AHEAD or not helpers.wanted:
                comparing.keep(looked_up.popleft())
        for one in looked_up:
            comparing.keep(one)
    return comparing


def compared(candidates: Sequence[Candidate]) -> tuple[list[dict[str, Any]], bool]:
    """Candidates as a row keeps them, and whether a person must look at the row."""
    results = [
        {
            "employer": str(c.employer),
            "score": c.score,
            "reasons": list(c.reasons),
            "against": list(c.against),
            "near": behind_the_wall(c),
        }
        for c in candidates
    ]
    return results, any(c["near"] for c in results)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds of the employer that a group of contacts is of."""

    candidates: list[dict[str, Any]]
    near: bool
    only: UUID | None = (
        None  # the only employer near: it bears the same name, nothing speaks against it, it is in sight
    )
    sure: bool = False  # and something other than the name agrees
    domain: str = ""

    def target(self, email: str) -> UUID | None:
        """The employer that a contact is surely of; None where a person must look."""
        at_home = bool(self.domain) and matching.registered_domain(email) == self.domain
        return self.only if self.sure or at_home else None


def known_employer(candidates: Sequence[Candidate], seen: dict[UUID, str]) -> Known:
    """What candidates tell about a contact's employer; `seen` are those in sight, with their web domains."""
    told, near = compared(candidates)
    close = [c for c in candidates if behind_the_wall(c)]
    if len(close) != 1 or close[0].employer not in seen or not close[0].same_name or close[0].against_but_name:
        return Known(told, near)
    only = close[0]
    domain = matching.registered_domain(seen[only.employer])
    return Known(told, near, only.employer, bool(SURE.intersection(only.reasons)), domain)


@dataclass(slots=True)
class Block:
    """Rows on their way: what is looked up for them, and the groups of those that are contacts."""

    all: list[Checked]
    rows: list[Checked]  # those that are compared
    found: Callable[[], "Found"]
    groups: list[int] = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)  # the groups that begin here: what was found is for them


Found = tuple[list[list[Candidate]], dict[UUID, str]]


def look_up(by: UUID | None, records: Sequence[matching.Record], normals: Sequence[matching.Normal]) -> Found:
    """Per record its candidates, those in sight first; and the web domains of those in sight. Here or in a helper."""
    person = Person.objects.filter(pk=by).first() if by else None
    parted = duplicates_by_sight(records, person, normals=normals)
    ids = {c.employer for one in parted for c in one.visible}
    return [[*one.visible, *one.hidden] for one in parted], _seen(person, ids) if ids else {}


class Comparing:
    """Compares the rows of one list, block by block, and keeps them."""

    def __init__(self, batch: Batch, helpers: Helpers) -> None:
        self.batch, self.helpers, self.kind = batch, helpers, KINDS[batch.kind]
        self.read = self.done = 0
        self.met, self.tells = 0, True  # rows that met the vetting wall, and whether the next one may still say so
        self.employers, self.contacts = within.Employers(), within.Contacts()
        self.known: dict[int, Known] = {}  # by group of contacts
        self.told: dict[int, int] = {}  # what rows say of an employer, as a hash -> group of contacts

    def look_up(self, rows: list[Checked]) -> Block:
        """Take in a block of rows in its turn, and have looked up what the record may hold of it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('imports_row_id_seq') FROM generate_series(1, %s)", [len(rows)])
            for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = pk
        _mark_skipped(self.batch, rows)
        self.read += len(rows)
        new = [row for row in rows if row.status == Status.NEW]
        return (self._contacts if self.kind.grouped else self._employers)(rows, new)

    def keep(self, block: Block) -> None:
        """Judge a block by what was found, and keep it; one transaction."""
        candidates, seen = block.found()
        with transaction.atomic():
            if self.kind.grouped:
                self._judge_contacts(block, candidates, seen)
            else:
                for row, found in zip(block.rows, candidates, strict=True):
                    row.candidates, near = compared(self._tellable(found, seen))
                    row.status = Status.DUPLICATE if near else Status.NEW
            insert_values(Row, COLUMNS, [_values(self.batch.pk, row) for row in block.all])
            self.done += len(block.all)
            Batch.objects.filter(pk=self.batch.pk).update(done_count=self.done)

    def _ask(self, records: list[matching.Record], normals: list[matching.Normal]) -> Callable[[], Found]:
        return self.helpers.hand(look_up, self.batch.by_id, records, normals)

    def _employers(self, block: list[Checked], rows: list[Checked]) -> Block:
        records = [record_of(self.kind, row.values) for row in rows]
        normals = [matching.normal_record(record) for record in records]
        for row, normal in zip(rows, normals, strict=True):
            emails = [value for key in ("email", "contact_email") if (value := row.values.get(key))]
            self.employers.add(row.pk, row.line, normal, emails)
        return Block(block, rows, self._ask(records, normals))

    def _contacts(self, block: list[Checked], rows: list[Checked]) -> Block:
        records, normals, groups, begun = [], [], [], []
        for row in rows:
            people = [named(one) for one in self.kind.people(row.values)]
            if earlier := self.contacts.earlier(row.values.get(self.kind.named, ""), people, row.pk, row.line):
                row.status, row.repeats, row.note = Status.REPEATED, *earlier
            details = hash(tuple(sorted((k, v) for k, v in row.values.items() if k.startswith("employer_"))))
            if details not in self.told:  # most rows say of their employer what an earlier one said, word by word
                record = record_of(self.kind, row.values)
                normal = matching.normal_record(record)
                self.told[details], begins = self.contacts.group(row.pk, normal)
                if begins:
                    begun.append(self.told[details])
                    records.append(record)
                    normals.append(normal)
            group = self.told[details]
            row.together = self.contacts.firsts[group]
            groups.append(group)
        return Block(block, rows, self._ask(records, normals), groups, begun)

    def _judge_contacts(self, block: Block, candidates: list[list[Candidate]], seen: dict[UUID, str]) -> None:
        for group, found in zip(block.fresh, candidates, strict=True):
            if found:
                self.known[group] = known_employer(self._tellable(found, seen), seen)
        for row, group in zip(block.rows, block.groups, strict=True):
            known = self.known.get(group, Known([], near=False))
            row.candidates = known.candidates  # of a repeated row too: else a row written twice passes the wall (N1)
            if row.status == Status.NEW:
                row.target = known.target(row.values.get("email", ""))
                row.status = Status.DUPLICATE if known.near and not row.target else Status.NEW
        _mark_known_people(self.kind, [row for row in block.rows if row.target])

    def _tellable(self, candidates: Sequence[Candidate], seen: dict[UUID, str]) -> Sequence[Candidate]:
        """Without what lies behind the wall, once 30 rows or names of this hour have met it: no list asks more (N1).

        Such a row enters as any other does; the directors find it among the duplicates.
        """
        if not any(c.employer not in seen and behind_the_wall(c) for c in candidates):
            return candidates
        self.met += 1
        self.tells = self.tells and self.batch.by is not None and bool(may_probe(self.batch.by))
        return candidates if self.tells else [c for c in candidates if c.employer in seen]

    def finish(self) -> None:
        """Mark what only the whole list tells: repeated rows, and contacts of one employer."""
        repeats = list(self.employers.repeats())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                """UPDATE imports_row r SET status = 'repeated', repeats_id = first, together = first, note = words
                   FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS v(id, first, words) WHERE r.id = v.id""",
                [[n for n, _f, _w in repeats], [f for _n, f, _w in repeats], [words for _n, _f, words in repeats]],
            )
            cursor.execute(
                "UPDATE imports_row SET together = id WHERE id = ANY(%s)", [list({f for _n, f, _w in repeats})]
            )
            joins = list(self.contacts.joins())
            cursor.execute(
                """UPDATE imports_row r SET together = v.first FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, first)
                   WHERE r.batch_id = %s AND r.together = v.id""",
                [[later for later, _first in joins], [first for _later, first in joins], self.batch.pk],
            )


def _seen(person: Person | None, ids: set[UUID]) -> dict[UUID, str]:
    if person is None:
        return {}
    return dict(Employer.objects.visible_to(person).filter(pk__in=among(ids)).values_list("pk", "domain"))


def _values(batch: UUID, row: Checked) -> tuple[Any, ...]:
    return (row.pk, batch, row.line, row.sheet, json.dumps(row.values), row.status, row.note,
            json.dumps(row.candidates), json.dumps(row.errors), row.fingerprint, row.repeats, row.target,
            row.together, json.dumps(row.remarks))  # fmt: skip


def _mark_skipped(batch: Batch, rows: Sequence[Checked]) -> None:
    """The same row of the same source, applied before and not undone, creates nothing again."""
    source = {"batch__body": batch.body_id} if batch.body_id else {}  # who is a member of one chamber, that list says
    applied = Row.objects.filter(status="applied", batch__institution=batch.institution_id, **source)
    matches = applied.filter(fingerprint__in=among([row.fingerprint for row in rows], "text"))
    seen = {
        mark: f"{name}, {clock.day_of(when)}"
        for mark, name, when in matches.values_list("fingerprint", "batch__file_name", "batch__created_at")
    }
    for row in rows:
        if row.status == Status.NEW and row.fingerprint in seen:
            row.status, row.note = Status.SKIPPED, UNCHANGED_SINCE.format(list=seen[row.fingerprint])[:120]


def named(one: NewContact) -> Named:
    """A person of a row, as people are compared."""
    return Named(one.given_name, one.family_name, one.email, one.phone, one.title)


def _mark_known_people(kind: Kind, rows: Sequence[Checked]) -> None:
    """Somebody whom the employer has as a contact already, or had, waits for somebody to look."""
    known = people_of({row.target for row in rows if row.target})
    for row in rows:
        reasons = []
        for one in kind.people(row.values):
            for other in known.get(row.target, ()):  # type: ignore[arg-type]
                verdict, why = alike(named(one), other.named)
                if verdict != OTHER:
                    reasons.append(LEFT_ON.format(name=other.name, day=other.to_date) if other.left else why)
        if reasons:
            row.status = Status.DUPLICATE
            row.candidates = [{**c, "reasons": [*dict.fromkeys(reasons), *c["reasons"]]} for c in row.candidates]
