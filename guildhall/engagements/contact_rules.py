"""The only answer to "may we contact them, on this day?": pauses, the employer's own limits, the touch budget (N3)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.budgets import Agreed
from guildhall.engagements.load import Limit, Pause, broken, first_free, paused, used
from guildhall.engagements.models import ContactLimit, Engagement, Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.protocols.queries import agreed
from guildhall.ui.dates import in_words

QUIET = "quiet_period"
QUIET_YEARS = 4  # from last year on, in which the quiet months of every year are counted


@dataclass(frozen=True)
class Load:
    """What the employer, or one contact, bears already, and what holds for it."""

    name: str
    touches: Sequence[date]
    limits: Sequence[Limit]
    pauses: Sequence[Pause]
    own: Sequence[date] = ()  # of these touches those of the institution that has a stricter budget of its own

    @property
    def quiet_now(self) -> list[Pause]:
        """The pauses that hold today."""
        return [pause for pause in self.pauses if pause.holds(clock.today())]

    @property
    def _parts(self) -> list[tuple[Sequence[date], list[Limit]]]:
        """What counts against which limits: all touches against what all agreed, one's own against one's own."""
        theirs, ours = ([limit for limit in self.limits if limit.own is own] for own in (False, True))
        return [(self.touches, theirs), (self.own, ours)]

    def _count(self, limit: Limit) -> int:
        return used(self.own if limit.own else self.touches, clock.today(), limit)

    def verdict(self, day: date) -> Verdict:
        """Whether one more touch on a day breaks nothing; else which limit, in words."""
        if pause := paused(day, self.pauses):
            return no(_paused_words(self.name, pause))
        for touches, limits in self._parts:
            if limit := broken(touches, day, limits):
                return no(_used_words(self.name, limit), clause=limit.clause)
        return YES

    def free(self, start: date) -> date | None:
        """The first day on which one more touch breaks nothing."""
        return first_free(self._parts, start, self.pauses)

    @property
    def next_free(self) -> date | None:
        """The first day from today on that one more touch may be on."""
        return self.free(clock.today())

    @property
    def budget(self) -> Limit:
        """The limit that counts the most, for display: the one with the fewest touches left today."""
        whole = [limit for limit in self.limits if not limit.part]
        return min(whole, key=lambda limit: (limit.most - self._count(limit), -limit.days))

    @property
    def used(self) -> int:
        return self._count(self.budget)

    @property
    def part(self) -> Limit | None:
        """What spreads the budget over its days: half of it in half of them."""
        return next((limit for limit in self.limits if limit.part), None)

    @property
    def credited_apart(self) -> bool:
        """Whether somebody else set the budget than what spreads it: a contact's own wish, and the protocol."""
        part, budget = self.part, self.budget
        return part is not None and (part.source, part.clause) != (budget.source, budget.clause)

    @property
    def used_of_part(self) -> int:
        return self._count(self.part) if self.part else 0


@dataclass(frozen=True)
class Answer:
    """Whether an ask of an employer and some of its contacts fits on a day, and when it would."""

    verdict: Verdict
    next_free: date | None = None
    loads: Sequence[Load] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.verdict)


def may_ask(
    employer: Employer,
    contacts: Iterable[Contact],
    on: date,
    *,
    institution: Institution,
    instead_of: UUID | None = None,
) -> Answer:
    """Whether an institution may ask something of an employer on a day; `instead_of` is a touch that it replaces.

    Whoever reserves holds the employer's row, so that two never count at once (R7).
    """
    return answer_of(loads_of(employer, contacts, around=on, institution=institution, without=instead_of), on)


def answer_of(loads: Sequence[Load], on: date) -> Answer:
    """The answer that some loads give for a day."""
    verdict = next((v for load in loads if not (v := load.verdict(on))), YES)
    if verdict:
        return Answer(YES, on, loads)
    return Answer(verdict, _common_day(loads, max(on, clock.today())), loads)


def not_asked_for(contacts: Iterable[Contact], person: Person) -> list[Contact]:
    """Those of some contacts whom a key account protects from a person: its operator has not agreed."""
    starred = [contact.pk for contact in contacts if contact.starred]
    rows = Contact.objects.with_closed(person).filter(pk__in=starred) if starred else Contact.objects.none()
    return [contact for contact in rows if contact.closed]


def left_in_peace(employer: Employer, on: date, *, institution: Institution) -> Touch | None:
    """The contact of another institution after which an employer is left in peace on a day, unless it came back to us
    since (B15).
    """
    _clause, fixed = agreed(QUIET, institution)
    rows = Touch.objects.made().filter(employer=employer, on__gt=on - timedelta(fixed["days"]), on__lte=on)
    last = rows.exclude(institution=institution).select_related("institution", "by").order_by("-on").first()
    theirs = Engagement.objects.standing().filter(employer=employer, direction=Engagement.Direction.THEIRS)
    if last is None or theirs.filter(happened_on__range=(last.on, on)).exists():
        return None
    return last


def why_not(employer: Employer, contacts: Iterable[Contact], on: date, *, by: Person, institution: Institution) -> str:
    """What a contact goes against that is no refusal, in one sentence, or nothing: whoever acts says why (B15, C11)."""
    if closed := not_asked_for(contacts, by):
        return _("%(who)s is protected by a key account, and its operator has not agreed.") % {"who": closed[0].name}
    if last := left_in_peace(employer, on, institution=institution):
        details = {"place": last.institution, "day": in_words(last.on)}
        return _("%(place)s was in touch on %(day)s, and they are to be left in peace for now.") % details
    return ""


