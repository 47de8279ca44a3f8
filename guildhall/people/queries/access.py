"""Who has which role, and what its holder still lacks (B8, N10, M23)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from guildhall.people.earning import TRAINING, Gate, Lack
from guildhall.people.models import Membership, Person
from guildhall.people.models.persons import workplaces_of
from guildhall.people.permissions import ALWAYS_EARNED, EARNED, GRANTS, Permission
from guildhall.people.surroundings import Surroundings


@dataclass(frozen=True)
class Row:
    """One membership of the access page, with what its holder lacks."""

    membership: Membership
    lacks: tuple[Lack, ...]
    needs_training: bool
    concerned: bool  # whether the role grants anything that is earned
    may_hand_over: bool  # whether it is for the reader to hand the holder's work over (N18)

    def named(self, words: Sequence[str]) -> bool:
        """Whether the holder's name or e-mail holds all of some words in lower case."""
        return all(w in f"{self.membership.person} {self.membership.person.email}".casefold() for w in words)


def access_rows(person: Person) -> list[Row]:
    """Who has which role where a person gives access, each with the state of training and terms (B8, N10)."""
    rows = Membership.objects.visible_to(person).given().select_related("person", "institution")
    memberships = list(rows.order_by("institution__name", "role", "person__family_name"))
    around, elsewhere = Surroundings.of(memberships), _working_elsewhere(person, memberships)
    return [_row(m, around.gate(m), m.person_id not in {person.pk, *elsewhere}) for m in memberships]


def _working_elsewhere(person: Person, memberships: Sequence[Membership]) -> set[UUID]:
    """Who of some people works, or worked, where a person gives no access: their work is handed over from above."""
    roles = Membership.objects.filter(accepted=True, person__in=[m.person_id for m in memberships])
    by_person: dict[UUID, list[Membership]] = defaultdict(list)
    for role in roles.select_related("institution"):
        by_person[role.person_id].append(role)
    return {
        pk
        for pk, some in by_person.items()
        if not all(person.may(Permission.GRANT_ACCESS, at=place) for place in workplaces_of(some))
    }


def narrowed(rows: Sequence[Row], q: str = "", at: str = "") -> list[Row]:
    """Of these, whose name or e-mail holds some words, at an institution and all below it, by its short name."""
    roots = {row.membership.institution_id for row in rows if row.membership.institution.slug == at}
    words = q.casefold().split()
    return [r for r in rows if r.named(words) and (not at or roots & set(r.membership.institution.lineage))]


def _row(membership: Membership, gate: Gate, may_hand_over: bool) -> Row:
    post = membership.post_behind(gate)
    earned = [p for p in EARNED if p in GRANTS[post.role] and p not in ALWAYS_EARNED]
    lacks = {lack.words: lack for permission in earned for lack in post.lacks(permission)}
    needed = any(course.required and course.unlocks & {p.name for p in earned} for course in post.gate.courses)
    return Row(membership, tuple(lacks.values()), needed, bool(earned), may_hand_over)


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
