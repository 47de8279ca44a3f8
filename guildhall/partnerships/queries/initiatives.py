"""Initiatives: which somebody sees, how far each is, and what it lacks before anybody is contacted (F1–F4, N20)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from guildhall.lib import clock
from guildhall.lib.mailed_links import kept
from guildhall.partnerships.models import Activity, Initiative, Lead, Profile, Stakeholder
from guildhall.partnerships.readiness import WRITTEN
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.counts import counts
from guildhall.ui.paging import Key

LEADS = Prefetch("leads", Lead.objects.select_related("person"))

VIEWS = ("running", "mine", "prepared", "ended")
OPEN = ("open", "under_way")
NEWEST = (Key("started_at", descending=True), Key("pk", descending=True))


def initiatives(person: Person, view: str, q: str = "") -> QuerySet[Any]:
    """The initiatives of one list, the newest first; `mine` are those that somebody leads."""
    rows = Initiative.objects.visible_to(person).select_related("institution").prefetch_related(LEADS)
    rows = rows.filter(leads__person=person).distinct() if view == "mine" else rows.filter(state=view)
    return rows.filter(Q(title__icontains=q) | Q(purpose__icontains=q)) if q else rows


def lacking(initiative: Initiative) -> list[str]:
    """What it lacks before the first outreach: purpose, why-how-what-when, profile, plan; by their keys (F3, N20)."""
    missing = [name for name in WRITTEN if not getattr(initiative, name).strip()]
    if not initiative.profiles.exists():
        missing.append("profiles")
    if not initiative.activities.exclude(state=Activity.State.DROPPED).exists():
        missing.append("plan")
    return missing


@dataclass(frozen=True)
class Numbers:
    """What stands on top of an initiative: each opens into its rows."""

    stakeholders: int
    accepted: int
    activities: int
    late: int


def numbers(person: Person, initiative: Initiative) -> Numbers:
    """How many have a part and how many accepted it; how many activities are open and how many of them are late."""
    standing = Stakeholder.objects.visible_to(person).filter(initiative=initiative).exclude(state="replaced")
    rows = Activity.objects.visible_to(person).filter(initiative=initiative, state__in=OPEN)
    late = rows.filter(due_on__lt=clock.today())
    return Numbers(*counts([standing, standing.filter(state="accepted"), rows, late]))


def places_to_convene(person: Person) -> QuerySet[Institution]:
    """For which institutions somebody may start an initiative."""
    rows = Institution.objects.where(person, Permission.CONVENE).open()
    return rows.exclude(kind__in=("faculty", "department")).order_by("lineage__len", "name")


def possible_leads() -> QuerySet[Person]:
    """The staff of the territory: whom somebody names to lead."""
    staff = Person.objects.filter(is_active=True, memberships__accepted=True)
    roles = staff.exclude(memberships__role__in=("student", "employer"))
    return roles.distinct().order_by("family_name", "given_name")


# ── Read by others ───────────────────────────────────────────────────


def of_link(secret: str) -> Initiative | None:
    """The initiative that a link opens for whoever has it, or None."""
    return Initiative.objects.filter(link_hash=kept(secret).hex()).select_related("institution").first()


def public() -> QuerySet[Any]:
    """The initiatives that were put before everybody."""
    return Initiative.objects.filter(public_at__isnull=False).select_related("institution")


def sought(row: Initiative) -> QuerySet[Profile]:
    """Whom an initiative still looks for: what everybody may read of it."""
    rows = row.profiles.filter(closed_on=None).select_related("category")
    return rows.none() if row.state == Initiative.State.ENDED else rows
