from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Employer
from guildhall.employers.querysets import Shared, audiences_of, circle
from guildhall.engagements.querysets import houses_of
from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.people.permissions import Permission
from guildhall.store.among import none_or_among

if TYPE_CHECKING:
    from guildhall.people.models import Institution, Person

LONGEST = timedelta(days=14)  # that one time of an event lasts
# A draft that was canceled was never anybody else's.
SHOWN = Q(state__in=("published", "held")) | Q(state="canceled", published_at__isnull=False)

OF_EMPLOYER = {
    "posted": "posted_at",
    "audience": "audience",
    "until": "audience_until",
    "default": "default_audience",
    "holder": "holder",
}


def planned_by(person: "Person") -> list[UUID]:
    """The institutions whose drafts a person works on: where they work, and all that they direct."""
    return [*houses_of(person), *person.below(Permission.USE_CRM)]


def employers_at(place: "Institution") -> models.QuerySet[Employer]:
    """The employers that an institution's people see, such as its students."""
    rows = place.__class__.objects.filter(pk__in=place.lineage).values_list("pk", "kind")
    above = once(("kinds above", place.pk), lambda: list(rows), changed_by="people")
    reader = {"circle": sorted(circle(above)), "directed": [], "audiences": place.lineage}
    return Employer.objects.filter(Q(Shared(**OF_EMPLOYER, **reader, today=clock.today())), merged_into=None)


def is_open_at(event: Any, place: "Institution") -> bool:
    """Whether an institution's students may know of one event, as it was just read: `EventQuerySet.open_at` for one.

    Most events are at nobody's place: then which employers are seen need not be asked.
    """
    shown = event.state in ("published", "held") or (event.state == "canceled" and event.published_at is not None)
    if not shown or not (event.shown_to is None or set(event.shown_to).intersection(place.lineage)):
        return False
    hosts = once(
        ("hosts", event.pk), lambda: list(event.parts.filter(host=True).values_list("employer", flat=True)),
        changed_by="events",
    )  # fmt: skip
    return not hosts or employers_at(place).filter(pk__in=hosts).count() == len(set(hosts))


class EventQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EventQuerySet":
        """The events that a person may know of: published ones for their institutions, and all that they plan.

        Of an event at an employer's place nobody learns who does not see that employer (A1, C3).
        """
        if not person.standing.is_staff:
            return self.none()
        ours = planned_by(person)
        with_us = self.model.partners.through.objects.filter(event=OuterRef("pk"), institution__in=ours)
        mine = Q(institution__in=ours) | Exists(with_us)
        shown = SHOWN & (Q(shown_to=None) | Q(shown_to__overlap=audiences_of(person)))
        return self.filter(mine | shown).where_the_host_is_seen_by(person)

    def where_the_host_is_seen_by(self, person: "Person") -> "EventQuerySet":
        """Without those at the place of an employer that the person does not see (A1)."""
        hosts = self.model._meta.get_field("parts").related_model._base_manager.filter(event=OuterRef("pk"), host=True)
        hidden = hosts.exclude(Exists(Employer.objects.visible_to(person).filter(pk=OuterRef("employer"))))
        return self.exclude(Exists(hidden))

    def open_at(self, place: "Institution") -> "EventQuerySet":
        """Those that an institution's students may know of: published for it, and at nobody's place that it does not
        see (C16).
        """
        hosts = self.model._meta.get_field("parts").related_model._base_manager.filter(event=OuterRef("pk"), host=True)
        hidden = hosts.exclude(Exists(employers_at(place).filter(pk=OuterRef("employer"))))
        shown = Q(shown_to=None) | Q(shown_to__overlap=place.lineage)
        return self.filter(SHOWN & shown).exclude(Exists(hidden))

    def public(self) -> "EventQuerySet":
        """What everybody may read without signing in; nothing at the place of an employer that is not shared with all.

        Names of employers are not part of a public event (ADR 46).
        """
        hosts = self.model._meta.get_field("parts").related_model._base_manager.filter(event=OuterRef("pk"), host=True)
        open_to_all = Employer.objects.posted().filter(audience=None, default_audience=None, pk=OuterRef("employer"))
        return self.filter(SHOWN, audience="public").exclude(Exists(hosts.exclude(Exists(open_to_all))))

    def ahead(self) -> "EventQuerySet":
        """Those whose last time has not ended."""
        return self.filter(last_at__gt=clock.now())

    def standing(self) -> "EventQuerySet":
        """Drafts and published ones: what still competes for a time."""
        return self.filter(state__in=["draft", "published"])


