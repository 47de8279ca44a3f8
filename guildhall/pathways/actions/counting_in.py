"""Taking lists of counts in, each count once; and giving back what a list brought and nobody has counted otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.lib import clock
from guildhall.pathways.actions.intake import Taken
from guildhall.pathways.actions.terms import begin_term, clashes
from guildhall.pathways.models import CountedTerm, CreditCount, EnrolledCount
from guildhall.people.models import Institution, Person


@dataclass(frozen=True, slots=True)
class OneCount:
    """One row of a list: of which term, of what, and how many."""

    year: int
    part: str
    of: tuple[Any, ...]  # the program; the course and the way
    values: tuple[tuple[str, int | Decimal], ...]

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.year, self.part, *self.of)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of counts: its rows, and what they are of."""

    model: Any
    of: tuple[str, ...]
    numbers: tuple[str, ...]


ENROLLED = Sort(EnrolledCount, ("program_id",), ("students",))
CREDITS = Sort(CreditCount, ("course_id", "kind"), ("students", "credits"))


@transaction.atomic
def take_in(
    rows: Iterable[tuple[int, OneCount]], sort: Sort, *, institution: Institution, batch: UUID, keep: bool, by: Person
) -> tuple[Taken, list[tuple[int, list[str]]]]:
    """Enter the counts that nobody has entered yet; callers ask the rule. Returns what became of the rows, and which
    cannot be kept.

    A count that stands already stays as it is: where the list says otherwise, that is said.
    """
    taken, here = Taken(), {}  # type: ignore[var-annotated]
    wrong: list[tuple[int, list[str]]] = []
    known = _known(institution, sort)
    counted = set(CountedTerm.objects.filter(institution=institution).values_list("year", "part"))
    new: list[OneCount] = []
    for line, one in rows:
        if one.key in here:
            taken.repeated += 1
            if here[one.key] != one.values:
                taken.remarks.append((line, "The list counts this twice, and differently. The first count was taken."))
            continue
        here[one.key] = one.values
        if one.key in known:
            taken.known += 1
            if known[one.key] != one.values:
                taken.remarks.append((line, _differing(known[one.key], one.values)))
            continue
        if clashes(counted, one.year, one.part):
            wrong.append((line, ["This year is counted in another way here: as a whole, or by its terms."]))
            continue
        counted.add((one.year, one.part))
        new.append(one)
    taken.new = len(new)
    if keep:
        _keep(new, sort, institution=institution, batch=batch, by=by)
    return taken, wrong


def _keep(rows: list[OneCount], sort: Sort, *, institution: Institution, batch: UUID, by: Person) -> None:
    terms = {key: begin_term(institution, *key, by=by) for key in dict.fromkeys((one.year, one.part) for one in rows)}
    made = [
        sort.model(
            term=terms[one.year, one.part], batch=batch, **dict(zip(sort.of, one.of, strict=True)), **dict(one.values)
        )
        for one in rows
    ]
    sort.model.objects.bulk_create(made, batch_size=1_000)
    _note_changes({row.term_id for row in made})


def _known(institution: Institution, sort: Sort) -> dict[tuple[Any, ...], tuple[tuple[str, Any], ...]]:
    rows = sort.model.objects.filter(term__institution=institution).select_related("term")
    return {
        (row.term.year, row.term.part, *(getattr(row, name) for name in sort.of)): tuple(
            (name, getattr(row, name)) for name in sort.numbers
        )
        for row in rows
    }


def _differing(here: tuple[tuple[str, Any], ...], there: tuple[tuple[str, Any], ...]) -> str:
    stands, listed = (", ".join(f"{n} {name}" for name, n in values) for values in (here, there))
    return f"Counted already: {stands}. The list says {listed}. Nothing was changed."


def _note_changes(terms: set[UUID]) -> None:
    for term in CountedTerm.objects.select_for_update(of=("self",)).filter(pk__in=terms):
        term.changed_at = clock.now()
        term.version += 1
        term.save(update_fields=["changed_at", "version"])


@transaction.atomic
def give_back(batch: UUID, sort: Sort) -> int:
    """Take back the counts of a list, but for those that somebody has counted otherwise since."""
    rows = sort.model.objects.filter(batch=batch)
    terms = set(rows.values_list("term", flat=True))
    count: int = rows.delete()[0]
    _note_changes(terms)
    empty = CountedTerm.objects.filter(pk__in=terms, attested_at=None)
    empty.filter(enrolled=None, credits=None, certified=None).delete()
    return count
