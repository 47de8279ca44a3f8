"""How fast e-mail leaves for one domain: an agreed pace, and a pause where its servers say that we are too fast."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from guildhall.outbox.models import OutgoingEmail, Pace
from guildhall.store.blocks import among, update_rows

AHEAD = timedelta(seconds=1)  # a turn that comes so soon is taken now
PAUSE = timedelta(minutes=5)
TOO_FAST = re.compile(r"^4\d\d[ -]4\.7\.")  # RFC 3463: refused for now by policy, as providers say it of their pace


def domain_of(address: str) -> str:
    """The domain of an address, as it is compared."""
    return address.rpartition("@")[2].lower()


def in_turn(rows: Sequence[OutgoingEmail], now: datetime) -> list[OutgoingEmail]:
    """Of due e-mails those whose turn it is; the others are put off to their turn, in the caller's transaction."""
    gap = timedelta(minutes=1) / settings.MAIL_PACE if settings.MAIL_PACE else None
    known = _paces({domain_of(row.to) for row in rows}, now, lock=gap is not None)
    taken, later = [], []
    for row in rows:
        pace = known.get(domain_of(row.to))
        turn = _turn(row, pace, gap, now) if pace else now
        if turn <= now + AHEAD:
            taken.append(row)
        else:
            row.due_at = turn
            later.append(row)
    update_rows(later, ["due_at", "paced"])
    if gap:
        update_rows(list(known.values()), ["free_at"])
    return taken


def _turn(row: OutgoingEmail, pace: Pace, gap: timedelta | None, now: datetime) -> datetime:
    """When an e-mail may leave: once it has been given its turn it keeps it, and nobody overtakes it."""
    turn = now
    if gap and not row.paced:
        turn = max(pace.free_at, now)
        pace.free_at, row.paced = turn + gap, True
    return max(turn, pace.held_until or now)


def _paces(domains: set[str], now: datetime, *, lock: bool) -> dict[str, Pace]:
    """What is known of some domains; where a pace is kept, of all of them, locked so that workers share it."""
    rows = Pace.objects.filter(domain__in=among(domains, "text")).order_by("domain")
    if lock:
        Pace.objects.bulk_create([Pace(domain=d, free_at=now) for d in sorted(domains)], ignore_conflicts=True)
        rows = rows.select_for_update()
    else:
        rows = rows.filter(held_until__gt=now)
    return {row.domain: row for row in rows}


def heed(address: str, words: str) -> None:
    """Pause for a domain whose server said that we are too fast: everything else to it waits as well."""
    if TOO_FAST.match(words):
        until = {"held_until": timezone.now() + PAUSE}
        first = until | {"free_at": timezone.now()}
        Pace.objects.update_or_create(domain=domain_of(address), defaults=until, create_defaults=first)
