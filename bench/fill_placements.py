"""Fill a database with invented students, caseloads and placements for bench/placements.py: STUDENTS SEED.

Of every student an enrollment and two participations within ten years; every tenth has an application, every fifth a
placement, every hundredth stands on a caseload.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

BLOCK = 2_000
EMAIL, PASSWORD = "teresa.villalobos@mesagrande.example", "guildhall-demo-only"
YEARS = 10
HOSTS = 300  # employers as each institution writes them
ACTIVITIES = ("job_shadow", "internship_paid", "internship_unpaid", "workplace_tour", "mock_interview")
FIRST = ("Ana", "Ben", "Chloe", "Dev", "Ella", "Femi", "Gil", "Hana", "Ivo", "June", "Kai", "Lena", "Milo", "Nia")
LAST = ("Adams", "Brown", "Cruz", "Diaz", "Evans", "Flores", "Garcia", "Hill", "Ito", "Jones", "Khan", "Lopez", "Moore")
STATES = ("completed",) * 6 + ("started", "started", "agreed", "ended_early")


class Making:
    """What the rows of one filling share."""

    def __init__(self, seed: int, by: Any = None) -> None:
        from guildhall.employers.models import Employer
        from guildhall.lib import clock
        from guildhall.opportunities.models import Opportunity
        from guildhall.people.models import Institution, Person

        self.chance, self.now, self.today = random.Random(seed), clock.now(), clock.today()
        self.by = by or Person.objects.get(email=EMAIL)
        own = self.by.posts[0].institution
        others = Institution.objects.filter(kind__in=["college", "school"]).exclude(pk=own.pk)
        self.places = [own, *others.order_by("pk")]
        self.employers = list(Employer.objects.posted().values_list("pk", flat=True)[:2_000])
        self.offers = list(Opportunity.objects.shown_today().order_by("pk").values_list("pk", "employer")[:2_000])
        self.hosts = {place.pk: self._hosts(place) for place in self.places}

    def _hosts(self, place: Any) -> list[Any]:
        from guildhall.placements.models import Host

        names = [f"Host {n} of {place.slug}" for n in range(HOSTS)]
        rows = [
            Host(institution=place, name=name, key=name.casefold(), employer_id=self.chance.choice(self.employers))
            for name in names
        ]
        Host.objects.bulk_create(rows, ignore_conflicts=True)
        return list(Host.objects.filter(institution=place, name__in=names).values_list("pk", flat=True))

    def ago(self, days: int) -> Any:
        """A day within so many days up to today."""
        from datetime import timedelta

        return self.today - timedelta(self.chance.randrange(days))

    def students(self, first: int, count: int) -> list[Any]:
        """So many students, each with a record and an enrollment at one institution."""
        from guildhall.students.models import Enrolment, Registration, Student

        chance, year = self.chance, self.today.year
        people = Student.objects.bulk_create(Student(places=[]) for _n in range(count))
        rows = Registration.objects.bulk_create(
            Registration(
                institution=self.places[n % len(self.places)], student=one, number=f"B{first + n}",
                given_name=chance.choice(FIRST), family_name=f"{chance.choice(LAST)}-{chance.randrange(5_000)}",
            )
            for n, one in enumerate(people)
        )  # fmt: skip
        for one, row in zip(people, rows, strict=True):
            one.places = [row.institution_id]
        Student.objects.bulk_update(people, ["places"])
        Enrolment.objects.bulk_create(
            Enrolment(institution=row.institution, registration=row, student_id=row.student_id, year=f"{year}-x")
            for row in rows
        )
        return rows

    def experiences(self, rows: list[Any]) -> None:
        """Two participations of each within ten years, most of them completed."""
        from uuid import uuid4

        from guildhall.placements.models import Experience

        Experience.objects.bulk_create(
            Experience(
                institution=row.institution, student_id=row.student_id, person=str(row.pk), mark=uuid4().hex,
                activity=self.chance.choice(ACTIVITIES), host_id=self.chance.choice(self.hosts[row.institution_id]),
                start_on=self.ago(365 * YEARS), status="completed" if self.chance.random() < 0.9 else "no_show",
            )
            for row in rows for _n in range(2)
        )  # fmt: skip

    def cases(self, rows: list[Any]) -> None:
        """Every hundredth student on the caseload of whoever is measured, or nobody's in other institutions."""
        from guildhall.students.models import Case

        Case.objects.bulk_create(
            Case(institution=row.institution, registration=row, manager=self.by, next_step="Call", next_on=self.today)
            for row in rows if row.institution_id == self.places[0].pk and self.chance.random() < 0.01
        )  # fmt: skip

    def applications(self, rows: list[Any]) -> None:
        """Every tenth student has applied for what is offered now."""
        from guildhall.placements.models import Application

        chosen = [(row, self.chance.choice(self.offers)) for row in rows[::10]] if self.offers else []
        Application.objects.bulk_create(
            Application(
                institution=row.institution, registration=row, student_id=row.student_id, employer_id=employer,
                opportunity_id=offer, kind="internship_paid", title="An internship", since=self.now,
                created_at=self.now, state=self.chance.choice(["applied", "referred", "shortlisted", "not_chosen"]),
            )
            for row, (offer, employer) in chosen
        )  # fmt: skip

    def placements(self, rows: list[Any]) -> None:
        """Every fifth student has a place: most completed, some under way or ahead."""
        from datetime import timedelta

        from guildhall.placements.models import Placement

        made = []
        for row in rows[::5]:
            state, first = self.chance.choice(STATES), self.ago(365 * 3)
            over = state in ("completed", "ended_early")
            begun = self.ago(80) if state == "started" else first
            made.append(Placement(
                institution=row.institution, registration=row, student_id=row.student_id,
                employer_id=self.chance.choice(self.employers), kind="internship_paid",
                title="An internship", coordinator=self.by if row.institution_id == self.places[0].pk else None,
                since=self.now, created_at=self.now - timedelta(self.chance.randrange(1_000)), state=state,
                starts_on=begun if state != "agreed" else self.today + timedelta(30),
                started_on=None if state == "agreed" else begun,
                ended_on=begun + timedelta(60) if over else None, confirmed_on=self.ago(120),
            ))  # fmt: skip
        Placement.objects.bulk_create(made)


def fill(count: int, seed: int, by: Any = None) -> dict[str, Any]:
    """Bring the database to `count` students of the benchmark; returns how many there are, and what the client asks."""
    from guildhall.placements.models import Experience, Placement
    from guildhall.students.models import Registration

    making = Making(seed, by)
    there = Registration.objects.filter(number__startswith="B").count()
    for start in range(there, count, BLOCK):
        rows = making.students(start, min(BLOCK, count - start))
        for add in (making.experiences, making.cases, making.applications, making.placements):
            add(rows)
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
