"""Who has which role, and what its holder still lacks (B8, N10, M23)."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.people.earning import TRAINING, Gate, Lack
from guildhall.people.models import Membership, Person
from guildhall.people.permissions import ALWAYS_EARNED, EARNED, GRANTS
from guildhall.people.surroundings import Surroundings


@dataclass(frozen=True)
class Row:
    """One membership of the access page, with what its holder lacks."""

    membership: Membership
    lacks: tuple[Lack, ...]
    needs_training: bool
    concerned: bool  # whether the role grants anything that is earned

    def named(self, words: Sequence[str]) -> bool:
        """Whether the holder's name or e-mail holds all of some words in lower case."""
        return all(w in f"{self.membership.person} {self.membership.person.email}".casefold() for w in words)


def access_rows(person: Person) -> list[Row]:
    """Who has which role where a person gives access, each with the state of training and terms (B8, N10)."""
    rows = Membership.objects.visible_to(person).given().select_related("person", "institution")
    memberships = list(rows.order_by("institution__name", "role", "person__family_name"))
    around = Surroundings.of(memberships)
    return [_row(m, around.gate(m)) for m in memberships]


def narrowed(rows: Sequence[Row], q: str = "", at: str = "") -> list[Row]:
    """Of these, whose name or e-mail holds some words, at an institution and all below it, by its short name."""
    roots = {row.membership.institution_id for row in rows if row.membership.institution.slug == at}
    words = q.casefold().split()
    return [r for r in rows if r.named(words) and (not at or roots & set(r.membership.institution.lineage))]


def _row(membership: Membership, gate: Gate) -> Row:
    post = membership.post_behind(gate)
    earned = [p for p in EARNED if p in GRANTS[post.role] and p not in ALWAYS_EARNED]
    lacks = {lack.words: lack for permission in earned for lack in post.lacks(permission)}
    needed = any(course.required and course.unlocks & {p.name for p in earned} for course in post.gate.courses)
    return Row(membership, tuple(lacks.values()), needed, bool(earned))


@dataclass(frozen=True)
class Coverage:
    """Operators with current training ÷ operators who need one; accesses that are blocked (M23)."""

    operators: int
    trained: int
    blocked: int


def training_coverage(rows: Sequence[Row]) -> Coverage:
    """How many of the people who need a training have a current one, and how many accesses are blocked (M23)."""
    needing = {row.membership.person_id for row in rows if row.needs_training}
    lacking = {row.membership.person_id for row in rows if any(lack.kind == TRAINING for lack in row.lacks)}
    return Coverage(len(needing), len(needing - lacking), sum(1 for row in rows if row.lacks))
