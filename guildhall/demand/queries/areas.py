"""Which areas of the labor market are ours: the local one, its state, the nation."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

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
    lineage = list(place.lineage) if place else []
    chosen = AreaServed.objects.filter(institution__in=lineage)
    states = chosen.exclude(area__state="").values("area__state")
    wanted = Q(pk=NATION) | Q(pk__in=chosen.values("area")) | Q(kind=Area.Kind.STATE, state__in=states)
    at = ArraySubquery(chosen.filter(area=OuterRef("pk")).values("institution"))
    rows = list(Area.objects.filter(wanted).annotate(chosen_at=at))
    nearest = {pk: row for row in rows for pk in row.chosen_at}
    own = next((nearest[pk] for pk in reversed(lineage) if pk in nearest), None)
    state = [row for row in rows if own and row.kind == Area.Kind.STATE and row.state == own.state]
    nation = [row for row in rows if row.pk == NATION]
    return Areas(tuple(dict.fromkeys([*([own] if own else []), *state, *nation])))


def area_served(place: Institution) -> AreaServed | None:
    """The area that was chosen for an institution itself."""
    return AreaServed.objects.filter(institution=place).select_related("area").first()


def areas_served() -> list[AreaServed]:
    """Which institution is in which area."""
    return list(AreaServed.objects.select_related("institution", "area").order_by("institution__name"))


def area_named(text: str) -> Area | None:
    """The area that somebody means, who typed its name or its code."""
    words = " ".join(text.split())
    found = Area.objects.filter(pk=words).first() or Area.objects.filter(name__iexact=words).first()
    return found or Area.objects.filter(name__istartswith=words).order_by("name").first() if words else None
