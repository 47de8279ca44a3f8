"""Street addresses taken apart: house number, direction and the bare street name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from guildhall.employers.matching.names import fold

BOX = "pobox"  # stands in for the street name of a post office box
_SUFFIXES = frozenset(
    """st street str steet streeet ave avenue av aven blvd boulevard boul rd road dr drive drv ln lane ct court pl
    place plz plaza cir circle pkwy parkway pky hwy highway fwy freeway ter terr terrace way wy trl trail sq square
    aly alley loop run row cres crescent expy expressway tpke turnpike pike cv cove""".split()
)
# A name may consist of these alone ("10810 S. Ave. H"), so they need one spelling too.
_SPELLING = {
    "ave": "avenue",
    "av": "avenue",
    "hwy": "highway",
    "rte": "route",
    "rt": "route",
    "co": "county",
    "rd": "road",
    "st": "saint",
    "ste": "saint",
    "mt": "mount",
    "ft": "fort",
    "dr": "doctor",
    "mlk": "martinlutherking",
    "camino": "camino",
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
    "tenth": "10",
}
_DIRECTIONS = {
    "n": "n",
    "north": "n",
    "no": "n",
    "s": "s",
    "south": "s",
    "so": "s",
    "e": "e",
    "east": "e",
    "w": "w",
    "west": "w",
    "ne": "ne",
    "nw": "nw",
    "se": "se",
    "sw": "sw",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}
_UNIT = frozenset("suite ste apt apartment unit rm room fl floor flr bldg building dept lot trlr space spc".split())
_BOX = re.compile(r"\b(?:p\.?\s?o\.?\s*|post office\s+)?box\s*#?\s*(\d+)")
_HOUSE = re.compile(r"^\s*(\d{1,7})(?:\s*-\s*\d+)?(?:[a-z](?![a-z]))?(?:\s+1/2)?(?=[\s,.]|$)[\s,.]*")
_SMUDGED = re.compile(r"^\s*(\d+[a-z]\d+)(?=[\s,.])[\s,.]*")  # a slip within the house number: "7n86 Elm"
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_WORD = re.compile(r"[^\W_]+|#")
_ZIP = re.compile(r"\b(\d{5})(?:-?\d{4})?\b|^(\d{3,4})$")


class Street(NamedTuple):
    """A street address in parts; `house` is 0 when there is none, a post office box has the name "pobox"."""

    house: int
    direction: str
    name: str


@lru_cache(maxsize=100_000)
def _street_name(text: str) -> tuple[str, str]:
    """Direction and bare name of what follows the house number."""
    words = _WORD.findall(text.replace("'", ""))
    direction = ""
    name: list[str] = []
    for i, word in enumerate(words):
        if word == "#" or (name and word in _UNIT):
            break
        if word in _DIRECTIONS and i + 1 < len(words) and not name and not direction:
            direction = _DIRECTIONS[word]
        elif name and word in _SUFFIXES:
            after = words[i + 1] if i + 1 < len(words) else ""
            if name[-1] in ("avenue", "highway", "route"):
                continue
            direction = direction or _DIRECTIONS.get(after, "")
            break
        elif name and word in _DIRECTIONS and i + 1 == len(words):
            direction = direction or _DIRECTIONS[word]
        else:
            ordinal = _ORDINAL.match(word)
            name.append(ordinal[1] if ordinal else _SPELLING.get(word, word))
    return direction, "".join(name)


@lru_cache(maxsize=50_000)
def split_street(text: object) -> Street:
    """Take a typed street address apart; suites, suffixes and punctuation are dropped. Never raises."""
    folded = fold(text)
    if "box" in folded:
        box = _BOX.search(folded)
        if box:
            return Street(int(box[1][:9]), "", BOX)
    match = _HOUSE.match(folded) or _SMUDGED.match(folded)
    rest = folded[match.end() :] if match else folded
    direction, name = _street_name(rest.strip())
    digits = "".join(c for c in match[1] if c.isdigit())[:9] if match else "0"
    return Street(int(digits), direction, name)


def zip5(text: object) -> str:
    """The five-digit ZIP code of a text, with leading zeros a spreadsheet lost; empty when there is none."""
    raw = str(text or "").strip()
    if len(raw) == 5 and raw.isascii() and raw.isdigit():
        return raw if raw != "00000" else ""
    match = _ZIP.search(raw.removesuffix(".0"))
    result = (match[1] or match[2]).zfill(5) if match else ""
    return result if result != "00000" and result.isascii() else ""


@lru_cache(maxsize=50_000)
def city_name(text: object) -> str:
    """The normalized city: folded letters and digits, "St." and "Saint" alike."""
    words = re.findall(r"[^\W_]+", fold(text).replace("'", ""))
    return " ".join({"st": "saint", "ft": "fort", "mt": "mount"}.get(w, w) for w in words)
