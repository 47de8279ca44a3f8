"""People as somebody lists them, one a line: "Ana Ruiz <ana@college.example>", or columns out of a spreadsheet."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+\.[^\s<>,;:\"'().]{2,}")


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


def _listed(line: str) -> Listed:
    match = ADDRESS.search(line)
    if match is None:
        return Listed(line)
    rest = line[: match.start()] + "\t" + line[match.end() :]
    parts = [part.strip(" <>\"'():") for part in re.split(r"[\t,;]", rest)]
    names = [part for part in parts if part]
    if len(names) >= 2:  # columns: first name, last name
        return Listed(line, match[0], names[0], names[1])
    given, _space, family = (names[0] if names else "").rpartition(" ")
    return Listed(line, match[0], given, family)
