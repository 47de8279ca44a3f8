"""Fill a database with invented events for bench/events.py: COUNT SEED."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

BLOCK = 2_000
EMAIL, PASSWORD = "teresa.villalobos@mesagrande.example", "guildhall-demo-only"
WHAT = ("Career talk", "Hospital tour", "Resume workshop", "Mock interviews", "Job fair", "Plant tour", "Open house")
DAYS = 365  # into the past and into the future


def fill(count: int, seed: int) -> int:
    """Bring the database to `count` published events within a year of today; returns how many there are."""
    from datetime import timedelta

    from guildhall.employers.models import Employer
    from guildhall.events.kinds import CHOICES
    from guildhall.events.models import Event, Occurrence, TakingPart
    from guildhall.lib import clock
    from guildhall.people.models import Institution, Person

    chance, now = random.Random(seed), clock.now()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    by = Person.objects.filter(is_active=True).first()
    places = list(Institution.objects.filter(kind="college"))
    employers = list(Employer.objects.posted().values_list("pk", flat=True)[:2_000])
    missing = count - Event.objects.count()
    for start in range(0, missing, BLOCK):
        rows = []
        for n in range(min(BLOCK, missing - start)):
            begins = today + timedelta(chance.randrange(-DAYS, DAYS), hours=chance.randrange(15, 24))
            ends, place = begins + timedelta(hours=chance.randrange(1, 4)), chance.choice(places)
            named = chance.random() < 0.3
            rows.append(Event(
                institution=place, organizer=by, kind=chance.choice(CHOICES)[0],
                title=f"{chance.choice(WHAT)} {start + n}", description="What happens there. " * 20,
                starts_at=begins, ends_at=ends, last_at=ends, zone="America/Los_Angeles", place="Main campus",
                capacity=chance.randrange(10, 200), audience="own" if named else "all",
                shown_to=[place.pk] if named else None, state="published", made_at=now, published_at=now,
            ))  # fmt: skip
        made = Event.objects.bulk_create(rows)
        Occurrence.objects.bulk_create(Occurrence(event=e, starts_at=e.starts_at, ends_at=e.ends_at) for e in made)
        TakingPart.objects.bulk_create(
            TakingPart(event=e, employer_id=chance.choice(employers), host=n % 10 == 0, at=now)
            for n, e in enumerate(made) if employers and n % 2 == 0
        )  # fmt: skip
    return Event.objects.count()


def doors() -> dict[str, tuple[str, str]]:
    """A student and somebody of an employer who are signed in: the name and the value of their cookies."""
    from guildhall.employers.models import EmployerLogin
    from guildhall.students.models import StudentLogin
    from guildhall.visitors.actions import open_session
    from guildhall.visitors.doors import door_of

    logins = (StudentLogin.objects.filter(ended_at=None), EmployerLogin.objects.filter(ended_at=None))
    found = [rows.order_by("email").first() for rows in logins]
    return {one.kind: (door_of(one.kind).cookie, open_session(one, keep=True)) for one in found if one}


def booked(count: int) -> str:
    """An event of the coordinator's college with so many bookings of its students; returns its key."""
    from datetime import timedelta
    from uuid import uuid4

    from guildhall.bookings.models import Booking, Roll
    from guildhall.events.actions.entering import Facts, plan_event
    from guildhall.events.actions.publishing import publish_event
    from guildhall.lib import clock
    from guildhall.people.models import Person
    from guildhall.students.actions.entering import StudentFacts, register

    by, now = Person.objects.get(email=EMAIL), clock.now()
    place = by.memberships.first().institution
    told = Facts("workshop", "Booked by many", now + timedelta(90), now + timedelta(90, 3600), "own", capacity=count)
    row = plan_event(told, institution=place, by=by)
    row = publish_event(row, because="a benchmark", version=row.version, by=by)
    roll = Roll.objects.create(event=row, starts_at=row.starts_at, turns=count, taken=count)
    who = [register(place, StudentFacts(f"Student {n}", "Bench"), by=by) for n in range(count)]
    Booking.objects.bulk_create(
        Booking(roll=roll, institution=place, registration=one, state="booked", since=now, turn=n, key=uuid4(),
                booked_at=now, booked_side="staff")
        for n, one in enumerate(who, 1)
    )  # fmt: skip
    return str(row.pk)


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from django.db import connection

        from guildhall.context import Keeper, at_home, begun, keeping

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home(), keeping(Keeper.SCHEMA, "a benchmark"):
            total = fill(*map(int, sys.argv[1:3]))
            more = {"doors": doors(), "list": booked(500)}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(json.dumps({"email": EMAIL, "password": PASSWORD, "events": total} | more))
