"""Counting how often something is done, for every process of the installation together (R28).

A count stands even when the request that it belongs to is refused or fails: it is written by `context.lasting`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall import context
from guildhall.lib.verdicts import YES, Verdict
from guildhall.people.models import Allowance

LIMITS: list["Limit"] = []  # every one there is: a test walks each of them until it refuses


@dataclass
class Limit:
    """How often something may be done in a window of time, by one person, device or address.

    `name` is its line in docs/operating.md; `seconds` is the length of the window. What is only read (`reading`) is
    counted without waiting for other requests of the same person: a few at once may pass the most, none holds another.
    """

    name: str
    most: int
    seconds: int
    reading: bool = False

    def __post_init__(self) -> None:
        LIMITS.append(self)

    def take(self, who: object, *, many: int = 1) -> Verdict:
        """Count one more use by `who` in the present window; refused beyond the most.

        One statement, so that two processes at once cannot both take the last use.
        """
        count = _count_apart if self.reading else _count
        used = context.lasting(lambda: count(self._key(who), self.seconds, many))
        return YES if used <= self.most else self._too_often()

    def left(self, who: object) -> Verdict:
        """Whether `who` may once more, without counting it and without waiting for anybody who counts."""
        used = Allowance.objects.filter(key=self._key(who), window_start=_window(self.seconds)).values_list(
            "used", flat=True
        )
        return YES if (used.first() or 0) < self.most else self._too_often()

    def give_back(self, who: object) -> None:
        """Take back one use in the present window."""
        context.lasting(lambda: _uncount(self._key(who), self.seconds))

    @property
    def wait(self) -> int:
        """Seconds until the present window ends."""
        return self.seconds - int(timezone.now().timestamp()) % self.seconds

    def _key(self, who: object) -> str:
        return f"{self.name}:{who}"[:200]

    def _too_often(self) -> Verdict:
        minutes, wait = str(self.seconds // 60), str(-(-self.wait // 60))
        hour = self.seconds == 3600
        span = _("an hour") if hour else ngettext("a minute", "%d minutes", int(minutes)).replace("%d", minutes)
        again = ngettext("Try again in a minute.", "Try again in %d minutes.", int(wait)).replace("%d", wait)
        sentence = ngettext(
            "This has been done too often: at most %(limit)d time in %(span)s.",
            "This has been done too often: at most %(limit)d times in %(span)s.",
            self.most,
        )
        return Verdict(False, f"{sentence % {'limit': self.most, 'span': span}} {again}")


def take_once(key: str, seconds: int) -> bool:
    """Whether `key` is new in the present window. Undone with the caller's transaction, and holds off equal ones to
    its end: so the second of two equal requests waits for the first, and is let through where that one failed."""
    return _count(key[:200], seconds, 1) == 1


def give_back_once(key: str, seconds: int) -> None:
    """Forget that `key` was taken in the present window."""
    _uncount(key[:200], seconds)


def _window(seconds: int) -> datetime:
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp(now - now % seconds, UTC)


def _count(key: str, seconds: int, many: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_allowance (key, window_start, used) VALUES (%s, %s, %s)
               ON CONFLICT (key, window_start) DO UPDATE SET used = people_allowance.used + EXCLUDED.used
               RETURNING used""",
            [key, _window(seconds), many],
        )
        return int(cursor.fetchone()[0])


def _count_apart(key: str, seconds: int, many: int) -> int:
    """Count in a row that no other request holds, else in a new one; all that are written add up."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH mine AS (
                   UPDATE people_allowance SET used = used + %(many)s WHERE id = (
                       SELECT id FROM people_allowance
                       WHERE window_start = %(window)s AND starts_with(key, %(key)s)
                       LIMIT 1 FOR UPDATE SKIP LOCKED)
                   RETURNING id, used),
               fresh AS (
                   INSERT INTO people_allowance (key, window_start, used)
                   SELECT %(key)s || %(part)s, %(window)s, %(many)s WHERE NOT EXISTS (SELECT FROM mine)
                   RETURNING used)
               SELECT coalesce((SELECT used FROM mine), (SELECT used FROM fresh)) + coalesce((
                   SELECT sum(used) FROM people_allowance
                   WHERE window_start = %(window)s AND starts_with(key, %(key)s) AND id NOT IN (SELECT id FROM mine)
               ), 0)""",
            {"key": f"{key[:180]}#", "part": token_urlsafe(9), "window": _window(seconds), "many": many},
        )
        return int(cursor.fetchone()[0])


def _uncount(key: str, seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_allowance SET used = greatest(used - 1, 0) WHERE key = %s AND window_start = %s",
            [key, _window(seconds)],
        )


def forget_old() -> int:
    """Delete windows that ended more than two days ago."""
    return Allowance.objects.filter(window_start__lt=timezone.now() - timedelta(days=2)).delete()[0]
