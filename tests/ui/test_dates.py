"""Days and moments in words, on pages and in e-mails: by the region's clocks, whatever zone Django is in."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.defaultfilters import floatformat
from django.utils import timezone, translation

import guildhall
from guildhall.lib import clock
from guildhall.ui import dates
from tests.moments import EDGES, local

SHOWN = "{{ at|day }} / {{ at|moment }} / {{ at|date:'Y-m-d H:i' }} / {{ at|time:'H:i' }} / {{ at|days_since }}"
WORDS = (
    "{% blocktranslate with day=at|date:'medium' %}since {{ day }}{% endblocktranslate %}"
    "{% with day=at|date:'medium' %}, {{ day }}{% endwith %}"
)


@pytest.mark.parametrize(("zone", "shown"), EDGES)
@pytest.mark.parametrize("djangos", ["UTC", "Asia/Tokyo", "Pacific/Honolulu"])
def test_every_filter_shows_the_day_of_the_region(zone, shown, djangos):
    at = local(shown, zone)
    with clock.in_zone(zone), clock.at(at), timezone.override(djangos):
        told = Template(SHOWN + WORDS).render(Context({"at": at})).replace("\u00a0", " ")
        date_words = dates.in_words(at)
    day, minute = shown.split()
    words = {"2026-11-28": "Nov 28", "2026-11-29": "Nov 29"}[day]
    assert date_words == f"{words}, 2026"
    assert f"{words} / " in told
    assert f" / {day} {minute} / {minute} / 0" in told
    assert told.endswith(f"since {words}, 2026, {words}, 2026")


def test_spanish_writes_months_small():
    with translation.override("es"):
        assert dates.in_words(date(2026, 11, 28)) == "28 nov 2026"
        assert Template("{{ day|date:'medium' }}").render(Context({"day": date(2026, 11, 28)})) == "28 nov 2026"


def test_days_are_shown_as_they_are():
    with clock.in_zone("Pacific/Honolulu"), timezone.override("Asia/Tokyo"):
        assert Template("{{ day|date:'Y-m-d' }}").render(Context({"day": date(2026, 11, 28)})) == "2026-11-28"
        assert dates.in_words(date(2026, 11, 28)) == "Nov 28, 2026"
    assert dates.in_words(None) == ""
    assert Template("{{ day|date:'Y-m-d' }}").render(Context({"day": None})) == ""


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2026-11-29T07:59:00+00:00", "Nov 28, 2026, 11:59\u00a0pm"),
        ("2026-11-29 07:59:00.123456Z", "Nov 28, 2026, 11:59\u00a0pm"),
        ("2026-11-29", "2026-11-29"),
        ("called at 2026-11-29T07:59:00Z", "called at 2026-11-29T07:59:00Z"),
        (7, "7"),
        (None, "None"),
    ],
)
def test_moments_that_the_journal_kept_as_texts(kept, shown):
    with clock.in_zone("America/Los_Angeles"), timezone.override("UTC"):
        assert Template("{{ value|recorded }}").render(Context({"value": kept})) == shown


def test_words_are_in_the_language_of_the_reader():
    with translation.override("es"):
        assert dates.in_words(date(2026, 1, 3), "long") == "3 de enero de 2026"
        assert dates.in_words(date(2026, 1, 3), "full") == "sábado, 3 de enero de 2026"


def test_english_is_that_of_the_united_states():
    """The month before the day, and a comma before the year: "Thu, Oct 8", "Thursday, October 8, 2026"."""
    day = date(2026, 10, 8)
    assert {name: dates.in_words(day, name) for name in dates.FORMS} == {
        "short": "Oct 8",
        "medium": "Oct 8, 2026",
        "medium_this_year": "Thu, Oct 8",
        "long": "October 8, 2026",
        "long_this_year": "October 8",
        "full": "Thursday, October 8, 2026",
        "full_this_year": "Thursday, October 8",
        "weekday": "Thu 8",
        "month": "October 2026",
        "month_alone": "October",
    }


def test_a_form_that_is_not_on_the_list_is_refused():
    with pytest.raises(KeyError):
        dates.in_words(date(2026, 10, 8), "j F Y")


def test_spanish_reads_and_writes_days_and_numbers_as_the_office_does():
    """11/12 is the twelfth of November in both languages, and half a percent has a point."""
    for language in ("en", "es"):
        with translation.override(language):
            assert forms.DateField().clean("11/12/2026") == date(2026, 11, 12)
            assert floatformat(46.6, 1) == "46.6"


def test_a_field_for_a_day_is_filled_as_browsers_read_it():
    """In another form they show an empty field, and the next save would erase the day."""
    for language in ("en", "es"):
        with translation.override(language):
            field = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
            assert 'value="2026-12-10"' in field.widget.render("day", date(2026, 12, 10)), language


def test_times_of_the_day_are_written_in_one_way():
    """Django's own forms would say "2:00 p.m." beside "2:00 pm"; the month, which has no room for it, says "2:00"."""
    assert dates.short_time(time(14, 5)) == "2:05\u00a0pm"
    assert dates.short_time(time(0, 30)) == "12:30\u00a0am"
    folder = Path(guildhall.__file__).parent
    own = [p.name for p in folder.rglob("*.html") if re.search(r"\|time:(?!\"g:i\")", p.read_text())]
    assert not own
