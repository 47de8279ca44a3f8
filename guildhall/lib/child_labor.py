"""Hours and work of people under 18: what federal and California law say by the age on each day (STANDARDS 1.7).

Nothing here decides: it names what needs a look, with the rule. A school day is a weekday of the school year, unless
the school says otherwise; a week begins on Monday. Where the state is stricter, the state's line is named.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from guildhall.lib import verdicts
from guildhall.lib.marking import gettext_noop as _
from guildhall.lib.periods import months_after

FEDERAL_HOURS, FEDERAL_HAZARDS = "29 CFR 570.35", "29 CFR 570.50–570.68"
FEDERAL_YOUNGEST = "29 CFR 570.2"
CALIFORNIA_HOURS, CALIFORNIA_YOUNG = "Cal. Lab. Code § 1391", "Cal. Lab. Code § 1294"


@dataclass(frozen=True, slots=True)
class Hazard:
    """One of the 17 federal orders on hazardous work; `learners`: open to student-learners of 16 and 17."""

    number: int
    title: str
    learners: bool = False


HAZARDS: dict[int, Hazard] = {
    one.number: one
    for one in (
        Hazard(1, _("Manufacturing and storing of explosives")),
        Hazard(2, _("Driving a motor vehicle and outside helper on a motor vehicle")),
        Hazard(3, _("Coal mining")),
        Hazard(4, _("Forest fire fighting and prevention, timber tract, forestry service, logging and sawmilling")),
        Hazard(5, _("Power-driven woodworking machines"), True),
        Hazard(6, _("Exposure to radioactive substances and ionizing radiation")),
        Hazard(7, _("Power-driven hoisting apparatus, including forklifts")),
        Hazard(8, _("Power-driven metal-forming, punching and shearing machines"), True),
        Hazard(9, _("Mining, other than coal")),
        Hazard(10, _("Meat and poultry slaughtering, packing or processing, incl. power-driven meat slicers"), True),
        Hazard(11, _("Power-driven bakery machines")),
        Hazard(12, _("Balers, compactors and power-driven paper-products machines"), True),
        Hazard(13, _("Manufacturing of brick, tile and related products")),
        Hazard(14, _("Power-driven circular saws, band saws, guillotine shears, chain saws, reciprocating saws, "
                     "wood chippers, abrasive cutting discs"), True),
        Hazard(15, _("Wrecking, demolition and ship-breaking")),
        Hazard(16, _("Roofing operations and work on or about a roof"), True),
        Hazard(17, _("Excavation operations"), True),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shift:
    """Work on one day; the times where they are known."""

    day: date
    hours: Decimal
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """What needs a look: a sentence with its figures, the rule, and the day (of a week: its Monday)."""

    sentence: str
    rule: str
    day: date | None = None
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The sentence in the reader's language."""
        return verdicts.translate(self.sentence).format(**self.words)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed at an age: hours of a day and a week with and without school, and the clock."""

    school_day: int
    free_day: int
    school_week: int
    free_week: int
    earliest: time
    latest: time
    latest_free: time  # from June 1 to Labor Day, or on an evening before a day without school
    rule: str


UNDER_16 = Limits(3, 8, 18, 40, time(7), time(19), time(21), FEDERAL_HOURS)
UNDER_18_CALIFORNIA = Limits(4, 8, 48, 48, time(5), time(22), time(0, 30), CALIFORNIA_HOURS)
LEARNERS_SCHOOL_DAY = 8  # hours of a school day in California with work experience education


def labor_day(year: int) -> date:
    """The first Monday of September."""
    first = date(year, 9, 1)
    return first + timedelta(-first.weekday() % 7)


def is_summer(day: date) -> bool:
    """From June 1 through Labor Day."""
    return date(day.year, 6, 1) <= day <= labor_day(day.year)


def is_school_day(day: date) -> bool:
    """A weekday outside of June 15 to August 15: what is taken where a school has not said otherwise."""
    return day.weekday() < 5 and not date(day.year, 6, 15) <= day <= date(day.year, 8, 15)


def age_on(born_on: date, day: date) -> int:
    """Full years on a day."""
    years = day.year - born_on.year
    return years if months_after(born_on, 12 * years) <= day else years - 1


def concerns_about_hazards(age: int, numbers: Iterable[int], *, student_learner: bool = False) -> list[Concern]:
    """What speaks against hazardous work at an age; a student-learner of 16 or 17 may do seven of the kinds.

    A student-learner has a written agreement that says: incidental, short, under close supervision, with a plan.
    """
    if age >= 18:
        return []
    concerns = []
    for number in sorted(set(numbers) & HAZARDS.keys()):
        hazard = HAZARDS[number]
        if age >= 16 and hazard.learners and student_learner:
            continue
        sentence = (
            _("{title}: for nobody under 16 (hazardous order {n}).") if age < 16
            else _("{title}: only for a student-learner with a written agreement (hazardous order {n}).")
            if hazard.learners else _("{title}: for nobody under 18 (hazardous order {n}).")
        )  # fmt: skip
        rule = f"{FEDERAL_HAZARDS}; {CALIFORNIA_YOUNG}" if age < 16 else FEDERAL_HAZARDS
        concerns.append(Concern(sentence, rule, words={"title": verdicts.translate(hazard.title), "n": number}))
    return concerns


def _limits(age: int, *, california: bool) -> Limits | None:
    if age < 16:
        return UNDER_16
    return UNDER_18_CALIFORNIA if age < 18 and california else None


def concerns_about_hours(
    born_on: date,
    shifts: Sequence[Shift],
    *,
    california: bool = True,
    student_learner: bool = False,
    school_day: Callable[[date], bool] = is_school_day,
) -> list[Concern]:
    """What speaks against hours that were worked or are planned, by the age on each day."""
    concerns: list[Concern] = []
    days: dict[date, Decimal] = defaultdict(Decimal)
    for shift in sorted(shifts, key=lambda one: one.day):
        days[shift.day] += shift.hours
        concerns += _of_the_clock(shift, age_on(born_on, shift.day), california, school_day)
    weeks: dict[tuple[date, int], Decimal] = defaultdict(Decimal)
    for day, hours in days.items():
        age = age_on(born_on, day)
        if age < 14:
            concerns.append(Concern(_("Nobody under 14 is employed."), FEDERAL_YOUNGEST, day))
        if not (limits := _limits(age, california=california)):
            continue
        most = limits.school_day if school_day(day) else limits.free_day
        if student_learner and age >= 16 and school_day(day):
            most = LEARNERS_SCHOOL_DAY
        if hours > most:
            sentence = (
                _("Hours on a school day: {hours}. At most at {age}: {most}.")
                if school_day(day)
                else _("Hours on a day: {hours}. At most at {age}: {most}.")
            )
            concerns.append(Concern(sentence, limits.rule, day, {"hours": _short(hours), "most": most, "age": age}))
        weeks[day - timedelta(day.weekday()), 15 if age < 16 else 17] += hours
    concerns += _of_weeks(weeks, california, school_day)
    return sorted(concerns, key=lambda one: one.day or date.min)


def _of_the_clock(shift: Shift, age: int, california: bool, school_day: Callable[[date], bool]) -> list[Concern]:
    limits = _limits(age, california=california)
    if limits is None or shift.starts is None or shift.ends is None:
        return []
    free = is_summer(shift.day) if age < 16 else not school_day(shift.day + timedelta(1))
    latest = limits.latest_free if free else limits.latest
    over_midnight = shift.ends <= shift.starts
    too_late = over_midnight or shift.ends > latest
    if latest < time(12):  # the evening ends after midnight
        too_late = over_midnight and latest < shift.ends
    if shift.starts >= limits.earliest and not too_late:
        return []
    words = {"from": _clock(limits.earliest), "until": _clock(latest), "age": age}
    return [Concern(_("Work between {from} and {until} only at {age}."), limits.rule, shift.day, words)]


def _of_weeks(
    weeks: dict[tuple[date, int], Decimal], california: bool, school_day: Callable[[date], bool]
) -> list[Concern]:
    concerns = []
    for (monday, age), hours in weeks.items():
        limits = _limits(age, california=california)
        assert limits is not None
        school = any(school_day(monday + timedelta(n)) for n in range(7))
        most = limits.school_week if school else limits.free_week
        if hours > most:
            sentence = (
                _("Hours in a week with school: {hours}. At most at this age: {most}.")
                if school
                else _("Hours in a week: {hours}. At most at this age: {most}.")
            )
            concerns.append(Concern(sentence, limits.rule, monday, {"hours": _short(hours), "most": most}))
    return concerns


def _clock(at: time) -> str:
    """A time as a clock shows it."""
    return f"{at.hour}:{at.minute:02}"


def _short(hours: Decimal) -> str:
    """Hours without zeros that say nothing."""
    return f"{hours.normalize():f}"
