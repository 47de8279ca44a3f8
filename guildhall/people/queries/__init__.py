from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.lib.verdicts import Verdict
from guildhall.people.earning import CourseHeld, Lack, TermsHeld
from guildhall.people.models import (
    Attendance,
    Course,
    Institution,
    Membership,
    Person,
    PointOfContact,
    Terms,
    TermsAcceptance,
    Territory,
    TrainingSession,
)
from guildhall.people.permissions import GRANTS, Permission, Role
from guildhall.people.querysets import MembershipQuerySet
from guildhall.store.folding import holding_words


def territory() -> Territory | None:
    """Whose installation this is, or None before set-up."""
    return once("territory", lambda: Territory.objects.select_related("root", "contact").first(), changed_by="people")


def contact_for_colleges() -> Person | None:
    """The person whom colleges ask about regional relationships: a setting of the territory (N1).

    Where that person may not answer them any more, the director who has been one for longest.
    """
    result = territory()
    if result and result.contact and result.contact.is_active and result.contact.may(Permission.USE_CRM):
        return result.contact
    return longest_serving(Permission.USE_CRM)


def possible_contacts() -> QuerySet[Person]:
    """Who may be the contact for colleges: those who may answer about regional relationships."""
    return Person.objects.filter(is_active=True, pk__in=_members(Permission.USE_CRM).values("person"))


def people_with(permission: Permission, institution: Institution) -> QuerySet[Person]:
    """The active people whose membership grants a permission at an institution."""
    members = _members(permission).filter(institution__in=institution.lineage)
    return Person.objects.filter(is_active=True, pk__in=members.values("person"))


def people_granted(permission: Permission, institutions: Iterable[Any]) -> QuerySet[Person]:
    """The active people whose role grants a permission at one of some institutions themselves, by name."""
    members = _members(permission).filter(institution__in=list(institutions))
    rows = Person.objects.filter(is_active=True, pk__in=members.values("person"))
    return rows.order_by("family_name", "given_name", "pk")


def longest_serving(permission: Permission, institution: Institution | None = None) -> Person | None:
    """The active person whose membership has granted a permission for longest, at an institution or anywhere."""
    rows = _members(permission).filter(person__is_active=True).select_related("person")
    if institution:
        rows = rows.filter(institution__in=institution.lineage)
    result = rows.order_by("from_date", "pk").first()
    return result.person if result else None


def _members(permission: Permission) -> MembershipQuerySet:
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    return Membership.objects.in_force().filter(role__in=roles)


def director_for_sector(sector: str, institution: Institution) -> Person | None:
    """The Regional Director whose membership carries a sector, near an institution."""
    membership = (
        Membership.objects.in_force()
        .filter(role=Role.REGIONAL_DIRECTOR, institution__in=institution.lineage, sectors__contains=[sector])
        .filter(person__is_active=True)
        .select_related("person")
        .order_by("from_date")
        .first()
    )
    return membership.person if membership else None


def points_of_contact(institutions: Iterable[Institution], kind: str) -> dict[Any, list[Person]]:
    """Per institution, whom to ask today for employers or for Regional Directors: the deputy of one who is away (P12,
    P13).
    """
    rows = PointOfContact.objects.reachable().filter(institution__in=list(institutions), kind=kind)
    by_key: dict[Any, list[Person]] = {}
    for row in rows.select_related("person", "deputy").order_by("pk"):
        by_key.setdefault(row.institution_id, []).append(row.reached)
    return by_key


def colleges() -> QuerySet[Institution]:
    """The institutions that work with employers of their own: colleges and districts."""
    return Institution.objects.open().filter(kind__in=[Institution.Kind.COLLEGE, Institution.Kind.DISTRICT])


def home_institution(person: Person, permission: Permission) -> Institution | None:
    """Where a person acts when nothing else is said: the first institution whose post grants the permission."""
    places = person.standing.institutions(permission)
    return (
        next((post.institution for post in person.posts if post.institution_id == places[0]), None) if places else None
    )


# ── Access that is earned (N10) ──────────────────────────────────────


