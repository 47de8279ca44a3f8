"""What an institution keeps to itself is not handed out without its decision, only named with whom to ask (G7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guildhall.audit.models import Access, Entry, Value
from guildhall.employers.models import Note
from guildhall.engagements.models import Engagement
from guildhall.engagements.querysets import houses_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Institution, PointOfContact
from guildhall.people.queries import points_of_contact, territory
from guildhall.stewardship.queries.education import keeping_records_of, whom_to_ask
from guildhall.stewardship.queries.letters_to_students import is_of_education
from guildhall.stewardship.queries.subjects import Subject

KEEPING = (Engagement, Note)  # what says itself that an institution keeps it; what hangs on an engagement follows it


@dataclass(frozen=True)
class Withheld:
    """An institution that keeps records to itself in which somebody occurs, and whom to ask there."""

    place: str
    ask: str


class Keepers:
    """Which institution keeps a record to itself, and what of it a person reads all the same."""

    def __init__(self, subject: Subject, lists: Iterable[list[Any]]) -> None:
        self.subject = subject
        self.own = {pk for person in subject.persons.values() for pk in houses_of(person)}
        self.journal = _kept_in_journal(row for rows in lists for row in rows)
        self.places: set[UUID] = set()
        self.schools: set[UUID] = set()  # of these what is kept about students and parents

    def keep_education(self) -> None:
        """Name the institutions that keep education records in which an address of the person stands."""
        self.schools = keeping_records_of(self.subject.addresses) - self.own

    def open(self, rows: list[Any]) -> list[Any]:
        """The rows that no other institution keeps to itself; which ones do is remembered."""
        keepers = [(row, self._keeper(row)) for row in rows]
        self.places |= {place for _row, place in keepers if place} - self.own
        return [row for row, place in keepers if place is None or place in self.own]

    def withheld(self) -> list[Withheld]:
        """The institutions that keep something to themselves, with whom to ask there."""
        places = list(Institution.objects.filter(pk__in=self.places | self.schools).order_by("name"))
        asked = points_of_contact([one for one in places if one.pk in self.places], PointOfContact.Kind.EMPLOYERS)
        names = {pk: [person.name for person in people] for pk, people in asked.items()}
        for pk, people in whom_to_ask([one for one in places if one.pk in self.schools]).items():
            names[pk] = list(dict.fromkeys([*names.get(pk, ()), *people]))
        return [Withheld(place.name, ", ".join(names.get(place.pk, ()))) for place in places]

    def _keeper(self, row: Any) -> UUID | None:
        if isinstance(row, (Value, Entry, Access)):
            entry = row.entry if isinstance(row, Value) else row
            return self.journal.get((row.object_type, row.object_id)) or self._behind(row.object_id, entry.behind)
        if isinstance(row, OutgoingEmail) and is_of_education(row) and row.behind:
            return row.behind[0]  # of an education record: its institution hands it out
        if isinstance(row, OutgoingEmail):  # letters among our own staff quote what the records say
            office = territory()
            return None if row.to.lower() in self.subject.addresses or office is None else office.root_id
        return keeper_of(row) or self._behind_wall(row)

    def _behind(self, object_id: str, holders: list[UUID] | None) -> UUID | None:
        """What the journal says behind the vetting wall belongs to the holder, but for somebody's own position."""
        own = object_id in {str(pk) for pk in self.subject.contacts}
        return None if own or self.subject.persons or not holders else holders[0]

    def _behind_wall(self, row: Any) -> UUID | None:
        """What is said about a restricted employer belongs to its holder; somebody's own position is theirs."""
        employer = getattr(row, "employer", None)
        if self.subject.persons or employer is None or row.pk in self.subject.contacts:
            return None
        return employer.holder_id if employer.posted_at is None else None


def keeper_of(row: Any) -> UUID | None:
    """The institution that keeps a record to itself, by its own word or that of the engagement it hangs on."""
    if stays_with := getattr(row, "stays_with_id", None):
        return stays_with
    engagement = row if isinstance(row, Engagement) else getattr(row, "engagement", None)
    if not isinstance(engagement, Engagement):
        return None
    if engagement.stays_with_id:
        return engagement.stays_with_id
    return None if engagement.visibility == Engagement.Visibility.REGION else engagement.institution_id


def _kept_in_journal(rows: Iterable[Any]) -> dict[tuple[str, str], UUID]:
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if isinstance(row, (Value, Entry, Access)):
            wanted.setdefault(row.object_type, set()).add(row.object_id)
    by_key = {}
    for model in KEEPING:
        label = model._meta.label_lower
        for one in model._base_manager.filter(pk__in=wanted.get(label, ())):
            if place := keeper_of(one):
                by_key[label, str(one.pk)] = place
            elif isinstance(one, Engagement) and _was_kept(one):
                by_key[label, str(one.pk)] = one.institution_id
    return by_key


def _was_kept(engagement: Engagement) -> bool:
    """Whether an earlier version was for fewer readers: the journal holds its words still."""
    rows = Value.objects.filter(object_type=engagement._meta.label_lower, object_id=str(engagement.pk))
    return any((row.before or {}).get("visibility", "region") != "region" for row in rows)
