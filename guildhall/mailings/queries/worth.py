"""What of others is worth adding to a mailing: it fits the recipients by place, industry or field of work (N9, C19)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from guildhall.employers.industries import SECTORS, sector_of
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.lib.numbers import counted
from guildhall.mailings.models import Mailing
from guildhall.mailings.queries.leaving import OPEN_EVENTS
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.clusters import cluster_of
from guildhall.pathways.models import Pathway
from guildhall.people.models import Person

AHEAD = timedelta(days=60)
LOOKED_AT, MOST_OFFERED = 60, 5  # of each kind
FIELDS = ("pathway", "cluster", "programs__pathway", "programs__cluster")  # of what an employer offers


@dataclass(frozen=True)
class Profile:
    """Of those who get a mailing: how many they are, where, in which industries, and in which fields they offer."""

    total: int
    sectors: Counter[str] = field(default_factory=Counter)
    cities: Counter[str] = field(default_factory=Counter)
    fields: Counter[Any] = field(default_factory=Counter)  # by pathway and by career cluster


@dataclass(frozen=True, slots=True)
class Worth:
    """Something of somebody else, how many recipients it fits, and by what."""

    kind: str  # as the address names it
    thing: Any
    whose: Any
    fits: int
    words: str

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.thing.pk}"


def profile_of(mailing: Mailing, person: Person) -> Profile:
    """What is known of the recipients, as far as somebody sees their employers; of others nothing."""
    rows = mailing.recipients.known_to(person).included().filter(contact__isnull=False).order_by()
    found = Profile(mailing.recipients.known_to(person).included().count())
    places = rows.values_list(Left("contact__employer__naics", 2), "contact__employer__place")
    for head, city, n in places.annotate(n=Count("pk")):
        found.sectors[sector_of(head)] += n
        found.cities[city.strip().lower()] += n
    seen = Opportunity.objects.visible_to(person).values("pk")
    offering = rows.filter(contact__employer__opportunities__in=seen)
    for path in FIELDS:
        counts = offering.values_list(f"contact__employer__opportunities__{path}").annotate(
            n=Count("pk", distinct=True)
        )
        for key, n in counts:
            if key:
                found.fields[key] = max(found.fields[key], n)
    for empty in (found.sectors, found.cities):
        del empty[""]
    return found


def worth_adding(mailing: Mailing, person: Person) -> list[Worth]:
    """What others have on that fits most of the recipients: events first those for many, then opportunities."""
    profile = profile_of(mailing, person)
    return [*_best(_events(mailing, person, profile)), *_best(_opportunities(mailing, person, profile))]


def _best(rows: Iterable[Worth]) -> list[Worth]:
    return sorted(rows, key=lambda one: -one.fits)[:MOST_OFFERED]


def _events(mailing: Mailing, person: Person, profile: Profile) -> Iterable[Worth]:
    """Events of other institutions that are published for everybody and take place soon.

    One that is for no field of work is for all of them; one for fields of which no recipient is, is not offered.
    """
    now = clock.now()
    rows = Event.objects.visible_to(person).filter(OPEN_EVENTS, starts_at__range=(now, now + AHEAD))
    rows = rows.exclude(institution=mailing.institution_id)
    rows = rows.exclude(Exists(mailing.carried.filter(event=OuterRef("pk")))).select_related("institution")
    found = list(rows.prefetch_related("programs", "pathways").order_by("starts_at", "pk")[:LOOKED_AT])
    sectors = _sectors_at(found, person)
    names = _names(profile)
    for row in found:
        marks = {row.cluster} | {one.pk for one in row.pathways.all()} | {one.cluster for one in row.pathways.all()}
        marks |= {key for one in row.programs.all() for key in (one.pathway_id, one.cluster)}
        fits, words = _fit(profile, names, marks, sectors.get(row.pk, ()), row.place)
        if not fits and not marks - {"", None} and not sectors.get(row.pk):
            words = _("For every field of work")
        if words:
            yield Worth("event", row, row.institution, fits, words)


def _opportunities(mailing: Mailing, person: Person, profile: Profile) -> Iterable[Worth]:
    """Opportunities that others look after, that everybody may read, and that fit some of the recipients."""
    seen = Opportunity.objects.visible_to(person).values("pk")
    rows = Opportunity.objects.public().filter(pk__in=seen).exclude(holder=mailing.institution_id)
    rows = rows.exclude(Exists(mailing.carried.filter(opportunity=OuterRef("pk"))))
    rows = rows.select_related("holder", "employer", "pathway").prefetch_related("programs").order_by("-pk")
    names = _names(profile)
    for row in rows.defer("employer__search")[:LOOKED_AT]:
        marks = {row.cluster, row.pathway_id, row.pathway.cluster if row.pathway else ""}
        marks |= {key for one in row.programs.all() for key in (one.pathway_id, one.cluster)}
        fits, words = _fit(profile, names, marks, [sector_of(row.employer.naics)], row.employer.place)
        if fits:
            yield Worth("opportunity", row, row.holder, fits, words)


def _sectors_at(events: Sequence[Any], person: Person) -> dict[Any, set[str]]:
    """In which industries the employers are that take part in some events, as far as somebody sees them."""
    found: dict[Any, set[str]] = {}
    rows = TakingPart.objects.seen_by(person).filter(event__in=events).exclude(state=TakingPart.State.DECLINED)
    for event, naics in rows.values_list("event", "employer__naics"):
        if sector := sector_of(naics):
            found.setdefault(event, set()).add(sector)
    return found


def _names(profile: Profile) -> dict[Any, str]:
    """What the fields of the recipients are called."""
    rows = Pathway.objects.filter(pk__in=[key for key in profile.fields if not isinstance(key, str)])
    names: dict[Any, str] = dict(rows.values_list("pk", "name"))
    return names | {key: one.name for key in profile.fields if isinstance(key, str) and (one := cluster_of(key))}


def _fit(
    profile: Profile, names: dict[Any, str], marks: Iterable[Any], sectors: Iterable[str], place: str
) -> tuple[int, str]:  # fmt: skip
    """How many recipients something fits by what fits the most, and that in words."""
    offer, here = _("%(n)s of %(of)s offer something in %(what)s"), _("%(n)s of %(of)s are in %(what)s")
    reasons = [(profile.fields[key], offer, names[key]) for key in marks if key in names]
    reasons += [(profile.sectors[key], here, str(SECTORS[key])) for key in sectors if key in SECTORS]
    said = place.lower()
    for city, n in profile.cities.items():
        if re.search(rf"\b{re.escape(city)}\b", said):
            reasons.append((n, here, city.title()))
    fits, words, what = max(reasons, default=(0, "", ""))
    return fits, words % {"n": counted(fits), "of": counted(profile.total), "what": what} if fits else ""
