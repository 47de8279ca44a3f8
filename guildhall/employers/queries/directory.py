"""The directory: search that forgives slips, filters, sorting."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Q
from rapidfuzz import fuzz

from guildhall.employers import matching
from guildhall.employers.industries import SIZES, codes_of
from guildhall.employers.models import Employer, NameWord
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.employers.words import search_query, words_of
from guildhall.lib import clock
from guildhall.people.models import Person

MOST_RANKED = 300  # matches that are ranked; a search that finds more is better narrowed than paged
ENOUGH = 20
CORRECTIONS, NEAR = 4, 70  # words beside the typed one, and how much they look like it at least, of 100
COUNTED_TO = 10_000


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; empty values filter nothing."""

    q: str = ""
    tag: str = ""
    industry: str = ""
    place: str = ""
    size: str = ""
    owner: str = ""
    contact: str = ""
    sort: str = "name"
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return bool(self.q or self.tag or self.industry or self.place or self.size or self.owner or self.contact)


CONTACT_AGES = {"30": 30, "90": 90, "180": 180, "365": 365}


def filtered(person: Person, filters: Filters) -> EmployerQuerySet:
    """The shared employers that a person sees and that fit the filters, without the searched words."""
    rows = Employer.objects.shared_with(person)
    if filters.tag:
        rows = rows.filter(tags__name=filters.tag)
    if filters.industry:
        codes = Q()
        for code in codes_of(filters.industry):
            codes |= Q(naics__startswith=code)
        rows = rows.filter(codes)
    if filters.place:
        rows = rows.filter(place__iexact=filters.place)
    if filters.size in SIZES:
        low, high, _words = SIZES[filters.size]
        rows = rows.filter(staff_count__gte=low, staff_count__lte=high)
    if filters.owner == "me":
        rows = rows.filter(owner=person)
    elif filters.owner == "none":
        rows = rows.filter(owner=None)
    if filters.contact == "never":
        rows = rows.filter(last_engaged_at=None)
    elif filters.contact in CONTACT_AGES:
        before = clock.now() - timedelta(days=CONTACT_AGES[filters.contact])
        rows = rows.filter(Q(last_engaged_at=None) | Q(last_engaged_at__lt=before))
    return rows


def searched(rows: EmployerQuerySet, q: str) -> list[UUID]:
    """The employers among `rows` that fit the searched words best, best first, at most 300.

    First words and beginnings of words as typed; where that finds fewer than 20, also with each word corrected.
    """
    words = words_of(q)[:8]
    if not words:
        return []
    found = _named(rows, q) | _matches(rows, [[word] for word in words])
    if len(found) < ENOUGH:
        alternatives = _corrections(words, rows)
        if any(len(options) > 1 for options in alternatives):
            found |= _matches(rows, alternatives)
    return _ranked(found, q, words)


def _named(rows: EmployerQuerySet, q: str) -> dict[UUID, str]:
    """Those whose whole name is, or begins with, what was typed: never lost among the many of a common word."""
    name = matching.normal_name(q)
    if not name:
        return {}
    fitting = rows.filter(normal_name__gte=name, normal_name__lt=name + "\uffff")
    return dict(fitting.order_by("normal_name").values_list("pk", "name")[:50])


def _matches(rows: EmployerQuerySet, alternatives: list[list[str]]) -> dict[UUID, str]:
    query = " & ".join("(" + " | ".join(search_query([w]) for w in options) + ")" for options in alternatives)
    fitting = rows.extra(where=["search @@ to_tsquery('simple', %s)"], params=[query])
    return dict(fitting.order_by("sort_key").values_list("pk", "name")[:MOST_RANKED])


def _corrections(words: list[str], rows: EmployerQuerySet) -> list[list[str]]:
    """Per word, itself and the words that look most like it among those that some of `rows` hold.

    The table of known words holds those of hidden names too: they are left out before any is chosen, so that a hidden
    name neither corrects anything nor takes the place of a word that would (R33).
    """
    alike = _alike(words)
    there = _held_by(rows, {word for found in alike for _score, word in found})
    return [
        [word, *(known for _score, known in found if known in there and known != word)][: CORRECTIONS + 1]
        for word, found in zip(words, alike, strict=True)
    ]


def _alike(words: list[str]) -> list[list[tuple[float, str]]]:
    """Per word, the known words that look like it with how much, the nearest first."""
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.n, k.word FROM unnest(%s::text[]) WITH ORDINALITY AS w(word, n)
               CROSS JOIN LATERAL (SELECT word FROM employers_nameword WHERE word %% w.word) AS k""",
            [words],
        )
        for n, known in cursor:
            found.setdefault(n, []).append(known)
    scored = [[(fuzz.ratio(word, k), k) for k in found.get(n, [])] for n, word in enumerate(words, 1)]
    return [sorted((one for one in rows if one[0] >= NEAR), reverse=True) for rows in scored]


def _held_by(rows: EmployerQuerySet, words: set[str]) -> set[str]:
    """The words by which at least one of some employers is found."""
    if not words:
        return set()
    holding = rows.order_by().extra(where=["search @@ plainto_tsquery('simple', employers_nameword.word)"])
    return set(NameWord.objects.filter(Exists(holding), word__in=words).values_list("word", flat=True))


def _ranked(found: dict[UUID, str], q: str, words: list[str]) -> list[UUID]:
    plain = " ".join(words)

    def rank(entry: tuple[UUID, str]) -> tuple[float, str]:
        name = " ".join(words_of(entry[1]))
        score = fuzz.WRatio(plain, name) + (30 if name == plain else 15 if name.startswith(plain) else 0)
        return (-score, name)

    return [pk for pk, _name in sorted(found.items(), key=rank)[:MOST_RANKED]]


def counted(rows: EmployerQuerySet) -> tuple[int, bool]:
    """How many rows there are, counted to 10,000: (count, whether there are more)."""
    count = rows.order_by().values("pk")[: COUNTED_TO + 1].count()
    return min(count, COUNTED_TO), count > COUNTED_TO


def places(person: Person) -> list[str]:
    """Places to offer for the filter: those of the 1,000 newest employers that a person sees."""
    newest = Employer.objects.shared_with(person).exclude(place="").order_by("-pk")
    return sorted(set(newest.values_list("place", flat=True)[:1_000]))[:300]
