"""An opportunity in one line, for tests."""

from guildhall.opportunities.actions import deciding
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.opportunities.models import Opportunity


def offer(cast, employer, *, by="mesa_wbl", holder=None, **facts):
    """Enter an opportunity, by default at Mesa Grande."""
    words = {"kind": "internship_paid", "title": "Two interns"} | facts
    place = holder or (cast.harbor if by.startswith("harbor") else cast.mesa)
    return enter_opportunity(employer, Offer(**words), holder=place, by=cast.people[by])


def posted(cast, employer, *, by="mesa_wbl", **facts):
    """Enter an opportunity and approve it."""
    row = offer(cast, employer, by=by, **facts)
    return deciding.approve(row, version=row.version, by=cast.people[by])


def fresh(row):
    """An opportunity as it is now."""
    return Opportunity.objects.select_related("employer", "holder", "entered_by", "contact", "site").get(pk=row.pk)
