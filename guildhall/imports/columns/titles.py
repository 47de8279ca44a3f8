"""Reads the title of a column: what it tells, of whom, and which of several."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from guildhall.imports.columns.lexicon import FILLER, LONGEST, OWNERS, PHRASES, SHORT, THINGS

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_WORD = re.compile(r"[^\W_]+")
_SIGNS = str.maketrans({
    "#": " number ", "\N{NUMERO SIGN}": " number ", "☎": " phone ", "✆": " phone ", "📞": " phone ", "📱": " cell ",
    "✉": " email ", "📧": " email ", "🌐": " website ", "🏢": " company ", "👤": " contact ",
})  # fmt: skip
_PARTS = re.compile(r"[/,;&+|•·]|\s[-–—:]\s|\b(?:and|or|y|o|e)\b", re.I)
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_PREPOSITIONS = frozenset("of at for de del para from in".split())
# Where a title names several things, the telling one: the "e-mail address" is an e-mail, the "city name" a city.
_ORDER = (
    "optout welcome ein naics license licenseid email phone cell website link zip state city street2 street size"
    " industry job first last full quiet legal trading id rowid place tags notes name mail left"
).split()
LONG = 120  # characters of a title that are read


@dataclass(frozen=True, slots=True)
class Reading:
    """What a title says; `what` is empty for a title that says nothing known, "other" for what is not kept."""

    what: str
    whose: str = ""  # org, either, person, pronoun, staff, home or nothing
    how: str = ""  # mailing, physical, second or nothing
    number: int = 0  # the second of several, where titles count
    rest: int = 0  # words that are not known


def words(header: str) -> str:
    """A header as lower-case words: "DBA_ADDRESS1" becomes "dba address 1"."""
    if header.strip() == "@":
        return "email"
    return " ".join(_WORD.findall(_CAMEL.sub(" ", header.translate(_SIGNS)))).casefold()


@lru_cache(2_000)
def readings(title: str) -> tuple[Reading, ...]:
    """What a title may mean, the likeliest first: "E-mail/Phone" is an e-mail, or else a telephone number."""
    title = title[:LONG]
    inside = " ".join(_BRACKETS.findall(title))
    outside = _BRACKETS.sub(" ", title)
    if not _WORD.search(outside) and outside.strip() != "@":
        inside, outside = "", title
    whole = _read(outside, inside)
    parts = [_read(part, inside) for part in _PARTS.split(outside) if _WORD.search(part)]
    if whole.what == "street" and "mail" in _symbols(_tokens(outside))[0]:
        return (whole, Reading("email", whole.whose, "", whole.number, whole.rest))
    if len(parts) < 2 or whole.what in ("full", "trading", "legal", "notes", "size"):
        return (whole,)
    named = [part for part in parts if part.what not in ("", "other")]
    if not named or parts[0].what == "other":
        return (whole,)
    if len({part.what for part in named}) < 2:
        return (named[0] if whole.what == "other" else whole,)
    owner = next((part.whose for part in named if part.whose in ("person", "org")), "")
    kept = [part if part.whose else Reading(part.what, owner, part.how, part.number, part.rest) for part in named]
    return (*kept, whole)


def _read(text: str, inside: str = "") -> Reading:
    tokens = _tokens(text)
    symbols, number, rest = _symbols(tokens)
    if inside:
        more, other_number, other_rest = _symbols(_tokens(inside))
        symbols = _with_brackets(symbols, more)
        number = number or other_number
        rest += other_rest if symbols == more else 0
    if "asked" in symbols:
        return Reading("notes", rest=rest)
    if "other" in symbols:
        return Reading("other", rest=rest)
    things = [s for s in symbols if s in THINGS]
    if {"first", "last"} <= set(things):
        things.append("full")
    if "naics" in things and {"description", "title", "descripcion"}.intersection(tokens):
        return Reading("industry", rest=rest)
    if "description" in tokens and len(set(things)) > 1:
        return Reading("other", rest=rest)
    asks = "asks" in symbols or (tokens and tokens[0] in ("is", "are", "does", "has", "did"))
    if asks and not things:
        return Reading("other", rest=rest)
    owners = [s for s in symbols if s in OWNERS]
    how = next((s for s in symbols if s in ("mailing", "physical", "second")), "")
    if "mail" in things and len(things) > 1:
        things.remove("mail")
        how = "mailing"
    whose = _owner(owners, things, tokens)
    what = "full" if "full" in things else min(things, key=_ORDER.index) if things else ""
    what = {"mail": "email"}.get(what, what)
    if not what and whose and "number" in tokens:
        what = "phone" if whose == "pronoun" else "id"  # "your number" is where you are called
    if not what and whose:
        what = "name"
        rest += 0 if whose != "pronoun" else 1
        if whose == "pronoun":
            return Reading("", rest=rest)
    return Reading(what, whose, how, number, rest)


def _with_brackets(symbols: list[str], more: list[str]) -> list[str]:
    """Brackets may say which, or whose: "Name (company)", "Organization name (legal)", "Contact info (e-mail)"."""
    if not any(s in THINGS or s in OWNERS for s in symbols):
        return more
    if not any(s in THINGS for s in symbols):
        return [*symbols, *(s for s in more if s in THINGS)]
    if {"ein", "size"}.intersection(symbols):
        return symbols
    kept = [s for s in more if s in ("legal", "trading", "staff") or (s == "org" and "org" not in symbols)]
    return [*kept, *symbols]


def _owner(owners: list[str], things: list[str], tokens: list[str]) -> str:
    """Of whom: the person beats the company ("company contact"), anybody beats "you" ("your company")."""
    named = [o for o in owners if o != "pronoun"]
    if not named:
        return owners[0] if owners else ""
    for strong in ("staff", "home"):
        if strong in named and not (strong == "home" and {"org", "person"}.intersection(named)):
            return strong
    if things and not set(things) <= {"name"}:
        return next((o for o in ("person", "org", "either") if o in named), named[-1])
    # Without a thing of its own the title is a name: that of the last word, or of the first before "of" and "at".
    turned = any(token in _PREPOSITIONS for token in tokens) and len(named) > 1
    first, last = named[0], named[-1]
    if turned:
        return first
    return "org" if last == "either" and "org" in named else last


def _tokens(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", words(text))
    return [SHORT.get(w, w) for w in "".join(sign for sign in bare if not unicodedata.combining(sign)).split()]


def _symbols(tokens: list[str]) -> tuple[list[str], int, int]:
    symbols: list[str] = []
    number = rest = at = 0
    while at < len(tokens):
        for length in range(min(LONGEST, len(tokens) - at), 0, -1):
            symbol = PHRASES.get(tuple(tokens[at : at + length]))
            if symbol:
                symbols.append(symbol)
                at += length
                break
        else:
            token = tokens[at]
            if token.isdecimal():
                number = int(token) if len(token) < 3 else number
            elif token not in FILLER:
                rest += 1
            at += 1
    return symbols, number, rest
