"""The steps of the story: each at its moment, and each with its own dice, so that no step depends on another one's."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, no

SEED = 2026


class StoryRefused(Refused):
    """Raised where a rule refuses a step of the story; says which step, and at which record."""


@contextmanager
def step(what: str, record: object, at: datetime | None = None) -> Iterator[None]:
    """Do one step of the story, at a moment of the past or now; a refusal or an error names the step and the record."""
    where = f"{what} ({record}, {clock.local(at or clock.now()).isoformat(' ', 'minutes')})"
    try:
        with clock.at(at) if at else nullcontext():
            yield
    except StoryRefused:
        raise
    except Refused as refusal:
        words = no("The demo stopped at “{where}”: {why}", where=where, why=refusal.verdict.reason)
        raise StoryRefused(words) from refusal
    except Exception as error:
        error.add_note(f"The demo stopped at “{where}”.")
        raise


def dice(*what: object) -> random.Random:
    """Dice of one part of the story, the same on every day."""
    return random.Random(f"{SEED} {what}")  # noqa: S311  no secret
