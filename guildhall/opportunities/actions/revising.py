"""Putting right what was refused, and offering again what ended by itself: by a link, without an account (N19)."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from guildhall.employers.models import Contact, EmployerLogin
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities import rules
from guildhall.opportunities.actions.entering import Offer, change_row, enter_row, held
from guildhall.opportunities.models import OfferLink, Opportunity

WORKS_FOR = timedelta(days=30)


def open_link(row: Opportunity, to: Contact | EmployerLogin) -> str:
    """A link by which somebody of the employer puts it right, or offers it again; only the letter holds its secret."""
    secret = new_secret()
    facts: dict[str, Any] = {"sent_at": clock.now(), "until": clock.today() + WORKS_FOR}
    facts |= {"login": to, "contact": to.contact} if isinstance(to, EmployerLogin) else {"contact": to}
    OfferLink.objects.create(opportunity=row, secret_hash=kept(secret).hex(), **facts)
    return secret


def link_of(secret: str) -> OfferLink | None:
    """The link of a secret as long as it opens anything, and whoever it was written to speaks for the employer.

    What was written to somebody who signed in opens nothing once that has ended, whoever else is known there.
    """
    of = ("opportunity__employer", "opportunity__holder", "opportunity__site", "contact", "login__contact")
    rows = OfferLink.objects.select_related(*of)
    link = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
    if link is None:
        return None
    if link.login is not None:
        return link if link.login.works else None
    return link if link.contact is not None and link.contact.reads_mail else None


@transaction.atomic
def change_by_link(secret: str, offer: Offer, *, version: int) -> Opportunity:
    """The employer puts right what was refused, or offers anew what ended by itself; read first, and once (N19)."""
    link = link_of(secret)
    if link is None:
        refuse("This link has expired.")
    row = held(link.opportunity_id, version)
    require(rules.can_answer_by_link(row))
    if not OfferLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        refuse("This link was used already.")
    OfferLink.objects.filter(opportunity=row, used_at=None).update(used_at=clock.now())  # of several letters one serves
    if row.state == Opportunity.State.REFUSED:
        return change_row(row, offer, by=None)
    return enter_row(row.employer, offer, holder=row.holder, by=None, offered_by=link.login)
