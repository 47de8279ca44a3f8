"""Putting right what was refused: by a link, so that an employer needs no account for it (N19)."""

from datetime import timedelta

from django.db import transaction

from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import refuse
from guildhall.opportunities.actions.entering import Offer, change_row, held
from guildhall.opportunities.models import OfferLink, Opportunity

WORKS_FOR = timedelta(days=30)


def open_link(row: Opportunity) -> str:
    """A link by which the employer puts right what was just refused; only the letter holds its secret."""
    secret = new_secret()
    facts = {"sent_at": clock.now(), "until": clock.today() + WORKS_FOR}
    OfferLink.objects.create(opportunity=row, contact=row.contact, secret_hash=kept(secret).hex(), **facts)
    return secret


def link_of(secret: str) -> OfferLink | None:
    """The link of a secret as long as it opens anything, or None."""
    rows = OfferLink.objects.select_related("opportunity__employer", "opportunity__holder", "opportunity__site")
    return rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()


@transaction.atomic
def change_by_link(secret: str, offer: Offer, *, version: int) -> Opportunity:
    """The employer puts it right, and it is read again; once, and only while it is refused (N19)."""
    link = link_of(secret)
    if link is None:
        refuse("This link has expired.")
    row = held(link.opportunity_id, version)
    if row.state != Opportunity.State.REFUSED:
        refuse("This was put right already, or is over.")
    if not OfferLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        refuse("This link was used already.")
    return change_row(row, offer, by=None)
