"""The check list before a mailing is approved and sent: what stops it, and what should be looked at (E11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.lib.numbers import counted
from guildhall.lib.small_counts import Told
from guildhall.mailings.letters import links_of, problems_of
from guildhall.mailings.merge_fields import unknown_fields
from guildhall.mailings.models import Elements, Mailing, Recipient, Source
from guildhall.mailings.queries.attached import pictures_of
from guildhall.mailings.queries.checking_students import address_in_words, told_of_students
from guildhall.mailings.queries.filling import fields_of
from guildhall.partnerships.models import Initiative
from guildhall.partnerships.queries.initiatives import lacking
from guildhall.partnerships.readiness import LACKS, in_words
from guildhall.people.models import Person


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: whether it is good, in words, and whether it stops the mailing."""

    good: bool
    words: str
    stops: bool = False


def counts_of(mailing: Mailing, person: Person | None = None) -> dict[str, int]:
    """How many rows a mailing has by state, of those whom a person may know of."""
    rows = mailing.ledger.known_to(person) if person else mailing.ledger.all()
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return dict.fromkeys(Recipient.State.values, 0) | found


def problems(mailing: Mailing, person: Person) -> list[str]:
    """What stops a mailing, in words, as far as a person may know of it."""
    return [one.words for one in checks_of(mailing, counts_of(mailing), person) if one.stops and not one.good]


def checks_of(mailing: Mailing, counts: dict[str, int], person: Person | None = None) -> list[Check]:
    """The whole list, with the number of recipients that the reader may know."""
    included, held = counts.get("included", 0), counts.get("held", 0)
    whole = not problems_of(mailing.body, pictures_of(mailing))
    result = [
        _reach(mailing, included, person),
        Check(
            not unknown_fields(f"{mailing.subject}\n{mailing.body}", fields_of(mailing)),
            _("Every field is one of the list."),
            stops=True,
        ),
        Check(whole, _("Links are whole, and pictures are told in words."), stops=True),
        Check(not mailing.sender.retired_at, _("The sender with its postal address is in use."), stops=True),
    ]
    if mailing.to_students:
        result.append(_no_contacts(mailing, person or mailing.author))
    if held:
        words = ngettext("%(n)s person is held: see why.", "%(n)s people are held: see why.", held)
        result.append(Check(False, words % {"n": counted(held)}))
    result += _of_links(mailing)
    return [*result, *(_of_outreach(mailing, person) if mailing.outreach else _of_initiatives(mailing))]


def _reach(mailing: Mailing, included: int, person: Person | None) -> Check:
    """How many get it; students are counted in full tens for whoever does not see them."""
    told = told_of_students(mailing, person) if person else None
    if told is not None:
        return Check(True, _students_told(told), stops=True)
    gets = ngettext("%(n)s person gets it.", "%(n)s people get it.", included) % {"n": counted(included)}
    nobody = _("Nobody gets it: add where recipients come from, and look at who is held.")
    return Check(included > 0, gets if included else nobody, stops=True)


def _students_told(told: Told) -> str:
    if told.n is None:
        return _("Fewer than ten students get it.")
    return _("%(n)s students get it.") % {"n": told} if told.n else _("No student gets it yet.")


def _no_contacts(mailing: Mailing, person: Person) -> Check:
    """That nothing in it reaches a contact of an employer directly (C24)."""
    why = address_in_words(mailing, person)
    return Check(not why, why or _("No address or telephone number of an employer’s contact is in it."), stops=True)


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


def _of_outreach(mailing: Mailing, person: Person | None) -> list[Check]:
    """Who is asked for what, and each element that a message needs (E11); what the initiative lacks (F3, N20)."""
    missing = set(missing_in(mailing))
    rows = mailing.recipients.known_to(person) if person else mailing.recipients.all()
    found = rows.included().order_by().aggregate(people=Count("pk"), places=Count("contact__employer", distinct=True))
    asked = _("%(people)s people, of %(places)s employers, are asked for: %(what)s")
    asked = asked % ({name: counted(n) for name, n in found.items()} | {"what": mailing.asks_for})
    unsaid = _("It does not say what they are asked for.")
    said = [("asks_for", asked if mailing.asks_for else unsaid)]
    says, lacks = _("It says: %(what)s."), _("It does not say: %(what)s.")
    said += [(key, (lacks if key in missing else says) % {"what": label}) for key, label in Elements.choices]
    checks = [Check(key not in missing, words) for key, words in said]
    if left := [key for key in LACKS if key in missing]:
        words = _("The initiative still lacks: %(what)s.") % {"what": ", ".join(in_words(left))}
        checks.append(Check(False, words))
    return checks


def _of_initiatives(mailing: Mailing) -> list[Check]:
    """Stakeholders are mostly written to because they are asked for something."""
    if not mailing.sources.filter(kind=Source.Kind.INITIATIVE).exists():
        return []
    return [Check(False, _("It goes to stakeholders of an initiative: say whether it asks them for something."))]


def missing_in(mailing: Mailing) -> list[str]:
    """What outreach lacks, by keys: what is asked, the five elements, what the initiative needs before (E11, F3)."""
    if not mailing.outreach:
        return []
    found = [] if mailing.asks_for else ["asks_for"]
    found += [value for value in Elements.values if value not in mailing.elements]
    keys = mailing.sources.filter(kind=Source.Kind.INITIATIVE).values_list("key", flat=True)
    for initiative in Initiative.objects.filter(pk__in=list(keys)):
        found += lacking(initiative)
    return list(dict.fromkeys(found))


def missing_in_words(keys: Sequence[str]) -> list[str]:
    """The same in the reader's language."""
    own = {"asks_for": _("what they are asked for")} | dict(Elements.choices)
    return [str(own[key]) if key in own else in_words([key])[0] for key in keys]
