"""People as somebody lists them, one a line: "Ana Ruiz <ana@college.example>", or columns out of a spreadsheet."""

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\s<>,;:\"'()]+")  # read once from left to right: whatever a line holds, it takes no longer


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: as it stands, and who it names; without an address it names nobody."""

    line: str
    email: str = ""
    given_name: str = ""
    family_name: str = ""


def people_in(text: str) -> list[Listed]:
    """Everybody in a text, each address once; lines without one are kept as they stand, empty ones are not."""
    by_email: dict[str, Listed] = {}
    for number, line in enumerate(text.splitlines()):
        for piece in _pieces(line.strip()):
            one = _listed(piece)
            by_email.setdefault(one.email.lower() or f"line {number} {piece}", one)
    return list(by_email.values())


def _pieces(line: str) -> list[str]:
    """A line as it stands; where it holds several addresses, a piece for each, as mail programs copy them: "Ana Ruiz
    <ana@x.example>; Lee Park <lee@x.example>".
    """
    found = [m for m in WORD.finditer(line) if _address(m[0])]
    if len(found) < 2:
        return [line] if line else []
    if found[0].start() <= 1:  # names, if any, stand behind their address
        cuts = [0, *(m.start() - (line[m.start() - 1] in "<(") for m in found[1:]), len(line)]
    else:
        cuts = [0, *(m.end() + (line[m.end() : m.end() + 1] in ">)") for m in found[:-1]), len(line)]
    return [line[start:end].strip(" \t,;") for start, end in zip(cuts, cuts[1:], strict=False)]


def _address(word: str) -> str:
    """The address that a word is, without the stop of a sentence behind it; empty where it is none."""
    address = word.rstrip(".")
    local, _at, host = address.partition("@")
    name, _dot, top = host.rpartition(".")
    return address if local and name and len(top) > 1 else ""


def _listed(line: str) -> Listed:
    start, email = next(((m.start(), a) for m in WORD.finditer(line) if (a := _address(m[0]))), (0, ""))
    if not email:
        return Listed(line)
    rest = line[:start] + "\t" + line[start + len(email) :]
    parts = [part.strip(" <>\"'():") for part in re.split(r"[\t,;]", rest)]
    names = [part for part in parts if part]
    if len(names) >= 2:  # columns: first name, last name; mail programs write "Ruiz, Ana <ana@x.example>"
        turned = len(names) == 2 and "<" in line[:start] and "," in line[:start].strip(" ,<\"'")
        return Listed(line, email, *(reversed(names[:2]) if turned else names[:2]))
    given, _space, family = (names[0] if names else "").rpartition(" ")
    return Listed(line, email, given, family)
