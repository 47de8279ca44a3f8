"""Fill a database with invented students, caseloads and placements for bench/placements.py: STUDENTS SEED.

Of every student an enrollment and two participations within ten years; every tenth has an application, every fifth a
placement, every hundredth of the measured institution stands on a caseload. The database makes the rows itself: a
million students in some minutes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

EMAIL, PASSWORD = "teresa.villalobos@mesagrande.example", "guildhall-demo-only"
DAYS = 3_650
HOSTS = 300  # employers as each institution writes them
ACTIVITIES = ("job_shadow", "internship_paid", "internship_unpaid", "workplace_tour", "mock_interview")
FIRST = ("Ana", "Ben", "Chloe", "Dev", "Ella", "Femi", "Gil", "Hana", "Ivo", "June", "Kai", "Lena", "Milo", "Nia")
LAST = ("Adams", "Brown", "Cruz", "Diaz", "Evans", "Flores", "Garcia", "Hill", "Ito", "Jones", "Khan", "Lopez", "Moore")
STATES = ("completed",) * 6 + ("started", "started", "agreed", "ended_early")
APPLIED = ("applied", "referred", "shortlisted", "not_chosen")
# What the statements draw from; every student n belongs to the institution n % count, so the own one comes first.
LISTS = """
CREATE TEMP TABLE b AS SELECT n, n % {places} AS at, random() AS dice,
  (lpad(to_hex(n), 12, '0') || '7' || substr(md5(n || ' {seed}'), 1, 19))::uuid AS key
  FROM generate_series({first}, {last}) n;
