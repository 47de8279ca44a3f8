"""Days and moments in words, in the reader's language. Moments are told as the region's clocks show them."""

from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext

from guildhall.lib import clock


def region_day(value: date | datetime) -> date:
    """A day as it is, and a moment's day in the region."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def spelled(form: str) -> str:
    """A form as the reader's language spells it: Spanish writes the names of months small."""
    return form.replace("M", "b") if get_language() == "es" else form


def in_words(value: date | datetime | None, form: str = "j M Y") -> str:
    """A day as "28 Nov 2026", or in another of Django's forms; nothing for none."""
    if value is None:
        return ""
    return date_format(clock.local(value) if isinstance(value, datetime) else value, spelled(form))


def short_day(value: date | datetime, *, always_year: bool = False) -> str:
    """A day as people say it: "Mon 16 Nov" this year, "3 Feb 2025" otherwise, never broken over lines."""
    day = region_day(value)
    this_year = day.year == clock.today().year and not always_year
    return in_words(day, "D j M" if this_year else "j M Y").replace(" ", "\u00a0")


def short_moment(value: datetime) -> str:
    """A moment as people say it: "Mon 16 Nov, 2:00 pm"."""
    return f"{short_day(value)}, {short_time(value)}"


def short_time(value: datetime | time) -> str:
    """A time of the day as people say it: "2:00 pm"; of a moment the one that the region's clocks show."""
    local = clock.local(value) if isinstance(value, datetime) else value
    half = pgettext("before noon", "am") if local.hour < 12 else pgettext("after noon", "pm")
    return f"{local.hour % 12 or 12}:{local.minute:02}\u00a0{half}"


# For letters: what is said in the language of whoever reads it, and not of whoever causes it.
in_words_lazy = lazy(in_words, str)
short_moment_lazy = lazy(short_moment, str)