class OfEvent(models.QuerySet[Any]):
    """What hangs on an event is seen by whoever sees the event."""

    def visible_to(self, person: "Person") -> "OfEvent":
        """Of the events that a person sees."""
        events = self.model._meta.get_field("event").related_model.objects.visible_to(person)
        return self.filter(event__in=events)


def _touching(begin: datetime, end: datetime) -> Q:
    return Q(starts_at__gte=begin - LONGEST, starts_at__lt=end) & (Q(ends_at__gt=begin) | Q(starts_at__gte=begin))


class OccurrenceQuerySet(OfEvent):
    def at_second(self, seconds: int) -> Any:
        """The time that begins in a second, as addresses and forms say it; None where there is none."""
        with suppress(ValueError, OverflowError, OSError):
            moment = datetime.fromtimestamp(seconds, UTC)
            return self.filter(starts_at__gte=moment, starts_at__lt=moment + timedelta(seconds=1)).first()
        return None

    def between(self, begin: datetime, end: datetime) -> "OccurrenceQuerySet":
        """Those that touch a period."""
        return self.filter(_touching(begin, end))

    def near(self, periods: Sequence[tuple[datetime, datetime]]) -> "OccurrenceQuerySet":
        """Those that touch one of several periods."""
        touching = [_touching(begin, end) for begin, end in periods]
        return self.filter(reduce(or_, touching)) if touching else self.none()


class TakingPartQuerySet(OfEvent):
    def visible_to(self, person: "Person") -> "TakingPartQuerySet":
        """Employers at events that a person sees, as far as the person sees the employer too."""
        rows: TakingPartQuerySet = super().visible_to(person)  # type: ignore[assignment]
        return rows.filter(employer__in=Employer.objects.visible_to(person))

    def seen_by(self, person: "Person") -> "TakingPartQuerySet":
        """The same, for events that are known to be visible already."""
        return self.filter(employer__in=Employer.objects.visible_to(person))

    def open_at(self, place: "Institution") -> "TakingPartQuerySet":
        """Of an event that an institution's students may know of, the employers that come and that they may know."""
        return self.filter(employer__in=employers_at(place), state__in=("confirmed", "came"))


class StallQuerySet(OfEvent):
    def standing(self) -> "StallQuerySet":
        """Those that were not canceled."""
        return self.filter(canceled_at=None)

    def seen_by(self, person: "Person") -> "StallQuerySet":
        """The sessions of an event that is known to be visible, without the booths of employers that are not."""
        return self.filter(none_or_among("employer", Employer.objects.visible_to(person)))

    def open_at(self, place: "Institution") -> "StallQuerySet":
        """The same for an institution's students."""
        return self.filter(none_or_among("employer", employers_at(place)))


class ClashQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ClashQuerySet":
        """Clashes of two events that a person both sees."""
        seen = self.model._meta.get_field("event").related_model.objects.visible_to(person)
        return self.filter(event__in=seen, other__in=seen)

    def of(self, event: Any) -> "ClashQuerySet":
        """Those of one event, whichever of the two was published later."""
        return self.filter(Q(event=event) | Q(other=event))


class OpeningQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OpeningQuerySet":
        """What the person's institutions ask or are asked: on the side of the event, and on the other one."""
        if not person.standing.is_staff:
            return self.none()
        ours = planned_by(person)
        events = self.model._meta.get_field("event").related_model.objects.where_the_host_is_seen_by(person)
        return self.filter(Q(institution__in=ours) | Q(event__institution__in=ours), event__in=events)

    def waiting(self) -> "OpeningQuerySet":
        return self.filter(state="open")


class HouseQuerySet(models.QuerySet[Any]):
    """What an institution keeps for its own staff."""

    def visible_to(self, person: "Person") -> "HouseQuerySet":
        """Those of the institutions where the person plans events."""
        places = person.standing.institutions(Permission.RECORD_ENGAGEMENTS)
        return self.filter(institution__lineage__overlap=list(places)) if places else self.none()
