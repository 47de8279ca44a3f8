"""Which areas of the labor market are ours: the local one, its state, the nation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.demand.models import Area, AreaServed
from guildhall.people.models import Institution

NATION = "0" * 7


@dataclass(frozen=True)
class Areas:
    """The areas whose figures are read for a place, the nearest first; none where nobody has chosen one."""

    rows: tuple[Area, ...] = ()

    @property
    def codes(self) -> list[str]:
        return [area.code for area in self.rows]

    @property
    def own(self) -> Area | None:
        """The place's own area; None where nobody has said which one it is."""
        first = self.rows[0] if self.rows else None
        return first if first and first.kind != Area.Kind.NATION else None

    def named(self, code: str) -> Area | None:
        """One of them by its code."""
        return next((area for area in self.rows if area.code == code), None)


def areas_of(place: Institution | None) -> Areas:
    """The areas of an institution: the one that is chosen nearest above it, that one's state, the nation."""
    chosen = _chosen(place.lineage if place else ())
    wanted = Area.objects.filter(pk=NATION)
    if chosen is not None:
        wanted = wanted | Area.objects.filter(pk=chosen.pk)
        if chosen.state:
            wanted = wanted | Area.objects.filter(kind=Area.Kind.STATE, state=chosen.state)
    order = {Area.Kind.LOCAL: 0, Area.Kind.STATE: 1, Area.Kind.NATION: 2}
    return Areas(tuple(sorted(wanted, key=lambda area: order[Area.Kind(area.kind)])))


def _chosen(lineage: Sequence[Any]) -> Area | None:
    rows = {row.institution_id: row.area for row in AreaServed.objects.filter(institution__in=list(lineage))
            .select_related("area")}  # fmt: skip
    return next((rows[pk] for pk in reversed(lineage) if pk in rows), None)


def areas_served() -> list[AreaServed]:
    """Which institution is in which area."""
    return list(AreaServed.objects.select_related("institution", "area").order_by("institution__name"))


def area_named(text: str) -> Area | None:
    """The area that somebody means, who typed its name or its code."""
    words = " ".join(text.split())
    found = Area.objects.filter(pk=words).first() or Area.objects.filter(name__iexact=words).first()
    return found or Area.objects.filter(name__istartswith=words).order_by("name").first() if words else None
