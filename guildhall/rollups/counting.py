"""Counts over the whole territory: anew each time where that is quick, else kept with their age."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.queue import enqueue
from guildhall.rollups.models import RollUp

LARGE = 50_000  # employers from which counts are kept
EMPLOYERS = "employers_employer"
LOOKED_AT = timedelta(minutes=5)  # how long a process goes by the size that it has seen
YOUNGEST = timedelta(minutes=1)
REST = 300  # a kept count is counted again after this many times as long as counting it took
REGISTER: dict[str, "Count"] = {}


@dataclass(frozen=True)
class Counted:
    """What was counted, and when; `at` is None for what was counted just now."""

    value: Any
    at: datetime | None = None


@dataclass(frozen=True)
class Count:
    """A count by its name. `count` gives numbers and identifiers, the same to all of equal roles and places.

    It is kept where the rows of its `table` are many: where `per_employer` of them weigh as much as one employer. Of
    the tables in `also` it is told in the same way; one that is large is enough.
    """

    name: str
    count: Callable[[Person], Any]
    table: str = EMPLOYERS
    per_employer: float = 1
    also: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        REGISTER[self.name] = self

    def of(self, person: Person) -> Counted:
        """Counted now in a small territory; in a large one what is kept, and a worker is asked when that is old."""
        if not any(is_large(*one) for one in ((self.table, self.per_employer), *self.also.items())):
            return Counted(self.count(person))
        kept = RollUp.objects.filter(name=self.name, sight=sight_of(person)).first()
        if kept is None:
            return self.anew(person)
        if clock.now() - kept.counted_at > max(YOUNGEST, REST * timedelta(milliseconds=kept.milliseconds)):
            enqueue("rollups.count", once=f"{self.name} {kept.sight}", count=self.name, person=str(person.pk))
        return Counted(kept.value, kept.counted_at)

    def anew(self, person: Person) -> Counted:
        """Count and keep."""
        begun, now = time.perf_counter(), clock.now()
        value = self.count(person)
        took = int((time.perf_counter() - begun) * 1000)
        facts = {"value": value, "counted_at": now, "milliseconds": took}
        RollUp.objects.update_or_create(name=self.name, sight=sight_of(person), defaults=facts)
        return Counted(value, now)


def sight_of(person: Person) -> str:
    """A digest of all that decides what somebody sees, apart from what is their own."""
    posts = sorted((post.role.value, post.institution.hex) for post in person.standing.posts)
    return hashlib.sha256(repr((posts, person.places)).encode()).hexdigest()


@dataclass(frozen=True)
class _Size:
    """How many rows a table has, about, and when this process has seen that."""

    rows: int
    seen_at: float


_sizes: dict[str, _Size] = {}


def is_large(table: str = EMPLOYERS, per_employer: float = 1) -> bool:
    """Whether a table of the territory is so large that a page cannot count it."""
    now, size = time.monotonic(), _sizes.get(table)
    if size is None or now - size.seen_at > LOOKED_AT.total_seconds():
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
            size = _sizes[table] = _Size(int(cursor.fetchone()[0]), now)
    return size.rows >= LARGE * per_employer
