"""Whether two names at one employer are one person: names, mailboxes, telephones and titles weighed together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guildhall.employers.matching.contacts import phone_digits
from guildhall.employers.matching.names import fold
from guildhall.lib.sentences import phrase

SAME, MAYBE, OTHER = "same", "maybe", "other"
# Why, in a few words.
SAME_PERSON = phrase("same person")
OTHER_EMAIL = phrase("same name, another e-mail")
OTHER_TELEPHONE = phrase("same name, another telephone and title")
SAME_EMAIL_SIMILAR_NAME = phrase("same e-mail, similar name")
SAME_EMAIL = phrase("same e-mail")
SIMILAR_NAME = phrase("similar name")

_DESKS = re.compile(
    r"(?:info|office|hello|contact|sales|jobs|hr|careers?|admin|support|mail|team|help|hiring|recruit\w*|general|inquir\w*"
    r"|front\.?(?:desk|office)|reception|ventas|contacto|hola|service|customer\w*|webmaster|enquir\w*|main|shop|store"
    r"|internships?|human\.?resources|talent|people|oficina|empleos?|rh|resumes?|employment|billing|orders?|events?"
    r"|staff|clinic|school|secretary|manager|owner|desk|marketing|press|media|partners?|accounting|dispatch)[\d._-]*@.*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A person at an employer, as two of them are compared."""

    given: str
    family: str
    email: str = ""
    phone: str = ""
    title: str = ""


def is_role_mailbox(email: str) -> bool:
    """An address of a desk, which many read; it tells nothing of who somebody is."""
    return bool(_DESKS.fullmatch(email))


def full_name(given: str, family: str) -> str:
    """A name to compare: no accents, no capitals, no points."""
    return " ".join(fold(f"{given} {family}").replace(".", " ").split())


def alike(one: Named, other: Named) -> tuple[str, str]:
    """Whether two are the same person, maybe the same, or others; and why, in a few words."""
    mails = one.email.casefold(), other.email.casefold()
    shared = bool(mails[0]) and mails[0] == mails[1]
    desk = shared and is_role_mailbox(mails[0])
    if full_name(one.given, one.family) == full_name(other.given, other.family):
        if shared:
            return SAME, SAME_PERSON
        if all(mails):
            return MAYBE, OTHER_EMAIL
        if _differ(phone_digits(one.phone), phone_digits(other.phone)) and _differ(fold(one.title), fold(other.title)):
            return MAYBE, OTHER_TELEPHONE
        return SAME, SAME_PERSON
    if not _names_fit(one, other):
        return (MAYBE, SAME_EMAIL) if shared and not desk else (OTHER, "")
    if shared and not desk:
        return (SAME, SAME_PERSON) if _initials_fit(one, other) else (MAYBE, SAME_EMAIL_SIMILAR_NAME)
    return (OTHER, "") if all(mails) and not shared else (MAYBE, SIMILAR_NAME)


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other


def _names_fit(one: Named, other: Named) -> bool:
    """One family name and given names that may be one: an initial, or none at all."""
    first, second = full_name("", one.family), full_name("", other.family)
    if first != second:
        return False
    return not (one.given and other.given) or _initials_fit(one, other)


def _initials_fit(one: Named, other: Named) -> bool:
    """ "J." and "Jo" begin alike, and one of them is an initial; a missing name fits every one."""
    first, second = full_name(one.given, ""), full_name(other.given, "")
    short, long = sorted((first, second), key=len)
    return full_name("", one.family) == full_name("", other.family) and (len(short) < 2 and long.startswith(short))
