"""Three years of visits, calls, meetings, e-mail and events with the shared employers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guildhall.demo.institutions import COLLEGES, HOME_OF
from guildhall.demo.moments import Days, moment
from guildhall.demo.sizes import Size
from guildhall.demo.staff import Staff
from guildhall.demo.steps import dice, step
from guildhall.demo.talk import TALK
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib.once import within_request
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role

FEW = (1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 8, 11)


@dataclass
class Shared:
    """A shared employer as the timeline needs it; `since` counts days back."""

    employer: Employer
    since: int
    home: str
    tags: Sequence[str]
    contacts: list[Contact]
    only: Sequence[str] = COLLEGES  # the colleges that see it
    head: bool = False
    quiet: bool = False


@dataclass(order=True)
class Entry:
    """One engagement to come."""

    day: date
    n: int
    shared: Shared


class Timeline:
    """Decides who does what and when, and records it in the order of the days."""

    def __init__(self, days: Days, places: dict[str, Institution], staff: Staff, size: Size) -> None:
        self.days, self.rng, self.places, self.staff, self.size = days, dice("timeline"), places, staff, size
        schools = (("MGHS", Role.CTE_TEACHER), ("HPHS", Role.CTE_TEACHER))
        self.teachers = [(code, staff.one(code, role)) for code, role in schools]

    def tell(self, rows: Sequence[Shared]) -> int:
        """Record the engagements with these employers; returns how many."""
        entries = []
        for shared, count in zip(rows, self._counts(rows), strict=True):
            for _n in range(count):
                entries.append(Entry(self._day(shared.since), len(entries), shared))
        with within_request():  # the clauses of a day are read once
            for entry in sorted(entries):
                self._record(entry)
        return len(entries)

    def _day(self, since: int) -> date:
        """A working day after an employer was shared; more of them lately, for the record is used more every year."""
        return self.days.back(max(1, round(1 + (since - 3) * self.rng.random() ** 1.15)))

    def _counts(self, rows: Sequence[Shared]) -> list[int]:
        plain = [n for n, row in enumerate(rows) if not row.head and not row.quiet and row.since > 20]
        silent = set(self.rng.sample(plain, k=max(0, self.size.silent - sum(row.quiet for row in rows))))
        counts = []
        for n, row in enumerate(rows):
            if row.head:
                counts.append(self.rng.randrange(*self.size.visits))
            elif row.quiet or n in silent or row.since <= 2:
                counts.append(0)
            else:
                counts.append(self.rng.choice(FEW))
        return counts

    def _record(self, entry: Entry) -> None:
        shared = entry.shared
        code, person = self._who(shared)
        theme = self.rng.choice([*shared.tags, *shared.tags, ""])
        kind, summary, words = self.rng.choice(TALK[theme])
        contact = self.rng.choice(shared.contacts) if shared.contacts and self.rng.random() < 0.8 else None
        who = contact.given_name if contact else "Their manager"
        body = words.format(who=who, n=self.rng.randrange(2, 7))
        happening = Happening(kind, summary, entry.day, body, contact, (theme,) if theme else ())
        at = moment(entry.day, self.rng.randrange(8, 17), self.rng.randrange(60))
        with step("record an engagement", shared.employer, at):
            record_engagement(shared.employer, happening, by=person, institution=self.places[code])

    def _who(self, shared: Shared) -> tuple[str, Person]:
        """Mostly the college nearby, sometimes another one, seldom a director or a high-school teacher."""
        share = self.rng.random()
        if share < 0.05:
            return "REG", self.rng.choice(self.staff.directors)
        if share < 0.07 and len(shared.only) == len(COLLEGES):
            return self.rng.choice(self.teachers)
        near = shared.home in shared.only and share < (0.5 if shared.head else 0.75)
        code = shared.home if near else self.rng.choice(shared.only)
        team = self.staff.in_touch(code)
        weights = [5, *[3] * (len(team) - 1)]
        return code, self.rng.choices(team, weights)[0]


def home_of(employer: Employer) -> str:
    """The stamp of the college nearest to an employer."""
    return HOME_OF[employer.place]
