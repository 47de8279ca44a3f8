"""How an opportunity stands, for somebody of one institution: their own students by number, of the others in tens."""

from dataclasses import dataclass

from guildhall.context import Keeper, keeping
from guildhall.lib.small_counts import FEWEST
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements.models import Application, Placement

WHY = "how many places are taken, at whatever institution, and how many wait"


@dataclass(frozen=True, slots=True)
class Tally:
    """Places, the reader's own students exactly, and those of other institutions in full tens (R6)."""

    places: int
    is_full: bool
    taken: int
    waiting: int
    taken_elsewhere: int
    waiting_elsewhere: int
    fewest: int = FEWEST


def tally_of(opportunity: Opportunity, person: Person) -> Tally:
    """How an opportunity stands, for whoever sees it. Numbers, nobody's names; of few others not even a number."""
    taken = Placement.objects.taking_places().filter(opportunity=opportunity)
    waiting = Application.objects.waiting_for(opportunity)
    own_taken, own_waiting = taken.visible_to(person).count(), waiting.visible_to(person).count()
    with keeping(Keeper.RECOUNT, WHY):
        all_taken, all_waiting = taken.count(), waiting.count()
    return Tally(
        opportunity.places, all_taken >= opportunity.places, own_taken, own_waiting,
        _in_tens(all_taken - own_taken), _in_tens(all_waiting - own_waiting),
    )  # fmt: skip


def _in_tens(number: int) -> int:
    return number - number % FEWEST
