"""How far institutions are with the region's principles: what the pages of adoption show (B17, H1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.community.models import Adoption, Agreement
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges
from guildhall.protocols.models import Clause, Protocol

REGIONAL = (Institution.Kind.AGENCY, Institution.Kind.REGION)


@dataclass(frozen=True)
class Standing:
    """One institution and one protocol: whether it agreed, to which version, and how far it is."""

    institution: Institution
    protocol: Protocol
    agreement: Agreement | None  # to this version, else to the newest of the earlier ones
    adopted: int
    planned: int
    varied: int
    silent: int
    late: int

    @property
    def is_current(self) -> bool:
        return self.agreement is not None and self.agreement.protocol_id == self.protocol.pk


@dataclass(frozen=True)
class Point:
    """One clause, and how far an institution is with it; what it said of an earlier version is said again."""

    clause: Clause
    adoption: Adoption | None
    earlier: bool = False


def principles(person: Person) -> list[Protocol]:
    """The newest published protocols of the region, what every institution adopts; the fullest first."""
    rows = Protocol.objects.visible_to(person).newest().filter(institution__kind__in=REGIONAL)
    rows = rows.select_related("institution").prefetch_related("clauses")
    return sorted(rows, key=lambda protocol: (-len(protocol.clauses.all()), protocol.title))


def overview(person: Person) -> list[Standing]:
    """Per college or district and protocol, the agreement and how far it is: five statements, however many."""
    titles = principles(person)
    places = list(colleges().order_by("name"))
    agreements = Agreement.objects.visible_to(person).filter(institution__in=places).select_related("protocol")
    said = Adoption.objects.visible_to(person).filter(institution__in=places).select_related("clause__protocol")
    agreed: dict[Any, Agreement] = {}
    for row in sorted(agreements, key=lambda one: one.protocol.number):
        agreed[row.institution_id, row.protocol.institution_id, row.protocol.title] = row
    rows = list(said)
    results = []
    for protocol in titles:
        for place in places:
            own = [row for row in rows if row.institution_id == place.pk]
            points = _points(protocol, own)
            agreement = agreed.get((place.pk, protocol.institution_id, protocol.title))
            results.append(_standing(place, protocol, agreement, points))
    return results


def _standing(place: Institution, protocol: Protocol, agreement: Agreement | None, points: Sequence[Point]) -> Standing:
    states = [point.adoption.state for point in points if point.adoption]
    late = sum(point.adoption.is_late for point in points if point.adoption)
    adopted, planned, varied = (states.count(state) for state in ("adopted", "planned", "varied"))
    return Standing(place, protocol, agreement, adopted, planned, varied, len(points) - len(states), late)


def _points(protocol: Protocol, said: Sequence[Adoption]) -> list[Point]:
    """The clauses of a version with what was said of them, or of the clause of that number in an earlier version."""
    exact = {row.clause_id: row for row in said}
    same = [row for row in said if (row.clause.protocol.institution_id, row.clause.protocol.title)
            == (protocol.institution_id, protocol.title)]  # fmt: skip
    by_number = {row.clause.number: row for row in sorted(same, key=lambda row: row.clause.protocol.number)}
    results = []
    for clause in protocol.clauses.all():
        row = exact.get(clause.pk)
        before = by_number.get(clause.number)
        results.append(Point(clause, row or before, earlier=row is None and before is not None))
    return results


def points_of(person: Person, place: Institution, protocol: Protocol) -> list[Point]:
    """One institution's way with every clause of a protocol."""
    rows = Adoption.objects.visible_to(person).filter(institution=place).select_related("clause__protocol", "by")
    return _points(protocol, list(rows))


def agreements_of(person: Person, place: Institution) -> list[Agreement]:
    """What an institution agreed to, the newest first."""
    rows = Agreement.objects.visible_to(person).filter(institution=place).select_related("protocol", "by")
    return list(rows)


def adoption_of(person: Person, place: Institution, clause: Clause) -> Adoption | None:
    """What an institution said of a clause itself."""
    return Adoption.objects.visible_to(person).filter(institution=place, clause=clause).first()
