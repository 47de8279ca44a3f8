"""Telephone numbers, web addresses and tax numbers in a form that can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
import tldextract

# Addresses at these hosts belong to their customers: sharing one says nothing.
SHARED_HOSTS = frozenset(
    """gmail.com googlemail.com yahoo.com ymail.com rocketmail.com hotmail.com outlook.com live.com msn.com aol.com
    icloud.com me.com mac.com comcast.net att.net sbcglobal.net pacbell.net verizon.net cox.net charter.net
    earthlink.net bellsouth.net frontier.com juno.com proton.me protonmail.com gmx.com mail.com zoho.com
    facebook.com fb.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com yelp.com linktr.ee
    google.com goo.gl bit.ly wixsite.com wix.com wordpress.com blogspot.com weebly.com squarespace.com
    godaddysites.com business.site github.io sites.google.com webs.com tumblr.com etsy.com""".split()
)
_EXTENSION = re.compile(r"(?:ext|extension|x)\.?\s*\d*\s*$|;.*$|#\s*\d+\s*$", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"[^0-9]+")
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://|^//")
_SIMPLE_HOST = re.compile(r"^(?:www\.)?([a-z0-9-]+\.(?:com|org|net|edu|gov))$")
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def phone_digits(text: object) -> str:
    """Ten US digits, seven when the area code is missing, or an international number; empty when unusable."""
    raw = str(text or "").strip()
    digits = raw if raw.isascii() and raw.isdigit() else _digits(raw)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) < 7 or len(digits) > 15 or len(set(digits[-7:])) == 1:  # 0000000 and the like are placeholders
        return ""
    return digits if len(digits) not in (8, 9) or raw.startswith("+") else ""


def _digits(raw: str) -> str:
    raw = _EXTENSION.sub("", raw)
    if any(c.isalpha() for c in raw):  # 1-800-FLOWERS
        raw = phonenumbers.convert_alpha_characters_in_number(raw)
    return _NOT_DIGIT.sub("", raw)


@lru_cache(maxsize=100_000)
def registered_domain(text: object) -> str:
    """The registered domain of a web address, host or e-mail address; empty for shared and free-mail hosts."""
    raw = str(text or "").strip().lower()
    simple = _SIMPLE_HOST.match(raw)
    if simple:
        domain = simple[1]
    else:
        host = re.split(r"[/?#\s,;]", _HOST.sub("", raw), maxsplit=1)[0].rsplit("@", 1)[-1]
        domain = (_extract(host).top_domain_under_public_suffix or _private(host)) if "." in host else ""
    return "" if domain in SHARED_HOSTS else domain


def _private(host: str) -> str:
    """The last two labels of a host under an ending that the public list does not know, such as "example"."""
    labels = host.strip(".").split(".")
    plain = len(labels) > 1 and labels[-1].isalpha() and all(labels[-2:])
    return ".".join(labels[-2:]) if plain and not _extract(host).suffix else ""


def ein_digits(text: object) -> str:
    """Nine digits of a federal employer number; spreadsheets lose leading zeros, so seven or eight are filled up."""
    digits = _NOT_DIGIT.sub("", str(text or ""))
    if not 7 <= len(digits) <= 9 or len(set(digits)) == 1:
        return ""
    return digits.zfill(9)
