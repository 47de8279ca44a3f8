"""Which heading holds what: the layouts of the official files, and the fields that any other source is described by."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

WAGES, PROJECTIONS = "wages", "projections"
PERCENTILES = (10, 25, 50, 75, 90)

# The fields of each kind, in their order, with their words; the first is needed.
FIELDS: dict[str, dict[str, object]] = {
    WAGES: {
        "soc": _("SOC code"),
        "title": _("Title of the occupation"),
        "area": _("Code of the area"),
        "area_name": _("Name of the area"),
        "employment": _("Employment"),
        "quotient": _("Location quotient"),
        **{f"hourly_{n}": _("Hourly wage, percentile %s") % n for n in PERCENTILES},
        **{f"annual_{n}": _("Annual wage, percentile %s") % n for n in PERCENTILES},
        "notes": _("Footnotes"),
    },
    PROJECTIONS: {
        "soc": _("SOC code"),
        "title": _("Title of the occupation"),
        "area": _("Code of the area"),
        "area_name": _("Name of the area"),
        "employment": _("Employment at the beginning"),
        "expected": _("Employment at the end"),
        "growth": _("Change in percent"),
        "openings": _("Openings a year"),
        "exits": _("Leaving the labor force, a year"),
        "transfers": _("Changing occupation, a year"),
        "education": _("Typical education to enter"),
        "experience": _("Work experience"),
        "training": _("Training on the job"),
    },
}
WORDS = ("title", "area", "area_name", "education", "experience", "training", "notes", "area_kind", "state")
LARGE = ("employment", "expected", "openings", "exits", "transfers")  # in thousands, where a source says so


@dataclass(frozen=True)
class Layout:
    """How files of a source are laid out: each field's heading as a pattern, the area where no column says it."""

    name: str
    kind: str
    publisher: str
    columns: Mapping[str, str]  # field: pattern of its heading, whole, in any case
    needs: Sequence[str] = ("soc",)
    area: str = ""  # the code of the area that all rows are of
    thousands: bool = False
    leaves: Sequence[str] = ()  # columns that another table of the same release fills: they stay as they are

    def found_in(self, heads: Sequence[str]) -> dict[str, str] | None:
        """The heading of each field in a file; None where the file is laid out otherwise."""
        found = {}
        for name, pattern in self.columns.items():
            hit = next((head for head in heads if re.fullmatch(pattern, head.strip(), re.IGNORECASE)), None)
            if hit is not None:
                found[name] = hit
        return found if all(name in found for name in self.needs) else None


@dataclass(frozen=True)
class Saved(Layout):
    """A layout that somebody described: its headings are words, not patterns."""

    columns: Mapping[str, str] = field(default_factory=dict)

    def found_in(self, heads: Sequence[str]) -> dict[str, str] | None:
        known = {head.strip().casefold(): head for head in heads}
        found = {
            name: known[words.strip().casefold()]
            for name, words in self.columns.items()
            if words.strip().casefold() in known
        }
        return found if len(found) == len(self.columns) and "soc" in found else None


BLS = "BLS"
_WAGES = ("soc", "area", "employment")
OFFICIAL: tuple[Layout, ...] = (
    Layout(
        "OEWS download", WAGES, f"{BLS} OEWS",
        {
            "soc": "OCC_CODE", "title": "OCC_TITLE", "area": "AREA", "area_name": "AREA_TITLE",
            "area_kind": "AREA_TYPE", "state": "PRIM_STATE", "industry": "NAICS", "employment": "TOT_EMP",
            "quotient": "LOC_QUOTIENT|LOC QUOTIENT", "hourly_50": "H_MEDIAN", "annual_50": "A_MEDIAN",
            **{f"hourly_{n}": f"H_PCT{n}" for n in PERCENTILES if n != 50},
            **{f"annual_{n}": f"A_PCT{n}" for n in PERCENTILES if n != 50},
        },
        _WAGES,
    ),
    Layout(
        "OEWS series", WAGES, f"{BLS} OEWS",
        {
            "soc": "soc_code", "title": "soc_title", "area": "area_code", "area_name": "area_name",
            "area_kind": "areatype_code", "employment": "employment", "quotient": "location_quotient",
            "notes": "footnote_codes", "hourly_50": "hourly_median_wage", "annual_50": "annual_median_wage",
            **{f"hourly_{n}": f"hourly_{n}th_percentile_wage" for n in PERCENTILES if n != 50},
            **{f"annual_{n}": f"annual_{n}th_percentile_wage" for n in PERCENTILES if n != 50},
        },
        _WAGES,
    ),
    Layout(
        "BLS projections", PROJECTIONS, f"{BLS} projections",
        {
            "title": r"\d{4} National Employment Matrix title", "soc": r"\d{4} National Employment Matrix code",
            "row": "Occupation type", "employment": r"Employment, (?P<base>\d{4})",
            "growth": r"Employment change, percent, .*", "openings": r"Occupational openings, .* annual average",
            "education": "Typical education needed for entry",
            "experience": "Work experience in a related occupation",
            "training": "Typical on-the-job training needed.*",
        },
        ("soc", "employment", "openings", "growth", "education"), "0" * 7, True, ("exits", "transfers"),
    ),
    Layout(
        "BLS openings", PROJECTIONS, f"{BLS} projections",
        {
            "title": r"\d{4} National Employment Matrix title", "soc": r"\d{4} National Employment Matrix code",
            "row": "Occupation type", "employment": r"Employment, (?P<base>\d{4})",
            "growth": r"Employment change, percent, .*", "openings": r"Occupational openings, .* annual average",
            "exits": "Labor force exits, .* annual average", "transfers": "Occupational transfers, .* annual average",
        },
        ("soc", "employment", "openings", "exits", "transfers"), "0" * 7, True, ("education", "experience", "training"),
    ),
    Layout(
        "Projections Central", PROJECTIONS, "State projections",
        {
            "soc": "OccCode", "title": "Title", "area": "STFIPS|Area", "area_name": "AreaName", "employment": "Base",
            "expected": "Projected", "growth": "PercentChange", "openings": "AvgAnnualOpenings",
        },
        ("soc", "openings", "growth", "area"),
    ),
)  # fmt: skip
