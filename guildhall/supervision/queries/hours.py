"""Hours for pages: entries by week, what they add up to, and what the law warns of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min, Sum

from guildhall.lib.child_labor import Concern, Shift
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.supervision.models import HoursEntry, TrainingPlan
from guildhall.supervision.queries import needs

MOST_UNDECIDED = 20  # placements with hours that wait, on the page of papers and hours


@dataclass
class Week:
    """The hours of one week: its Monday, its entries, what they add up to, and what the law says of them."""

    monday: date
    entries: list[HoursEntry] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        return sum((one.hours for one in self.entries), Decimal())

    @property
    def waits(self) -> bool:
        return any(one.state == HoursEntry.State.WAITING for one in self.entries)


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(day.weekday())


def weeks_of(entries: Sequence[HoursEntry], concerns: Sequence[Concern] = ()) -> list[Week]:
    """Entries by week, the newest first, with the concerns of each."""
    weeks: dict[date, Week] = {}
    for one in sorted(entries, key=lambda entry: (entry.day, entry.entered_at)):
        monday = monday_of(one.day)
        weeks.setdefault(monday, Week(monday)).entries.append(one)
    by_week: dict[date, list[Concern]] = defaultdict(list)
    for concern in concerns:
        if concern.day:
            by_week[monday_of(concern.day)].append(concern)
    for monday, week in weeks.items():
        week.concerns = by_week[monday]
    return [weeks[monday] for monday in sorted(weeks, reverse=True)]


def shifts_of(entries: Sequence[HoursEntry]) -> list[Shift]:
    """Entries as the law on young workers reads them."""
    return [Shift(one.day, one.hours, one.starts, one.ends) for one in entries]


def entries_of(placement: Placement) -> list[HoursEntry]:
    """The entries of a placement that hold."""
    return list(HoursEntry.objects.current().filter(placement=placement).select_related("by"))


def earlier_of(placement: Placement) -> list[HoursEntry]:
    """What was corrected or taken back, with what stands in its place."""
    rows = HoursEntry.objects.filter(placement=placement).exclude(replaced_at=None)
    return list(rows.select_related("by", "corrected_by"))


def approved_hours(placement: Placement) -> Decimal:
    """The hours of a placement that were approved."""
    rows = HoursEntry.objects.approved().filter(placement=placement)
    return rows.aggregate(hours=Sum("hours"))["hours"] or Decimal()


def concerns_of(placement: Placement, plan: TrainingPlan | None, entries: Sequence[HoursEntry]) -> list[Concern]:
    """What the law on young workers says of a placement and its hours."""
    return needs.concerns_of(placement, plan, shifts_of(entries))


@dataclass(frozen=True)
class Undecided:
    """A placement whose hours wait for approval: how many, and since which day."""

    placement: Placement
    hours: Decimal
    since: date


def undecided(person: Person) -> list[Undecided]:
    """The placements of a person's students with hours that nobody has approved or returned, the oldest first."""
    rows = HoursEntry.objects.visible_to(person).waiting().order_by().values("placement")
    sums = list(rows.annotate(sum=Sum("hours"), first=Min("day")).order_by("first", "placement")[:MOST_UNDECIDED])
    there = Placement.objects.visible_to(person).select_related("registration", "employer", "institution")
    found = there.in_bulk([row["placement"] for row in sums])
    return [Undecided(found[row["placement"]], row["sum"], row["first"]) for row in sums if row["placement"] in found]
