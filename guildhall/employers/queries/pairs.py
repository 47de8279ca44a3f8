"""The queue of pairs of employers that may be one (J15)."""

from typing import Any

from django.db.models import Q
from django.utils.formats import number_format

from guildhall.employers import matching
from guildhall.employers.models import DuplicatePair
from guildhall.people.models import Person

LIKELY_ONES = Q(score__gte=matching.LIKELY)
POSSIBLE_ONES = Q(score__gte=matching.POSSIBLE, score__lt=matching.LIKELY)
MANY = 1_000  # pairs; more are not counted


def queue(person: Person) -> Any:
    """The open pairs that a person may judge (J15)."""
    rows = DuplicatePair.objects.visible_to(person).filter(state=DuplicatePair.State.OPEN)
    return rows.select_related("first__holder", "second__holder").defer("first__search", "second__search")


def queue_counts(rows: Any) -> dict[str, str]:
    """How many pairs of a queue are likely duplicates, and how many possible ones: "1,000+" where it is many."""
    return {"likely": _up_to_many(rows.filter(LIKELY_ONES)), "possible": _up_to_many(rows.filter(POSSIBLE_ONES))}


def _up_to_many(rows: Any) -> str:
    """A count that costs no more where a million pairs wait: nobody works through them by number."""
    n = rows[: MANY + 1].count()
    return number_format(min(n, MANY), force_grouping=True) + ("+" if n > MANY else "")
