"""E-mails per contact and month, bulk and individual; and how many mailings carried what others have on (M6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.mailings.models import Carried, Mailing
from guildhall.mailings.queries.charting import Wanted, touches_of
from guildhall.people.models import Person

EMAIL = "email"  # the way of an engagement
MONTHS = 6
YEAR = timedelta(days=365)
OF_MAILING = Exists(Mailing.objects.filter(pk=OuterRef("occasion")))
WAYS: dict[str, Q] = {"": Q(), "bulk": Q(OF_MAILING), "single": ~Q(OF_MAILING)}


@dataclass(frozen=True, slots=True)
class Month:
    """The e-mails of one month to contacts, and how many contacts got any."""

    first: date
    contacts: int = 0
    bulk: int = 0
    single: int = 0

    @property
    def key(self) -> str:
        """How an address names it."""
        return self.first.isoformat()[:7]

    @property
    def per_contact(self) -> str:
        """E-mails of both kinds for each contact who got any."""
        return f"{(self.bulk + self.single) / self.contacts:.1f}" if self.contacts else ""


def month_of(said: str) -> date | None:
    """The first day of the month that an address names, as far as the figure goes back; None for any other."""
    return next((first for first in _months() if first.isoformat()[:7] == said), None)


def _months() -> list[date]:
    this = clock.today().replace(day=1)
    return [months_after(this, -n) for n in range(MONTHS)]


def emails_of(person: Person, wanted: Wanted, first: date, way: str = "") -> Any:
    """The e-mails of a month to contacts, one row for each and each contact, as far as a person sees the employer."""
    last = months_after(first, 1) - timedelta(days=1)
    rows = touches_of(person, wanted, first, last).made().filter(kind=EMAIL, contact__isnull=False)
    return rows.filter(WAYS[way])


def months_of(person: Person, wanted: Wanted) -> Sequence[Month]:
    """The last months, this one first: what `emails_of` has in each (M6)."""
    months = _months()
    last = months_after(months[0], 1) - timedelta(days=1)
    rows = touches_of(person, wanted, months[-1], last).made().filter(kind=EMAIL, contact__isnull=False)
    rows = rows.annotate(of_mailing=OF_MAILING).order_by().values("on__year", "on__month")
    counts = rows.annotate(
        bulk=Count("pk", filter=Q(of_mailing=True)), single=Count("pk", filter=Q(of_mailing=False)),
        contacts=Count("contact", distinct=True),
    )  # fmt: skip
    firsts = [date(row["on__year"], row["on__month"], 1) for row in counts]
    known = {
        first: Month(first, row["contacts"], row["bulk"], row["single"])
        for first, row in zip(firsts, counts, strict=True)
    }
    return [known.get(first, Month(first)) for first in months]


# ── Mailings that carry what others have on ──────────────────────────

OF_OTHERS = Exists(Carried.objects.filter(mailing=OuterRef("pk")).exclude(institution=F("mailing__institution")))
TRAVELED = Exists(Mailing.objects.filter(travels_with=OuterRef("pk"), merge=Mailing.Merge.ACCEPTED))


@dataclass(frozen=True, slots=True)
class Share:
    """Of the mailings of a year those that carried what others have on, or another mailing."""

    carrying: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.carrying / self.of) if self.of else 0


def sent_in_a_year(person: Person) -> Any:
    """The mailings to employers and partners that a person sees and that were sent in the last twelve months."""
    rows = Mailing.objects.visible_to(person).filter(state=Mailing.State.SENT, audience=Mailing.Audience.EMPLOYERS)
    return rows.filter(finished_at__gt=clock.now() - YEAR)


def carrying(rows: Any) -> Any:
    """Of some mailings those that carried what others have on, or another mailing (M6)."""
    return rows.filter(Q(OF_OTHERS) | Q(TRAVELED))


def share_carrying(person: Person) -> Share:
    """How many of the mailings of a year carried what others have on (M6)."""
    rows = sent_in_a_year(person).annotate(carries=Q(OF_OTHERS) | Q(TRAVELED)).order_by()
    found = rows.aggregate(carrying=Count("pk", filter=Q(carries=True)), of=Count("pk"))
    return Share(**found)
