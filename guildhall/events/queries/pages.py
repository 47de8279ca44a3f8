"""What the page of one event shows and what is asked of institutions (C15)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhall.events.eligibility import in_words
from guildhall.events.models import Event, Opening
from guildhall.events.queries.published import opened_since
from guildhall.events.querysets import OpeningQuerySet
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

LOOKED_BACK = timedelta(days=365)
MOST_TIMES = 40  # of a series on one page
State = Event.State


@dataclass(frozen=True)
class Standing:
    """Where an event stands: the kind, icon and words of its state."""

    kind: str
    icon: str
    words: str


def standing_of(event: Event) -> Standing:
    """Where an event stands today."""
    if event.state == State.DRAFT:
        return Standing("note", "edit", _("draft, not published yet"))
    if event.state == State.CANCELED:
        return Standing("stop", "no", _("canceled"))
    if event.state == State.HELD:
        return Standing("good", "done", _("has taken place"))
    if not event.is_ahead:
        return Standing("warn", "clock", _("over: say how it went"))
    if event.moved_at:
        return Standing("warn", "clock", _("moved"))
    return Standing("good", "done", _("published"))


def ways_in(event: Event) -> list[str]:
    """Who may come, each way in words; empty where everybody may."""
    wanted = {c["by"]: set() for way in event.eligibility for c in way}  # type: dict[str, set[str]]
    for way in event.eligibility:
        for condition in way:
            wanted[condition["by"]].update(condition["of"])
    names = {str(p.pk): p.name for p in Program.objects.filter(pk__in=wanted.get("program", ()))}
    names |= {str(i.pk): i.name for i in Institution.objects.filter(pk__in=wanted.get("institution", ()))}
    return in_words(event.eligibility, names)


def times_ahead(event: Event) -> list[Any]:
    """The next times of a series; none of what takes place once."""
    if not event.repeats:
        return []
    return list(event.occurrences.filter(ends_at__gt=clock.now()).order_by("starts_at")[:MOST_TIMES])


def audience_words(event: Event) -> str:
    """For whom an event is, in words: its kind of audience, or the names of the institutions."""
    if event.audience == Event.Audience.NAMED:
        return ", ".join(place.name for place in event.open_to.all())
    if event.audience in (Event.Audience.OWN, Event.Audience.FACULTY):
        return event.institution.name
    return str(event.get_audience_display())


def attended_words(event: Event, *, ours: bool) -> str:
    """How many came, in words: in full to whoever plans the event, to others in tens. So a number of few people tells
    nothing of them, nor does what one more tap at the door changes.
    """
    came = event.attended or 0
    if ours:
        return f"{came:,}"
    if came < FEWEST:
        return _("fewer than ten")
    return _("{n} or more").format(n=f"{came - came % 10:,}")


def asked_of(person: Person) -> OpeningQuerySet:
    """What a person's institutions are asked and have not answered: whether their students come to an event (C15)."""
    places = person.standing.institutions(Permission.RECORD_ENGAGEMENTS)
    rows = Opening.objects.waiting().filter(institution__lineage__overlap=list(places)) if places else None
    return rows if rows is not None else Opening.objects.none()


def openings_of(person: Person) -> Any:
    """All that was asked and answered about opening events, as far as a person's institutions have a part in it."""
    return Opening.objects.visible_to(person)


def cross_promotion(person: Person) -> Any:
    """The events that other institutions were let into in the last year: each spares an event of one's own (M6)."""
    return opened_since(person, clock.now() - LOOKED_BACK)


def institutions_to_ask(event: Event) -> Any:
    """The institutions that an event is not open to yet: other ones, and faculties and departments of one's own."""
    kinds, own = Institution.Kind, event.institution
    houses = Q(kind__in=(kinds.COLLEGE, kinds.DISTRICT, kinds.SCHOOL))
    house = Institution.objects.filter(houses, pk__in=own.lineage).order_by("lineage__len").first() or own
    inside = Q(kind__in=(kinds.FACULTY, kinds.DEPARTMENT), lineage__contains=[house.pk])
    rows = Institution.objects.open().filter(houses | inside).exclude(pk=own.pk)
    return rows.exclude(lineage__overlap=event.shown_to or []).order_by("name")


def places_to_plan(person: Person) -> Any:
    """The institutions that may answer for an event that a person plans."""
    return Institution.objects.where(person, Permission.RECORD_ENGAGEMENTS).open().order_by("lineage__len", "name")


def programs_asked_for() -> set[UUID]:
    """The programs by which events ask who may come."""
    asked = Event.objects.exclude(eligibility=[]).values_list("eligibility", flat=True)
    return {UUID(key) for ways in asked for way in ways for one in way if one["by"] == "program" for key in one["of"]}
