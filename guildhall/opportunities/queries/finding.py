"""Opportunities in the one search over everything (B1)."""

from collections.abc import Sequence

from django.urls import reverse

from guildhall.employers.words import words_of
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries.searching import Wanted, listed, narrowed, ours
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.people.models import Person
from guildhall.ui.menus import Hit

LOOKED_AT = 40  # of the newest that fit, to put those first whose title is meant


def found_by_words(person: Person, q: str, most: int) -> list[Hit]:
    """What fits some words: what is open to the person, then what their institutions look after in another state."""
    rows = _newest(Opportunity.objects.open_to(person), q)
    if len(rows) < most:
        known = {row.pk for row in rows}
        rows += [row for row in _newest(ours(person).exclude(state="closed"), q) if row.pk not in known]
    return [Hit(row.title, _beside(row), reverse("opportunity", args=[row.pk])) for row in rows[:most]]


def _newest(rows: OpportunityQuerySet, q: str) -> list[Opportunity]:
    """Those that fit, first the ones whose title has the words, each time the newest first."""
    found = list(listed(narrowed(rows, Wanted(q=q))).order_by("-publish_on", "-id")[:LOOKED_AT])
    words = words_of(q)
    return sorted(found, key=lambda row: not _has(words_of(row.title), words))


def _has(said: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(one.startswith(word) for one in said) for word in words)


def _beside(row: Opportunity) -> str:
    state = "" if row.is_open else row.get_state_display()
    return " · ".join(filter(None, (row.employer.name, str(row.kind_label), row.place, state)))
