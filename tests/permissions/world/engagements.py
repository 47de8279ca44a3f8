"""A copy of a message that waits for somebody."""

from typing import Any

from guildhall.engagements.actions import copies
from guildhall.engagements.models import Copy
from tests.cast import Cast
from tests.permissions.world.words import canary


def copied(cast: Cast) -> Any:
    """A copy of a message that waits for somebody to log it; its addresses and words are nobody else's."""
    words = {name: canary("own", f"copy{name}") for name in ("subject", "words", "to")}
    mail = f"From: mesa_wbl@people.example\nTo: {words['to']}@canary.example\nSubject: {words['subject']}\n\n"
    copies.take_copy(f"{mail}{words['words']}\n".encode(), by=cast.people["mesa_wbl"])
    return Copy.objects.get().pk
