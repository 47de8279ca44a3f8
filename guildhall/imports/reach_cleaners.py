"""Cleans the ways to reach somebody: telephone, website and e-mail; raises Doubt."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat

from guildhall.lib.sentences import said

from .cleaners import Doubt, did_you_mean, whole_number

_US_PHONE = re.compile(r"(?:\+?1[-. ]?)?\(?([2-9]\d\d)\)?[-. ]{0,2}([2-9]\d\d)[-. ]?(\d{4})")
# What people write beside a number, to say which it is; letters of other words are those of a number in words.
_WHICH = re.compile(
    r"(?:^|(?<=[\s(\[,;]))(?:cell|cel|celular|mobile|m[oó]vil|phone|tel[eé]fono|tel|ph|direct|office|oficina|work|main)"
    r"\b[.:\s]*",
    re.I,
)
_BESIDE = re.compile(r"\s*(?:\([^)@]*\)|\[[^\]@]*\])\s*")  # a remark in brackets
_LOCAL_PHONE = re.compile(r"[2-9]\d\d[-. ]?\d{4}")


def phone(value: str) -> str:
    """A telephone number in national format; other countries keep "+" and their code."""
    match = _US_PHONE.fullmatch(value)
    if match:
        return "({}) {}-{}".format(*match.groups())
    if _LOCAL_PHONE.fullmatch(value):
        return value
    bare = re.sub(r"[(\[]\s*[)\]]", "", _WHICH.sub("", value)).strip(" ,;–—-")
    return _phone(whole_number(bare or value))


@lru_cache(4096)
def _phone(value: str) -> str:
    wrong = said("“{value}” is not a telephone number.", value=value[:60])
    try:
        number = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        raise Doubt(wrong) from None
    digits = phonenumbers.national_significant_number(number)
    if not phonenumbers.is_possible_number(number):
        if number.country_code == 1 and len(digits) != 10:
            raise Doubt(said("A telephone number has ten digits; this one has {n}.", n=len(digits)))
        raise Doubt(wrong)
    if number.country_code != 1:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    if len(digits) < 10:
        return value
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")

_SITE = re.compile(rf"(?:https?://)?({_HOST.pattern})(?:/[^\s@,;]*)?")


def website(value: str) -> str:
    """The host of a web address in lower case: no "https://", no path."""
    match = _SITE.fullmatch(value.lower()) if len(value) < 300 else None
    return match.group(1) if match else _website(value[:2000])


@lru_cache(1024)
def _website(value: str) -> str:
    bare = re.sub(r"^(?:https?:)?[/\\]{1,3}", "", value.strip("<>() ").lower())
    bare = re.sub(r"^https?:", "", bare)
    if re.search(r"[;,]\s*\S+\.\S|\s(?:and|or|/)\s", bare) or re.search(r"\s(?:https?:|www\.)", bare):
        raise Doubt(said("This cell holds more than one web address. Keep one."))
    host = re.split(r"[/?#\\]", bare, maxsplit=1)[0].strip()
    if "@" in host:
        raise Doubt(said("This is an e-mail address, not a web address."))
    host = re.sub(r":\d{1,5}$", "", host).strip(".")
    if " " in host:
        joined = host.replace(" ", "")
        good = joined if _good_host(joined) else None
        raise did_you_mean(said("A web address has no spaces."), good)
    if "." not in host:
        raise Doubt(said("A web address needs a dot, such as in company.com."))
    if not _good_host(host):
        joined = host.replace(",", ".")
        suggestion = joined if joined != host and _good_host(joined) else None
        raise did_you_mean(said("“{value}” is not a web address.", value=value[:60]), suggestion)
    return host


def _good_host(host: str) -> bool:
    """Whether a host can exist; letters of other scripts count as their coded form."""
    if len(host) > 253:
        return False
    try:
        return bool(_HOST.fullmatch(host.encode("idna").decode("ascii")))
    except UnicodeError:
        return False


_EMAIL = re.compile(r"([A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*)@([A-Za-z0-9.-]+)")
_SLIPS = {
    wrong: right
    for right, wrongs in {
        "gmail.com": "gmial.com gmal.com gmai.com gamil.com gnail.com gmaill.com gmail.con gmail.co"
        " gmail.cm gmail.om gmail.comm gmail.cmo gmil.com gmali.com g-mail.com gmail.net",
        "hotmail.com": "hotmial.com hotmal.com hotmai.com hotmil.com hotnail.com hotmail.con"
        " hotmail.co hotmail.cm homail.com",
        "yahoo.com": "yaho.com yahooo.com yhoo.com yahho.com yahoo.con yahoo.co yahoo.cm yaoo.com",
        "outlook.com": "outlok.com outloo.com outlook.con outlook.co oulook.com outlool.com",
        "icloud.com": "iclod.com icloud.con icloud.co iclould.com icoud.com",
        "aol.com": "aol.con aol.co aoll.com",
        "comcast.net": "comcast.com comcat.net comcast.ne",
    }.items()
    for wrong in wrongs.split()
}


def email(value: str) -> str:
    """An e-mail address with its domain in lower case; says what an obvious slip is."""
    match = _EMAIL.fullmatch(value)
    if match and len(match.group(1)) <= 64 and _good_domain(match.group(2)):
        return f"{match.group(1)}@{match.group(2).lower()}"
    return _email(value[:500])


@lru_cache(8192)
def _good_domain(domain: str) -> bool:
    """Whether a domain is ordinary and no known slip."""
    domain = domain.lower()
    if domain in _SLIPS or domain.endswith((".con", ".cmo", ".ocm")):
        return False
    return len(domain) <= 253 and bool(_HOST.fullmatch(domain)) and "--" not in domain


def _email(value: str) -> str:
    """The careful way: forms such as "Ann <ann@firm.com>", slips and unusual addresses."""
    inner = re.search(r"<([^<>\s]+@[^<>\s]+)>", value)
    bare = (inner.group(1) if inner else value).removeprefix("mailto:").strip(" ;,.<>")
    if bare.count("@") > 1 and re.search(r"[;,/\s]", bare):
        raise Doubt(said("This cell holds more than one e-mail address. Keep one."))
    if "@" not in bare:
        spelled = re.sub(r"\s*[\[(]\s*at\s*[\])]\s*|\s+at\s+", "@", bare, flags=re.I)
        spelled = re.sub(r"\s*[\[(]\s*(?:dot|punto)\s*[\])]\s*|\s+dot\s+", ".", spelled, flags=re.I)
        raise did_you_mean(said("An e-mail address needs an @ sign."), _valid(spelled))
    if re.search(r"\s", bare):
        joined = re.sub(r"\s", "", _BESIDE.sub("", bare))
        raise did_you_mean(said("An e-mail address has no spaces."), _valid(joined))
    local, _, domain = bare.rpartition("@")
    slip = domain.lower()
    right = _SLIPS.get(slip) or re.sub(r"\.(con|cmo|ocm)$", ".com", slip)
    if right != slip:
        raise did_you_mean(said("The part after the @ looks mistyped."), f"{local}@{right}")
    good = _valid(bare)
    if good:
        return good
    repaired = f"{local}@{slip.replace(',', '.').replace('..', '.')}"
    suggestion = _valid(repaired) if repaired != bare else None
    raise did_you_mean(said("“{value}” is not an e-mail address.", value=value[:80]), suggestion)


def _valid(value: str) -> str | None:
    try:
        checked = validate_email(value, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, ValueError):
        return None
    return checked.normalized
