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
        if line.strip():
            one = _listed(line.strip())
            by_email.setdefault(one.email.lower() or f"line {number}", one)
    return list(by_email.values())


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
    if len(names) >= 2:  # columns: first name, last name
        return Listed(line, email, names[0], names[1])
    given, _space, family = (names[0] if names else "").rpartition(" ")
    return Listed(line, email, given, family)