ALTER TABLE b ADD place uuid; UPDATE b SET place = ({of_places})[at + 1]; ANALYZE b
"""


class Making:
    """What the statements of one filling share: keys of what was there before, as arrays of SQL."""

    def __init__(self, seed: int, by: Any = None) -> None:
        from guildhall.employers.models import Employer
        from guildhall.lib import clock
        from guildhall.opportunities.models import Opportunity
        from guildhall.people.models import Institution, Person

        self.seed, self.now, self.today = seed, clock.now(), clock.today()
        self.by = by or Person.objects.get(email=EMAIL)
        own = self.by.posts[0].institution
        others = Institution.objects.filter(kind__in=["college", "school"]).exclude(pk=own.pk)
        self.places = [own, *others.order_by("pk")]
        self.employers = list(Employer.objects.posted().values_list("pk", flat=True)[:2_000])
        self.offers = list(Opportunity.objects.shown_today().order_by("pk").values_list("pk", "employer")[:2_000])
        self.hosts = [pk for n, place in enumerate(self.places) for pk in self._hosts(place, n)]

    def _hosts(self, place: Any, turn: int) -> list[Any]:
        from guildhall.placements.models import Host

        names = [f"Host {n} of {place.slug}" for n in range(HOSTS)]
        rows = [
            Host(institution=place, name=name, key=name.casefold(),
                 employer_id=self.employers[(turn * HOSTS + n) % len(self.employers)])
            for n, name in enumerate(names)
        ]  # fmt: skip
        Host.objects.bulk_create(rows, ignore_conflicts=True)
        return list(Host.objects.filter(institution=place, name__in=names).values_list("pk", flat=True))

    def draw(self, first: int, last: int) -> None:
        """The numbers of the students who are made, with what is drawn for each."""
        _run("SELECT setseed(%s)", [self.seed % 1000 / 1000])
        of_places = _array([place.pk for place in self.places], "uuid")
        values = {"first": first, "last": last, "places": len(self.places), "seed": self.seed, "of_places": of_places}
        _run(LISTS.format(**values))

    def students(self) -> None:
        """Each student with a record and an enrollment at one institution."""
        from guildhall.students.models import Case, Enrolment, Registration, Student

        _insert(Student, "b", id="key", places="ARRAY[place]")
        last = f"{_any_of(LAST)} || '-' || floor(random() * 5000)::int"
        shared = {"id": "key", "institution_id": "place", "student_id": "key"}
        _insert(Registration, "b", number="'B' || n", given_name=_any_of(FIRST), family_name=last, **shared)
        _insert(Enrolment, "b", registration_id="key", year=f"'{self.today.year}-x'", **shared)
        next_on = f"'{self.today}'::date + (random() * 30)::int"
        _insert(Case, "b WHERE at = 0 AND dice < 0.01", id="key", institution_id="place", registration_id="key",
                manager_id=f"'{self.by.pk}'::uuid", next_step="'Call'", next_on=next_on)  # fmt: skip

    def experiences(self) -> None:
        """Two participations of each within ten years, most of them completed."""
        from guildhall.placements.models import Experience

        host = f"({_array(self.hosts, 'uuid')})[at * {HOSTS} + 1 + floor(random() * {HOSTS})::int]"
        for turn in range(2):
            _insert(
                Experience, "b", id=f"md5('{turn} ' || key)::uuid", institution_id="place", student_id="key",
                person="key::text", mark=f"md5('{turn} ' || key)", activity=_any_of(ACTIVITIES), host_id=host,
                start_on=self._ago(DAYS), status="CASE WHEN random() < 0.9 THEN 'completed' ELSE 'no_show' END",
            )  # fmt: skip

    def applications(self) -> None:
        """Every tenth student has applied for what is offered now."""
        from guildhall.placements.models import Application

        if not self.offers:
            return
        of = [_array([one[side] for one in self.offers], "uuid") for side in (0, 1)]
        chosen = f"(SELECT *, 1 + floor(random() * {len(self.offers)})::int AS o FROM b WHERE n % 10 = 0) c"
        _insert(
            Application, chosen, id="key", institution_id="place", registration_id="key", student_id="key",
            opportunity_id=f"({of[0]})[o]", employer_id=f"({of[1]})[o]", kind="'internship_paid'",
            title="'An internship'", since=f"'{self.now}'", created_at=f"'{self.now}'", state=_any_of(APPLIED),
        )  # fmt: skip

    def placements(self) -> None:
        """Every fifth student has a place: most completed, some under way or ahead."""
        from guildhall.placements.models import Placement

        drawn = f"""(SELECT *, {self._ago(80)} AS lately, {self._ago(1_095)} AS long_ago FROM
          (SELECT *, {_any_of(STATES)} AS s FROM b WHERE n % 5 = 0) d) p"""
        begun = "CASE WHEN s = 'started' THEN lately ELSE long_ago END"
        over = "s IN ('completed', 'ended_early')"
        _insert(
            Placement, drawn, id="key", institution_id="place", registration_id="key", student_id="key",
            employer_id=_any_of(self.employers, "uuid"), kind="'internship_paid'", title="'An internship'",
            coordinator_id=f"CASE WHEN at = 0 THEN '{self.by.pk}'::uuid END", since=f"'{self.now}'",
            created_at=f"'{self.now}'::timestamptz - floor(random() * 1000) * interval '1 day'", state="s",
            starts_on=f"CASE WHEN s = 'agreed' THEN '{self.today}'::date + 30 ELSE {begun} END",
            started_on=f"CASE WHEN s <> 'agreed' THEN {begun} END",
            ended_on=f"CASE WHEN {over} THEN long_ago + 60 END", confirmed_on=self._ago(120),
        )  # fmt: skip

    def _ago(self, days: int) -> str:
        return f"'{self.today}'::date - floor(random() * {days})::int"


def _array(values: Sequence[Any], kind: str) -> str:
    return "ARRAY[" + ", ".join(f"'{one}'" for one in values) + f"]::{kind}[]"


def _any_of(values: Sequence[Any], kind: str = "text") -> str:
    return f"({_array(values, kind)})[1 + floor(random() * {len(values)})::int]"


def _insert(model: Any, source: str, **columns: str) -> None:
    """Rows of a model from a table: some columns by SQL, every other one as a new object of the model has it."""
    from django.db import connection
    from django.db.models import GeneratedField

    rest = [f for f in model._meta.concrete_fields if f.column not in columns and not isinstance(f, GeneratedField)]
    rest = [f for f in rest if f.get_default() is not None or not f.null]
    names = [*columns, *(f.column for f in rest)]
    values = [*columns.values(), *("%s" for _f in rest)]
    defaults = [f.get_db_prep_save(f.get_default(), connection) for f in rest]
    into, what = ", ".join(f'"{name}"' for name in names), ", ".join(values)
    _run(f"INSERT INTO {model._meta.db_table} ({into}) SELECT {what} FROM {source}", defaults)  # noqa: S608  our words


def _run(statement: str, values: Sequence[Any] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if values is None:
            cursor.execute(statement)
        else:
            cursor.execute(statement.replace("% ", "%% "), values)


def fill(count: int, seed: int, by: Any = None) -> dict[str, Any]:
    """Bring the database to `count` students of the benchmark; returns how many there are, and what the client asks."""
    from guildhall.placements.models import Experience, Placement
    from guildhall.students.models import Registration

    making = Making(seed, by)
    there = Registration.objects.filter(number__startswith="B").count()
    if there < count:
        making.draw(there, count - 1)
        for add in (making.students, making.experiences, making.applications, making.placements):
            add()
        _run("DROP TABLE b")
    return {
        "email": making.by.email, "password": PASSWORD, "students": Registration.objects.count(),
        "experiences": Experience.objects.count(), "placements": Placement.objects.count(),
        "offers": [str(pk) for pk, _employer in making.offers[:50]],
        "employers": [str(pk) for pk in making.employers[:50]],
        "numbers": [f"B{n}" for n in range(0, count, max(1, count // 50))],
    }  # fmt: skip


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from django.db import connection

        from guildhall.context import Keeper, at_home, begun, keeping

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home(), keeping(Keeper.SCHEMA, "a benchmark"):
            known = fill(*map(int, sys.argv[1:3]))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(json.dumps(known))
