"""At which of its sites an opportunity has a place: where an employer says how many there are at each, that holds."""

from collections import Counter
from dataclasses import dataclass

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Site
from guildhall.lib.verdicts import refuse
from guildhall.opportunities.models import OfferedAt, Opportunity
from guildhall.placements.models import Placement

WHY = "how many places are taken at each site, at whatever institution"


@dataclass(frozen=True, slots=True)
class Room:
    """Whether there is a place at a site that was wanted, or at any; and at which."""

    free: bool
    site: Site | None = None


def room_at(opportunity: Opportunity, wanted: Site | None) -> Room:
    """Where there is a place; callers hold the opportunity, so nobody takes it meanwhile."""
    rows = list(opportunity.at.select_related("site"))
    if not rows:
        return Room(True, opportunity.site)
    taken = _taken(opportunity)
    free = [one for one in rows if one.places is None or taken[one.site_id] < one.places]
    if wanted is not None and any(one.site_id == wanted.pk for one in rows):
        return Room(any(one.site_id == wanted.pk for one in free), wanted)
    return Room(bool(free), free[0].site if free else None)


def may_move_to(opportunity: Opportunity, site: Site) -> bool:
    """Whether somebody who has a place may go to another site: one that gives places has one left."""
    row = opportunity.at.filter(site=site).first()
    return row is None or row.places is None or _taken(opportunity)[site.pk] < row.places


def _taken(opportunity: Opportunity) -> Counter[object]:
    with keeping(Keeper.RECOUNT, WHY):
        rows = Placement.objects.taking_places().filter(opportunity=opportunity)
        return Counter(rows.values_list("site", flat=True))


def site_named(opportunity: Opportunity, site: object) -> Site | None:
    """The site that somebody names of an opportunity; none where nobody names one."""
    if not site:
        return None
    row = OfferedAt.objects.filter(opportunity=opportunity, site=site).select_related("site").first()
    if row is None:
        refuse("It is not offered at this site. Choose again.")
    return row.site
