"""Enquiries: whose, who answers next, and how quickly each institution does (H6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from guildhall.employers.models import Employer
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.querysets import EnquiryQuerySet
from guildhall.lib import clock
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import contact_for_colleges, longest_serving, points_of_contact
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import agreed

ALIKE = timedelta(days=14)  # enquiries of one employer so close together are told of each other
PERIOD = 90  # days of the figures, where nobody says otherwise
VIEWS = ("mine", "open", "late", "answered", "closed", "came", "intime")
RELATED = ("employer__holder", "contact", "taken_by", "origin", "institution", "holder", "answered_by")
HOUR, DAY = 3600, 86400


def patience(place: Institution) -> tuple[int, int, str]:
    """In how many working days an employer is answered, after how many more the region hears of it, and the clause."""
    clause, fixed = agreed(Clause.Subject.ENQUIRIES, place)
    return fixed["days"], fixed["raise_days"], clause.citation if clause else ""


def line_of(place: Institution) -> Iterator[Person]:
    """Who may answer for an institution, in their order: its point of contact for employers or the deputy, then those
    of the institutions above, whoever has worked there longest, and in the end the region's contact (P12).
    """
    above = {one.pk: one for one in Institution.objects.filter(pk__in=place.lineage)}
    named = points_of_contact(above.values(), PointOfContact.Kind.EMPLOYERS)
    for pk in reversed(place.lineage):
        yield from named.get(pk, [])
    for person in (longest_serving(Permission.RECORD_ENGAGEMENTS, place), contact_for_colleges()):
        if person:
            yield person


def waiting_for(person: Person) -> EnquiryQuerySet:
    """The open enquiries that are a person's to answer; for directors also those that were raised to the region."""
    rows = Enquiry.objects.visible_to(person).open()
    mine = Q(holder=person.pk)
    return rows.filter(mine | Q(raised_on__isnull=False)) if person.may(Permission.USE_CRM) else rows.filter(mine)


def whole(rows: EnquiryQuerySet) -> EnquiryQuerySet:
    """Enquiries with everybody who has a part in them."""
    return rows.select_related(*RELATED).defer("employer__search")


def view_of(
    person: Person,
    view: str,
    *,
    institution: Institution | None = None,
    q: str = "",
    period: tuple[date, date] | None = None,
) -> EnquiryQuerySet:
    """The rows of one list; every number of the figures opens into one of them."""
    rows = Enquiry.objects.visible_to(person)
    came = _came(rows, period or period_of(None, None))
    result: EnquiryQuerySet = {
        "open": lambda: rows.open(),
        "late": lambda: rows.late(),
        "answered": lambda: came.answered() if period else rows.answered(),
        "closed": lambda: rows.filter(state="closed"),
        "came": lambda: came,
        "intime": lambda: came.filter(pk__in=[pk for pk, in_time in _timely(came) if in_time]),
    }.get(view, lambda: waiting_for(person))()
    if institution:
        result = result.filter(institution=institution)
    if q:
        words = Q(wants__icontains=q) | Q(named__icontains=q) | Q(caller__icontains=q)
        result = result.filter(words | Q(known=True, employer__name__icontains=q))
    return result


def _timely(rows: EnquiryQuerySet) -> list[tuple[Any, bool]]:
    facts = rows.answered().values_list("pk", "answered_at", "answer_by")
    return [(pk, clock.day_of(at) <= by) for pk, at, by in facts]


def _came(rows: EnquiryQuerySet, period: tuple[date, date]) -> EnquiryQuerySet:
    first, last = period
    begin, end = clock.moment_of(first, time.min), clock.moment_of(last + timedelta(1), time.min)
    return rows.filter(came_at__gte=begin, came_at__lt=end)


def period_of(first: date | None, last: date | None) -> tuple[date, date]:
    """The period of the figures: as asked for, else the last ninety days up to today."""
    end = last or clock.today()
    start = first or end - timedelta(PERIOD - 1)
    return (start, end) if start <= end else (end, start)


def alike(enquiry: Enquiry, person: Person) -> list[Enquiry]:
    """What else the same employer asks or has asked lately, here or at another institution: one answer for all."""
    if enquiry.employer_id is None:
        return []
    rows = Enquiry.objects.visible_to(person).filter(employer=enquiry.employer_id).exclude(pk=enquiry.pk)
    lately = Q(state="open") | Q(came_at__gte=enquiry.came_at - ALIKE)
    return list(whole(rows.filter(lately).exclude(state="closed"))[:10])


def knows_employer(person: Person, enquiry: Enquiry) -> bool:
    """Whether a person may be told which employer it is."""
    return Employer.objects.visible_to(person).filter(pk=enquiry.employer_id).exists()


def may_be(person: Person, enquiry: Enquiry) -> list[Employer]:
    """The employers of that name which a person sees, to say which it is."""
    rows = Employer.objects.visible_to(person).defer("search")
    return list(rows.filter(name__iexact=enquiry.named).order_by("sort_key")[:5])


@dataclass(frozen=True)
class Kept:
    """How quickly an institution answers employers, in a period (H6)."""

    place: Institution
    came: int
    answered: int
    in_time: int
    closed: int
    waiting: int
    late: int
    usual: str  # time to the first answer, half of them sooner

    @property
    def share(self) -> int | None:
        """Percent answered in time; None where so few came that a percentage misleads."""
        return round(100 * self.in_time / self.came) if self.came >= 10 else None


def kept_by_institution(person: Person, period: tuple[date, date]) -> list[Kept]:
    """Per institution what came and how soon it was answered, as far as a person sees it: the same rows as the list."""
    rows = Enquiry.objects.visible_to(person)
    facts = ("institution", "state", "came_at", "answered_at", "answer_by")
    came: dict[Any, list[tuple[Any, ...]]] = {}
    for place, *values in _came(rows, period).values_list(*facts):
        came.setdefault(place, []).append(tuple(values))
    waiting: dict[Any, list[date]] = {}
    for place, due in rows.open().values_list("institution", "answer_by"):
        waiting.setdefault(place, []).append(due)
    with_any = Q(pk__in=came.keys() | waiting.keys())
    places = Institution.objects.visible_to(person).filter(with_any | Q(kind=Institution.Kind.COLLEGE, closed_on=None))
    results = [_kept(place, came.get(place.pk, []), waiting.get(place.pk, [])) for place in places]
    return sorted(results, key=lambda row: (-row.came, row.place.name))


def _kept(place: Institution, came: Sequence[tuple[Any, ...]], due: Sequence[date]) -> Kept:
    answered = [(start, end, by) for state, start, end, by in came if state == Enquiry.State.ANSWERED]
    seconds = [(end - start).total_seconds() for start, end, _by in answered]
    return Kept(
        place,
        came=len(came),
        answered=len(answered),
        in_time=sum(clock.day_of(end) <= by for _start, end, by in answered),
        closed=sum(state == Enquiry.State.CLOSED for state, *_rest in came),
        waiting=len(due),
        late=sum(by < clock.today() for by in due),
        usual=lasted(median(seconds)) if seconds else "",
    )


def lasted(seconds: float) -> str:
    """How long something took, in words: hours up to two days, then days."""
    if seconds < 2 * DAY:
        hours = max(round(seconds / HOUR), 1)
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(seconds / DAY)
    return ngettext("%d day", "%d days", days) % days
