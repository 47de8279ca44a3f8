"""At which sites an opportunity is offered: one, or several with their places (B1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from guildhall.employers.models import Employer, Site
from guildhall.lib.verdicts import refuse
from guildhall.opportunities.models import OfferedAt, Opportunity
from guildhall.opportunities.queries.places import point_of, zip_of

MOST_SITES = 30  # of one opportunity


@dataclass(frozen=True, slots=True)
class At:
    """A site, and how many of the places are there; None: they are among all of them."""

    site: Site
    places: int | None = None


def checked_sites(employer: Employer, chosen: Sequence[At], places: int) -> int:
    """How many places there are in all: as said, or as many as the sites have where each says it.

    Raises `Refused` for sites of others, the same twice, too many, and for more places at the sites than in all.
    """
    if any(one.site.employer_id != employer.pk for one in chosen):
        refuse("One of these sites belongs to another employer: choose again.")
    if len({one.site.pk for one in chosen}) < len(chosen):
        refuse("The same site is named twice.")
    if len(chosen) > MOST_SITES:
        refuse("An opportunity is offered at {n} sites at most.", n=MOST_SITES)
    said = [one.places for one in chosen if one.places is not None]
    if any(not 1 <= n <= 10_000 for n in said):
        refuse("Say how many places there are at each site: one at least.")
    if said and len(said) == len(chosen):
        return sum(said)
    if sum(said) + len(chosen) - len(said) > places:
        refuse("There are more places at the sites than in all ({n}).", n=places)
    return places


def set_sites(row: Opportunity, chosen: Sequence[At]) -> None:
    """Offer an opportunity at several sites, or at its one site alone; the caller describes it afterward."""
    row.at.exclude(site__in=[one.site.pk for one in chosen]).delete()
    for turn, one in enumerate(chosen):
        facts = {"places": one.places, "turn": turn, **where(one.site)}
        OfferedAt.objects.update_or_create(opportunity=row, site=one.site, defaults=facts)


def where(site: Site) -> dict[str, Any]:
    """What lists search a site by."""
    code = zip_of(site.zip)
    point = point_of(code) if code else None
    latitude, longitude = (point.latitude, point.longitude) if point else (None, None)
    return {"place": site.city, "zip": code, "latitude": latitude, "longitude": longitude}


def refresh_sites() -> int:
    """Look anew where sites are whose address has changed; returns how many."""
    moved = ~Q(place=F("site__city")) | ~Q(site__zip__startswith=F("zip"))
    rows = list(OfferedAt.objects.filter(moved).select_related("site"))
    for row in rows:
        OfferedAt.objects.filter(pk=row.pk).update(**where(row.site))
    return len(rows)
