"""Which employers are asked the most, how much of everything they bear, and who could be asked instead (N5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Window
from django.db.models.functions import Left, RowNumber

from guildhall.dashboards import metrics
from guildhall.dashboards.burden import (
    Bearer,
    Part,
    Shift,
    average,
    carried,
    curve,
    fifths,
    percent,
    ranked,
    shifted,
    shifts,
)
from guildhall.employers.industries import codes_of, sector_of
from guildhall.employers.models import Employer
from guildhall.engagements.queries.contacting import resting
from guildhall.people.models import Person
from guildhall.placements.queries.placing import hosting_in_words

TRADE, INDUSTRY, SECTOR, PLACE = "t:", "i:", "s:", "p:"  # the circles of likeness, the nearest first
DESCRIBED = ("name", "naics", "industry", "place")
NAMED = 15  # of the busiest fifth; the rest stands in the list
OF_EACH = 40  # employers of an industry, a sector and a place that were not asked and are offered


@dataclass(frozen=True)
class Gives:
    """What an employer gives beside its time: what it offers now, and how many students are there, in words."""

    opportunities: int = 0
    places: int = 0
    there: str = ""


@dataclass(frozen=True)
class Named:
    """One of the busiest fifth: the length of its bar, of what would stay, in percent of the longest; what it gives."""

    bearer: Bearer
    shift: Shift | None
    length: float
    stays: float
    gives: Gives


@dataclass(frozen=True)
class Burden:
    """The contacts of ninety days over the employers that were asked, and what a shift would change."""

    bearers: Sequence[Bearer]  # the most asked first
    parts: Sequence[Part]
    contacts: int
    share: float  # of the busiest fifth, in percent
    most: int  # the limit that the shift supposes
    shifts: Sequence[Shift]
    share_after: float
    line: Sequence[tuple[float, float]]
    line_after: Sequence[tuple[float, float]]
    gives: Mapping[UUID, Gives]  # of those that are named

    @property
    def heavy(self) -> Part:
        """The fifth of the employers that is asked most."""
        return self.parts[0]

    @property
    def heavy_share(self) -> float:
        """How much of all employers that fifth is: a little more than twenty where they are few, in percent."""
        return percent(len(self.heavy.bearers), len(self.bearers))

    @property
    def relief(self) -> list[Named]:
        """The first of the busiest fifth, each with what it could be relieved of."""
        by_giver = {shift.giver.employer: shift for shift in self.shifts}
        longest = self.bearers[0].load
        results = []
        for one in self.heavy.bearers[:NAMED]:
            shift = by_giver.get(one.employer)
            stays = one.load - (shift.moved if shift else 0)
            lengths = percent(one.load, longest), percent(stays, longest)
            results.append(Named(one, shift, *lengths, self.gives.get(one.employer, Gives())))
        return results

    @property
    def unnamed(self) -> int:
        """Those of the busiest fifth beyond the first."""
        return max(0, len(self.heavy.bearers) - NAMED)

    @property
    def moved(self) -> int:
        """The contacts that would have gone to others."""
        return sum(shift.moved for shift in self.shifts)

    @property
    def left(self) -> int:
        """The contacts above the limit for which nobody similar has room."""
        return sum(shift.left for shift in self.shifts)


def burden(person: Person, most: int | None = None) -> Burden | None:
    """How the contacts of ninety days lie on the employers; None where nobody was contacted.

    `most` is the limit that is tried out: twice the average where nobody says.
    """
    asked = bearers(person)
    if not asked:
        return None
    parts, loads = fifths(asked), [one.load for one in asked]
    most = most or 2 * average(asked)
    heavy = [one for one in parts[0].bearers if one.load > most]
    moves = shifts(asked, _idle(person, heavy), most)
    after = shifted(asked, moves)
    gives = gives_of(one.employer for one in parts[0].bearers[:NAMED])
    sums = (sum(loads), carried(loads), most, moves, carried(after))
    return Burden(asked, parts, *sums, curve(loads), curve(after), gives)


def gives_of(employers: Iterable[UUID]) -> dict[UUID, Gives]:
    """What some employers offer now, and how many students are there: numbers that name nobody (B16, F20)."""
    keys = list(employers)
    there = hosting_in_words(keys)
    rows = Employer.objects.filter(pk__in=keys).values_list("pk", "open_opportunities", "open_places")
    return {pk: Gives(offers, places, there.get(pk, "")) for pk, offers, places in rows}


def part(person: Person, number: int) -> Part | None:
    """One fifth of the employers that were contacted, by its number; None where there is no such."""
    if number not in range(1, 6):
        return None
    return next((one for one in fifths(bearers(person)) if one.number == number), None)


def bearers(person: Person) -> list[Bearer]:
    """The shared employers that were contacted in ninety days, the most asked first (M5)."""
    rows = metrics.contacts_in_90(person, *(f"employer__{name}" for name in DESCRIBED))
    closed = set(resting().values_list("pk", flat=True))
    details = rows.values_list("n", "employer", *(f"employer__{name}" for name in DESCRIBED))
    return ranked([_bearer(load, pk, *said, askable=pk not in closed) for load, pk, *said in details])


def _idle(person: Person, heavy: Sequence[Bearer]) -> list[Bearer]:
    """Shared employers that nobody contacted in ninety days, some of each circle of those that bear the most."""
    circles = {circle for one in heavy for circle in one.circles}
    sectors = {code for circle in circles if circle[:2] == SECTOR for code in codes_of(circle[2:])}
    places = {circle[2:] for circle in circles if circle[:2] == PLACE}
    industries = {circle[2:] for circle in circles if circle[:2] == INDUSTRY}
    rows = Employer.objects.shared_with(person).filter(~Exists(metrics.made_in_90().filter(employer=OuterRef("pk"))))
    rows = rows.exclude(pk__in=resting()).annotate(head=Left("naics", 2))
    rows = rows.filter(Q(head__in=sectors) | Q(industry__in=industries) | Q(place__in=places))
    first_few = {
        f"of_{column}": Window(RowNumber(), partition_by=column, order_by="sort_key")
        for column in ("head", "industry", "place")
    }
    rows = rows.annotate(**first_few).filter(
        Q(of_head__lte=OF_EACH) | Q(of_industry__lte=OF_EACH) | Q(of_place__lte=OF_EACH)
    )
    return [_bearer(0, pk, *said, askable=True) for pk, *said in rows.values_list("pk", *DESCRIBED)]


def _bearer(load: int, pk: UUID, name: str, naics: str, industry: str, place: str, *, askable: bool) -> Bearer:
    """An employer among others: of the same trade, then of the same industry or sector, then of the same place."""
    circles = (TRADE + naics[:4], INDUSTRY + industry, SECTOR + sector_of(naics), PLACE + place)
    return Bearer(pk, name, load, tuple(c for c in circles if c[2:]), askable)
