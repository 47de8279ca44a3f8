"""Who takes part in the community of practice (P11, H5)."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from guildhall.community.models import Challenge, Contribution, Decision, ProcessMap, Refinement
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Part:
    """What an institution has put before the region, said and decided in a year, by how many people, and when last."""

    institution: Institution
    raised: int
    said: int
    decided: int
    people: int
    last: datetime | None
    maps: int = 0  # that it has published for everybody to read
    refined: int = 0  # steps of maps above it of which it has said how it does them

    @property
    def documented(self) -> bool:
        """Whether it has written down how it works (B19)."""
        return bool(self.maps or self.refined)


def participation(person: Person) -> list[Part]:
    """Per college and district, and whoever else takes part; what stays within an institution counts nowhere."""
    since = clock.now() - YEAR
    raised = Challenge.objects.visible_to(person).filter(internal=False, raised_at__gte=since)
    said = Contribution.objects.visible_to(person).filter(challenge__internal=False, at__gte=since, removed_at=None)
    decided = Decision.objects.visible_to(person).filter(challenge__internal=False, decided_on__gte=clock.day_of(since))
    acts: list[tuple[Any, Any, datetime, str]] = [
        *((place, by, at, "raised") for place, by, at in raised.values_list("institution", "by", "raised_at")),
        *((place, by, at, "said") for place, by, at in said.values_list("institution", "by", "at")),
    ]
    settled = Counter(decided.values_list("challenge__institution", flat=True))
    places = {place.pk: place for place in colleges()}
    for place in Institution.objects.visible_to(person).filter(pk__in={act[0] for act in acts} - places.keys()):
        places[place.pk] = place
    maps, refined = documented(person)
    parts = [
        replace(
            _part(place, [act for act in acts if act[0] == place.pk], settled[place.pk]),
            maps=maps[place.pk],
            refined=refined[place.pk],
        )
        for place in places.values()
    ]
    return sorted(parts, key=lambda part: (-(part.raised + part.said), part.institution.name))


def documented(person: Person) -> tuple[Counter[Any], Counter[Any]]:
    """Per institution, the process maps that it shares, and the steps that it has refined (B19)."""
    shared = ProcessMap.objects.visible_to(person).filter(internal=False).exclude(published_at=None)
    refined = Refinement.objects.visible_to(person).filter(step__map__in=shared)
    return (
        Counter(shared.order_by().values_list("institution", flat=True)),
        Counter(refined.order_by().values_list("institution", flat=True)),
    )


def _part(place: Institution, acts: list[tuple[Any, Any, datetime, str]], decided: int) -> Part:
    kinds = Counter(kind for *_rest, kind in acts)
    last = max((at for _place, _by, at, _kind in acts), default=None)
    return Part(place, kinds["raised"], kinds["said"], decided, len({by for _place, by, *_rest in acts}), last)
