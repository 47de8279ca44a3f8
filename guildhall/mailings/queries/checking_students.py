"""That nothing in a letter to students reaches a contact of an employer directly (C24): neither what was typed nor what
a field, a file or a sender brings into it.
"""

import re

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
        nobody = Learner(mailing.pk, "", None, mailing.institution_id, None, meant.why, **meant.values)
        parts += [filled(whole, values_of(mailing, nobody), only=STUDENT_FIELDS), meant.why]
    return "\n".join(parts)


def contacts_named_in(text: str, author: Person) -> list[str]:
    """The e-mail addresses and telephone numbers in a text that are those of contacts whom its author may know of.

    Of others nobody learns by typing that they are contacts (R33).
    """
    mails = {found.casefold().strip("'.") for found in MAIL.findall(text)}
    calls = {number.digits: text[number.start : number.end] for number in numbers_in(text)}
    if not mails and not calls:
        return []
    rows = Contact.objects.filter(employer__in=Employer.objects.visible_to(author)).exclude(email="", phone="")
    rows = rows.annotate(low=Lower("email"), digits=_digits_of("phone")).annotate(size=Length("digits"))
    rows = rows.annotate(whole=Right("digits", TEN), short=Right("digits", SEVEN))
    same = Q(low__in=mails) | Q(size__gte=SEVEN, whole__in=calls)
    same |= Q(size__gte=SEVEN, short__in=[one for one in calls if len(one) == SEVEN])
    found = []
    for low, whole, short in rows.filter(same).values_list("low", "whole", "short")[:20]:
        found += [one for one in (low, calls.get(whole), calls.get(short)) if one and (one in mails or one != low)]
    return list(dict.fromkeys(found))


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
