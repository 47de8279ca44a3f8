"""Fill a database with invented opportunities for bench/opportunities.py: COUNT EMPLOYERS SEED."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

BLOCK = 2_000
WORK = ("Machinist", "Welder", "Nurse", "Medical assistant", "Electrician", "Planner", "Analyst", "Mechanic", "Cook",
        "Surveyor", "Designer", "Bookkeeper", "Technician", "Driver", "Teacher")  # fmt: skip
HOW = ("trainee", "intern", "apprentice", "helper", "assistant", "for a day", "in the evening", "on the weekend")
WHAT = ("composites", "pumps", "patients", "invoices", "solar roofs", "trucks", "kitchens", "drawings", "data", "maps")


def fill(count: int, employers: int, seed: int) -> dict[str, object]:
    """Bring the database to `count` open opportunities of shared employers; returns what the client must know."""
    from datetime import timedelta

    from fill import fill as directory

    from guildhall.employers.models import Employer
    from guildhall.employers.words import search_vector
    from guildhall.lib import clock
    from guildhall.opportunities.kinds import KINDS
    from guildhall.opportunities.models import Centroid, Opportunity
    from guildhall.people.models import Institution, Person

    known = directory(employers, 1, seed)
    chance, today = random.Random(seed), clock.today()
    person = Person.objects.get(email=known["email"])
    shared = list(Employer.objects.shared_with(person).values_list("pk", "name"))
    near = Centroid.objects.filter(state="CA", zip__startswith="9")
    spots = list(near.values_list("zip", "latitude", "longitude", "city"))
    holders = list(Institution.objects.filter(kind="college").values_list("pk", flat=True))
    kinds = [kind.slug for kind in KINDS]
    programs = list(person.posts[0].institution.programs.all())
    missing = count - Opportunity.objects.filter(state="posted").count()
    for start in range(0, missing, BLOCK):
        rows = []
        for n in range(min(BLOCK, missing - start)):
            employer, name = chance.choice(shared)
            code, north, east, city = chance.choice(spots)
            title = f"{chance.choice(WORK)} {chance.choice(HOW)}, {chance.choice(WHAT)} {start + n}"
            first = today - timedelta(chance.randrange(60))
            paid = chance.random() < 0.6
            rows.append(Opportunity(
                employer_id=employer, holder_id=chance.choice(holders), kind=chance.choice(kinds), title=title,
                description="What is done there, said in a few lines. " * 6, places=chance.randrange(1, 9),
                state="posted", added_at=clock.now(), posted_at=clock.now(), entered_by=person, publish_on=first,
                expires_on=today + timedelta(chance.randrange(1, 200)), listed_as=name, place=city, zip=code,
                latitude=north, longitude=east, occupation=title.split(",")[0], soc="51-4041" if n % 7 == 0 else "",
                cluster=chance.choice(["", "2024:010100", "2024:040200", "2002:13"]), pay_per="hour" if paid else "",
                pay_low=20 if paid else None, pay_hour=chance.randrange(15, 60) if paid else None,
                search=search_vector([title, name, city]),
            ))  # fmt: skip
        made = Opportunity.objects.bulk_create(rows)
        if programs:
            through = Opportunity.programs.through
            through.objects.bulk_create(
                through(opportunity=one, program=chance.choice(programs)) for one in made[:: max(1, len(made) // 400)]
            )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sample = [{"title": t, "city": c, "zip": z} for t, c, z in
              Opportunity.objects.open_to(person).order_by("?").values_list("title", "place", "zip")[:200]]  # fmt: skip
    program = programs[0].pk if programs else ""
    total = Opportunity.objects.open_to(person).count()
    signs_in = {name: known[name] for name in ("email", "password")}
    return signs_in | {"sample": sample, "program": str(program), "open": total}


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from guildhall.context import at_home, begun

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home():
            print(json.dumps(fill(*map(int, sys.argv[1:4]))))
