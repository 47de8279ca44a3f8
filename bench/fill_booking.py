"""Fill a database with signed-in students and events with places for bench/booking.py: STUDENTS PLACES EVENTS."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server


def fill(students: int, places: int, events: int) -> dict[str, object]:
    """Students of one college, each signed in at a browser, and events of it; returns what the client must know."""
    from guildhall.demo.region import PASSWORD
    from guildhall.events.actions.entering import Facts, plan_event
    from guildhall.events.actions.publishing import publish_event
    from guildhall.lib import clock
    from guildhall.people.models import Person
    from guildhall.people.permissions import Role
    from guildhall.students.actions.entering import StudentFacts, register
    from guildhall.students.actions.inviting import invite
    from guildhall.visitors.actions import open_session
    from guildhall.visitors.doors import door_of

    staff = Person.objects.filter(is_active=True, memberships__role=Role.WBL_COORDINATOR).order_by("email")
    by = next(one for one in staff if one.memberships.first().institution.kind == "college")
    place = by.memberships.get(role=Role.WBL_COORDINATOR).institution
    keys = []
    for n in range(students):
        facts = StudentFacts(f"Student {n}", "Bench", email=f"student{n}@bench.example")
        keys.append(open_session(invite(register(place, facts, by=by), by=by), keep=True))
    made = []
    for n in range(events):
        begin = clock.now() + timedelta(days=40 + n)
        told = Facts("workshop", f"Booked at once {n}", begin, begin + timedelta(hours=1), "own", capacity=places)
        row = plan_event(told, institution=place, by=by)
        row = publish_event(row, because="a benchmark", version=row.version, by=by)
        made.append([str(row.pk), row.occurrences.get().starts_at.isoformat()])
    signs_in = {"email": by.email, "password": PASSWORD}
    return signs_in | {"cookie": door_of("student").cookie, "keys": keys, "events": made}


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from guildhall.context import Keeper, at_home, begun, keeping

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home(), keeping(Keeper.SCHEMA, "a benchmark"):
            print(json.dumps(fill(*map(int, sys.argv[1:4]))))
