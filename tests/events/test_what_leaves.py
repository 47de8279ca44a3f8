"""Calendars that leave: which events are in them, and in words that every reader takes (R25, ADR 46)."""

from datetime import UTC, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from guildhall.events.exports import calendar_of_events
from guildhall.events.models import Event
from guildhall.events.queries import feeds
from guildhall.events.repeating import monthly, weekly
from guildhall.lib import clock
from tests.events.plans import at, draft, fresh, published

pytestmark = pytest.mark.django_db


def components(*rows):
    return Calendar.from_ical(calendar_of_events([fresh(row) for row in rows])).walk("VEVENT")


@pytest.mark.parametrize("make", [weekly, monthly])
def test_a_series_of_the_form_is_read_by_a_strict_reader_with_its_last_day(cast, make):
    """RFC 5545: beside a beginning that has a zone the last moment is in UTC; dateutil refuses anything else."""
    first, last = clock.local(at(20)), clock.day_of(at(20)) + timedelta(days=70)
    row = draft(cast, rule=make(first, f"{last:%Y%m%d}"))
    (one,) = components(row)
    start = one.decoded("dtstart")
    with pytest.raises(ValueError, match="UNTIL"):
        rrulestr(row.rule, dtstart=start)  # the control: as the form writes it
    read = [moment.astimezone(UTC) for moment in rrulestr(one["rrule"].to_ical().decode(), dtstart=start)]
    assert read == list(row.occurrences.values_list("starts_at", flat=True)) and len(read) > 1


def test_a_series_without_end_leaves_with_the_one_that_it_has_here(cast):
    row = draft(cast, rule="FREQ=DAILY")
    (one,) = components(row)
    read = list(rrulestr(one["rrule"].to_ical().decode(), dtstart=one.decoded("dtstart")))
    assert len(read) == row.occurrences.count()


def test_one_identifier_of_two_institutions_stays_two_events(cast):
    rows = [published(cast, "Joint fair", days=20), published(cast, "Joint fair", days=40, by="harbor_wbl")]
    Event.objects.filter(pk__in=[row.pk for row in rows]).update(uid="fair@x.example")
    first, second = components(*rows)
    assert str(first["uid"]) == "fair@x.example" and str(second["uid"]) == f"fair@x.example-{cast.harbor.pk}"


def test_a_full_calendar_says_what_comes_and_not_what_has_been(cast, monkeypatch):
    over, ahead = published(cast, "Over"), published(cast, "Ahead", audience="public")
    then = clock.now() - timedelta(days=3)
    Event.objects.filter(pk=over.pk).update(starts_at=then, ends_at=then, last_at=then, shown_to=None)
    assert feeds.events_for_feed(cast.mesa_wbl) == [ahead, over]
    monkeypatch.setattr(feeds, "MOST", 1)
    assert feeds.events_for_feed(cast.mesa_wbl) == [ahead] == feeds.events_for_everybody()
