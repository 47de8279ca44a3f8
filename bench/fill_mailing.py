"""Choose and queue the recipients of one mailing for bench/mail.py: COUNT SEED. Prints how long each half took.

So many employers are shared, each with a contact. Some of them did not agree, chose otherwise, complained, were written
to too often, want to be called, or are protected by a key account: every rule has somebody whom it holds.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

EMAIL = "ruth.abara@tworivers-region.example"
BODY = (
    "Dear {first_name|colleague},\n\n" + "our colleges open their doors in May. " * 60 + "\n\nThis goes to {employer}."
)


def copies(model: Any, key: Any, count: int, **changes: str) -> None:
    """So many copies of a row with other values in some columns, which may use `n`."""
    from django.db import connection

    table = model._meta.db_table
    with connection.cursor() as cursor:
        columns = [one.column for one in model._meta.concrete_fields if not getattr(one, "generated", False)]
        values = [changes.get(name, f'e."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        source = f"SELECT {', '.join(values)} FROM {table} AS e, generate_series(1, %s) AS n WHERE e.id = %s"
        cursor.execute(f"INSERT INTO {table} ({names}) {source}", [count, key])


def fill(count: int, seed: int) -> Any:
    """Employers with a contact each, what the rules ask for, and a draft to all of them."""
    from django.db import connection

    from guildhall.employers.models import Contact, Employer
    from guildhall.mailings.actions import selecting, writing
    from guildhall.mailings.models import Sender
    from guildhall.people.models import Person

    by = Person.objects.get(email=EMAIL)
    Contact.objects.update(mail_topics=[])  # those of the demo are no part of it
    contact = Contact.objects.current().filter(employer__in=Employer.objects.shared_with(by), starred=False).first()
    assert contact is not None
    copies(Employer, contact.employer_id, count, id="gen_random_uuid()", name="'Bench ' || n", sort_key="'bench ' || n",
           normal_name="'bench ' || n", version="1", last_engaged_at="NULL", last_engaged_by_id="NULL")  # fmt: skip
    with connection.cursor() as cursor:
        columns = [one.column for one in Contact._meta.concrete_fields]
        own = {"id": "gen_random_uuid()", "employer_id": "b.id", "mail_topics": "ARRAY['news', 'events']",
               "email": "lower(replace(b.name, ' ', '')) || '@d' || (random() * 500)::int || '.example'"}  # fmt: skip
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(own.get(name, f'c."{name}"') for name in columns)
        source = (
            f"SELECT {values} FROM employers_contact c, employers_employer b WHERE c.id = %s AND b.name LIKE 'Bench %%'"
        )
        cursor.execute(f"INSERT INTO employers_contact ({names}) {source}", [contact.pk])
    _ruled(count, seed, by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sender = Sender.objects.filter(institution__parent=None).first()
    assert sender is not None
    draft = writing.Draft(sender, "news", "Open doors in May", BODY, an_hour=100_000)
    row = writing.write_mailing(draft, institution=sender.institution, by=by)
    begun = time.perf_counter()
    selecting.add_source(row, "employers", label="All", query="all=yes", whom="all", by=by)
    return row, time.perf_counter() - begun


def _ruled(count: int, seed: int, by: Any) -> None:
    """Of a hundred contacts: five did not agree to the topic, three chose otherwise, two complained, ten were written
    to six times this month, two want to be called.
    """
    from guildhall.employers.models import Contact
    from guildhall.engagements.models import ContactLimit, Touch
    from guildhall.lib import clock
    from guildhall.lib.ids import new_id
    from guildhall.mailings.models import Mailbox
    from guildhall.outbox.models import Suppression
    from guildhall.people.models import Institution

    chance, now, today = random.Random(seed), clock.now(), clock.today()
    rows = list(Contact.objects.filter(employer__name__startswith="Bench ").values_list("pk", "employer", "email"))
    chance.shuffle(rows)
    parts = iter(rows)

    def some(share: float) -> list[tuple[Any, Any, str]]:
        return [next(parts) for _ in range(round(count * share))]

    region = Institution.objects.get(parent=None)
    Contact.objects.filter(pk__in=[pk for pk, *_rest in some(0.05)]).update(mail_topics=["boards"])
    Mailbox.objects.bulk_create(
        Mailbox(address=email, nothing=True, since=now, chosen_at=now) for *_k, email in some(0.03)
    )
    Suppression.objects.bulk_create(Suppression(address=email, reason="complaint") for *_keys, email in some(0.02))
    Touch.objects.bulk_create(
        (Touch(occasion=new_id(), employer_id=employer, contact_id=pk, kind="email", on=today - timedelta(3 * n + 1),
               state="made", by=by, institution=region)
         for pk, employer, _email in some(0.1) for n in range(6)),
        batch_size=5_000,
    )  # fmt: skip
    ContactLimit.objects.bulk_create(
        ContactLimit(employer_id=employer, channel="phone", said="Ana", by=by, at=now)
        for _pk, employer, _m in some(0.02)
    )


def queue(row: Any) -> float:
    """Hand over all letters as fast as it goes, without the pace of an hour: how many seconds it took."""
    from guildhall.lib import clock
    from guildhall.mailings.actions import deciding, sending
    from guildhall.mailings.models import Mailing
    from guildhall.mailings.queries.selecting import Reached
    from guildhall.people.permissions import Permission
    from guildhall.people.queries import people_with

    second = people_with(Permission.APPROVE_MAIL, row.institution).exclude(pk=row.author_id).first()
    assert second is not None
    at = deciding.next_working_time(clock.now())
    for step, by in ((deciding.ask_for_approval, row.author), (deciding.approve, second)):
        row = Mailing.objects.get(pk=row.pk)
        step(row, version=row.version, by=by)
    row = Mailing.objects.get(pk=row.pk)
    row = deciding.schedule(row, at, version=row.version, by=row.author)
    sending.room_now = lambda _row: 10**6  # type: ignore[assignment,attr-defined]
    begun, reached, more = time.perf_counter(), Reached(), True
    while more:
        with clock.at(at + timedelta(seconds=time.perf_counter() - begun)):  # the clock of the scheduled day goes on
            _count, more = sending.hand_over_block(row.pk, reached)
    return time.perf_counter() - begun


def run(count: int, seed: int) -> dict[str, Any]:
    """Both halves."""
    from django.db.models import Count

    from guildhall.mailings.models import Recipient

    row, selecting = fill(count, seed)
    states = dict(Recipient.objects.filter(mailing=row).order_by().values_list("state").annotate(n=Count("pk")))
    queuing = queue(row)
    sent = Recipient.objects.filter(mailing=row, state="sent").count()
    return {"contacts": count, "states": states, "selecting_seconds": round(selecting, 2), "sent": sent,
            "queuing_seconds": round(queuing, 2)}  # fmt: skip


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from guildhall.context import at_home, begun
        from guildhall.lib.collecting import collect_rarely

        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", quiet=True)
        collect_rarely()  # as every process of ours does
        with begun(), at_home():
            print(json.dumps(run(*map(int, sys.argv[1:3]))))
