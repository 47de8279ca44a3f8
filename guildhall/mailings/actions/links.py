"""Whether the links in a letter answer, asked before it is sent."""

from django.db import transaction

from guildhall.events.fetching import NotFetched, fetch
from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.actions.writing import held
from guildhall.mailings.letters import links_of
from guildhall.mailings.models import Mailing
from guildhall.people.models import Person

MOST_LINKS = 10


def try_links(mailing: Mailing, *, by: Person) -> Mailing:
    """Try every link of the text once, and note which of them answer."""
    require(rules.can_write(by, mailing.institution))
    answers = {address: _answers(address) for address in links_of(mailing.body)[:MOST_LINKS]}
    with transaction.atomic():
        row = held(mailing.pk)
        row.links = answers
        row.save(update_fields=["links"])
    return row


def _answers(address: str) -> bool:
    try:
        fetch(address)
    except NotFetched:
        return False
    return True
