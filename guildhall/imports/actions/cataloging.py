"""A list of the programs of study of an institution: each program once, by name and what it awards (D5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from guildhall.audit.recording import record
from guildhall.employers.matching.names import fold
from guildhall.imports.columns.of_people import PROGRAM_FIELDS
from guildhall.imports.kinds.programs import Reading
from guildhall.imports.models import Batch
from guildhall.lib.verdicts import Verdict
from guildhall.pathways.actions import intake
from guildhall.pathways.actions.programs import ProgramFacts
from guildhall.pathways.models import Pathway
from guildhall.pathways.rules import can_keep
from guildhall.people.models import Institution, Person

FIELDS = PROGRAM_FIELDS
MOST_REMARKS = 50  # that a summary lists
Wrong = list[tuple[int, list[str]]]


def can_bring(person: Person, institution: Institution) -> Verdict:
    """Who brings a list of programs: whoever keeps those of the institution."""
    return can_keep(person, institution)


def lacking(columns: Mapping[str, int]) -> list[str]:
    """A row needs the name of the program."""
    return [] if "program_name" in columns else ["program_name"]


def judge(
    batch: Batch, rows: Iterable[tuple[int, dict[str, str]]], *, by: Person, keep: bool
) -> tuple[dict[str, Any], Wrong]:
    """What becomes of every row; with `keep` the programs are entered."""
    standing = Pathway.objects.visible_to(by).open().order_by("pk")
    own_last = sorted(standing, key=lambda row: row.institution_id == batch.institution_id)
    reading = Reading({fold(row.name): row for row in own_last})
    good: list[tuple[int, ProgramFacts]] = []
    wrong: Wrong = []
    remarks: list[tuple[int, str]] = []
    total = 0
    for line, cells in rows:
        total += 1
        facts, problems, said = reading.read(cells)
        remarks += [] if problems else [(line, words) for words in said]
        if problems:
            wrong.append((line, problems))
        else:
            good.append((line, facts))
    taken = intake.take_in(good, institution=batch.institution, batch=batch.pk, keep=keep)
    remarks = sorted(remarks + taken.remarks)
    tally = {"rows": total, "new": taken.new, "repeated": taken.repeated, "skipped": taken.known,
             "programs_created": taken.new if keep else 0,
             "remarks": [{"line": line, "messages": [words]} for line, words in remarks[:MOST_REMARKS]]}  # fmt: skip
    return tally, wrong


def note(batch: Batch, count: int, *, by: Person) -> None:
    """Write into the journal that the list was taken in, and how many programs it brought."""
    record("take in programs", batch, by=by, after={"kept": count}, institution=batch.institution)


def take_back(batch: Batch, *, by: Person) -> int:
    """Take back the programs that the list brought; what was changed, or something hangs on, stays."""
    count = intake.give_back(batch.pk)
    record("give back programs", batch, by=by, after={"taken_back": count}, institution=batch.institution)
    return count
