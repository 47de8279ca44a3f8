"""What is known of occupations for a place: jobs, wages, openings, growth, education, each with its level (D5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from guildhall.demand.levels import BROAD, DETAILED, HYBRID, Spot, codes_for, first_with
from guildhall.demand.loading.cells import TOP
from guildhall.demand.loading.maps import PROJECTIONS, WAGES
from guildhall.demand.models import Area, EnteredFigure, Projection, Release, WageFigure
from guildhall.demand.queries.areas import Areas

TOP_HOURLY, TOP_ANNUAL = Decimal("115.00"), 239_200  # where the survey stops counting
HOURS = 2_080  # of a year, as the survey reckons


@dataclass(frozen=True)
class Measure:
    """One figure, and where it was found. `at_least`: the survey does not count higher; `entered`: it is not published,
    but was entered by hand.
    """

    value: Any
    area: Area
    level: str
    code: str
    title: str = ""
    at_least: bool = False
    entered: EnteredFigure | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is published of the occupation itself, in a local area: then nothing has to be said beside it."""
        return self.level == DETAILED and self.area.kind == Area.Kind.LOCAL and self.entered is None

    @property
    def is_detailed(self) -> bool:
        return self.level == DETAILED

    @property
    def is_broad(self) -> bool:
        return self.level == BROAD

    @property
    def is_joint(self) -> bool:
        return self.level == HYBRID


@dataclass(frozen=True)
class Known:
    """What is known of one occupation; a measure that was published nowhere is None, never nought."""

    soc: str
    title: str = ""
    employment: Measure | None = None
    hourly: Measure | None = None  # the median
    annual: Measure | None = None  # the same, where nothing is published by the hour
    openings: Measure | None = None  # a year
    openings_here: int | None = None  # the nation's or the state's, by the share of the jobs that are here
    growth: Measure | None = None  # percent over the period of the projections
    education: Measure | None = None
    exits: Measure | None = None  # of the openings a year: somebody leaves the labor force
    transfers: Measure | None = None  # of them: somebody changes to another occupation
    held_back: bool = False  # the local area has a line for it, whose employment was not released

    @property
    def wage(self) -> Measure | None:
        """The median wage: by the hour where it is published so, else by the year."""
        return self.hourly or self.annual

    @property
    def by_the_hour(self) -> Decimal | None:
        """The median wage by the hour, also where only the year is published: to compare with a floor."""
        if self.hourly is not None:
            return Decimal(self.hourly.value)
        return Decimal(self.annual.value) / HOURS if self.annual is not None else None

    @property
    def openings_to_judge(self) -> int | None:
        """Openings a year here: published for the local area, or reckoned by its share of the jobs."""
        if self.openings is not None and self.openings.area.kind == Area.Kind.LOCAL:
            return int(self.openings.value)
        return self.openings_here

    @property
    def is_unknown(self) -> bool:
        """Whether no figures at all were published."""
        return not (self.employment or self.wage or self.openings)


@dataclass(frozen=True)
class Releases:
    """Which releases are read: those that a list names, or the newest."""

    wages: Release | None = None
    projections: Release | None = None  # of the nation
    nearer: Release | None = None  # of projections by area, where there are any


def newest_releases(areas: Areas | None = None) -> Releases:
    """The newest figures: where a state or area has projections of its own, these are read beside the nation's."""
    local = [area.code for area in areas.rows if area.kind != Area.Kind.NATION] if areas and areas.own else []
    of_nation, of_local = (
        Exists(Projection.objects.filter(release=OuterRef("pk"), area__in=codes)) for codes in (["0" * 7], local)
    )
    rows = list(Release.objects.newest().annotate(of_nation=of_nation, of_local=of_local))
    projected = [row for row in rows if row.kind == PROJECTIONS]
    wages = next((row for row in rows if row.kind == WAGES), None)
    nearer = next((row for row in projected if row.of_local), None)
    return Releases(wages, next((row for row in projected if row.of_nation), nearer), nearer)


def known_of(codes: Iterable[str], areas: Areas, releases: Releases | None = None) -> dict[str, Known]:
    """What is known of some occupations for a place: the same few statements, however many there are."""
    wanted = list(dict.fromkeys(codes))
    look = look_for(wanted, areas, releases or newest_releases(areas))
    return {code: look.at(code) for code in wanted}


