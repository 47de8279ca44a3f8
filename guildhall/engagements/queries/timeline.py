"""What happened with an employer, a contact, a person or an institution, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat, JSONObject

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.directory import searched
from guildhall.engagements.models import Engagement, FollowUp, Participant
from guildhall.engagements.querysets import EngagementQuerySet
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.prepared import prepared
from guildhall.store.rows import JSONRows

PAGE = 30
PRINTED = 500  # entries on one printed timeline


@dataclass(frozen=True)
class TimelinePage:
    """The newest engagements and the key of the next, older, page."""

    entries: list[Engagement]
    older: str = ""


@dataclass(frozen=True)
class Filter:
    """What of a timeline somebody wants to read."""

    kind: str = ""
    institution: str = ""
    theme: str = ""
    words: str = ""
    meaningful: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        """The filter that an address carries; what makes no sense is left out."""
        return cls(
            query.get("kind", "")[:30],
            query.get("institution", "")[:20],
            query.get("theme", "")[:60],
            query.get("words", "").strip()[:80],
            query.get("meaningful") == "yes",
        )

    def __bool__(self) -> bool:
        return any((self.kind, self.institution, self.theme, self.words, self.meaningful))

    def narrow(self, rows: EngagementQuerySet) -> EngagementQuerySet:
        """The rows that fit."""
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.institution:
            rows = rows.filter(institution__slug=self.institution)
        if self.theme:
            rows = rows.filter(themes__contains=[self.theme])
        if self.words:
            rows = rows.filter(Q(summary__icontains=self.words) | Q(body__icontains=self.words))
        return rows.filter(meaningful=True) if self.meaningful else rows


def name_of(relation: str) -> Any:
    """The name of a related contact or person, for rows that come as JSON."""
    names = [f"{relation}__given_name", Value(" "), f"{relation}__family_name"]
    if relation == "contact":  # with the mark of those whom one asks for first, as everywhere (C12)
        names.append(Case(When(contact__starred=True, then=Value(" *")), default=Value("")))
    return Concat(*names, output_field=CharField())


def with_people(rows: EngagementQuerySet) -> EngagementQuerySet:
    """Engagements with their people and follow-ups, in the same statement."""
    same = Q(contact=None) | Q(contact__employer=F("engagement__employer"))
    others = Participant.objects.filter(same, engagement=OuterRef("pk")).order_by("pk")
    promised = FollowUp.objects.filter(engagement=OuterRef("pk")).order_by("due_on")
    return rows.select_related("by", "institution", "contact").annotate(
        others=JSONRows(others.values(row=JSONObject(contact=name_of("contact"), person=name_of("person")))),
        promised=JSONRows(
            promised.values(
                row=JSONObject(id="id", what="what", state="state", due_on="due_on", owner=name_of("owner"))
            )
        ),
    )


def timeline(
    person: Person, employer: Employer, *, older_than: str = "", narrow: Filter | None = None, size: int = PAGE
) -> TimelinePage:
    """What happened with an employer, newest first, across all institutions; 30 a page however long it is (C5)."""
    if not narrow and not older_than:
        return _cut(prepared(_newest, person, size, employer=employer.pk), size)
    rows = Engagement.objects.filter(employer=employer).open_to(person)
    return _page(with_people((narrow or Filter()).narrow(rows)), older_than, size)


def _newest(person: Person, size: int, employer: UUID) -> EngagementQuerySet:
    rows = with_people(Engagement.objects.filter(employer=employer).open_to(person))
    return rows.order_by("-happened_on", "-id")[: size + 1]


def timeline_of_contact(person: Person, contact: Contact, *, older_than: str = "") -> TimelinePage:
    """What happened with one contact, alone or among others."""
    took_part = Participant.objects.filter(engagement=OuterRef("pk"), contact=contact)
    rows = Engagement.objects.filter(employer=contact.employer_id).filter(Q(contact=contact) | Exists(took_part))
    return _page(with_people(rows.open_to(person)), older_than, PAGE)


def _page(rows: EngagementQuerySet, older_than: str, size: int) -> TimelinePage:
    rows = rows.order_by("-happened_on", "-id")
    if older_than:
        day, _dot, pk = older_than.partition("_")
        try:
            rows = rows.filter(Q(happened_on__lt=date.fromisoformat(day)) | Q(happened_on=day, id__lt=pk))
        except (ValueError, ValidationError):
            return TimelinePage([])
    return _cut(list(rows[: size + 1]), size)


def _cut(entries: list[Any], size: int) -> TimelinePage:
    for entry in entries:
        entry.promised = [row | {"due_on": date.fromisoformat(row["due_on"])} for row in entry.promised]
    last = entries[size - 1] if len(entries) > size else None
    return TimelinePage(entries[:size], f"{last.happened_on.isoformat()}_{last.pk}" if last else "")


def activity_of(person: Person, *, who: str = "", since: date | None = None) -> EngagementQuerySet:
    """What a person, or the person's institutions, did with employers since a day (C1)."""
    rows = Engagement.objects.visible_to(person).contacts()
    rows = rows.filter(happened_on__gte=since or clock.today() - timedelta(90))
    if who == "me":
        took_part = Participant.objects.filter(engagement=OuterRef("pk"), person=person)
        return rows.filter(Q(by=person) | Exists(took_part))
    return rows.filter(institution__lineage__overlap=[post.institution for post in person.standing.posts])


def themes_of(person: Person, employer: Employer) -> list[str]:
    """The themes of what a person may read of an employer, the latest first, for typing ahead."""
    rows = Engagement.objects.filter(employer=employer).open_to(person).exclude(themes=[])
    found: dict[str, None] = {}
    for themes in rows.order_by("-happened_on").values_list("themes", flat=True)[:50]:
        found |= dict.fromkeys(themes)
    return list(found)[:12]


def employers_to_log(person: Person, q: str = "") -> list[Employer]:
    """The employers that somebody may mean: found by words, else those of their own latest engagements."""
    if q:
        ids = searched(Employer.objects.visible_to(person), q)[:20]
    else:
        latest = Engagement.objects.filter(by=person).contacts().order_by("-happened_on", "-id")
        ids = list(dict.fromkeys(latest.values_list("employer", flat=True)[:60]))[:12]
    rows = Employer.objects.visible_to(person).defer("search").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def timeline_for_guest(employer: Employer) -> list[Engagement]:
    """The latest engagements that every institution may read, for a colleague who was brought in (B11)."""
    rows = Engagement.objects.standing().contacts().filter(employer=employer, visibility="region", stays_with=None)
    return list(rows.select_related("by", "institution").order_by("-happened_on", "-id")[:10])
