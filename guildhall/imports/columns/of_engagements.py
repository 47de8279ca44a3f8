"""Which column of a list of past engagements holds what, by its title; dates also by their values."""

from __future__ import annotations

from collections.abc import Sequence

from guildhall.imports.columns import values as v
from guildhall.imports.columns.titles import words

TITLES = {
    "happened_on": "date|day|when|fecha|date of contact|contact date|meeting date|visit date|activity date"
    "|engagement date|date of visit|date of meeting|call date|event date|happened on|dia",
    "what": "kind|type|activity|activity type|engagement type|type of engagement|contact type|type of contact|method"
    "|mode|channel|what happened|event type|interaction|interaction type|tipo|actividad|kind of engagement",
    "with_whom": "contact|contacts|contact person|contact name|with whom|with|met with|spoke with|spoke to|talked to"
    "|person|attendee|attendees|employer contact|who attended|contacto|con quien|name of contact",
    "summary": "summary|subject|title|topic|headline|purpose|regarding|re|in one line|short description|asunto|resumen",
    "body": "notes|note|comments|comment|details|description|discussion|minutes|what was said|remarks|body|notas"
    "|what was said or promised|text|meeting notes|observaciones|comentarios|words",
    "outcome": "outcome|result|results|what came of it|next step|next steps|follow up|resultado|resultados",
    "themes": "theme|themes|tags|topics|keywords|pathway|pathways|temas",
    "who": "who|staff|by|owner|logged by|recorded by|entered by|our contact|college contact|staff member|assigned to"
    "|who of us|our staff|created by|coordinator|wbl coordinator|staff name|quien|responsable|user|author",
}
_BY_TITLE = {title: key for key, titles in TITLES.items() for title in titles.split("|")}


def by_title(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """For each field of an engagement the first column with a title of it; a date also where nothing is called so."""
    by_key: dict[str, int] = {}
    for at, title in enumerate(header):
        key = _BY_TITLE.get(words(title))
        if key:
            by_key.setdefault(key, at)
    if "happened_on" not in by_key:
        dated = [at for at in range(len(header)) if at not in by_key.values() and _is_dated(sample, at)]
        if len(dated) == 1:
            by_key["happened_on"] = dated[0]
    return by_key


def _is_dated(sample: Sequence[Sequence[str]], at: int) -> bool:
    return v.share([row[at] for row in sample if at < len(row) and row[at].strip()], v.DATE.fullmatch) > 0.8