@dataclass(frozen=True)
class Power:
    """One permission that a person's roles grant: whether it is open, and what each thing lacking is."""

    permission: Permission
    verdict: Verdict
    lacks: tuple[Lack, ...]


def powers(person: Person) -> list[Power]:
    """What a person may do by role, and what each of it still lacks, in the order of the permission page."""
    results = []
    for permission in Permission:
        posts = [post for post in person.standing.posts if permission in GRANTS[post.role]]
        if posts:
            lacks = () if any(not p.lacks(permission) for p in posts) else posts[0].lacks(permission)
            results.append(Power(permission, person.may(permission), lacks))
    return results


def courses_of(person: Person) -> list[CourseHeld]:
    """The courses that concern a person's roles, each with until when the person's attendance counts."""
    granted = {p.name for post in person.standing.posts for p in GRANTS[post.role]}
    held = {course.pk: course for post in person.standing.posts for course in post.gate.courses}
    return sorted((c for c in held.values() if c.unlocks & granted), key=lambda c: c.title)


def sessions_ahead(person: Person) -> list[TrainingSession]:
    """The sessions to come that a person sees, each with how many seats are taken and whether one is the person's."""
    rows = TrainingSession.objects.visible_to(person).ahead().filter(course__closed_at=None)
    return list(_with_seats(rows, person).order_by("starts_at")[:100])


def _with_seats(rows: QuerySet[TrainingSession], person: Person) -> QuerySet[TrainingSession]:
    mine = Attendance.objects.filter(session=OuterRef("pk"), person=person)
    return rows.select_related("course__institution", "trainer").annotate(taken=Count("attendances"), mine=Exists(mine))


def sessions_to_note(person: Person) -> list[TrainingSession]:
    """The sessions that have begun, of courses whose attendance the person notes, newest first."""
    holds = list(person.standing.institutions(Permission.HOLD_TRAININGS))
    rows = TrainingSession.objects.filter(cancelled_at=None, starts_at__lte=clock.now())
    mine = Q(trainer=person) | Q(course__institution__lineage__overlap=holds) if holds else Q(trainer=person)
    return list(_with_seats(rows.filter(mine), person).order_by("-starts_at")[:20])


def courses_seen(person: Person) -> QuerySet[Course]:
    """The courses held for a person's institutions, and those that the person holds."""
    return Course.objects.visible_to(person).filter(closed_at=None).select_related("institution").order_by("title")


def terms_seen(person: Person) -> list[Terms]:
    """The terms of use that concern a person, the newest first, each with when the person accepted it."""
    mine = TermsAcceptance.objects.filter(terms=OuterRef("pk"), person=person)
    rows = Terms.objects.visible_to(person).select_related("institution", "published_by")
    return list(rows.annotate(accepted_at=Subquery(mine.values("at")[:1])).order_by("institution__name", "-number"))


def terms_to_accept(person: Person) -> list[TermsHeld]:
    """The terms that bind a person on the staff and wait for an acceptance, those ahead included; nothing is read."""
    gates = [post.gate for post in person.standing.posts] if person.standing.is_staff else []
    by_key = {row.pk: row for gate in gates for row in (*gate.terms, *gate.ahead)}
    return sorted(by_key.values(), key=lambda row: row.since)


def courses_held_by(person: Person) -> QuerySet[Course]:
    """The courses that a person may plan sessions of."""
    holds = list(person.standing.institutions(Permission.HOLD_TRAININGS))
    rows = Course.objects.filter(closed_at=None, institution__lineage__overlap=holds)
    return rows.order_by("title") if holds else Course.objects.none()


def staff_of(institution: Institution) -> QuerySet[Person]:
    """The active staff of an institution and of all below it."""
    posts = _members(Permission.SEE_DIRECTORY).filter(institution__lineage__contains=[institution.pk])
    return Person.objects.filter(is_active=True, pk__in=posts.values("person")).order_by("family_name", "given_name")


