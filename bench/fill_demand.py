"""Fill a database with invented demand for bench/demand.py: OFFERS EMPLOYERS STUDENTS SEED.

A list of 400 occupations with wages, 1,000 programs in 200 pathways, a role that is hard to fill at every fifth
employer, offers and placements in these occupations.
"""

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

LISTED, PATHWAYS, PROGRAMS, EACH = 400, 200, 1_000, 4  # occupations of each pathway: four
PUBLISHER = "Invented"
CODES = [f"{11 + n // 40 * 2}-{1001 + n % 40 * 10}" for n in range(LISTED)]


def fill(chance: random.Random, by) -> dict[str, str]:
    """Put demand beside the offers, employers and placements that are there; returns what the client must know."""
    from datetime import timedelta

    from guildhall.demand.models import HardToFill, Release
    from guildhall.employers.models import Employer
    from guildhall.lib import clock
    from guildhall.opportunities.models import Opportunity
    from guildhall.pathways.models import Pathway, Program
    from guildhall.people.models import Institution
    from guildhall.placements.models import Placement

    if Release.objects.filter(publisher=PUBLISHER).exists():  # a home that is used again
        return _known()
    places = list(Institution.objects.filter(kind="college"))
    paths = Pathway.objects.bulk_create(
        Pathway(institution=chance.choice(places), name=f"Pathway {n}", occupations=chance.sample(CODES, EACH))
        for n in range(PATHWAYS)
    )
    Program.objects.bulk_create(
        Program(institution=chance.choice(places), name=f"Program {n}", credential="associate",
                pathway=chance.choice(paths))
        for n in range(PROGRAMS)
    )  # fmt: skip
    _list(by)
    offers = list(Opportunity.objects.filter(soc="").only("pk"))
    for one in offers:
        one.soc, one.soc_version = chance.choice(CODES), "2018"
    Opportunity.objects.bulk_update(offers, ["soc", "soc_version"], batch_size=2_000)
    today = clock.today()
    employers = list(Employer.objects.posted().values_list("pk", "place"))
    HardToFill.objects.bulk_create(
        HardToFill(employer_id=pk, title="A role", soc=chance.choice(CODES), soc_version="2018", place=town,
                   how_many=chance.randrange(1, 9), until=today + timedelta(90), said_on=today, noted_by=by,
                   institution=by.posts[0].institution)
        for pk, town in employers[::5]
    )  # fmt: skip
    begun = list(Placement.objects.filter(state__in=["started", "completed", "ended_early"]).only("pk"))
    for one in begun:
        one.soc, one.soc_version = chance.choice(CODES), "2018"
    Placement.objects.bulk_update(begun, ["soc", "soc_version"], batch_size=2_000)
    return _known()


def _known() -> dict[str, str]:
    from guildhall.employers.models import Employer
    from guildhall.pathways.models import Pathway

    employer = Employer.objects.posted().order_by("pk").first()
    town = Employer.objects.posted().exclude(place="").order_by("-pk").values_list("place", flat=True).first()
    pathway = Pathway.objects.filter(name="Pathway 0").first()
    return {"occupation": CODES[7], "town": town or "", "employer": str(employer.pk), "pathway": str(pathway.pk)}


def _list(by) -> None:
    from datetime import timedelta

    from guildhall.demand.models import Area, DemandList, ListedOccupation, Release, WageFigure
    from guildhall.demand.queries.lists import whole_territory
    from guildhall.lib import clock

    now, today, root = clock.now(), clock.today(), whole_territory()
    number = DemandList.objects.filter(institution=root).count() + 1
    row = DemandList.objects.create(institution=root, number=number, state="approved", starts_on=today, made_by=by,
                                    made_at=now, approved_by=by, approved_at=now)  # fmt: skip
    ListedOccupation.objects.bulk_create(
        ListedOccupation(list=row, soc=code, title=f"Occupation {code}", how="added", reason="invented", by=by)
        for code in CODES
    )
    release = Release.objects.create(kind="wages", publisher=PUBLISHER, period="now", as_of=today - timedelta(1),
                                     loaded_at=now, by=by)  # fmt: skip
    area = Area.objects.filter(kind="M").first()
    WageFigure.objects.bulk_create(
        WageFigure(release=release, area=area, soc=code, title=f"Occupation {code}", employment=1_000 + n, hourly_50=30)
        for n, code in enumerate(CODES)
    )


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        import fill_opportunities
        import fill_placements
        from django.db import connection

        from guildhall.context import Keeper, at_home, begun, keeping
        from guildhall.people.models import Person

        offers, employers, students, seed = map(int, sys.argv[1:5])
        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home():
            fill_opportunities.fill(offers, employers, seed)
        with begun(), at_home(), keeping(Keeper.SCHEMA, "a benchmark"):
            fill_placements.fill(students, seed)
            by = Person.objects.get(email=fill_placements.EMAIL)
            known = fill(random.Random(seed), by)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        signs_in = {"email": fill_placements.EMAIL, "password": fill_placements.PASSWORD}
        print(json.dumps(signs_in | known))
