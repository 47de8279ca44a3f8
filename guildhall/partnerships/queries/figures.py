"""The figures of an update: counted now while it is a draft, as they were once it is published (F13, G9).

Counted is only what everybody may know: nothing that speaks of an employer which is not shared with all institutions,
no student as such, no opinion of fewer than five. So the number is the same whoever writes, and tells nobody anything
about what is hidden from them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from guildhall.agreements.models import Agreement, Party
from guildhall.employers.models import Employer
from guildhall.employers.queries.directory import active
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.opportunities.models import Opportunity
from guildhall.partnerships.models import (
    Activity,
    Category,
    Initiative,
    Measure,
    ProgressUpdate,
    Stakeholder,
    UpdateFigure,
)
from guildhall.partnerships.queries.satisfaction import found_in, latest_over
from guildhall.partnerships.shown_figures import KINDS, MEASURE, in_words
from guildhall.people.models import Person
from guildhall.placements.queries.figures import FEWEST, accomplishments

Value = dict[str, Any]
YEAR = timedelta(365)


@dataclass(frozen=True)
class Shown:
    """A figure as a page or letter shows it: its words, what it counts, when, and where its rows are today."""

    label: str
    definition: str
    words: str
    counted_at: datetime
    url: str


shared_with_all = Employer.objects.shared_with_all


def _open(rows: QuerySet[Any], way: str = "employer") -> QuerySet[Any]:
    return rows.filter(Q(**{way: None}) | Q(**{f"{way}__in": shared_with_all()}))


def _accepted(row: Initiative) -> QuerySet[Any]:
    return _open(Stakeholder.objects.filter(initiative=row, state=Stakeholder.State.ACCEPTED))


def _plan(row: Initiative) -> QuerySet[Any]:
    lines = Activity.objects.filter(initiative=row).exclude(state=Activity.State.DROPPED)
    return _open(lines, "stakeholder__employer")


def _sectors(row: Initiative) -> Value:
    sectors = Category.objects.filter(retired_on=None)
    return {"n": sectors.filter(stakeholders__in=_accepted(row)).distinct().count(), "of": sectors.count()}


def _done(row: Initiative) -> Value:
    return {"n": _plan(row).filter(state=Activity.State.DONE).count(), "of": _plan(row).count()}


def _late(row: Initiative) -> Value:
    return {"n": _plan(row).filter(state__in=("open", "under_way"), due_on__lt=clock.today()).count()}


def _meetings(row: Initiative) -> Value:
    held = Meeting.objects.filter(of_initiative__initiative=row, ends_at__lt=clock.now())
    return {"n": held.exclude(state=Meeting.State.CANCELED).count()}


def _agreements(row: Initiative) -> Value:
    rows = Agreement.objects.filter(of_initiative__initiative=row, audience=Agreement.Audience.REGION).in_force()
    hidden = Party.objects.exclude(employer=None).exclude(employer__in=shared_with_all()).values("agreement")
    return {"n": rows.exclude(pk__in=hidden).count()}


def _satisfaction(row: Initiative) -> Value:
    last = latest_over(row)
    found = found_in(last) if last else None
    if found is None:
        return {"mean": None}
    whole = found.whole
    return {"mean": whole.mean, "n": whole.answers, "top": whole.top, "ratings": whole.ratings}


def _employers(_row: Initiative) -> Value:
    return {"n": shared_with_all().count()}


def _active(_row: Initiative) -> Value:
    return {"n": active(shared_with_all(), since=clock.now() - YEAR).count()}  # type: ignore[arg-type]


def _opportunities(_row: Initiative) -> Value:
    """As `OpportunityQuerySet.public` has it, whether or not each is marked for those who do not sign in."""
    own = Q(audience=None) | Q(audience_until__lt=clock.today())
    rows = Opportunity.objects.shown_today().filter(own, default_audience=None, employer__in=shared_with_all())
    return {"n": rows.count()}


def _took_part(name: str) -> Callable[[Initiative], Value]:
    def count(_row: Initiative) -> Value:
        year = clock.today().year
        cell = accomplishments(year, year)[0].cells[name]
        if not cell.told:
            return {"few": FEWEST, "year": year}
        facts = {"people": cell.at_least, "employers": cell.employers, "rounded": cell.is_rounded}
        return facts | {"year": year}

    return count


COUNT: dict[str, Callable[[Initiative], Value]] = {
    "accepted": lambda row: {"n": _accepted(row).count()},
    "sectors": _sectors,
    "done": _done,
    "late": _late,
    "meetings": _meetings,
    "agreements": _agreements,
    "satisfaction": _satisfaction,
    "employers": _employers,
    "active": _active,
    "opportunities": _opportunities,
    **{name: _took_part(name) for name in ("job_shadow", "internship", "teacher_externship")},
}
# The page with the rows of each figure, as its reader may see them, with what follows its address.
OF_INITIATIVE = {
    "accepted": ("initiative-stakeholders", "?view=accepted"),
    "sectors": ("initiative-stakeholders", "?view=accepted"),
    "done": ("initiative-plan", "?view=done"),
    "late": ("initiative-plan", "?view=late"),
    "meetings": ("initiative-together", ""),
    "agreements": ("initiative-together", ""),
    "satisfaction": ("initiative-evaluation", ""),
    MEASURE: ("initiative-evaluation", ""),
}
OF_REGION = {
    "employers": ("employers", ""),
    "active": ("employers", "?contact=active"),
    "opportunities": ("opportunities", ""),
}


def page_of(key: str, row: Initiative) -> str:
    """Where the rows of a figure stand today."""
    if key in OF_INITIATIVE:
        page, query = OF_INITIATIVE[key]
        return reverse(page, args=[row.pk]) + query
    page, query = OF_REGION.get(key, ("accomplishments", ""))
    return reverse(page) + query


@dataclass(frozen=True)
class Counted:
    """A figure as it is counted now, to be kept: its words, its value, and when that was so."""

    label: str
    definition: str
    value: Value
    counted_at: datetime


def count_now(one: UpdateFigure, row: Initiative) -> Counted:
    """What a figure reads now; a measure reads what was written down last, on the day of that."""
    now = clock.now()
    if one.measure is None:
        kind = KINDS[one.key]
        return Counted(kind.label, kind.definition, COUNT[one.key](row), now)
    measure: Measure = one.measure
    last = measure.readings.first()
    details = [measure.source, gettext("aim: %(target)s") % {"target": measure.target} if measure.target else ""]
    read_at = clock.noon_of(last.on) if last else now
    return Counted(measure.what, "; ".join(filter(None, details)), {"text": last.value} if last else {}, read_at)


def figures_of(update: ProgressUpdate) -> list[Shown]:
    """The figures of an update: of a draft as they are now, of all others as they were."""
    rows = update.figures.select_related("measure")
    return [_shown(one, update) for one in rows]


def _shown(one: UpdateFigure, update: ProgressUpdate) -> Shown:
    url = page_of(one.key, update.initiative)
    if update.is_draft:
        now = count_now(one, update.initiative)
        return Shown(gettext(now.label), _told(now.definition), in_words(now.value), now.counted_at, url)
    assert one.counted_at
    return Shown(gettext(one.label), _told(one.definition), in_words(one.value), one.counted_at, url)


def _told(definition: str) -> str:
    return gettext(definition) if definition else ""


def offered(person: Person, row: Initiative) -> Sequence[tuple[str, list[tuple[str, str]]]]:
    """What may be picked for an update: the figures of the initiative, its measures, those of the region."""
    own = [(key, gettext(kind.label)) for key, kind in KINDS.items() if not kind.of_region]
    region = [(key, gettext(kind.label)) for key, kind in KINDS.items() if kind.of_region]
    measures = [(f"{MEASURE}:{one.pk}", one.what) for one in Measure.objects.visible_to(person).filter(initiative=row)]
    groups = [(gettext("Of the initiative"), own), (gettext("What you measure"), measures)]
    return [(name, lines) for name, lines in [*groups, (gettext("Of the region"), region)] if lines]
