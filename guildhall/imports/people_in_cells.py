"""Reads what stands in a cell for people: several of them, titles and stars, who left, who wants to be left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from guildhall.lib.sentences import said

from .columns.values import is_firm, is_job, is_person
from .doubts import Doubtful
from .more_in_names import ask_apart
from .titles_in_names import without_titles

if TYPE_CHECKING:
    from .clerk import Read

PARTS = re.compile(r"\s*(?:;|\s/\s|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})|\n|\s&\s|\s\+\s|\sand\s|\sy\s|::+)\s*", re.I)
_QUIET = re.compile(
    r"[\W_]*\b(?:please\s+)?(?:do\s+not|don['’]?t)\s+(?:contact|call|e-?mail|mail|disturb)(?:\s+(?:again|anymore))?\b[\W_]*"
    r"|[\W_]*\b(?:DNC|no\s+contactar|no\s+llamar)\b[\W_]*",
    re.I,
)
# Each sign and word can be taken in one way only: the time grows with the length and no faster.
_LEFT = re.compile(
    r"[\s,;(\[–—-]*+\b(?P<how>left|has\s+left|no\s+longer(?:\s+(?:there|here|with\s+\w+))?|retired|departed|moved\s+on|ya\s+no"
    r"(?:\s+trabaja)?|se\s+fue|resigned|laid\s+off)\b[\s:]*+(?P<when>(?:in\s+|on\s+)?(?:\d{1,2}/(?:\d{1,2}/)?\d{2,4}"
    r"|\d{4}(?:-\d{2}){0,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?(?:\s+\d{2,4})?))?"
    r"(?:[\s,;:.)\]→=>–—-]|(?:now|replaced\s+by|replacement|see|new|contact|ask\s+for|is\s+now)\b)*+"
    r"(?P<next>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,3})?[\s.)\]]*$",
    re.I,
)
# Most cells hold a plain name: what none of these words and signs stands in needs no second look.
_ORDINARY = re.compile(r"[^\W\d_]+(?:[ '’-]{1,2}[^\W\d_]+){0,4}")
_TELLING = frozenset(
    """and y do don dnc no please left has retired departed moved ya se resigned laid mr mrs ms miss mx dr prof sr sra
    srta rev hon ing lic cpa phd md rn dds dvm jd esq mba pe shrm phr sphr edd ma bsn msn pmp cfa cfp lcsw mph pharmd np
    aprn
    cmt csp ask att attn attention pregunte preguntar tbd na none vacant unknown tba open nobody contact not""".split()
)
_HINT = re.compile(
    r"contact|call|mail|disturb|dnc|llamar|left|longer|retired|departed|moved|ya no|fue|resigned|laid", re.I
)
_NOBODY = frozenset("tbd|n/a|na|none|vacant|unknown|?|-|--|tba|open|no contact|nobody".split("|"))
_LONGEST_NAME, _LONGEST_REMARK = 200, 120  # letters: what is longer is no name, and no short remark
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def read_people(read: Read, keys: frozenset[str], seen: dict[str, str]) -> None:
    """Read the cells that name people."""
    whole = "contact_name" if "contact_name" in keys else "full_name"
    part = "contact_last_name" if "contact_last_name" in keys else "last_name"
    for key in (whole, part, part.replace("last", "first")):
        value = _tidy(read.raw.get(key, ""))
        if value and len(value) <= _LONGEST_NAME:
            _read_cell(read, key, value, seen, whole=key == whole)
    _read_remark(read, whole, seen)


def _tidy(value: str) -> str:
    """A cell with single spaces and without empty lines."""
    return "\n".join(tidy for line in value.splitlines() if (tidy := " ".join(line.split())))


def _read_cell(read: Read, key: str, value: str, seen: dict[str, str], *, whole: bool) -> None:
    if _ORDINARY.fullmatch(value) and _TELLING.isdisjoint(value.replace("-", " ").casefold().split()):
        return
    if value.casefold() in _NOBODY:
        read.raw[key] = ""
        return
    quiet = _QUIET.search(value)
    if quiet:
        rest = _plain(_QUIET.sub(" ", value).strip(" -–—:,;()[]"))[0]
        words = " ".join(quiet.group().split()).strip(" -–—:,;()[]")
        message = said("This says not to contact the person. Bring the person with that wish?")
        _doubt(read, seen, Doubtful(key, value, message, {key: rest, "do_not_contact": words or "yes"}))
        return
    if whole and (left := _LEFT.search(value)):
        person = _plain(value[: left.start()])[0]
        _doubt(read, seen, _departed(read, key, value, person, left) if person else _somebody_left(read, key, left))
        return
    if more := ask_apart(read, key, value):
        _doubt(read, seen, more)
        return
    if whole and (people := several(value)):
        bare = _with_their_name([_plain(person)[0] for person in people])
        if value != "; ".join(bare):
            message = said("This cell names {n} people. Bring each of them?", n=len(people))
            _doubt(read, seen, Doubtful(key, value, message, {key: "; ".join(bare), **_titles_of(read.raw, key, bare)}))
        return
    if _ask_for_title(read, key, value, seen, whole=whole):
        return
    bare_name, gone = _plain(value, names=2 if whole else 1)
    if gone and bare_name:
        read.raw[key] = bare_name
        read.remarks.append((key, said("Left out of the name: {what}.", what=", ".join(gone))))


def _titles_of(raw: Mapping[str, str], key: str, people: Sequence[str]) -> dict[str, str]:
    """ "Owner / Manager" beside two people are the title of each."""
    field = key.replace("contact_name", "contact_title").replace("full_name", "title")
    titles = [part for part in PARTS.split(raw.get(field, "").strip()) if part]
    return {field: "; ".join(titles)} if len(titles) == len(people) and all(map(is_job, titles)) else {}


def _with_their_name(people: list[str]) -> list[str]:
    """ "Lee and Ana Park" are Lee Park and Ana Park."""
    *before, last = people
    if len(last.split()) != 2 or "," in last or not all(one.isalpha() for one in before):
        return people
    return [*(f"{one} {last.split()[1]}" for one in before), last]


def several(value: str) -> list[str]:
    """The people whom a cell names, where it names more than one."""
    people = [part.strip(" ,") for part in PARTS.split(value) if part and part.strip(" ,")]
    if len(people) == 1 and value.count(",") >= 1:
        people = [part.strip() for part in value.split(",") if part.strip()]
        if any(len(_plain(person)[0].split()) < 2 for person in people):
            return []
    plain = [_plain(person)[0] for person in people]
    if (
        len(people) < 2
        or len(people) > 12
        or not all(_is_name(person) for person in plain)
        or is_firm(value.replace("&", ""))
    ):
        return []
    return people


def _is_name(value: str) -> bool:
    return (
        is_person(value)
        or (";" not in value and "," in value and len(value.split()) <= 4)
        or (len(value.split()) == 1 and value.isalpha() and value[:1].isupper() and not is_job(value))
    )


def _plain(value: str, *, names: int = 2) -> tuple[str, list[str]]:
    """A name without star, address and degrees; and what was left out."""
    gone = []
    bare = value.strip()
    if "*" in bare:
        bare = bare.replace("*", "").strip()
        gone.append("“*”")
    bare, titles, _doubtful = without_titles(bare, names=names)
    return bare, gone + [f"“{title}”" for title in titles]


def _ask_for_title(read: Read, key: str, value: str, seen: dict[str, str], *, whole: bool) -> bool:
    """Whether a word that may be a title or part of the name is asked for: a surname is never cut off silently."""
    bare, _gone, doubtful = without_titles(value.replace("*", "").strip(), names=2 if whole else 1)
    if not doubtful:
        return False
    start = bare.casefold().startswith(f"{doubtful.casefold()} ")
    rest = bare[len(doubtful) :] if start else bare[: bare.rindex(doubtful)]
    message = said("“{word}” may be a title, or part of the name. Leave it out?", word=doubtful)
    _doubt(read, seen, Doubtful(key, value, message, {key: rest.strip(" ,")}))
    return True


def _read_remark(read: Read, key: str, seen: dict[str, str]) -> None:
    """A note that the person left, or wants to be left alone."""
    note, person = read.raw.get("notes", ""), read.raw.get(key, "").strip()
    if not _HINT.search(note):
        return
    first = key.replace("full_name", "first_name").replace("contact_name", "contact_first_name")
    if not person:
        person = f"{read.raw.get(first, '')} {read.raw.get(first.replace('first', 'last'), '')}".strip()
    if (
        not note.strip()
        or not 0 < len(person) <= _LONGEST_NAME
        or any(doubt.field == key for doubt in read.doubts)
        or ";" in person
    ):
        return
    if read.raw.get("do_not_contact", "").strip() or read.raw.get("until", "").strip():
        return  # said, and taken up already
    for line in note.splitlines():
        if len(line) >= _LONGEST_REMARK:
            continue
        if _QUIET.search(line):
            message = said("The note says not to contact {person}. Bring that wish along?", person=person)
            _doubt(read, seen, Doubtful("notes", note, message, {"notes": note, "do_not_contact": line.strip()}))
            return
        if (left := _LEFT.search(line)) and not line[: left.start()].strip(" .,"):
            if (left["next"] or "").strip().casefold() == person.casefold():
                return  # it tells of whoever was there before
            _doubt(read, seen, _departed(read, "notes", note, person, left))
            return


def _departed(read: Read, key: str, value: str, person: str, left: re.Match[str]) -> Doubtful:
    """Somebody left: the one who came after is the contact, or the person is noted as a former one."""
    after = (left["next"] or "").strip()
    name_key = key if key != "notes" else "contact_name" if "contact_name" in read.raw else "full_name"
    day = _day(left["when"] or "")
    words = " ".join(part for part in (person, "left", (left["when"] or "").strip()) if part)
    if after and is_person(after):
        message = said(
            "{person} seems to have left. Bring {after} as the contact, and keep in the notes that {person} left?",
            person=person,
            after=after,
        )
        suggest = {name_key: after}
        email = next((k for k in ("contact_email", "email") if belongs_to(read.raw.get(k, ""), person)), "")
        if email:
            words += f" ({read.raw[email].strip()})"
            suggest[email] = ""
        notes = read.raw.get("notes", "")
        kept = notes.replace(left.string, words) if key == "notes" else f"{notes}\n{words}".strip()
        for part in ("first_name", "last_name", "contact_first_name", "contact_last_name"):
            if read.raw.get(part):
                suggest[part] = ""
        return Doubtful(key, value, message, {**suggest, "notes": kept})
    message = said("{person} seems to have left. Bring the name as that of a former contact?", person=person)
    suggest = {"until": day}
    if key != "notes":
        suggest[name_key] = person
    return Doubtful(key, value, message, suggest)


def _somebody_left(read: Read, key: str, left: re.Match[str]) -> Doubtful:
    """A remark in the place of a name: whoever came after is the contact, and the remark is a note."""
    after = (left["next"] or "").strip()
    notes = f"{read.raw.get('notes', '')}\n{left.string}".strip()
    if after and is_person(after):
        message = said("This is a remark. Bring {after} as the contact, and the remark as a note?", after=after)
        return Doubtful(key, left.string, message, {key: after, "notes": notes})
    message = said("This is a remark and no name. Keep it in the notes?")
    return Doubtful(key, left.string, message, {key: "", "notes": notes})


def _day(text: str) -> str:
    """The last day that a remark such as "2/26" or "March 2025" can mean, as a date; without one the first of 1970."""
    digits = re.findall(r"\d+", text)
    month = next((n + 1 for n, name in enumerate(_MONTHS) if name in text.casefold()), 0)
    try:
        if month:
            year = int(digits[0]) if digits else 0
            return date(year + (2000 if year < 100 else 0), month, 1).isoformat() if year else "yes"
        if len(digits) == 3:
            numbers = [int(n) for n in digits]
            year, month, day = numbers if numbers[0] > 31 else (numbers[2], numbers[0], numbers[1])
            return date(year + (2000 if year < 100 else 0), month, day).isoformat()
        if len(digits) == 2:
            one, two = int(digits[0]), int(digits[1])
            month, year = (two, one) if one > 31 else (one, two)
            return date(year + (2000 if year < 100 else 0), month, 1).isoformat()
        if digits and int(digits[0]) > 1900:
            return date(int(digits[0]), 12, 31).isoformat()
    except ValueError:
        return "yes"
    return "yes"


def belongs_to(email: str, person: str) -> bool:
    """Whether an address is made of a person's name."""
    local = re.sub(r"[^a-z]", "", email.partition("@")[0].casefold())
    names = [re.sub(r"[^a-z]", "", word) for word in person.casefold().replace(",", " ").split()]
    names = [name for name in names if len(name) > 1]
    if not local or not names:
        return False
    return any(len(name) > 2 and name in local for name in names) or local in {"".join(n[:1] for n in names)} - {""}


def _doubt(read: Read, seen: dict[str, str], doubt: Doubtful) -> None:
    if seen.get(doubt.field, "").split() != doubt.value.split():
        read.doubts.append(doubt)