def staff_called(words: Sequence[str], most: int) -> list[Person]:
    """The active staff of any institution who are called so, each with `houses`: where they work."""
    rows = Person.objects.filter(is_active=True, pk__in=_members(Permission.SEE_DIRECTORY).values("person"))
    if not words:
        return []
    rows = holding_words(rows, words, own_words=("given_name", "family_name"))
    people = list(rows.order_by("family_name", "given_name", "pk")[:most])
    houses: dict[Any, list[Institution]] = {}
    for post in _members(Permission.SEE_DIRECTORY).filter(person__in=people).select_related("institution"):
        houses.setdefault(post.person_id, []).append(post.institution)
    for person in people:
        person.houses = list(dict.fromkeys(houses.get(person.pk, ())))  # type: ignore[attr-defined]
    return people


def houses_of_staff(person: Person) -> list[Institution]:
    """Where somebody works now as staff, the oldest post first; nothing of whoever does not sign in any more."""
    posts = _members(Permission.SEE_DIRECTORY).filter(person=person, person__is_active=True)
    return list(dict.fromkeys(post.institution for post in posts.select_related("institution").order_by("from_date")))


def institutions_called(words: Sequence[str], most: int) -> list[Institution]:
    """The institutions whose name or stamp holds some words: no secret among those who sign in."""
    rows = Institution.objects.open()
    return list(holding_words(rows, words, own_words=("name", "code")).order_by("name")[:most]) if words else []


def staff_near(person: Person) -> QuerySet[Person]:
    """The active staff where a person holds trainings: those who may be trainers."""
    holds = list(person.standing.institutions(Permission.HOLD_TRAININGS))
    posts = _members(Permission.SEE_DIRECTORY).filter(institution__lineage__overlap=holds)
    rows = Person.objects.filter(is_active=True, pk__in=posts.values("person")) if holds else Person.objects.none()
    return (rows | Person.objects.filter(pk=person.pk)).order_by("family_name", "given_name")


def has_begun(session: TrainingSession) -> bool:
    """Whether a session's hour has come."""
    return session.starts_at <= clock.now()


# ── Points of contact (B9, B10, M24) ─────────────────────────────────


@dataclass(frozen=True)
class Points:
    """One college or district with whom employers, and Regional Directors, ask there, and who passes news on."""

    institution: Institution
    for_employers: list[PointOfContact]
    for_directors: list[PointOfContact]
    for_news: list[PointOfContact]
    may_name: bool

    @property
    def complete(self) -> bool:
        """Named for employers and directors, and confirmed within half a year (M24)."""
        lists = (self.for_employers, self.for_directors)
        return all(rows and all(row.is_confirmed for row in rows) for rows in lists)


def contact_lists(person: Person) -> list[Points]:
    """The lists of points of contact, college by college."""
    rows = PointOfContact.objects.visible_to(person).select_related("person", "deputy", "institution").order_by("pk")
    by_key: dict[Any, list[PointOfContact]] = {}
    for row in rows:
        by_key.setdefault(row.institution_id, []).append(row)
    grants = set(person.below(Permission.GRANT_ACCESS)) if person.may(Permission.GRANT_ACCESS) else set()
    kinds = PointOfContact.Kind
    return [
        Points(
            place,
            [p for p in by_key.get(place.pk, []) if p.kind == kinds.EMPLOYERS],
            [p for p in by_key.get(place.pk, []) if p.kind == kinds.DIRECTORS],
            [p for p in by_key.get(place.pk, []) if p.kind == kinds.NEWS],
            place.pk in grants,
        )
        for place in colleges().order_by("name")
    ]


def contact_coverage(rows: Sequence[Points]) -> tuple[int, int]:
    """Colleges and districts with both points of contact named and confirmed ≤ 180 days ÷ all of them (M24)."""
    return sum(row.complete for row in rows), len(rows)


def may_be_named(institution: Institution) -> QuerySet[Person]:
    """The staff of an institution, and of those above it, who may be its points of contact."""
    near = Q(institution__lineage__contains=[institution.pk]) | Q(institution__in=institution.lineage)
    posts = _members(Permission.SEE_DIRECTORY).filter(near)
    rows = Person.objects.filter(is_active=True, pk__in=posts.values("person"))
    return rows.order_by("family_name", "given_name")
