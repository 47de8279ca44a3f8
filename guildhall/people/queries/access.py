"""Who has which role, and what its holder still lacks (B8, N10, M23)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from guildhall.lib import clock
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
    roles: tuple[Membership, ...] = ()  # all that the holder has or is offered, anywhere
    may_hand_over: bool = False  # whether it is for the reader to hand the holder's work over (N18)

    def named(self, words: Sequence[str]) -> bool:
        """Whether the holder's name or e-mail holds all of some words in lower case."""
        return all(w in f"{self.membership.person} {self.membership.person.email}".casefold() for w in words)


def access_rows(person: Person) -> list[Row]:
    """Who has which role where a person gives access, each with the state of training and terms (B8, N10)."""
    rows = Membership.objects.visible_to(person).given().select_related("person", "institution")
    memberships = list(rows.order_by("institution__name", "role", "person__family_name"))
    around, by_person = Surroundings.of(memberships), _all_roles(memberships)
    result = []
    for one in memberships:
        roles = by_person[one.person_id]
        given = tuple(role for role in roles if role.to_date is None or role.to_date >= clock.today())
        may_hand_over = one.person_id != person.pk and _works_below(person, roles)
        result.append(replace(_row(one, around.gate(one)), roles=given, may_hand_over=may_hand_over))
    return result


def _all_roles(memberships: Sequence[Membership]) -> dict[UUID, list[Membership]]:
    """Of the holders of some roles all roles, also those elsewhere, and those that have ended."""
    by_person: dict[UUID, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(person__in=[m.person_id for m in memberships])
    for role in rows.select_related("institution"):
        by_person[role.person_id].append(role)
    return by_person


def _works_below(person: Person, roles: Sequence[Membership]) -> bool:
    """Whether somebody works, and worked, only where a person gives access: else their work is handed over above."""
    places = workplaces_of([role for role in roles if role.accepted])
    return all(person.may(Permission.GRANT_ACCESS, at=place) for place in places)


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
