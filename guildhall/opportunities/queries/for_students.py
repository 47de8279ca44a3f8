"""What students and the public read: approved, with no contact's hidden address in any word of it (C24)."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from guildhall.employers.models import Contact
from guildhall.engagements.queries.easing import red_tape_of
from guildhall.lib.telephones import RUN, numbers_in
from guildhall.opportunities.kinds import EDUCATORS, of_stage
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries.searching import Wanted, listed, narrowed, open_to_program
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.pathways.models import Program
from guildhall.students.models import StudentLogin
from guildhall.students.queries import of_login

MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
EXTENSION = re.compile(r"\s*(?:ext|x|#)", re.IGNORECASE)
WRITTEN = (
    "title", "description", "requirements", "how_to_apply", "benefit", "schedule", "occupation", "on_behalf_of",
)  # fmt: skip
NEWEST = 5  # on a student's home


def open_to(login: StudentLogin) -> OpportunityQuerySet:
    """What is open to a student today, through each of the institutions that have them (B6)."""
    places = [Opportunity.objects.open_at(row.institution) for row in of_login(login)]
    return reduce(or_, places, Opportunity.objects.none()).exclude(kind__in=of_stage(EDUCATORS))


def programs_of_student(login: StudentLogin) -> list[Program]:
    """What a student learns, or learned last, at each institution."""
    return list(Program.objects.filter(enrolments__registration__in=of_login(login)).distinct())


def for_programs(rows: OpportunityQuerySet, programs: Sequence[Program]) -> OpportunityQuerySet:
    """Of some opportunities those that are open to any of some programs; without one, what is meant for everybody."""
    if not programs:
        named = Opportunity.programs.through.objects.filter(opportunity=OuterRef("pk"))
        return rows.filter(~Exists(named), pathway=None, cluster="")
    return rows.filter(reduce(or_, (open_to_program(one) for one in programs), Q(pk__in=[])))


def searched_by_student(login: StudentLogin, wanted: Wanted, *, own_program: bool) -> OpportunityQuerySet:
    """What fits, among what is open to the student."""
    rows = narrowed(open_to(login), wanted)
    return for_programs(rows, programs_of_student(login)) if own_program else rows


def newest_for(login: StudentLogin) -> list[Opportunity]:
    """The newest that are open to a student's programs, or to everybody."""
    rows = for_programs(open_to(login), programs_of_student(login)).order_by("-publish_on", "-id")
    return list(listed(rows)[:NEWEST])


def seen_to(row: Opportunity) -> list[str]:
    """What of transport, insurance and papers somebody sees to for its employer: what it is, and nothing that is noted
    of it (F22).
    """
    tapes = [tape for tape in red_tape_of(row.employer) if tape.kind != tape.Kind.OTHER]
    return list(dict.fromkeys(str(tape.get_kind_display()) for tape in tapes))


def told_to_students(row: Opportunity) -> Opportunity:
    """An opportunity without the e-mail and telephone of contacts who did not say that students may see them."""
    return _without(row, *hidden_addresses(Contact.objects.filter(employer=row.employer_id)))


def told_to_everybody(row: Opportunity) -> Opportunity:
    """An opportunity without any contact's e-mail and telephone: what students may see is not for search engines."""
    return _without(row, *_addresses(Contact.objects.filter(employer=row.employer_id).values_list("email", "phone")))


def _without(row: Opportunity, mails: set[str], phones: set[str]) -> Opportunity:
    for name in WRITTEN:
        setattr(row, name, without(getattr(row, name), mails, phones))
    return row


def says_address(text: str) -> bool:
    """Whether an e-mail address or a whole telephone number stands in a text, whoever's it is."""
    calls = (sum(sign.isdigit() for sign in found) for found in RUN.findall(text))
    return bool(MAIL.search(text)) or any(n in (10, 11) for n in calls) or any(n.has_area for n in numbers_in(text))


def says_address_to_students(row: Opportunity) -> bool:
    """Whether an e-mail address or a telephone number stands in what students read of an opportunity."""
    return any(says_address(getattr(row, name)) for name in WRITTEN)


def without_any_address(text: str) -> str:
    """A text without any e-mail address or telephone number, whoever's it is."""
    return RUN.sub(lambda found: "" if _digits(found.group()) else found.group(), MAIL.sub("", text))


def without_addresses(text: str, contacts: Any) -> str:
    """A text in which the addresses of contacts are not said who did not agree that students see them."""
    return without(text, *hidden_addresses(contacts)) if text else text


def hidden_addresses(contacts: Any) -> tuple[set[str], set[str]]:
    """The e-mail addresses and telephone numbers of contacts that students may not see."""
    rows = contacts.values_list("email", "students_may_email", "phone", "students_may_phone")
    return _addresses(("" if mail else email, "" if call else phone) for email, mail, phone, call in rows)


def _addresses(pairs: Iterable[tuple[str, str]]) -> tuple[set[str], set[str]]:
    """E-mail addresses and telephone numbers as they are compared, of which an extension is no part."""
    known = list(pairs)
    calls = {_digits(EXTENSION.split(phone)[0]) for _email, phone in known}
    return {email.casefold() for email, _phone in known if email}, calls - {""}


def without(text: str, mails: Iterable[str], phones: Iterable[str]) -> str:
    """A text in which some addresses and telephone numbers are not said, however they are written."""
    instead = _("(ask your career center)")

    def mail(found: Any) -> str:
        return instead if found.group().casefold().strip("'") in mails else found.group()

    text, parts, end = MAIL.sub(mail, text), [], 0
    for number in numbers_in(text):
        if number.digits in phones and number.start >= end:
            parts += [text[end : number.start], instead]
            end = number.end
    return "".join([*parts, text[end:]])


def _digits(text: str) -> str:
    """The last ten digits of a telephone number; nothing where there are fewer than seven."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits[-10:] if len(digits) >= 7 else ""
