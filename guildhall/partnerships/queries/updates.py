"""Updates of an initiative: which somebody reads, who hears of them, and how often (F13, H14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet

from guildhall.lib import clock
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models import Activity, Follower, Initiative, ProgressUpdate, Stakeholder
from guildhall.partnerships.queries.stakeholders import WHO
from guildhall.people.models import Person
from guildhall.ui.paging import Key

NEWEST = (Key("started_at", descending=True), Key("pk", descending=True))
RELATED = ("initiative__institution", "started_by", "published_by", "activity")


def updates(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """The updates of an initiative that somebody reads, the newest first: drafts are for those who lead."""
    rows = ProgressUpdate.objects.visible_to(person).filter(initiative=initiative)
    return rows.select_related("started_by", "published_by")


def update_of(person: Person) -> QuerySet[Any]:
    """The updates that somebody reads, with what their pages show."""
    return ProgressUpdate.objects.visible_to(person).select_related(*RELATED)


def told(follower: Follower) -> QuerySet[Any]:
    """What was published of an initiative for somebody who has a part in it or follows it, the newest first."""
    rows = ProgressUpdate.objects.read_by(follower)
    return rows.select_related("initiative__institution").order_by("-published_at", "-pk")


def public_updates(initiative: Initiative) -> QuerySet[Any]:
    """What everybody may read of it, the newest first."""
    rows = ProgressUpdate.objects.public().filter(initiative=initiative)
    return rows.select_related("initiative__institution").order_by("-published_at", "-pk")


def public_update() -> QuerySet[Any]:
    """The updates that everybody may read."""
    return ProgressUpdate.objects.public().select_related("initiative__institution", "published_by")


def communications(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """The lines of the communications plan that an update may be written for."""
    rows = Activity.objects.visible_to(person).filter(initiative=initiative, part=Activity.Part.COMMUNICATION)
    return rows.exclude(state=Activity.State.DROPPED)


def first_period(initiative: Initiative) -> tuple[date, date]:
    """The time of which a new update speaks: since the last one, else since the beginning; up to today."""
    today = clock.today()
    last = ProgressUpdate.objects.out().filter(initiative=initiative).aggregate(day=Max("last_on"))["day"]
    first = last + timedelta(1) if last else initiative.starts_on or clock.day_of(initiative.started_at)
    return min(first, today), today


# ── Who hears of it ──────────────────────────────────────────────────


@dataclass(frozen=True)
class Reader:
    """Somebody who hears of updates: who, how often, whether they chose it, the last letter, and what it waits for."""

    name: str
    stakeholder: Stakeholder | None
    how: HowOften
    themselves: bool
    last_at: Any = None
    waits: str = ""


def readers(person: Person, initiative: Initiative) -> list[Reader]:
    """Everybody who has accepted a part, and everybody else who follows: as far as somebody sees them."""
    partners = Stakeholder.objects.visible_to(person).filter(initiative=initiative, state=Stakeholder.State.ACCEPTED)
    partners = partners.select_related(*WHO, "follower").defer("employer__search")
    rows = Follower.objects.visible_to(person).filter(initiative=initiative)
    last = dict(rows.annotate(last=Max("letters__sent_at")).values_list("pk", "last"))
    own = [_partner(one, last) for one in partners]
    others = rows.filter(stakeholder=None).select_related("person").order_by("since", "pk")
    return own + [_follower(one, None, last) for one in others]


def _partner(row: Stakeholder, last: dict[Any, Any]) -> Reader:
    known = getattr(row, "follower", None)
    return _follower(known, row, last) if known else Reader(str(row), row, HowOften.MONTHLY, themselves=False)


def _follower(row: Follower, part: Stakeholder | None, last: dict[Any, Any]) -> Reader:
    name = str(part or row.person or row.email)
    return Reader(name, part, HowOften(row.how), row.themselves, last.get(row.pk), row.waits)


def by_how_often(rows: Sequence[Reader]) -> list[tuple[Any, int]]:
    """How many hear how often."""
    return [(how.label, sum(one.how == how for one in rows)) for how in HowOften]


def choice_of(row: Stakeholder) -> Follower:
    """How often a stakeholder hears: what was chosen, else once a month, which is not kept by looking."""
    known = Follower.objects.filter(stakeholder=row).first()
    return known or Follower(stakeholder=row, initiative_id=row.initiative_id, how=HowOften.MONTHLY)


def choice_of_colleague(person: Person, initiative: Initiative) -> str:
    """How often a colleague chose to hear of an initiative; empty where they do not follow it."""
    part = Follower.objects.filter(initiative=initiative, stakeholder__person=person).values_list("how", flat=True)
    own = Follower.objects.filter(initiative=initiative, person=person).values_list("how", flat=True)
    return part.first() or own.first() or ""


def sent_to(person: Person, row: ProgressUpdate) -> int:
    """How many were sent an update, as far as somebody sees them."""
    return Follower.objects.visible_to(person).filter(letters__update=row).aggregate(n=Count("pk"))["n"]


def line_called(person: Person, initiative: Initiative, key: str) -> Activity | None:
    """The line of the communications plan whose key an address names, or None."""
    return next((one for one in communications(person, initiative) if str(one.pk) == key), None)
