"""Opportunities and applications of which something waits for somebody's institutions: what Today counts."""

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet

from guildhall.opportunities.queries.searching import unanswered, waiting_for
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.placements.queries.placing import to_put_forward


@dataclass(frozen=True)
class AtHand:
    """How many wait: for approval, for an employer to say that they still stand, for the next step with an employer."""

    approving: int
    unanswered: int
    applications: int

    def __bool__(self) -> bool:
        return bool(self.approving or self.unanswered or self.applications)


LISTS = len(fields(AtHand))


def lists(person: Person) -> list[QuerySet[Any] | None]:
    """The rows behind each number, in the order of `AtHand`; None where the person does not work on them."""
    holds = person.standing.holds
    return [
        waiting_for(person) if holds(Permission.APPROVE_OPPORTUNITIES) else None,
        unanswered(person) if holds(Permission.POST_OPPORTUNITIES) else None,
        to_put_forward(person) if holds(Permission.SEE_STUDENTS) else None,
    ]
