"""Make a database for bench/mail.py and queue a sending of so many e-mails in it: COUNT SEED. Prints what that took."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")

import django
from django.conf import settings
from django.core.management import call_command

from guildhall.project.embedded import Server

NAMES = ("Ada", "Benítez", "Chidi", "Đorđe", "Élodie", "Fumiko", "O’Neill", "Zoë <b>")
WORDS = "workshop students employer career harbor machine welding nursing visit Thursday morning college".split()


def paragraphs(rng: random.Random) -> list[str]:
    """Some paragraphs of a newsletter: about 3 KB as HTML."""
    return [" ".join(rng.choice(WORDS) for _ in range(60)) for _ in range(6)]


def queue(count: int, seed: int) -> dict[str, object]:
    """Queue one e-mail for each of so many readers at many domains."""
    from guildhall.outbox.actions.queueing import Addressed, queue_many
    from guildhall.outbox.models import Content

    rng = random.Random(seed)
    told = paragraphs(rng)
    content = Content(
        subject="News for {{name}}",
        text="Hello {{name}},\n\n" + "\n\n".join(told) + "\n\nUnsubscribe: {{stop}}\n",
        html="<p>Hello {{name}},</p>" + "".join(f"<p>{one}</p>" for one in told) + '<p><a href="{{stop}}">Stop</a></p>',
        sender="Mesa College <news@region.example>",
    )

    def readers() -> Iterator[Addressed]:
        for n in range(count):
            stop = f"https://guildhall.example/stop/{n}-{rng.getrandbits(64):x}/"
            values = {"name": rng.choice(NAMES), "stop": stop}
            yield Addressed(f"reader{n}@domain{rng.randrange(500)}.example", f"bench:{n}", values, stop)

    begun = time.perf_counter()
    queued = queue_many(content, readers(), kind="bench", reference=uuid4())
    return {"queued": queued, "seconds": round(time.perf_counter() - begun, 2)}


def states() -> dict[str, int]:
    """How many e-mails are in which state."""
    from django.db.models import Count

    from guildhall.outbox.models import OutgoingEmail

    return dict(OutgoingEmail.objects.order_by().values_list("state").annotate(n=Count("pk")))


if __name__ == "__main__":
    with Server(settings.HOME):
        django.setup()
        from guildhall.context import Keeper, begun, keeping

        call_command("migrate", interactive=False, verbosity=0)
        with begun(), keeping(Keeper.SCHEMA, "a benchmark"):
            print(json.dumps(states() if sys.argv[1] == "states" else queue(int(sys.argv[1]), int(sys.argv[2]))))
