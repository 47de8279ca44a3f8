"""Reads what stands beside a name in its cell: a position, an address, a number, "attn:"; nothing of it is a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from guildhall.lib.sentences import said

from .columns.values import is_job, is_person
from .doubts import Doubtful

if TYPE_CHECKING:
    from .clerk import Read

NUMBER = re.compile(
    r"(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}(?!\d)(?:[ ,]*(?:x|ext)\.? ?\d{1,6})?|\+\d[\d ()-]{8,18}\d",
    re.I,
)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;]{1,255}\.[a-z]{2,63}", re.I)
_LABEL = re.compile(
    r"[\s,(\[<–—-]*(?:\b(?:(?:e-?mail|mailto|correo|cell|cel|mobile|phone|tel|ph|direct|office)\b[.:]?|[cmt]:))?\s*$",
    re.I,
)
_ASKING = re.compile(r"(?:attn|attention|att|ask\s+for|c/o|atenci[oó]n|pregunt(?:e|ar)\s+por)\b[\s.:]*", re.I)
_JOB_AFTER = re.compile(r"(?P<name>[^,(\[|/–—]{3,80}?)(?:\s*[,(\[|/]\s*|\s+[-–—]+\s+)(?P<job>[^)\]]{2,80}?)[\s)\].]*")
_JOB_BEFORE = re.compile(r"(?P<job>[^:]{2,60}):\s*(?P<name>.{3,80})")
_SEVERAL = re.compile(r"\s*(?:;|\n|\s/\s)\s*")
# No name holds an address, an arrow, a day or a number: a cell that does was never one name.
_NO_NAME = re.compile(r"[@<>→]|\d{3}|\d/\d")
_FIELDS = ("title", "email", "phone")
_LONGEST = 200  # letters of a cell that is taken apart


def taken_apart(value: str) -> tuple[str, dict[str, str]]:
    """The name alone, and what else the cell tells: the position, an address, a number."""
    told = {}
    for key, pattern in (("email", _EMAIL), ("phone", NUMBER)):
        if match := pattern.search(value):
            told[key] = match.group().strip()
            value = _LABEL.sub("", value[: match.start()]) + " " + value[match.end() :].lstrip(")]> ")
    value = _ASKING.sub("", value.strip(" ,;:-–—"), count=1) if _ASKING.match(value.strip()) else value.strip(" ,;:-–—")
    for pattern in (_JOB_AFTER, _JOB_BEFORE):
        match = pattern.fullmatch(value)
        if match and is_job(match["job"]) and not is_person(match["job"]) and _may_be_name(match["name"].strip()):
            told["title"] = match["job"].strip()
            return match["name"].strip(), told
    return value, told


def _may_be_name(value: str) -> bool:
    return is_person(value) or (value.isalpha() and value[:1].isupper() and not is_job(value))


def ask_apart(read: Read, key: str, value: str) -> Doubtful | None:
    """What somebody should look at, where a cell holds more than names."""
    if len(value) > _LONGEST:
        return None
    parts = [part for part in _SEVERAL.split(value) if part]
    read_parts = [taken_apart(part) for part in parts]
    people = [name for name, _told in read_parts]
    in_parts = "first" in key or "last" in key
    if people == parts or not all(people) or (in_parts and len(people) > 1) or any(map(_NO_NAME.search, people)):
        return _no_name(key, value)
    more = [told[field] for _name, told in read_parts for field in _FIELDS if field in told]
    suggest = {key: "; ".join(people), **_places(read.raw, key, read_parts)}
    if not more:
        message = said("The name here seems to be {name}. Use that?", name=", ".join(people))
    else:
        message = said("Beside the name stands {more}. Keep each in its own place?", more=", ".join(more))
    return Doubtful(key, value, message, suggest)


def _no_name(key: str, value: str) -> Doubtful | None:
    if not _NO_NAME.search(value):
        return None
    message = said("“{value}” holds more than a name. Correct it, or leave it and check the row again.", value=value)
    return Doubtful(key, value, message, {})


def _places(raw: Mapping[str, str], key: str, people: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Where what was beside the names goes: into its field where that is empty and clear, else into the notes."""
    prefix = "contact_" if key.startswith("contact_") else ""
    places: dict[str, str] = {}
    notes: list[str] = []
    for field in _FIELDS:
        values = [told.get(field, "") for _name, told in people]
        had = raw.get(f"{prefix}{field}", "").strip()
        if any(values) and not had and all(values):
            places[f"{prefix}{field}"] = "; ".join(values)
        else:
            notes += [f"{name}: {v}" for (name, _t), v in zip(people, values, strict=True) if v and v not in had]
    if notes:
        places["notes"] = "\n".join(part for part in (raw.get("notes", "").strip(), *notes) if part)
    return places
