"""The time chart of communication: how many contacts we began, week by week, by whom, past and scheduled (C20, M6)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast, Concat

from guildhall.employers.industries import codes_of
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.budgets import Agreed
from guildhall.engagements.models import Touch
from guildhall.lib import clock
from guildhall.mailings.models import Recipient
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution

BACK, AHEAD = 12, 6  # weeks
COLUMNS = 6  # senders beside each other
WEEK = timedelta(days=7)
TALL, TOP, BASE, LEFT, STEP = 220, 16, 236, 40, 26  # of the drawing


@dataclass(frozen=True)
class Wanted:
    """What the chart is narrowed to."""

    institution: Institution | None = None
    sector: str = ""
    employer: Employer | None = None
    contact: Contact | None = None


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


def _narrowed(wanted: Wanted, employer: str, contact: str, place: str) -> Q:
    found = Q()
    if wanted.institution:
        found &= Q(**{f"{place}__lineage__contains": [wanted.institution.pk]})
    if wanted.sector:
        some = Q()
        for code in codes_of(wanted.sector):
            some |= Q(**{f"{employer}__naics__startswith": code})
        found &= some
    if wanted.employer:
        found &= Q(**{employer: wanted.employer})
    return found & Q(**{contact: wanted.contact}) if wanted.contact else found


def touches_of(person: Person, wanted: Wanted, first: date, last: date) -> Any:
    """The contacts that we began or plan between two days, in every way, as far as a person sees the employer."""
    rows = Touch.objects.visible_to(person).counted().filter(on__range=(first, last))
    return rows.filter(_narrowed(wanted, "employer", "contact", "institution"))


def letters_of(person: Person, wanted: Wanted, first: date, last: date) -> Any:
    """The letters of mailings that are on their way and have not been handed over, between two days."""
    moments = (clock.noon_of(first) - timedelta(hours=12), clock.noon_of(last) + timedelta(hours=12))
    contacts = Contact.objects.filter(employer__in=Employer.objects.visible_to(person))
    rows = Recipient.objects.included().filter(contact__in=contacts, mailing__state__in=("scheduled", "sending"))
    rows = rows.filter(mailing__send_from__range=moments)
    return rows.filter(_narrowed(wanted, "contact__employer", "contact", "mailing__institution"))


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what was begun and what is planned, and where it stands in the drawing."""

    monday: date
    made: int
    planned: int
    x: int = 0
    made_y: int = 0
    made_tall: int = 0
    planned_y: int = 0
    planned_tall: int = 0

    @property
    def key(self) -> str:
        """How an address names it."""
        return self.monday.isoformat()


@dataclass(frozen=True)
class Unit:
    """One sender's weeks."""

    institution: Institution
    weeks: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.weeks)


@dataclass(frozen=True)
class Chart:
    """The weeks, each sender's share of them, and the budget that binds each employer or contact."""

    weeks: Sequence[Week]
    units: Sequence[Unit]
    budget: Agreed
    most: int  # of the budget, of an employer or of a contact
    line_at: int | None = None  # where the budget stands in the drawing, of one employer or contact
    scale: Sequence[tuple[int, int]] = field(default=())

    @property
    def columns(self) -> Sequence[Unit]:
        """The senders that have a column of their own: those who contact the most."""
        return self.units[:COLUMNS]

    @property
    def rows(self) -> list[tuple[Week, list[int]]]:
        """The table: each week with the numbers of the senders."""
        return [(week, [unit.weeks[n] for unit in self.columns]) for n, week in enumerate(self.weeks)]

    @property
    def made(self) -> int:
        return sum(week.made for week in self.weeks)

    @property
    def planned(self) -> int:
        return sum(week.planned for week in self.weeks)


def chart_of(person: Person, wanted: Wanted) -> Chart:
    """The chart as a person sees it: of what is hidden nothing is counted (C20)."""
    today = clock.today()
    first = monday_of(today) - BACK * WEEK
    mondays = [first + n * WEEK for n in range(BACK + AHEAD + 1)]
    counts = _counts(person, wanted, first, mondays[-1] + WEEK - timedelta(1))
    totals = {monday: [0, 0] for monday in mondays}
    by_unit: dict[UUID, Counter[date]] = {}
    for (place, monday, planned), n in counts.items():
        totals[monday][planned] += n
        by_unit.setdefault(place, Counter())[monday] += n
    places = {row.pk: row for row in Institution.objects.filter(pk__in=by_unit)}
    units = [Unit(places[pk], [weeks[monday] for monday in mondays]) for pk, weeks in by_unit.items()]
    budget = Agreed.of(home_institution(person, Permission.SEE_DIRECTORY) or Institution(lineage=[]))
    most = budget.per_contact if wanted.contact else budget.per_employer
    a_week = most * 7 / budget.days
    one = bool(wanted.employer or wanted.contact)
    top = max([sum(pair) for pair in totals.values()] + [round(a_week + 0.5) if one else 1, 1])
    return Chart(
        [_drawn(n, monday, totals[monday][0], totals[monday][1], top) for n, monday in enumerate(mondays)],
        sorted(units, key=lambda unit: (-unit.total, unit.institution.name)), budget, most,
        line_at=round(BASE - TALL * a_week / top) if one else None,
        scale=[(value, round(BASE - TALL * value / top)) for value in sorted({0, -(-top // 2), top})],
    )  # fmt: skip


def _counts(person: Person, wanted: Wanted, first: date, last: date) -> Counter[tuple[UUID, date, bool]]:
    """Contacts by sender, week and whether they are still ahead: once for each employer and occasion (M5)."""
    one = Concat(Cast("occasion", TextField()), Cast("employer", TextField()))
    rows = touches_of(person, wanted, first, last).order_by().values_list("institution", "on", "state")
    counts: Counter[tuple[UUID, date, bool]] = Counter()
    for place, day, state, n in rows.annotate(n=Count(one, distinct=True)):
        counts[place, monday_of(day), state == Touch.State.RESERVED] += n
    letters = letters_of(person, wanted, first, last).order_by()
    sent = letters.values_list("mailing", "mailing__institution", "mailing__send_from")
    for _mailing, place, moment, n in sent.annotate(n=Count("contact__employer", distinct=True)):
        counts[place, monday_of(clock.day_of(moment)), True] += n
    return counts


def _drawn(n: int, monday: date, made: int, planned: int, top: int) -> Week:
    made_tall, planned_tall = round(TALL * made / top), round(TALL * planned / top)
    base = BASE - made_tall
    return Week(monday, made, planned, LEFT + n * STEP, base, made_tall, base - planned_tall, planned_tall)
