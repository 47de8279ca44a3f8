"""Engagements of the past, as lists bring them (C5): onto the timeline, and off it again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.employers.matching.names import fold
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.recording import Happening, record_engagement, renew_last_contact
from guildhall.engagements.models import Engagement
from guildhall.lib.sentences import phrase
from guildhall.people.models import Institution, Person
from guildhall.people.queries import staff_of

BODY = 4_000  # letters that an engagement holds
STANDS = phrase("The same stands on the timeline already.")
NO_CONTACT = phrase("No contact here is called so; the words of the entry say it.")
NO_COLLEAGUE = phrase("No colleague of yours is called so; the words of the entry say it.")


@dataclass(frozen=True, slots=True)
class PastEngagement:
    """What a list tells of one engagement; `with_whom` and `who` as somebody wrote them, the latter also an address."""

    happened_on: date
    kind: str
    summary: str
    body: str = ""
    outcome: str = ""
    themes: tuple[str, ...] = ()
    with_whom: str = ""
    who: str = ""


@dataclass(slots=True)
class Noted:
    """What became of one: its engagement, unless it stood there already, and what is kept in other words."""

    engagement: UUID | None = None
    left: list[tuple[str, str, str]] = field(default_factory=list)  # field, value, why


@transaction.atomic
def note_past(
    rows: Sequence[tuple[UUID, PastEngagement]], *, source: str, by: Person, institution: Institution
) -> list[Noted]:
    """Write engagements of the past onto the timelines of their employers, each once; raises `Refused`."""
    colleagues = _by_words((p.name, p.email, p) for p in staff_of(institution))
    employers = Employer.objects.defer("search").in_bulk({pk for pk, _past in rows})
    results = []
    for pk, past in rows:
        employer, noted = employers[pk], Noted()
        results.append(noted)
        # By name alone: a guessed address must not be confirmed (N6).
        contacts = _by_words((c.name, "", c) for c in Contact.objects.filter(employer=employer))
        contact, colleague = contacts.get(_key(past.with_whom)), colleagues.get(_key(past.who))
        happening, left = _happening(past, contact, colleague, source)
        if _stands(employer, happening, colleague, institution):
            noted.left.append(("summary", past.summary, STANDS))
            continue
        engagement = record_engagement(employer, happening, by=colleague or by, institution=institution, brought_by=by)
        noted.engagement, noted.left = engagement.pk, left
    return results


def _stands(employer: Employer, happening: Happening, colleague: Person | None, institution: Institution) -> bool:
    """Whether the timeline says all of it already: two calls of one day are two, as soon as their rows differ."""
    rows = employer.engagements.standing().filter(
        institution=institution,
        kind=happening.kind,
        happened_on=happening.happened_on,
        summary=happening.summary,
        contact=happening.contact,
    )
    if colleague:
        rows = rows.filter(by=colleague)
    told = [line for line in happening.body.splitlines() if line.strip()]
    return any(
        set(told) <= set(row.body.splitlines())
        and happening.outcome in ("", row.outcome)
        and set(happening.themes) <= set(row.themes)
        for row in rows
    )


def _happening(
    past: PastEngagement, contact: Contact | None, colleague: Any, source: str
) -> tuple[Happening, list[tuple[str, str, str]]]:
    """What is logged, and what of it is kept in other words."""
    body, left = [past.body] if past.body else [], []
    if past.with_whom and contact is None:
        body.append(f"With: {past.with_whom}")
        left.append(("with_whom", past.with_whom, NO_CONTACT))
    if past.who and colleague is None:
        body.append(f"By: {past.who}")
        left.append(("who", past.who, NO_COLLEAGUE))
    happening = Happening(
        past.kind, past.summary, past.happened_on, "\n".join(body)[:BODY], contact, past.themes,
        outcome=past.outcome, over_because=f"From the list {source}.",
    )  # fmt: skip
    return happening, left


def _by_words(rows: Iterable[tuple[str, str, Any]]) -> dict[str, Any]:
    """Records by name and by address; a name that two of them bear is nobody's."""
    result: dict[str, Any] = {}
    for name, email, one in rows:
        for words in {_key(name), _key(email)} - {""}:
            result[words] = None if words in result and result[words] != one else one
    return result


def _key(words: str) -> str:
    return fold(words.strip())


@transaction.atomic
def take_off(engagements: Iterable[UUID]) -> set[UUID]:
    """Delete engagements that a list brought, unless somebody changed them since; returns those that stay."""
    rows = Engagement.objects.filter(pk__in=list(engagements))
    kept = set(rows.exclude(version=1, removed_at=None).values_list("pk", flat=True))
    gone = rows.exclude(pk__in=kept)
    employers = set(gone.values_list("employer", flat=True))
    gone.delete()
    for employer in Employer.objects.filter(pk__in=employers).select_for_update().order_by("pk").defer("search"):
        renew_last_contact(employer)
    return kept
