"""What happened with an employer, a contact, a person or an institution, newest first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.searching import searched
from guildhall.engagements.models import Engagement, Participant
from guildhall.engagements.querysets import EngagementQuerySet
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.written import JSON, typed

PAGE = 30
PRINTED = 500  # entries on one printed timeline


@dataclass(frozen=True)
class TimelinePage:
    """The newest engagements and the key of the next, older, page."""

    entries: list[Engagement]
    older: str = ""

    @property
    def themes(self) -> list[str]:
        """The themes of these engagements, the latest first, to choose with one tap."""
        return list(dict.fromkeys(theme for entry in self.entries for theme in entry.themes))[:8]


@dataclass(frozen=True)
class Promised:
    """A follow-up out of an engagement."""

    id: UUID
    what: str
    state: str
    due_on: date
    owner: str


@dataclass(frozen=True)
class TookPart:
    """One more who took part: a contact, or one of us."""

    contact: str
    person: str


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


class OtherRows(JSON):
    """Who else took part: contacts that are still the employer's, with the mark of those asked for first (C12)."""

    text = """to_jsonb(ARRAY(
        SELECT jsonb_build_object(
            'contact', COALESCE(c.given_name || ' ' || c.family_name || CASE WHEN c.starred THEN ' *' ELSE '' END, ''),
            'person', COALESCE(p.given_name || ' ' || p.family_name, ''))
        FROM engagements_participant t LEFT JOIN employers_contact c ON c.id = t.contact_id
        LEFT JOIN people_person p ON p.id = t.person_id
        WHERE t.engagement_id = {engagement} AND (t.contact_id IS NULL OR c.employer_id = {employer})
          AND t.contact_id IS DISTINCT FROM {contact}
        ORDER BY t.id))"""


class PromisedRows(JSON):
    """The follow-ups out of an engagement."""

    text = """to_jsonb(ARRAY(
        SELECT jsonb_build_object('id', f.id, 'what', f.what, 'state', f.state, 'due_on', f.due_on,
                                  'owner', COALESCE(p.given_name || ' ' || p.family_name, ''))
        FROM engagements_followup f LEFT JOIN people_person p ON p.id = f.owner_id
        WHERE f.engagement_id = {engagement}
        ORDER BY f.due_on))"""


def with_people(rows: EngagementQuerySet) -> EngagementQuerySet:
    """Engagements with their people and follow-ups, in the same statement."""
    others = OtherRows(engagement="pk", employer="employer", contact="contact")
    joined = rows.select_related("by", "institution", "contact")
    return joined.annotate(other_rows=others, promised_rows=PromisedRows(engagement="pk"))


def timeline(
    person: Person, employer: Employer, *, older_than: str = "", narrow: Filter | None = None, size: int = PAGE
) -> TimelinePage:
    """What happened with an employer, newest first, across all institutions; 30 a page however long it is (C5)."""
    rows = Engagement.objects.filter(employer=employer).open_to(person)
    return _page(with_people((narrow or Filter()).narrow(rows)), older_than, size)


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
        entry.promised = typed(Promised, entry.promised_rows)
        entry.others = typed(TookPart, entry.other_rows)
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
    by_key: dict[str, None] = {}
    for themes in rows.order_by("-happened_on").values_list("themes", flat=True)[:50]:
        by_key |= dict.fromkeys(themes)
    return list(by_key)[:12]


def known_themes(person: Person) -> list[str]:
    """The themes of the 500 latest engagements that a person may read, the most used first."""
    rows = Engagement.objects.visible_to(person).exclude(themes=[]).order_by("-happened_on", "-id")
    counted = Counter(theme for themes in rows.values_list("themes", flat=True)[:500] for theme in themes)
    return [theme for theme, _n in counted.most_common(100)]


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
