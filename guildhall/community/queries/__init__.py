"""What the pages of the community show: discussions, maps with how institutions do a step, ranked wishes, news."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.community.models import (
    Challenge,
    Contribution,
    Decision,
    Improvement,
    NewsRead,
    ProcessMap,
    SuperUser,
    Vote,
)
from guildhall.lib import clock
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Permission

VIEWS = ("open", "decided", "closed", "ours", "mine", "again")


def challenges(person: Person, view: str) -> QuerySet[Any]:
    """Challenges, those first about which something was said last; `again` are decisions to look at again."""
    rows = Challenge.objects.visible_to(person).select_related("by", "institution")
    said = Count("contributions", filter=Q(contributions__removed_at=None))
    rows = rows.annotate(said=said)
    if view == "mine":
        return rows.filter(by=person)
    if view == "ours":
        return rows.filter(internal=True)
    if view == "again":
        due = Decision.objects.filter(challenge=OuterRef("pk"), look_again_on__lte=clock.today(), outcome="")
        return rows.filter(Exists(due))
    return rows.filter(state=view)


def look_again(person: Person) -> QuerySet[Any]:
    """Decisions whose day to look again has come: the number in the menu of those who write decisions down."""
    if not person.may(Permission.AGREE_PROTOCOLS):
        return Decision.objects.none()
    return Decision.objects.visible_to(person).filter(look_again_on__lte=clock.today(), outcome="")


def discussion(row: Challenge) -> list[Contribution]:
    """What was said, in order; removed words leave their place empty."""
    return list(row.contributions.select_related("by", "institution"))


def decisions(row: Challenge) -> list[Decision]:
    """What was decided about a challenge, the newest first."""
    return list(row.decisions.select_related("by", "protocol"))


# ── How we work ──────────────────────────────────────────────────────


def maps(person: Person) -> list[ProcessMap]:
    """The maps that a person may read: of the region first, then of institutions."""
    rows = ProcessMap.objects.visible_to(person).select_related("institution").annotate(length=Count("steps"))
    return sorted(rows, key=lambda row: (len(row.institution.lineage), row.institution.name, row.title))


def places_to_refine(person: Person, row: ProcessMap) -> list[Institution]:
    """The institutions below a map's own for which a person may say how a step is done."""
    if row.published_at is None:
        return []
    rows = Institution.objects.where(person, Permission.AGREE_PROTOCOLS).filter(lineage__contains=[row.institution_id])
    return list(rows.exclude(pk=row.institution_id).order_by("lineage__len", "name"))


# ── What should become better ────────────────────────────────────────


def improvements(person: Person, view: str) -> QuerySet[Any]:
    """The list of wishes and faults: by votes among those of equal priority, or those that are settled."""
    mine = Vote.objects.filter(improvement=OuterRef("pk"), person=person)
    rows = Improvement.objects.visible_to(person).annotate(count=Count("votes"), mine=Exists(mine))
    settled = Q(state__in=("done", "declined"))
    rows = rows.filter(settled) if view == "settled" else rows.exclude(settled)
    order = ("-at",) if view == "settled" else ("priority", "-count", "-at")
    return rows.select_related("by", "institution").order_by(*order)


@dataclass(frozen=True)
class Seat:
    """An institution and its super user, if it has one."""

    institution: Institution
    super_user: SuperUser | None
    may_name: bool


def seats(person: Person) -> list[Seat]:
    """Every institution that works with employers, with its super user (C26)."""
    rows = Institution.objects.filter(closed_on=None).exclude(kind__in=("school", "district"))
    named = {row.institution_id: row for row in SuperUser.objects.select_related("person")}
    grants = set(person.standing.institutions(Permission.GRANT_ACCESS))
    return [
        Seat(place, named.get(place.pk), bool(grants.intersection(place.lineage)))
        for place in rows.order_by("lineage__len", "name")
    ]


def who_may_speak(institution: Institution) -> list[Person]:
    """The staff of an institution: one of them speaks for its users."""
    rows = Person.objects.filter(is_active=True, memberships__in=_posts(institution)).distinct()
    return list(rows.order_by("family_name", "given_name"))


def _posts(institution: Institution) -> Any:
    return Membership.objects.in_force().filter(institution=institution).exclude(role__in=("student", "employer"))


# ── News ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Point:
    """One thing that changed: what it is about, named as the menu names it, and the words."""

    topic: str
    text: str


@dataclass(frozen=True)
class Release:
    """One release and what changed in it, the newest first."""

    name: str
    points: list[Point]


@cache
def releases() -> list[Release]:
    """The CHANGELOG that ships with the software; the newest release first."""
    path = settings.ROOT / "CHANGELOG.md"
    results: list[Release] = []
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.startswith("## "):
            results.append(Release(line[3:].strip(), []))
        elif line.startswith("- ") and results:
            topic, text = re.fullmatch(r"(?:\*\*(.+?)\.\*\*)?(.*)", line[2:].strip()).groups()  # type: ignore[union-attr]
            results[-1].points.append(Point(topic or "", re.sub(r"[`*]", "", text.strip())))
    return [Release(one.name, one.points[::-1]) for one in results]


@dataclass(frozen=True)
class News:
    """One release as one person sees it: what is new to them, and what they have read."""

    name: str
    new: list[Point]
    read: list[Point]


def news(person: Person) -> list[News]:
    """What has changed, with what is new to a person."""
    row = NewsRead.objects.filter(person=person).first()
    names = [one.name for one in releases()]
    seen = names.index(row.release) if row and row.release in names else len(names)
    results = []
    for n, one in enumerate(releases()):
        known = len(one.points) if n > seen else row.points if row and n == seen else 0
        fresh = max(len(one.points) - known, 0)
        results.append(News(one.name, one.points[:fresh], one.points[fresh:]))
    return results


def by_topic(points: Iterable[Point]) -> list[tuple[str, list[Point]]]:
    """What changed, topic by topic, the newest first."""
    by_key: dict[str, list[Point]] = {}
    for point in points:
        by_key.setdefault(_(point.topic) if point.topic else "", []).append(point)  # as the menu calls it
    return list(by_key.items())
