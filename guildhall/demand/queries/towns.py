"""The gap view of one town: which roles, offers, partners and placements are there (D5, D7).

Programs are taught where they are, and figures are published by area: a town narrows neither.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Site
from guildhall.opportunities.models import OfferedAt


def _has_site(key: str, town: str) -> Any:
    return Exists(Site.objects.filter(employer=OuterRef(key), city__iexact=town))


def roles_in(rows: Any, town: str) -> Any:
    """The roles that are to be filled in a town: as they say it; where they do not, of employers with a site there."""
    return rows.filter(Q(place__icontains=town) | Q(_has_site("employer", town), place=""))


def offers_in(rows: Any, town: str) -> Any:
    """What is offered in a town, at one of several sites or at the only one; without any, of employers there."""
    there = OfferedAt.objects.filter(opportunity=OuterRef("pk"), place__iexact=town)
    return rows.filter(Q(place__iexact=town) | Exists(there) | Q(place="", employer__place__iexact=town))


def employers_in(employers: frozenset[UUID], town: str) -> frozenset[UUID]:
    """Those of some employers that have a site in a town."""
    rows = Site.objects.filter(employer__in=employers, city__iexact=town)
    return frozenset(rows.values_list("employer", flat=True))


def placements_in(rows: Any, town: str) -> Any:
    """The placements in a town: at their site; without one, where it was offered; else where the employer is."""
    offered = Q(site=None, opportunity__place__iexact=town)
    nowhere = Q(site=None) & (Q(opportunity=None) | Q(opportunity__place=""))
    return rows.filter(Q(site__city__iexact=town) | offered | nowhere & Q(employer__place__iexact=town))
