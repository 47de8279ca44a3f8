"""The papers of an initiative as they are put before those who approve them: their words, and what they are made of."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Section = tuple[str, str]  # its heading, its words
HEADING = "## "  # before the heading of a section, in the text that is kept


@dataclass(frozen=True)
class Line:
    """One line of the plan, as a paper says it."""

    title: str
    who: str
    due_on: date | None
    due: str  # the day as it is written


def in_words(sections: Iterable[Section]) -> str:
    """The sections that say anything, each under its heading."""
    said = [(heading, words.strip()) for heading, words in sections if words.strip()]
    return "\n\n".join(f"{HEADING}{heading}\n{words}" for heading, words in said)


def sections_of(text: str) -> list[Section]:
    """A text of a paper in its sections; what stands before the first heading has none."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.startswith(HEADING):
            found.append((line.removeprefix(HEADING).strip(), []))
        else:
            found[-1][1].append(line)
    return [(heading, "\n".join(lines).strip()) for heading, lines in found if heading or "".join(lines).strip()]


def plan_in_words(parts: Iterable[tuple[str, Sequence[Line]]]) -> str:
    """The lines of the plan under the parts of the work."""
    return in_words((part, "\n".join(_line(one) for one in lines)) for part, lines in parts)


def _line(one: Line) -> str:
    facts = ", ".join(fact for fact in (one.who, one.due) if fact)
    return f"– {one.title} ({facts})" if facts else f"– {one.title}"


def digest(facts: Iterable[Any]) -> str:
    """Of what a paper was made, in short: equal facts give the same, in whatever language they are shown."""
    return hashlib.sha256(repr([str(one) for one in facts]).encode()).hexdigest()
