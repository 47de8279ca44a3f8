"""Fill a database with invented employers and engagements for bench/directory.py: COUNT PER_EMPLOYER SEED."""

from __future__ import annotations

import json
import os
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command
from lists import Region

from guildhall.project.embedded import Server

BLOCK = 2_000
ENGAGED = """
INSERT INTO engagements_engagement
    (id, employer_id, kind, happened_on, summary, body, by_id, institution_id, themes, recorded_at, version{more})
SELECT gen_random_uuid(), e.id, (ARRAY['call', 'visit', 'meeting', 'email'])[1 + (random() * 3)::int],
    %s::date - (random() * 1500)::int, 'Talked about internships, round ' || n, repeat('What was said. ', 8),
    (ARRAY(SELECT id FROM people_person LIMIT 60))[1 + (random() * 59)::int], e.holder_id, '{{}}', now(), 1{values}
FROM (SELECT * FROM employers_employer WHERE posted_at IS NOT NULL {which}) e CROSS JOIN generate_series(1, %s) n
"""


def engage(each: int, which: str = "") -> None:
    """Log so many engagements with shared employers, up to the region's day: the server's own may be tomorrow there."""
    from django.db import connection

    from guildhall.engagements.models import Engagement
    from guildhall.lib import clock

    written = set(re.split(r"[^a-z_]+", ENGAGED.partition("SELECT")[0]))
    fields = Engagement._meta.concrete_fields
    more = [field for field in fields if not field.null and field.column not in written]  # the class has their defaults
    columns, values = "".join(f", {field.column}" for field in more), ", %s" * len(more)
    with connection.cursor() as cursor:
        words = ENGAGED.format(more=columns, values=values, which=which)
        cursor.execute(words, [clock.today(), *(field.get_default() for field in more), each])


def fill(count: int, each: int, seed: int) -> dict[str, object]:
    """Bring the database to `count` shared employers with `each` engagements; returns what the client must know."""
    from django.db import connection

    from guildhall.demo.region import PASSWORD
    from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
    from guildhall.employers.models import Employer
    from guildhall.people.models import Institution, Membership
    from guildhall.people.permissions import Role
    from guildhall.prospects.actions.attesting import attest_partners
    from guildhall.ui.paging import Key, _cursor

    members = Membership.objects.filter(role=Role.WBL_COORDINATOR, institution__kind=Institution.Kind.COLLEGE)
    member = members.select_related("person", "institution").order_by("institution__slug").first()
    assert member is not None
    region, missing = Region(seed), count - Employer.objects.count()
    for start in range(0, missing, BLOCK):
        rows = [region.employer() for _ in range(min(BLOCK, missing - start))]
        entered = [
            NewEmployer(
                name=name, site=NewSite(street, city, state, code, phone), domain=web.removeprefix("www."),
                staff_count=int(size), contacts=[NewContact(*region.contact(row)[1::-1])],
            )
            for row in rows for name, street, city, state, code, phone, web, size in [row]
        ]  # fmt: skip
        attest_partners(entered, institution=member.institution, clause=None, by=member.person)
    with connection.cursor() as cursor:
        if missing > 0:
            engage(each)
            for many in (5_000, 50_000):
                engage(many, f"ORDER BY md5('{many}' || id) LIMIT 1")
            cursor.execute(
                """UPDATE employers_employer e
                       SET last_engaged_at = f.day, last_exchange_at = f.day, last_engaged_by_id = e.holder_id
                   FROM (SELECT employer_id, max(happened_on) AS day FROM engagements_engagement
                         WHERE kind <> 'act' GROUP BY 1) f
                   WHERE e.id = f.employer_id AND md5(e.id::text) > '1'"""
            )
            cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT employer_id FROM engagements_engagement GROUP BY 1 ORDER BY count(*) DESC LIMIT 2")
        busiest, busy = (row[0] for row in cursor.fetchall())
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'engagements_engagement'")
        engagements = cursor.fetchone()[0]
    seen = Employer.objects.shared_with(member.person)
    chance, total = random.Random(seed), seen.count()
    sample, cursors = [], []
    keys = [Key("sort_key"), Key("id")]
    for _ in range(300):
        at = seen.order_by("pk").values("id", "name", "place", "sort_key")[chance.randrange(total)]
        sample.append({"id": str(at["id"]), "name": at["name"], "place": at["place"]})
        cursors.append(_cursor(Employer(pk=at["id"], sort_key=at["sort_key"]), keys))
    return {
        "employers": total, "engagements": engagements, "sample": sample, "cursors": cursors, "busy": str(busy),
        "busiest": str(busiest), "email": member.person.email, "password": PASSWORD,
    }  # fmt: skip


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from guildhall.context import at_home, begun

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        with begun(), at_home():
            print(json.dumps(fill(*map(int, sys.argv[1:4]))))