def over_budget(employer: Employer, contacts: Iterable[Contact], on: date, *, institution: Institution) -> str:
    """Why one more touch on a day is over budget, in one sentence, or nothing: what has happened is never refused."""
    answer = may_ask(employer, contacts, on, institution=institution)
    if answer:
        return ""
    return answer.verdict.sentence


def loads_of(
    employer: Employer,
    contacts: Iterable[Contact] = (),
    *,
    around: date,
    institution: Institution,
    without: UUID | None = None,
    openly: bool = False,
) -> list[Load]:
    """The load of an employer, and of each of some contacts: two statements, however many. `openly`: as the employer
    reads it, without what an institution or a CRM keeps to itself (C1).
    """
    people = {contact.pk: contact.name for contact in contacts}
    budget = Agreed.of(institution)
    rows = ContactLimit.objects.filter(employer=employer).filter(Q(contact=None) | Q(contact__in=people))
    said = [said_of(row, row.contact_id) for row in rows]
    window = max([budget.window, *(row.days for row in said)])
    touches = Touch.objects.counted().filter(employer=employer, on__gte=around - timedelta(window))
    if without:
        touches = touches.exclude(occasion=without)
    if openly:
        touches = touches.in_the_open()
    rows = touches.values_list("occasion", "contact", "on", "institution")
    return weigh(employer.name, people, rows, said, budget)


@dataclass(frozen=True, slots=True)
class Said:
    """What an employer, or one contact of it, told us, as plain values."""

    contact: UUID | None
    most: int | None
    days: int
    paused_from: date | None
    paused_until: date | None
    said: str
    quiet_months: Sequence[int] = ()


def said_of(row: Any, contact: UUID | None) -> Said:
    """A wish that is kept, as plain values."""
    days = (row.paused_from, row.paused_until)
    return Said(contact, row.most, row.days, *days, row.said, tuple(row.quiet_months))


def _pauses(row: Said) -> list[Pause]:
    """When somebody wants no contact: once, and in some months of every year, as far as anybody plans."""
    found = (
        [Pause(row.paused_from or date.min, row.paused_until, row.said)] if row.paused_from or row.paused_until else []
    )
    first = clock.today().year - 1
    for year in range(first, first + QUIET_YEARS):
        for month in row.quiet_months:
            last = date(year, month, monthrange(year, month)[1])
            found.append(Pause(date(year, month, 1), last, row.said))
    return found


def weigh(
    name: str,
    people: Mapping[UUID, str],
    touches: Iterable[tuple[Any, Any, date, Any]],
    said: Sequence[Said],
    agreed: Agreed,
) -> list[Load]:
    """The load of an employer and of some contacts, out of its touches and of what it told us."""
    occasions: dict[Any, tuple[date, bool]] = {}
    of_contact: dict[Any, list[tuple[date, bool]]] = {pk: [] for pk in people}
    for occasion, contact, day, institution in touches:
        occasions[occasion] = (day, institution in agreed.places)
        if contact in of_contact:
            of_contact[contact].append(occasions[occasion])

    def load(whose: str, which: str, made: Iterable[tuple[date, bool]], own: list[Said]) -> Load:
        rows = sorted(made)
        wished = [Limit(row.most, row.days, row.said) for row in own if row.most is not None]
        pauses = [pause for row in own for pause in _pauses(row)]
        days, ours = [day for day, _ours in rows], [day for day, is_ours in rows if is_ours]
        return Load(whose, days, agreed.limits(which) + wished, pauses, ours)

    loads = [load(name, "per_employer", occasions.values(), [row for row in said if row.contact is None])]
    for pk, whose in people.items():
        loads.append(load(whose, "per_contact", of_contact[pk], [row for row in said if row.contact == pk]))
    return loads


def _common_day(loads: Sequence[Load], start: date) -> date | None:
    """The first day that suits the employer and every contact."""
    day: date | None = start
    for _round in range(50):
        days = [load.free(day) for load in loads] if day else []
        if not days or None in days:
            return None
        latest = max(d for d in days if d)
        if latest == day:
            return day
        day = latest
    return day


def _used_words(name: str, limit: Limit) -> str:
    whose = _(" (%s)") % limit.source if limit.source else ""
    if limit.most == 0:
        return _("%(name)s asked not to be contacted%(whose)s.") % {"name": name, "whose": whose}
    details = {"name": name, "most": limit.most, "days": limit.days, "whose": whose}
    if limit.part:
        words = ngettext(
            "%(name)s is contacted at most once in any %(days)d days, half of the agreed time, and that is used up.",
            "%(name)s is contacted at most %(most)d times in any %(days)d days, half of the agreed contacts in half of "
            "the time, and that is used up.",
            limit.most,
        )
        return words % details
    return (
        ngettext(
            "%(name)s is contacted at most once in %(days)d days%(whose)s, and that is used up.",
            "%(name)s is contacted at most %(most)d times in %(days)d days%(whose)s, and that is used up.",
            limit.most,
        )
        % details
    )


def _paused_words(name: str, pause: Pause) -> str:
    if pause.last is None:
        return _("%(name)s asked for quiet until they say otherwise (%(who)s).") % {"name": name, "who": pause.source}
    until = in_words(pause.last)
    return _("%(name)s asked for quiet until %(until)s (%(who)s).") % {
        "name": name,
        "until": until,
        "who": pause.source,
    }
