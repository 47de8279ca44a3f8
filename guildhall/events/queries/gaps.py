"""What is missing between the calendar and the timelines of employers (C17)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Employer
from guildhall.engagements.models import ACT, Engagement
from guildhall.engagements.querysets import EngagementQuerySet, houses_of
from guildhall.events.models import Event, TakingPart
from guildhall.events.querysets import planned_by
from guildhall.lib import clock
from guildhall.people.models import Person

LOOKED_BACK = timedelta(days=365)
MOST = 50
NEAR = timedelta(days=14)  # an entry of that time may be what an employer did at an event
State = Event.State


@dataclass(frozen=True)
class Gaps:
    """What is missing: events over that nobody said anything of, and engagements at events that are in no calendar."""

    unsaid: list[Event]
    outside: list[Engagement]
    alone: list[Event]

    def __bool__(self) -> bool:
        return bool(self.unsaid or self.outside or self.alone)


def gaps_of(person: Person) -> Gaps:
    """The gaps between the calendar and the timelines of employers, at a person's own institutions (C17)."""
    since = clock.now() - LOOKED_BACK
    events = Event.objects.visible_to(person).filter(institution__in=planned_by(person), starts_at__gte=since)
    events = events.select_related("institution").defer("description")
    over = events.filter(state=State.PUBLISHED, last_at__lt=clock.now() - timedelta(days=1))
    named = TakingPart.objects.filter(engagement=OuterRef("pk"))
    outside = Engagement.objects.visible_to(person).filter(kind="event", institution__in=houses_of(person))
    outside = outside.filter(happened_on__gte=clock.day_of(since)).exclude(Exists(named))
    parts = TakingPart.objects.filter(event=OuterRef("pk"))
    talks = Q(kind__in=["career_fair", "interviews", "employer_talk", "panel", "tour", "job_shadow"])
    alone = events.filter(talks, state=State.HELD).exclude(Exists(parts))
    return Gaps(
        list(over.order_by("last_at")[:MOST]),
        list(outside.select_related("employer").defer("employer__search").order_by("-happened_on")[:MOST]),
        list(alone.order_by("-starts_at")[:MOST]),
    )


def entries_that_may_be(person: Person, event: Event, employer: Employer) -> EngagementQuerySet:
    """The entries on an employer's timeline that may be its part in an event: of that time, and of no other event."""
    named = TakingPart.objects.filter(engagement=OuterRef("pk"))
    rows = Engagement.objects.visible_to(person).filter(employer=employer).exclude(Q(kind=ACT) | Exists(named))
    return rows.filter(happened_on__range=(event.day - NEAR, event.day + NEAR)).order_by("-happened_on")
