"""A calendar that is read every night: what is known already changes nothing (C3)."""

from datetime import UTC

import pytest

from guildhall.events.actions import publishing, taking_in
from guildhall.events.actions.entering import change_event
from guildhall.events.models import Event
from tests.events.plans import at, draft, facts, published
from tests.events.test_calendars import entry, soon, whole

pytestmark = pytest.mark.django_db


def read(cast, content):
    """As the job of the night does."""
    intake = taking_in.check_calendar(content, "s.ics", institution=cast.mesa, by=cast.mesa_wbl)
    return taking_in.apply_intake(intake, version=1, by=cast.mesa_wbl)


def with_a_day_moved():
    stamp = at(17).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    series = entry("s@x", "Club", soon(10), soon(10, 11), "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = entry("s@x", "Club", soon(18), soon(18, 11), f"RECURRENCE-ID:{stamp}")
    off = at(24).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    gone = entry("s@x", "Club", soon(24), soon(24, 11), f"RECURRENCE-ID:{off}", "STATUS:CANCELLED")
    return series, moved, gone


def test_single_days_are_written_once(cast):
    content = whole(*with_a_day_moved())
    read(cast, content)
    event = Event.objects.get()
    times = list(event.occurrences.values_list("pk", "starts_at"))
    assert [starts for _pk, starts in times] == [at(10), at(18)]
    again = read(cast, content)
    assert Event.objects.get().version == event.version, "open forms stay as they are"
    assert list(event.occurrences.values_list("pk", "starts_at")) == times
    assert not again.before


def test_where_a_series_is_written_anew_its_days_are_as_well(cast):
    series, moved, gone = with_a_day_moved()
    read(cast, whole(series, moved, gone))
    read(cast, whole(series.replace("Club", "Club, in the hall"), moved, gone))
    event = Event.objects.get()
    assert event.title == "Club, in the hall"
    assert list(event.occurrences.values_list("starts_at", flat=True)) == [at(10), at(18)]


def test_what_is_corrected_here_stays_until_the_calendar_says_something_else(cast):
    read(cast, whole(entry("a@x", "Opn house", soon(10), soon(10, 12))))
    row = Event.objects.get()
    more = {"place": "Hall 7", "starts_at": row.starts_at, "ends_at": row.ends_at, "kind": "workshop", "zone": row.zone}
    change_event(row, facts("Open house", **more), version=row.version, by=cast.mesa_wbl)
    read(cast, whole(entry("a@x", "Opn house", soon(10), soon(10, 12))))
    assert (Event.objects.get().title, Event.objects.get().place) == ("Open house", "Hall 7")
    read(cast, whole(entry("a@x", "Open house for all", soon(10), soon(10, 12))))
    assert Event.objects.get().title == "Open house for all"


def test_what_is_canceled_here_is_not_brought_back(cast):
    content = whole(entry("a@x", "Open house", soon(10), soon(10, 12)))
    read(cast, content)
    row = Event.objects.get()
    publishing.cancel_event(row, reason="The hall is closed.", version=row.version, by=cast.mesa_wbl)
    read(cast, content)
    assert Event.objects.get().state == "canceled"


def test_a_fair_that_another_college_has_entered_is_shown(cast):
    """As far as one sees it: of Harbor's draft nobody at Mesa learns."""
    theirs = published(cast, "Joint health fair", by="harbor_wbl", days=10, place="City hall")
    draft(cast, "Hidden evening", by="harbor_wbl", days=11)
    fair = entry("a@x", "Joint Health Fair", soon(10), soon(10, 12), "LOCATION:City Hall")
    hidden = entry("b@x", "Hidden evening", soon(11), soon(11, 12))
    intake = taking_in.check_calendar(whole(fair, hidden), "s.ics", institution=cast.mesa, by=cast.mesa_wbl)
    assert intake.counts["probable_duplicates"] == [["a@x", str(theirs.pk)]]
    page = cast.client(cast.mesa_wbl).get(f"/events/calendars/{intake.pk}/").content.decode()
    assert f'href="/events/{theirs.pk}/"' in page and "Hidden evening" in page


def test_the_same_invitation_at_two_colleges_is_one_event(cast):
    read(cast, whole(entry("a@x", "Joint health fair", soon(10), soon(10, 12))))
    Event.objects.update(audience="all", shown_to=None)
    again = whole(entry("a@x", "Joint health fair", soon(10), soon(10, 12)))
    intake = taking_in.check_calendar(again, "s.ics", institution=cast.harbor, by=cast.harbor_wbl)
    assert intake.counts["probable_duplicates"] == [["a@x", "a@x"]]
    page = cast.client(cast.harbor_wbl).get(f"/events/calendars/{intake.pk}/").content.decode()
    assert f'href="/events/{Event.objects.get().pk}/"' in page


def test_a_day_that_is_moved_twice_stands_once(cast):
    series, moved, gone = with_a_day_moved()
    read(cast, whole(series, moved, gone))
    again = moved.replace(soon(18), soon(19)).replace(soon(18, 11), soon(19, 11))
    read(cast, whole(series, again, gone))
    event = Event.objects.get()
    assert list(event.occurrences.values_list("starts_at", flat=True)) == [at(10), at(19)]
    back = moved.replace(soon(18), soon(17)).replace(soon(18, 11), soon(17, 11))
    read(cast, whole(series, back, gone))
    assert list(event.occurrences.values_list("starts_at", flat=True)) == [at(10), at(17)]
    off = moved.replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT")
    read(cast, whole(series, off, gone))
    assert list(event.occurrences.values_list("starts_at", flat=True)) == [at(10)]
