"""What leaves as a calendar, in the eyes of other people's programs: readers with parsers of their own, and a client
that fetches by the address (C3, R25).
"""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalevents.icalevents import events as fetched

from guildhall.events.exports import calendar_of_events, uid_of
from guildhall.events.models import EventFeed
from guildhall.lib import clock
from guildhall.people.actions.feeds import renew_feed
from tests.events.plans import draft, fresh, published

WEEKS = "FREQ=WEEKLY;COUNT=40"  # across a change of the clocks, whenever it begins


def times_of(row):
    return list(row.occurrences.order_by("starts_at").values_list("starts_at", "ends_at"))


def starts_of(row):
    return [starts for starts, _ends in times_of(row)]


@pytest.mark.django_db
def test_two_other_readers_read_every_time_of_a_series(cast):
    row = published(cast, "Talks; weekly, of nurses", rule=WEEKS, place="Hall; 7, east")
    content = calendar_of_events([fresh(row)]).decode()
    one = vobject.readOne(content).vevent
    assert (one.uid.value, one.summary.value, one.location.value) == (uid_of(row), row.title, "Hall; 7, east")
    # by the clock on the wall: of the days on which a zone changes its clocks vobject reads the first one alone
    walls = [moment.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None) for moment in starts_of(row)]
    assert [moment.replace(tzinfo=None) for moment in one.getrruleset(addRDate=True)] == walls
    assert one.dtend.value - one.dtstart.value == row.ends_at - row.starts_at
    first, last = times_of(row)[0][0], times_of(row)[-1][1]
    read = fetched(string_content=content, start=first - timedelta(days=1), end=last + timedelta(days=1), sort=True)
    assert [(event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in read] == times_of(row)


def test_a_client_that_subscribes_follows_what_changes(town, server):
    """Without a browser, a session or a cookie: the address is all that it has."""
    row = published(town, "Night shift", rule="FREQ=WEEKLY;COUNT=3")
    draft(town, "Not yet", days=30)
    address = f"{server}/events/feed/{renew_feed(EventFeed, by=town.harbor_wbl)}.ics"
    first, last = clock.now(), times_of(row)[-1][1] + timedelta(days=1)
    read = fetched(url=address, start=first, end=last, sort=True)
    assert [event.summary for event in read] == ["Night shift"] * 3
    assert [event.start.astimezone(UTC) for event in read] == starts_of(row)
    row.occurrences.model.objects.filter(event=row).delete()
    type(row).objects.filter(pk=row.pk).update(audience="own", shown_to=[town.mesa.pk])
    assert fetched(url=address, start=first, end=last) == [], "each time it is asked anew what its person sees"
