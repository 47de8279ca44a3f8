"""The gap view as a file: the same rows and words as on the page (D7)."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from guildhall.audit.recording import accessed
from guildhall.demand.queries.enrollment import EnrolledIn
from guildhall.demand.queries.figures import Known, Measure
from guildhall.demand.queries.gaps import Gap, GapView
from guildhall.employers.exports import table_file
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.ui.dates import in_words


def gaps_file(person: Person, view: GapView, kind: str) -> HttpResponseBase:
    """The occupations in demand at a place with what stands beside each, as CSV or XLSX; the export is written down."""
    headings = (
        _("SOC code"), _("Occupation"), _("What is missing"), _("On the list"), _("Employers say it is hard to fill"),
        _("People wanted"), _("Jobs"), _("Jobs: where"), _("Median wage"), _("Wage: per"), _("Wage: where"),
        _("Openings a year"), _("Openings: where"), _("Openings a year here"), _("Growth in percent"), _("Education"),
        _("Programs"), _("Enrolled"), _("Partners"), _("Open places"), _("Placements in 12 months"), _("Attested"),
    )  # fmt: skip
    if result := territory():
        accessed("exported the gap view", result, by=person, detail=kind.upper())
    return table_file("demand-and-gaps", headings, _lines(view), kind)


def _lines(view: GapView) -> Iterator[list[Any]]:
    for gap in view.gaps:
        yield _line(gap)


def _line(gap: Gap) -> list[Any]:
    known, one, placed = gap.known, gap.supplied, gap.placed
    figures = [
        *_measure(known.employment), _value(known.wage), _per(known), _where(known.wage), *_measure(known.openings),
        _blank(known.openings_to_judge), _value(known.growth), _value(known.education),
    ]  # fmt: skip
    told = (
        (placed.in_words if placed.rounded else placed.students) if placed.told else _("fewer than %s") % placed.fewest
    )
    return [
        gap.soc, gap.title, str(gap.label), _yes(gap.listed), len(one.hard_pressed), one.wanted, *figures,
        len(gap.programs), _enrolled(gap.enrolled), len(one.partners), one.places, told,
        _yes(placed.attested) if placed.students else "",
    ]  # fmt: skip


def _enrolled(one: EnrolledIn) -> Any:
    """How many are enrolled; never a 0 in place of what may not be told, or was not counted."""
    if not one.counted:
        return ""
    return one.students if one.counted > one.hidden else _("not shown")


def _per(known: Known) -> str:
    if known.wage is None:
        return ""
    return _("hour") if known.hourly else _("year")


def _measure(one: Measure | None) -> list[Any]:
    return [_value(one), _where(one)]


def _value(one: Measure | None) -> Any:
    if one is None:
        return _("not published")
    return f"≥ {one.value}" if one.at_least else one.value


def _where(one: Measure | None) -> str:
    if one is None:
        return ""
    if one.entered is not None:
        words = {"area": one.area.name, "source": one.entered.source, "day": in_words(one.entered.as_of)}
        return _("%(area)s, entered by hand: %(source)s, as of %(day)s") % words
    return one.area.name if one.is_detailed else f"{one.area.name} ({one.code} {one.title})"


def _blank(value: Any) -> Any:
    return "" if value is None else value


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
