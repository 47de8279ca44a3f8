"""Counting how often something is done, for every process of the installation together (R28)."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Allowance


def _window(seconds: int) -> datetime:
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp(now - now % seconds, UTC)


def take(key: str, limit: int, seconds: int, *, many: int = 1) -> Verdict:
    """Count one more use of `key` in the present window of `seconds`; refused beyond `limit`.

    One statement, so that two processes at once cannot both take the last use.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_allowance (key, window_start, used) VALUES (%s, %s, %s)
               ON CONFLICT (key, window_start) DO UPDATE SET used = people_allowance.used + EXCLUDED.used
               RETURNING used""",
            [key[:200], _window(seconds), many],
        )
        used = cursor.fetchone()[0]
    if used <= limit:
        return YES
    return no(_too_often(limit, seconds))


def _too_often(limit: int, seconds: int) -> str:
    minutes, wait = str(seconds // 60), str(-(-wait_for_next(seconds) // 60))
    span = _("an hour") if seconds == 3600 else ngettext("a minute", "%d minutes", int(minutes)).replace("%d", minutes)
    again = ngettext("Try again in a minute.", "Try again in %d minutes.", int(wait)).replace("%d", wait)
    told = _("This has been done too often: at most %(limit)d times in %(span)s.") % {"limit": limit, "span": span}
    return f"{told} {again}"


def give_back(key: str, seconds: int) -> None:
    """Take back one use in the present window."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_allowance SET used = greatest(used - 1, 0) WHERE key = %s AND window_start = %s",
            [key[:200], _window(seconds)],
        )


def wait_for_next(seconds: int) -> int:
    """Seconds until the present window ends."""
    return seconds - int(timezone.now().timestamp()) % seconds


def forget_old() -> int:
    """Delete windows that ended more than two days ago."""
    return Allowance.objects.filter(window_start__lt=timezone.now() - timedelta(days=2)).delete()[0]
