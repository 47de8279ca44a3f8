"""Days and moments in words, in the reader's language. Moments are told as the region's clocks show them."""

from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext

from guildhall.lib import clock

# How days are written out, in English and in Spanish of the United States: on pages and in e-mails.
FORMS = {
    "short": ("M j", "j b"),  # Nov 16
    "medium": ("M j, Y", "j b Y"),  # Nov 16, 2026
    "medium_this_year": ("D, M j", "D j b"),  # Mon, Nov 16
    "long": ("F j, Y", r"j \d\e F \d\e Y"),  # November 16, 2026
    "long_this_year": ("F j", r"j \d\e F"),  # November 16
    "full": ("l, F j, Y", r"l, j \d\e F \d\e Y"),  # Monday, November 16, 2026
    "full_this_year": ("l, F j", r"l, j \d\e F"),  # Monday, November 16
    "weekday": ("D j", "D j"),  # Mon 16, below the name of the month
    "month": ("F Y", r"F \d\e Y"),  # November 2026
    "month_alone": ("F", "F"),  # November
}
FOR_MACHINES = {"Y-m-d", "Y-m-d H:i", "c", "U"}


def region_day(value: date | datetime) -> date:
    """A day as it is, and a moment's day in the region."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def spelled(form: str) -> str:
    """A form of the list above as the reader's language spells it; any other is refused, so that none is invented."""
    if form in FOR_MACHINES:
        return form
    english, spanish = FORMS[form]
    return spanish if get_language() == "es" else english


def in_words(value: date | datetime | None, form: str = "medium") -> str:
    """A day as "Nov 28, 2026", or in another form of the list above; nothing for none."""
    if value is None:
        return ""
    words = date_format(clock.local(value) if isinstance(value, datetime) else value, spelled(form))
    return words.lower() if get_language() == "es" else words  # days and months are written small there


def short_day(value: date | datetime, *, always_year: bool = False) -> str:
    """A day as people say it: "Mon, Nov 16" this year, "Feb 3, 2025" otherwise, never broken over lines."""
    day = region_day(value)
    this_year = day.year == clock.today().year and not always_year
    return in_words(day, "medium_this_year" if this_year else "medium").replace(" ", "\u00a0")


def short_moment(value: datetime) -> str:
    """A moment as people say it: "Mon, Nov 16, 2:00 pm"."""
    return f"{short_day(value)}, {short_time(value)}"


def long_moment(value: datetime, form: str = "medium") -> str:
    """A moment with its year: "Nov 16, 2026, 2:00 pm"."""
    return f"{in_words(value, form)}, {short_time(value)}"


def short_time(value: datetime | time) -> str:
    """A time of the day as people say it: "2:00 pm"; of a moment the one that the region's clocks show."""
    local = clock.local(value) if isinstance(value, datetime) else value
    half = pgettext("before noon", "am") if local.hour < 12 else pgettext("after noon", "pm")
    return f"{local.hour % 12 or 12}:{local.minute:02}\u00a0{half}"


# For letters: what is said in the language of whoever reads it, and not of whoever causes it.
in_words_lazy = lazy(in_words, str)
short_moment_lazy = lazy(short_moment, str)
