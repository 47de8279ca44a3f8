"""What somebody reads before two contacts of an employer are merged."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guildhall.employers.matching.people import OTHER, Named, alike
from guildhall.employers.models import Contact, ContactMerge, Employer
from guildhall.employers.models.places import MailTopic
from guildhall.people.models import Person
from guildhall.ui.dates import in_words

ASKED = ("given_name", "family_name", "title", "email", "phone", "site", "from_date", "to_date", "approach")


def possible_twins(person: Person, employer: Employer, contact: Contact) -> list[tuple[Contact, bool]]:
    """The other contacts of an employer, with whether they look like the same person: those first.

    A protected address that the person may not see takes no part: it would tell whether it was guessed (N6).
    """
    rows = list(employer.contacts.with_closed(person).with_guards().select_related("site"))
    here = next(one for one in rows if one.pk == contact.pk)
    for one in rows:
        one.employer = employer
    others = [(one, alike(_named(here), _named(one))[0] != OTHER) for one in rows if one.pk != contact.pk]
    return sorted(others, key=lambda other: not other[1])


def _named(contact: Contact) -> Named:
    closed = contact.closed  # type: ignore[attr-defined]
    reach = ("", "") if closed else (contact.email, contact.phone)
    return Named(contact.given_name, contact.family_name, *reach, contact.title)


@dataclass(frozen=True)
class Choice:
    """One field of two contacts; where both say something else, one of the two is chosen."""

    name: str
    label: str
    ours: str
    theirs: str

    @property
    def open(self) -> bool:
        return bool(self.ours and self.theirs and self.ours != self.theirs)


def choices(ours: Contact, theirs: Contact) -> list[Choice]:
    """Two contacts field by field; fields of which neither says anything are left out."""
    rows = [Choice(name, _label(name), _said(ours, name), _said(theirs, name)) for name in ASKED]
    return [row for row in rows if row.ours or row.theirs]


def _label(name: str) -> str:
    column: Any = Contact._meta.get_field(name)
    return _("Works at") if name == "site" else capfirst(str(column.verbose_name))


def _said(contact: Contact, name: str) -> str:
    value = getattr(contact, name)
    if name in ("from_date", "to_date"):
        return in_words(value)
    return str(value or "")


def agreed_to(contact: Contact) -> list[str]:
    """What a contact permits, in words; nothing is permitted by default."""
    words = []
    if contact.students_may_email:
        words.append(_("students may see the e-mail"))
    if contact.students_may_phone:
        words.append(_("students may see the telephone"))
    topics = [str(dict(MailTopic.choices).get(topic, topic)) for topic in contact.mail_topics]
    return [*words, *(_("may be mailed in bulk about %s") % topic for topic in topics)]


def merges_of(contact: Contact) -> list[ContactMerge]:
    """The merges into a contact that stand, the latest first."""
    rows = list(ContactMerge.objects.standing().filter(survivor=contact).select_related("by").order_by("-merged_at"))
    for merge in rows:
        merge.survivor = contact
    return rows
