"""Taking a list of programs in, each once; and giving back what it brought and nothing hangs on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.context import Keeper, keeping
from guildhall.pathways.actions.programs import ProgramFacts
from guildhall.pathways.models import Program
from guildhall.people.models import Institution
from guildhall.ui.menus import declared

CODES = ("cip", "top")


@dataclass
class Taken:
    """What became of the rows of a list, and what is said of some of them by line."""

    new: int = 0
    repeated: int = 0
    known: int = 0
    remarks: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def take_in(rows: Iterable[tuple[int, ProgramFacts]], *, institution: Institution, batch: UUID, keep: bool) -> Taken:
    """Enter the programs that the institution has not yet, by name and what they award; callers ask the rule.

    What it has already stays as it is: where the list has another code, that is said.
    """
    taken, made, here = Taken(), [], set()
    known = {_key(row): row for row in Program.objects.select_for_update().filter(institution=institution)}
    for line, facts in rows:
        key = (facts.name.casefold(), facts.credential)
        if key in here:
            taken.repeated += 1
        elif key in known:
            taken.known += 1
            taken.remarks += [(line, words) for words in _differing(known[key], facts)]
        else:
            taken.new += 1
            values = {name: getattr(facts, name) for name in asdict(facts)}
            made.append(Program(institution=institution, batch=batch, **values))
        here.add(key)
    if keep:
        Program.objects.bulk_create(made, batch_size=1_000)
    return taken


def _key(row: Program) -> tuple[str, str]:
    return row.name.casefold(), row.credential


def _differing(row: Program, facts: ProgramFacts) -> list[str]:
    pairs = [(name.upper(), getattr(row, name), getattr(facts, name)) for name in CODES]
    return [
        f"The program is known with the {label} code {here}, the list has {there}. Nothing was changed."
        for label, here, there in pairs
        if here and there and here != there
    ]


@transaction.atomic
def give_back(batch: UUID) -> int:
    """Take back the programs of a list, but for those that somebody has changed or that something hangs on."""
    rows = Program.objects.filter(batch=batch, version=1)
    with keeping(Keeper.INTAKE, "a list of programs is taken back"):
        gone = set(rows.values_list("pk", flat=True)) - _in_use(rows)
    count: int = Program.objects.filter(pk__in=gone).delete()[0]
    return count


def _in_use(rows: Any) -> set[UUID]:
    """Those on which anything hangs, of whatever app and institution."""
    found: set[UUID] = set()
    for relation in Program._meta.related_objects:
        name = relation.field.name
        others = relation.related_model._base_manager.filter(**{f"{name}__in": rows})  # type: ignore[union-attr]
        found |= set(others.values_list(name, flat=True))
    for named in declared("PROGRAMS_NAMED"):  # where an app names them without a relation
        found |= named()
    return found