def look_for(codes: Iterable[str], areas: Areas, read: Releases) -> "Look":
    """The published rows of some occupations for a place, and what was entered by hand: three statements, however
    many there are.
    """
    published = sorted({one for code in codes for one, _level in codes_for(code)})
    where = {"area__in": areas.codes, "soc__in": published}
    wages = {(r.area_id, r.soc): r for r in WageFigure.objects.filter(release=read.wages, **where)}
    sets = [one for one in (read.projections, read.nearer) if one is not None]
    projected: dict[tuple[str, str], Any] = {}
    for row in Projection.objects.filter(release__in=sets, **where).order_by("release__as_of"):
        projected[row.area_id, row.soc] = row
    entered = {(r.area_id, r.soc): r for r in EnteredFigure.objects.standing().filter(**where)}
    return Look(areas, wages, projected, entered)


@dataclass(frozen=True)
class Look:
    """Rows by area and code, in which figures are looked for near before far; of one spot what was entered by hand
    comes before what is published.
    """

    areas: Areas
    wages: dict[tuple[str, str], WageFigure]
    projected: dict[tuple[str, str], Any]
    entered: dict[tuple[str, str], EnteredFigure]

    def at(self, code: str) -> Known:
        """All measures of one occupation."""
        codes = self.areas.codes
        employment = self._measure(code, codes, self.wages, "employment")
        openings = self._measure(code, codes, self.projected, "openings")
        return Known(
            code, self._title(code), employment,
            self._measure(code, codes, self.wages, "hourly_50", TOP_HOURLY),
            self._measure(code, codes, self.wages, "annual_50", TOP_ANNUAL),
            openings, self._by_share(employment, openings),
            self._measure(code, codes, self.projected, "growth"),
            self._measure(code, codes, self.projected, "education"),
            self._measure(code, codes, self.projected, "exits"),
            self._measure(code, codes, self.projected, "transfers"),
            self._held_back(code),
        )  # fmt: skip

    def _measure(self, code: str, areas: Sequence[str], rows: Any, name: str, top: Any = None) -> Measure | None:
        def has(spot: Spot) -> bool:
            row = rows.get((spot.area, spot.code))
            if self._by_hand(spot, name) is not None:
                return True
            return row is not None and (
                getattr(row, name) not in (None, "") or (top is not None and row.marks.get(name) == TOP)
            )

        spot = first_with(code, areas, has)
        if spot is None:
            return None
        area = self.areas.named(spot.area)
        if (said := self._by_hand(spot, name)) is not None:
            return Measure(getattr(said, name), area, spot.level, spot.code, said.title, entered=said)  # type: ignore[arg-type]
        row = rows[spot.area, spot.code]
        value = getattr(row, name)
        at_least = value in (None, "")
        return Measure(top if at_least else value, area, spot.level, spot.code, row.title, at_least)  # type: ignore[arg-type]

    def _by_hand(self, spot: Spot, name: str) -> EnteredFigure | None:
        """What was entered by hand for a spot, where it says anything of this measure."""
        row = self.entered.get((spot.area, spot.code))
        return row if row is not None and getattr(row, name, None) not in (None, "") else None

    def _by_share(self, employment: Measure | None, openings: Measure | None) -> int | None:
        """Openings by the share of the jobs: of the area where they were projected, how many of its jobs are here."""
        if employment is None or openings is None or employment.area.kind != Area.Kind.LOCAL:
            return None
        whole = self.wages.get((openings.area.code, employment.code))
        if openings.area.kind == Area.Kind.LOCAL or whole is None or not whole.employment:
            return None
        return round(openings.value * employment.value / whole.employment) if openings.code == employment.code else None

    def _held_back(self, code: str) -> bool:
        own = self.areas.own
        rows = [self.wages.get((own.code, one)) for one, _level in codes_for(code)] if own else []
        return any(row is not None and row.employment is None for row in rows)

    def _title(self, code: str) -> str:
        found = (self.wages, self.projected, self.entered)
        rows = (rows.get((area, code)) for area in self.areas.codes for rows in found)
        return next((row.title for row in rows if row is not None), "")
