"""Meetings as their pages show them: the list, what is prepared, who comes and what comes of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.meetings.models import LogisticsItem, Meeting, Organizer, Participant
from guildhall.meetings.querysets import MeetingQuerySet
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import staff_called

VIEWS = ("ahead", "past", "mine")
MOST = 200  # rows of a list
WITH_NAMES = ("person", "contact__employer", "attendee")


def whole(rows: MeetingQuerySet) -> MeetingQuerySet:
    """Meetings with whoever holds them."""
    return rows.select_related("institution")


def list_of(person: Person, view: str) -> list[Meeting]:
    """One list of meetings: those ahead, those that are over, or those that a person organizes or is asked to."""
    rows = whole(Meeting.objects.visible_to(person))
    if view == "past":
        return list(rows.past().order_by("-starts_at", "-pk")[:MOST])
    if view == "mine":
        organized = Organizer.objects.filter(person=person.pk).values("meeting")
        asked = Participant.objects.asked().filter(person=person.pk).values("meeting")
        rows = rows.filter(Q(pk__in=organized) | Q(pk__in=asked))
    return list(rows.ahead()[:MOST])


def asks_me(person: Person) -> MeetingQuerySet:
    """The meetings ahead that wait for a person's answer."""
    unanswered = Participant.objects.filter(person=person.pk, answer="", invited_at__isnull=False)
    return Meeting.objects.visible_to(person).ahead().filter(pk__in=unanswered.values("meeting"))


def places_to_convene(person: Person) -> Any:
    """The institutions for which a person may plan meetings."""
    return Institution.objects.open().filter(pk__in=person.below(Permission.CONVENE)).order_by("name")


# ── People ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    """A participant, as they are shown."""

    row: Participant
    name: str
    affiliation: str


def participants_of(meeting: Meeting, person: Person) -> list[Line]:
    """The participants of a meeting whom a person may know of, by name."""
    rows = Participant.objects.visible_to(person).filter(meeting=meeting).select_related(*WITH_NAMES)
    return sorted(map(line_of, rows), key=lambda line: (line.name.casefold(), str(line.row.pk)))


def line_of(row: Participant) -> Line:
    """A participant whom the reader sees."""
    place = row.contact.employer.name if row.contact else row.affiliation
    return Line(row, row.name, place)


def expected_by(meeting: Meeting, person: Person) -> list[Participant]:
    """The participants whom a person sees and who have to hear of it when the meeting moves or is canceled."""
    return [line.row for line in participants_of(meeting, person) if line.row.is_expected]


@dataclass(frozen=True)
class Answers:
    """How many of a meeting come, may come, do not, and have not said."""

    yes: int
    maybe: int
    no: int
    open: int
    accepted: int
    came: int

    @property
    def coming(self) -> int:
        """For how many places, food and copies are counted."""
        return self.yes + self.maybe


def answers_of(meeting: Meeting) -> Answers:
    """How many participants answered what, accepted their role, and came."""
    rows = list(meeting.participants.values_list("answer", "accepted_at", "came_at"))
    n = Counter(answer for answer, _accepted, _came in rows)
    accepted, came = sum(a is not None for _x, a, _c in rows), sum(c is not None for _x, _a, c in rows)
    return Answers(n["yes"], n["maybe"], n["no"], n[""], accepted, came)


def colleagues() -> Any:
    """All of the staff of the region."""
    return Person.objects.filter(is_active=True, pk__in=Membership.objects.in_force().values("person"))


def colleagues_to_add(meeting: Meeting, person: Person, q: str) -> list[Person]:
    """Colleagues of a name who are not on the list yet."""
    known = set(meeting.participants.exclude(person=None).values_list("person", flat=True))
    return [one for one in staff_called(q.split(), 10) if one.pk not in known] if q else []


def contacts_to_add(meeting: Meeting, person: Person, q: str) -> list[Contact]:
    """People of employers of a name whom a person sees, and who are not on the list yet."""
    if not q:
        return []
    known = meeting.participants.exclude(contact=None).values("contact")
    rows = Contact.objects.visible_to(person).current().exclude(pk__in=known)
    for word in q.split()[:5]:
        named = Q(given_name__istartswith=word) | Q(family_name__istartswith=word)
        rows = rows.filter(named | Q(employer__name__icontains=word))
    return list(rows.select_related("employer").order_by("family_name", "given_name", "pk")[:20])


def own_part(meeting: Meeting, person: Person) -> Participant | None:
    """A colleague's own invitation to a meeting."""
    return meeting.participants.asked().filter(person=person.pk).select_related("meeting").first()


# ── What is prepared ─────────────────────────────────────────────────


@dataclass(frozen=True)
class Prepared:
    """A line of the check list, how many of it there have to be, and whether its day has passed."""

    row: LogisticsItem
    needed: int | None
    late: bool


def logistics_of(meeting: Meeting, coming: int) -> list[Prepared]:
    """The check list of a meeting, counted for those who come."""
    today = clock.today()
    rows = meeting.logistics.select_related("person", "done_by")
    return [Prepared(row, row.needed(coming), row.is_late(today)) for row in rows]


@dataclass(frozen=True)
class AgendaLine:
    """A point of the agenda, when it begins, and its papers."""

    row: Any
    begins_at: Any
    papers: Sequence[Any]


def agenda_of(meeting: Meeting, *, handed_out: bool = False) -> list[AgendaLine]:
    """The agenda with the time at which each point begins; `handed_out`: with the papers that everybody invited has."""
    papers = meeting.papers.filter(removed_at=None)
    if handed_out:
        papers = papers.filter(handed_out=True)
    by_item: dict[Any, list[Any]] = {}
    for paper in papers:
        by_item.setdefault(paper.item_id, []).append(paper)
    lines, begin = [], meeting.starts_at
    for item in meeting.agenda.all():
        lines.append(AgendaLine(item, begin, by_item.pop(item.pk, [])))
        begin += timedelta(minutes=item.minutes or 0)
    return lines
