"""That nothing in a letter to students reaches a contact of an employer directly (C24): neither what was typed nor what
a field, a file or a sender brings into it.
"""

import re
from typing import Any
from unicodedata import category, normalize

from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length, Lower, Right
from django.utils.translation import gettext as _

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Contact, Employer
from guildhall.lib.marking import gettext_noop
from guildhall.lib.small_counts import Told, told_of
from guildhall.lib.telephones import SEVEN, TEN, numbers_in
from guildhall.mailings.merge_fields import STUDENT_FIELDS, filled
from guildhall.mailings.models import Mailing, Recipient, StudentRecipient
from guildhall.mailings.queries.filling import letter_source, values_of
from guildhall.mailings.queries.students import FOR_STUDENTS, Learner, meant_by
from guildhall.people.models import Person
from guildhall.students.querysets import places_of

NAMES_CONTACT = gettext_noop(
    "This is how to reach a contact of an employer, and students write to them through you: {what}"
)
MAY_NOT_GO = gettext_noop(  # for whoever reads a mailing: which contacts its author knows of is not told
    "Something in it may not go to students. Whoever wrote it takes it up again: the check list says what."
)
MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
MOST = 20  # that are told of
EXTENSION = r"\s*(ext|x|#).*$"


def words_of_letter(mailing: Mailing) -> str:
    """Everything that stands in the letters of a mailing, filled in for each source."""
    sender = mailing.sender
    whole = "\n".join(
        [mailing.subject, letter_source(mailing, ()), sender.title, sender.reply_to, sender.postal_address]
    )
    parts = [whole]
    for source in mailing.sources.filter(kind__in=FOR_STUDENTS):
        meant = meant_by(source, mailing, mailing.author)
        nobody = Learner(mailing.pk, "", None, mailing.institution_id, None, None, meant.why, **meant.values)
        parts += [filled(whole, values_of(mailing, nobody), only=STUDENT_FIELDS), meant.why]
    return "\n".join(parts)


def contacts_named_in(text: str, author: Person) -> list[str]:
    """The e-mail addresses and telephone numbers in a text that are those of contacts whom its author may know of.

    Of others nobody learns by typing that they are contacts (R33).
    """
    plain = "".join(sign for sign in normalize("NFKC", text) if category(sign) != "Cf")  # as it reads
    mails = {found.casefold().strip("'.") for found in MAIL.findall(plain)}
    calls = {number.digits: plain[number.start : number.end] for number in numbers_in(plain)}
    known = Contact.objects.filter(employer__in=Employer.objects.visible_to(author))
    return list(dict.fromkeys(_mailed(known, mails) + _called(known, calls)))


def _mailed(known: Any, mails: set[str]) -> list[str]:
    if not mails:
        return []
    rows = known.exclude(email="").annotate(low=Lower("email")).filter(low__in=mails)
    return list(rows.values_list("low", flat=True)[:MOST])


def _called(known: Any, calls: dict[str, str]) -> list[str]:
    """Of some numbers, by their digits, those that contacts have; one without its area is found by its last seven.

    Asked apart from addresses, since it reads the digits of every number that there is.
    """
    if not calls:
        return []
    rows = known.exclude(phone="").annotate(digits=_digits_of("phone")).annotate(size=Length("digits"))
    rows = rows.filter(size__gte=SEVEN).annotate(whole=Right("digits", TEN), short=Right("digits", SEVEN))
    found = rows.filter(Q(whole__in=calls) | Q(short__in=calls)).values_list("whole", "short")[:MOST]
    return [calls.get(whole) or calls[short] for whole, short in found]


def _digits_of(column: str) -> Func:
    """The digits of a column, without those of an extension."""
    own = Func(F(column), Value(EXTENSION), Value(""), Value("i"), function="regexp_replace")
    return Func(own, Value(r"\D"), Value(""), Value("g"), function="regexp_replace")


def address_in_words(mailing: Mailing, person: Person) -> str:
    """What stands against a letter to students because of an address in it, of a contact whom a person may know of."""
    found = contacts_named_in(words_of_letter(mailing), person)
    return _(NAMES_CONTACT).format(what=found[0]) if found else ""


def told_of_students(mailing: Mailing, person: Person) -> Told | None:
    """How many students get a mailing, in full tens, for whoever does not see them (ADR 89); None for whoever does."""
    if not mailing.to_students or mailing.institution_id in places_of(person):
        return None
    got = (Recipient.State.INCLUDED, Recipient.State.SENT)
    with keeping(Keeper.RECOUNT, "how many students a mailing is for, in full tens"):
        return told_of(0, StudentRecipient.objects.filter(mailing=mailing, state__in=got).count())
