"""How a person arranges the home page (C2)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from guildhall.dashboards.models import HomeArrangement
from guildhall.people.models import Person
from guildhall.people.permissions import Permission

BLOCKS: dict[str, Any] = {
    "liaisons": gettext_lazy("They ask you first"),
    "follow_ups": gettext_lazy("Follow-ups"),
    "to_confirm": gettext_lazy("For you to confirm"),
    "steps": gettext_lazy("Next steps"),
    "requests": gettext_lazy("Colleges that ask to join"),
    "confirmations": gettext_lazy("Waiting for a second person"),
    "quiet": gettext_lazy("Yours, long without contact"),
    "week": gettext_lazy("Contacted this week"),
    "recent": gettext_lazy("What happened lately"),
}
LATER = ("quiet", "week", "recent")  # what needs nothing done: the figures stand before it
# Blocks that say something only to whoever may do what they are about.
NEEDS = {
    "liaisons": Permission.RECORD_ENGAGEMENTS,
    "steps": Permission.DEVELOP_EMPLOYERS,
    "requests": Permission.USE_CRM,
    "confirmations": Permission.DEVELOP_EMPLOYERS,
}


@dataclass(frozen=True)
class Block:
    """One block of the home page: its name, its words, and whether the person has hidden it."""

    name: str
    label: Any
    hidden: bool


def blocks(person: Person) -> list[Block]:
    """The blocks of a person's home page in their order; what they never arranged stands where it always does."""
    open_ones = [name for name in BLOCKS if name not in NEEDS or person.standing.holds(NEEDS[name])]
    row = HomeArrangement.objects.filter(person=person).first()
    chosen = [name for name in (row.order if row else []) if name in open_ones]
    order = chosen + [name for name in open_ones if name not in chosen]
    hidden = set(row.hidden) if row else set()
    return [Block(name, BLOCKS[name], name in hidden) for name in order]
