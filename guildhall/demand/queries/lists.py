"""Lists of occupations in high demand: which one is in force where on a day, and what stands on it (D5, M11, M14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from guildhall.demand.loading.maps import WAGES
from guildhall.demand.models import Area, DemandList, EnteredFigure, ListedOccupation, Release, WageFigure
from guildhall.demand.queries.areas import Areas, areas_of
from guildhall.demand.queries.figures import Known, Measure, Releases, known_of, newest_releases
from guildhall.lib import clock
from guildhall.pathways.models import Code
from guildhall.people.models import Institution, Person
from guildhall.people.queries import territory

RELATED = ("institution", "made_by", "approved_by", "wages", "projections")


def whole_territory() -> Institution | None:
    """The institution at the root: whose list and area hold where nobody has chosen another one."""
    found = territory()
    return found.root if found else None


@dataclass(frozen=True)
class InForce:
    """The list that holds at a place on a day, with the titles of what stands on it; none where there is no list."""

    row: DemandList | None = None
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        return set(self.titles)


def list_in_force(place: Institution | None, day: date | None = None) -> InForce:
    """The list that holds at an institution on a day, its own or the nearest one above it: one statement (M11)."""
    if place is None:
        return InForce()
    approved = DemandList.objects.in_force_on(day or clock.today()).filter(institution__in=place.lineage)
    standing = ListedOccupation.objects.standing().filter(list=OuterRef("pk")).order_by("soc")
    listed = ArraySubquery(standing.values(one=JSONObject(soc="soc", title="title")))
    rows = approved.select_related("institution").annotate(listed=listed).order_by("number")
    by_place = {row.institution_id: row for row in rows if row.listed}
    nearest = next((by_place[pk] for pk in reversed(place.lineage) if pk in by_place), None)
    if nearest is None:
        return InForce()
    return InForce(nearest, {one["soc"]: one["title"] for one in nearest.listed})


def in_demand(place: Institution | None, day: date | None = None) -> dict[str, str]:
    """The occupations in high demand at an institution on a day, with their titles, by the list in force then (M11)."""
    return list_in_force(place, day).titles


def lists_of(person: Person) -> list[DemandList]:
    """All versions of all lists, the newest first."""
    return list(DemandList.objects.visible_to(person).select_related(*RELATED).order_by("institution__name", "-number"))


@dataclass(frozen=True)
class Contents:
    """What stands on a list, and what was taken off it; beside the list before, what came and what went."""

    on: list[ListedOccupation]
    off: list[ListedOccupation]
    before: DemandList | None
    came: frozenset[str]
    went: list[ListedOccupation]


def contents_of(row: DemandList) -> Contents:
    """What stands on a version, held against the version before it."""
    rows = list(row.occupations.select_related("by"))
    earlier = DemandList.objects.filter(
        institution=row.institution, number__lt=row.number, state=DemandList.State.APPROVED
    ).order_by("-number")
    before = earlier.first()
    known = list(before.occupations.standing()) if before else []
    on = [one for one in rows if not one.taken_off]
    codes, old = {one.soc for one in on}, {one.soc for one in known}
    went = [one for one in known if one.soc not in codes]
    came = frozenset(codes - old) if before else frozenset()
    return Contents(on, [one for one in rows if one.taken_off], before, came, went)


@dataclass(frozen=True)
class Criteria:
    """By which figures an occupation is proposed; what is None is not asked."""

    wage_floor: Decimal | None = None
    openings_floor: int | None = None
    growth_floor: Decimal | None = None
    employment_floor: int | None = None
    education: Sequence[str] = ()

    @classmethod
    def of(cls, row: DemandList) -> "Criteria":
        return cls(row.wage_floor, row.openings_floor, row.growth_floor, row.employment_floor, tuple(row.education))

    @property
    def is_empty(self) -> bool:
        return not (self.education or any(
            value is not None
            for value in (self.wage_floor, self.openings_floor, self.growth_floor, self.employment_floor)
        ))  # fmt: skip

    def met_by(self, known: Known) -> bool:
        """Whether an occupation meets every criterion; a figure that was published nowhere meets none."""
        wage, education = known.by_the_hour, known.education
        local = known.employment if known.employment and known.employment.area.kind == Area.Kind.LOCAL else None
        pairs = (
            (self.wage_floor, wage),
            (self.openings_floor, known.openings_to_judge),
            (self.growth_floor, known.growth.value if known.growth else None),
            (self.employment_floor, local.value if local else None),
        )
        numbers = all(floor is None or (value is not None and value >= floor) for floor, value in pairs)
        return numbers and (not self.education or (education is not None and education.value in self.education))


def meeting(criteria: Criteria, place: Institution, releases: Releases | None = None) -> tuple[list[Known], Releases]:
    """The occupations of a place that meet some criteria by the newest figures, and which releases these are."""
    areas = areas_of(place)
    read = releases or newest_releases(areas)
    codes = _published(areas, read)
    found = known_of(codes, areas, read)
    return [found[code] for code in codes if criteria.met_by(found[code])], read


def _published(areas: Areas, read: Releases) -> list[str]:
    """The occupations that have figures here: the detailed ones, those that are published as a group only, and those
    that somebody entered by hand.
    """
    nearest = areas.own.code if areas.own else (areas.codes[-1] if areas.codes else "")
    rows = WageFigure.objects.filter(release=read.wages, area=nearest).exclude(soc__endswith="0000")
    codes = sorted(set(rows.values_list("soc", flat=True)))
    following = [*codes[1:], ""]
    found = {code for code, after in zip(codes, following, strict=True) if not _is_group(code, after)}
    entered = EnteredFigure.objects.standing().filter(area=nearest).values_list("soc", flat=True)
    return sorted(found.union(entered))


def _is_group(code: str, after: str) -> bool:
    """Whether a code is the heading of the next one: 51-5100 above 51-5111, but not 29-2010, published for its own."""
    return code.endswith("0") and after.startswith(code.rstrip("0"))


def basis_of(known: Known) -> dict[str, Any]:
    """The figures of an occupation as a list keeps them: numbers and words, with the level of each."""
    measures = {
        "employment": known.employment, "wage": known.wage, "openings": known.openings, "growth": known.growth,
        "education": known.education,
    }  # fmt: skip
    found = {name: _kept(one) for name, one in measures.items() if one is not None}
    if known.openings_here is not None:
        found["openings_here"] = {"value": known.openings_here}
    if "wage" in found:
        found["wage"]["per"] = "hour" if known.hourly else "year"
    return found


def _kept(one: Measure) -> dict[str, Any]:
    value = str(one.value) if isinstance(one.value, Decimal) else one.value
    kept = {"value": value, "area": one.area.name, "level": one.level, "code": one.code, "at_least": one.at_least}
    return kept | ({"by_hand": one.entered.source} if one.entered else {})


# What the projections say that it takes to enter an occupation, in their own words, the least first.
EDUCATION = (
    "No formal educational credential", "High school diploma or equivalent", "Some college, no degree",
    "Postsecondary nondegree award", "Associate's degree", "Bachelor's degree", "Master's degree",
    "Doctoral or professional degree",
)  # fmt: skip


def has_wages() -> bool:
    """Whether any figures of employment and wages are loaded."""
    return Release.objects.filter(kind=WAGES).exists()


def titles_for(
    codes: Iterable[str], known: dict[str, Known], listed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A title for each occupation: as it is published, else as the list in force or the official list calls it."""
    titles = dict(listed or {}) | {code: one.title for code, one in known.items() if one.title}
    wanted = list(codes)
    if missing := [code for code in wanted if not titles.get(code)]:
        rows = Code.objects.filter(scheme=Code.Scheme.SOC, code__in=missing).order_by("valid", "version")
        titles |= dict(rows.values_list("code", "title"))
    return {code: titles.get(code) or code for code in wanted}


def title_of(code: str) -> str:
    """What an occupation is called, by the official list or any list of high demand; its code where nobody says."""
    listed = ListedOccupation.objects.filter(soc=code).values_list("title", flat=True).first()
    return listed or titles_for([code], {})[code]
