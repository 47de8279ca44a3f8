"""Whether the links in a letter answer, asked before it is sent."""

import time

from django.db import transaction

from guildhall.events.fetching import NotFetched, fetch
from guildhall.lib.verdicts import TooOften, require
from guildhall.mailings import rules
from guildhall.mailings.actions.writing import held
from guildhall.mailings.letters import links_of
from guildhall.mailings.models import Mailing
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Person

MOST_LINKS = 10
SECONDS, EACH = 30, 8  # for all of them, and for each: whoever pressed the button waits
TRIES = Limit("trying the links of mailings", 30, 3600)


def try_links(mailing: Mailing, *, by: Person) -> Mailing:
    """Try every link of the text once, as long as there is time, and note which of them answer."""
    require(rules.can_write(by, mailing.institution))
    if not (verdict := TRIES.take(by.pk)):
        raise TooOften(verdict, TRIES.wait)
    until, answers = time.monotonic() + SECONDS, {}
    for address in links_of(mailing.body)[:MOST_LINKS]:
        if (left := until - time.monotonic()) > 0:
            answers[address] = _answers(address, min(EACH, left))
    with transaction.atomic():
        row = held(mailing.pk)
        row.links = answers
        row.save(update_fields=["links"])
    return row


def _answers(address: str, seconds: float) -> bool:
    try:
        fetch(address, seconds)
    except NotFetched:
        return False
    return True
