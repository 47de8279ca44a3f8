"""A handover planned thing by thing: what a leaver still has to do, with each employer, and who is to take it (P10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Coalesce

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.people.handing import Duty, duties
from guildhall.people.models import Person
from guildhall.stewardship.models import HandoverChoice
from guildhall.stewardship.queries.handing import open_work, possible_successors

MOST = 5_000  # things that are planned one by one
OTHER, HIDDEN = "other", "hidden"  # bundles without an employer, and of employers that the reader does not see


@dataclass(frozen=True)
class Piece:
    """One thing that a leaver still has to do, and who is to take it."""

    duty: Duty
    pk: str
    words: str  # empty where its reader does not see it
    successor: Person | None

    @property
    def key(self) -> tuple[str, str]:
        return self.duty.name, self.pk

    @property
    def field(self) -> str:
        """Its name in the form."""
        return f"p-{self.duty.name}-{self.pk}"


@dataclass(frozen=True)
class Bundle:
    """What a leaver still has to do with one employer, or with none."""

    key: str
    title: str  # the employer's name; empty: see the key
    pieces: Sequence[Piece]

    @property
    def field(self) -> str:
        return f"e-{self.key}"

    @property
    def gaps(self) -> int:
        return sum(piece.successor is None for piece in self.pieces)

    @property
    def successor(self) -> Person | None:
        """Who is to take all of it, where that is one person."""
        heirs = {piece.successor for piece in self.pieces}
        return heirs.pop() if len(heirs) == 1 else None

    @property
    def differs(self) -> bool:
        """Whether several people are to take it, or somebody only a part."""
        return len({piece.successor for piece in self.pieces}) > 1

    @property
    def link(self) -> str:
        """The employer's key, where the reader may open its page."""
        return "" if self.key in (OTHER, HIDDEN) else self.key


def planned(leaver: Person, by: Person) -> dict[tuple[str, str], Person]:
    """The plan of one person for a leaver's work, by duty and key, as far as those named can still take it."""
    able = {person.pk: person for person in possible_successors(leaver)}
    rows = HandoverChoice.objects.visible_to(by).filter(leaver=leaver)
    return {(one.duty, one.row): able[one.successor_id] for one in rows if one.successor_id in able}


def bundles(leaver: Person, by: Person) -> list[Bundle]:
    """Everything that a leaver still has to do, employer by employer as far as `by` sees them; gaps first."""
    plan = planned(leaver, by)
    by_employer: dict[str, list[Piece]] = {}
    by_name = {duty.name: duty for duty in duties()}
    for name, pk, employer, words, seen in _rows([one.duty for one in open_work(leaver)], leaver, by):
        piece = Piece(by_name[name], pk, words if seen else "", plan.get((name, pk)))
        by_employer.setdefault(employer, []).append(piece)
    seen_rows = Employer.objects.visible_to(by).filter(pk__in=[pk for pk in by_employer if pk])
    names = {str(pk): name for pk, name in seen_rows.values_list("pk", "name")}
    by_key: dict[str, list[Piece]] = {}
    for employer, pieces in by_employer.items():
        key = OTHER if not employer else employer if employer in names else HIDDEN
        by_key.setdefault(key, []).extend(pieces)
    by_key[HIDDEN] = [Piece(p.duty, p.pk, "", p.successor) for p in by_key.get(HIDDEN, [])]
    rows = [Bundle(key, names.get(key, ""), pieces) for key, pieces in by_key.items() if pieces]
    return sorted(rows, key=lambda one: (not one.gaps, one.key in (OTHER, HIDDEN), one.title.casefold()))


def standing(rows: Sequence[Bundle]) -> dict[str, Any]:
    """How far a plan is: how many things there are, how many nobody takes yet, and who takes how many."""
    pieces = [piece for bundle in rows for piece in bundle.pieces]
    heirs = Counter(piece.successor for piece in pieces if piece.successor).most_common()
    return {"all": len(pieces), "gaps": sum(bundle.gaps for bundle in rows), "heirs": heirs}


def _rows(of: Sequence[Duty], leaver: Person, by: Person) -> list[tuple[str, str, str, str, bool]]:
    """The open rows of some duties in one statement: duty, key, employer, words, and whether `by` sees the row."""
    parts = [_part(duty, leaver, by) for duty in of]
    if not parts:
        return []
    with keeping(Keeper.HANDOVER, "what somebody still has to do"):
        return list(parts[0].union(*parts[1:], all=True)[:MOST])


def _part(duty: Duty, leaver: Person, by: Person) -> Any:
    manager: Any = duty.model._default_manager
    seen: Any = Value(False, output_field=BooleanField())
    if hasattr(manager.all(), "visible_to"):
        seen = Exists(manager.visible_to(by).filter(pk=OuterRef("pk")))
    rows = duty.rows(exact=leaver).order_by()
    rows = rows.annotate(
        of_duty=Value(duty.name, output_field=TextField()),
        with_key=Cast("pk", TextField()),
        with_whom=_text(duty.handed.through),
        said_of=_text(duty.handed.said),
        seen_by=seen,
    )
    return rows.values_list("of_duty", "with_key", "with_whom", "said_of", "seen_by")


def _text(column: str) -> Any:
    none = Value("", output_field=TextField())
    return Coalesce(Cast(column, TextField()), none) if column else none
