"""The check list before a mailing is approved and sent: what stops it, and what should be looked at (E11)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.lib.numbers import counted
from guildhall.mailings.letters import links_of, problems_of
from guildhall.mailings.merge_fields import unknown_fields
from guildhall.mailings.models import Elements, Mailing, Recipient
from guildhall.people.models import Person


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: whether it is good, in words, and whether it stops the mailing."""

    good: bool
    words: str
    stops: bool = False


def counts_of(mailing: Mailing, person: Person | None = None) -> dict[str, int]:
    """How many rows a mailing has by state, of those whom a person may know of."""
    rows = mailing.recipients.known_to(person) if person else mailing.recipients.all()
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return dict.fromkeys(Recipient.State.values, 0) | found


def problems(mailing: Mailing) -> list[str]:
    """What stops a mailing, in words."""
    return [one.words for one in checks_of(mailing, counts_of(mailing)) if one.stops and not one.good]


def checks_of(mailing: Mailing, counts: dict[str, int]) -> list[Check]:
    """The whole list, with the number of recipients that the reader may know."""
    included, held = counts.get("included", 0), counts.get("held", 0)
    gets = ngettext("%(n)s person gets it.", "%(n)s people get it.", included) % {"n": counted(included)}
    nobody = _("Nobody gets it: add where recipients come from, and look at who is held.")
    result = [
        Check(included > 0, gets if included else nobody, stops=True),
        Check(not unknown_fields(f"{mailing.subject}\n{mailing.body}"), _("Every field is one of the list."), True),
        Check(not problems_of(mailing.body), _("Links are whole, and pictures are told in words."), True),
        Check(not mailing.sender.retired_at, _("The sender with its postal address is in use."), stops=True),
    ]
    if held:
        words = ngettext("%(n)s person is held: see why.", "%(n)s people are held: see why.", held)
        result.append(Check(False, words % {"n": counted(held)}))
    result += _of_links(mailing)
    if mailing.outreach:
        result += _of_outreach(mailing)
    return result


def _of_links(mailing: Mailing) -> list[Check]:
    wanted = links_of(mailing.body)
    if not wanted:
        return []
    known: dict[str, Any] = mailing.links
    unasked = [one for one in wanted if one not in known]
    if unasked:
        return [Check(False, _("The links were not tried since they were written."))]
    dead = [one for one in wanted if not known[one]]
    if dead:
        return [Check(False, _("This link does not answer: %(link)s") % {"link": dead[0]})]
    return [Check(True, _("Every link answers."))]


def _of_outreach(mailing: Mailing) -> list[Check]:
    return [
        Check(value in mailing.elements, _("It says: %(what)s.") % {"what": label}) for value, label in Elements.choices
    ]
