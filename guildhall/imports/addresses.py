"""Takes apart an address that stands in one cell."""

from __future__ import annotations

import re

from .places import STATE_CODES, STATE_NAMES

_COUNTRY = re.compile(r",?\s*(?:usa|u\.s\.a\.|united states(?: of america)?|us)\.?$", re.I)
_TAIL = re.compile(r"^(?P<rest>.*?)[,\s]+(?P<state>[A-Za-z][A-Za-z. ]{1,19}?)[,\s]+(?P<zip>\d{5}(?:-?\d{4})?)$", re.S)
_STATE = re.compile(r"^(?P<rest>.+?),\s*(?P<state>[A-Za-z][A-Za-z. ]{1,19})$", re.S)
_ZIP = re.compile(r"^(?P<rest>.+?)[,\s]+(?P<zip>\d{5}(?:-\d{4})?)$", re.S)
_ENDS = re.compile(
    r"\b(?:st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|court|pl|place|way|pkwy|parkway|hwy|cir|circle"
    r"|ter|trail|loop|plaza|sq|norte|sur)\b\.?(?:\s+(?:[nsew]{1,2}|north|south|east|west))?$",
    re.I,
)
_LONGEST = 400  # letters: what is longer is no address, and would be searched for long


def _state(word: str) -> str:
    bare = " ".join(word.replace(".", " ").split())
    code = bare.replace(" ", "").upper()
    return code if code in STATE_CODES else STATE_NAMES.get(bare.casefold(), "")


def in_parts(text: str) -> dict[str, str]:
    """Street, city, state and ZIP code of an address in one cell; empty where it is not plainly one.

    "12 Oak St Ste 4, Santee, CA 92071" has all four, "Santee, CA" two.
    """
    bare = ", ".join(tidy for line in text.splitlines() if (tidy := " ".join(line.split()).strip(" ,")))
    if len(bare) > _LONGEST:
        return {}
    bare = _COUNTRY.sub("", bare).strip(" ,")
    parts: dict[str, str] = {}
    if (match := _TAIL.match(bare)) and (code := _longest_state(match)):
        bare, parts["state"], parts["zip"] = match["rest"].strip(" ,"), code[0], match["zip"]
        between = match.string[match.end("rest") : match.start("state")].strip()
        bare = f"{bare}{between} {code[1]}".strip(" ,")
    elif (match := _STATE.match(bare)) and _state(match["state"]):
        bare, parts["state"] = match["rest"].strip(" ,"), _state(match["state"])
    elif match := _ZIP.match(bare):
        if not re.search(r"[^\W\d_]", match["rest"]) or "," not in match["rest"]:
            return {}
        bare, parts["zip"] = match["rest"].strip(" ,"), match["zip"]
    else:
        return {}
    street, comma, city = bare.rpartition(",")
    if not comma and any(map(str.isdigit, bare)):
        return {}  # "12 Oak St Santee CA 92071": where the city begins is for a person to say
    if re.search(r"\d", city) or _ENDS.search(city.strip()):
        return {}
    return {**({"street": street.strip(" ,")} if street else {}), "city": city.strip(), **parts}


def _longest_state(match: re.Match[str]) -> tuple[str, str] | None:
    """The state's code, and what stood before it in the same words: "Santee CA" is no state, but ends in one."""
    words = match["state"].split()
    for cut in range(len(words)):
        if code := _state(" ".join(words[cut:])):
            return code, " ".join(words[:cut])
    return None
