"""One time of a series is called otherwise, or takes place elsewhere; the others stay (C3, R25)."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
import vobject
from django.test import Client
from icalendar import Calendar
from icalevents.icalevents import events as fetched

from guildhall.bookings.actions import following
from guildhall.bookings.queries.entries import calendar_of_booking
from guildhall.events.actions import publishing, series, taking_in
from guildhall.events.actions.entering import change_event
from guildhall.events.actions.taking_part import Stall, add_session
from guildhall.events.exports import calendar_of_events
from guildhall.events.models import Clash, Event
from guildhall.events.overrides import Details, details_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, ReasonNeeded, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from tests.bookings.booked import booked, event, now
from tests.bookings.test_following import move, times_of
from tests.events.plans import at, draft, facts, fresh, published
from tests.events.test_calendars import entry, soon, whole
from tests.events.test_read_again import read

pytestmark = pytest.mark.django_db
WEEKS = "FREQ=WEEKLY;COUNT=3"
ELSEWHERE = Details("Nursing careers: night shift", "Bayview Hospital", "Ward 3", "https://meet.example/night")


def change(cast, row, moment, details=ELSEWHERE):
    return series.change_time(fresh(row), moment, details, version=fresh(row).version, by=cast.mesa_wbl)


def letters(to):
    return list(OutgoingEmail.objects.filter(to=to, kind="booking").order_by("queued_at"))


def test_who_booked_the_time_is_told_once_and_the_others_hear_nothing(cast):
    row = event(cast, places=5, rule=WEEKS, place="Main hall", room="101")
    first, second, _third = times_of(row)
    one, other = booked(cast, row, "Ana", starts_at=second), booked(cast, row, "Bo", starts_at=first)
    row = change(cast, row, second)
    assert [details_of(row, moment).title for moment in times_of(row)] == [row.title, ELSEWHERE.title, row.title]
    assert row.sequence == 1
    assert following.tell_elsewhere(str(row.pk), at=second.isoformat()) == 1
    said = calendar_of_booking(now(one)).replace("\r\n ", "")
    assert "LOCATION:Bayview Hospital\\, Ward 3" in said and "URL:https://meet.example/night" in said
    assert "SUMMARY:Nursing careers: night shift" in said
    assert "LOCATION:Main hall\\, 101" in calendar_of_booking(now(other)).replace("\r\n ", "")


def test_the_letter_says_where_and_a_new_title_alone_is_told_as_one(cast):
    row = event(cast, places=5, rule=WEEKS)
    second = times_of(row)[1]
    made = booked(cast, row, "Ana", starts_at=second)
    type(made.registration).objects.filter(pk=made.registration_id).update(email="ana@mesa.example")
    change(cast, row, second)
    following.tell_elsewhere(str(row.pk), at=second.isoformat())
    told = letters("ana@mesa.example")[-1]
    assert told.subject == f"Another place: {ELSEWHERE.title}"
    assert "Bayview Hospital, Ward 3" in told.text and "https://meet.example/night" in told.text
    change(cast, row, second, Details("Day shift", ELSEWHERE.place, ELSEWHERE.room, ELSEWHERE.link))
    for _twice in range(2):
        following.tell_elsewhere(str(row.pk), at=second.isoformat(), how="renamed")
    assert [one.subject for one in letters("ana@mesa.example")].count("Another title: Day shift") == 1


def test_a_session_keeps_its_own_room_and_has_a_link_of_its_own(cast):
    row = event(cast, places=5, rule=WEEKS, room="101", link="https://meet.example/all")
    first = times_of(row)[0]
    stall = Stall("session", "Talk", None, first, None, "Room 7", 3, "https://meet.example/talk")
    talk = add_session(fresh(row), stall, by=cast.mesa_wbl)
    made = booked(cast, row, "Ana", session=talk)
    change(cast, row, first)
    details = now(made).roll.details
    assert (details.title, details.room, details.link) == ("Talk", "Room 7", "https://meet.example/talk")
    assert details.where == "Bayview Hospital, Room 7"


def test_what_cannot_be_changed(cast):
    row = published(cast, rule=WEEKS)
    first = times_of(row)[0]
    with pytest.raises(Refused, match="no such day"):
        change(cast, row, first + timedelta(hours=1))
    with pytest.raises(Refused):
        series.change_time(row, first, ELSEWHERE, version=row.version, by=cast.harbor_wbl)
    with pytest.raises(Conflict):
        series.change_time(row, first, ELSEWHERE, version=row.version + 1, by=cast.mesa_wbl)
    with clock.at(first + timedelta(days=1)), pytest.raises(Refused, match="has been"):
        change(cast, row, first)
    once = published(cast, "Once", days=60)
    with pytest.raises(Refused, match="no such day"):
        change(cast, once, once.starts_at)
    assert change(cast, row, first, Details("", "", "", "")).version == row.version, "nothing differs: nothing is told"


def test_it_goes_along_when_the_time_or_the_series_moves_and_is_gone_with_the_time(cast):
    row = event(cast, places=5, rule=WEEKS)
    first, second, _third = times_of(row)
    change(cast, row, second)
    row = series.move_time(
        fresh(row), second, second + timedelta(hours=3), version=fresh(row).version, by=cast.mesa_wbl
    )
    assert details_of(row, second + timedelta(hours=3)).room == "Ward 3"
    move(cast, row, first + timedelta(days=1))
    row = fresh(row)
    assert [details_of(row, moment).room for moment in times_of(row)] == ["", "Ward 3", ""]
    publishing.leave_out(row, times_of(row)[1], version=row.version, by=cast.mesa_wbl)
    assert fresh(row).overrides == {}


def test_colleagues_and_the_calendar_hear_of_it(cast):
    row = published(cast, rule=WEEKS, partners=(cast.harbor,))
    second = times_of(row)[1]
    change(cast, row, second)
    assert Notice.objects.filter(event="event changed", person=cast.harbor_wbl).count() == 1
    page = cast.client(cast.harbor_wbl).get(f"/events/?view=list&day={clock.day_of(second)}").content.decode()
    assert ELSEWHERE.title in page and "Bayview Hospital" in page


@pytest.mark.parametrize("added", [False, True])
def test_other_readers_find_the_one_time_otherwise(cast, added):
    row = published(cast, rule=WEEKS, place="Main hall")
    if added:
        row = series.add_time(fresh(row), at(60), version=fresh(row).version, by=cast.mesa_wbl)
    moment = at(60) if added else times_of(row)[1]
    row = change(cast, row, moment)
    content = calendar_of_events([fresh(row)])
    first, last = times_of(row)[0] - timedelta(days=1), times_of(row)[-1] + timedelta(days=1)
    read_back = fetched(string_content=content.decode(), start=first, end=last, sort=True)
    assert [one.start.astimezone(UTC) for one in read_back] == times_of(row)
    found = {one.start.astimezone(UTC): (one.summary, one.location) for one in read_back}
    assert found.pop(moment) == (ELSEWHERE.title, "Bayview Hospital, Ward 3")
    assert set(found.values()) == {(row.title, "Main hall")}
    series_, one = Calendar.from_ical(content).walk("VEVENT")
    assert (series_["uid"], series_["sequence"]) == (one["uid"], row.sequence) == (one["uid"], one["sequence"])
    assert one.decoded("recurrence-id").astimezone(UTC) == moment
    other = vobject.readOne(content.decode()).vevent_list[1]
    assert (other.summary.value, other.recurrence_id.value.astimezone(UTC)) == (ELSEWHERE.title, moment)


def with_a_day_elsewhere(title="Club", place="Hall", own="Club at the plant"):
    stamp = at(17).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    club = entry("s@x", title, soon(10), soon(10, 11), "RRULE:FREQ=WEEKLY;COUNT=3", f"LOCATION:{place}")
    day = entry("s@x", own, soon(17), soon(17, 11), f"RECURRENCE-ID:{stamp}", "LOCATION:Plant 4")
    return whole(club, day)


def test_a_calendar_brings_a_day_elsewhere_and_again_changes_nothing(cast):
    read(cast, with_a_day_elsewhere())
    row = Event.objects.get()
    assert details_of(row, at(17)) == Details("Club at the plant", "Plant 4")
    assert details_of(row, at(24)) == Details("Club", "Hall")
    assert not read(cast, with_a_day_elsewhere()).before and Event.objects.get().version == row.version
    read(cast, with_a_day_elsewhere(own="Club, outdoors"))
    assert details_of(Event.objects.get(), at(17)).title == "Club, outdoors"
    anew = entry("s@x", "Evening club", soon(10), soon(10, 11), "RRULE:FREQ=WEEKLY;COUNT=3", "LOCATION:Hall")
    read(cast, whole(anew))
    assert Event.objects.get().overrides == {}, "the calendar says nothing else of it any more"


def test_what_is_corrected_here_of_one_day_stays(cast):
    read(cast, with_a_day_elsewhere())
    row = Event.objects.get()
    change(cast, row, at(17), Details("Club at plant 5", "Plant 5"))
    change(cast, row, at(24), Details("Club", "Gym"))
    read(cast, with_a_day_elsewhere())
    row = Event.objects.get()
    assert details_of(row, at(17)).place == "Plant 5" and details_of(row, at(24)).place == "Gym"


def test_what_leaves_is_brought_elsewhere_with_its_days(cast):
    row = change(cast, published(cast, rule=WEEKS, place="Main hall"), at(27))
    content = calendar_of_events([row])
    read(cast, content.replace(str(row.pk).encode(), b"copy"))
    copy = Event.objects.exclude(pk=row.pk).get()
    assert details_of(copy, at(27)) == Details(ELSEWHERE.title, "Bayview Hospital, Ward 3", "", copy.link)


def test_taking_a_calendar_back_puts_its_days_back(cast):
    read(cast, with_a_day_elsewhere())
    second = read(cast, with_a_day_elsewhere(own="Club, outdoors"))
    taking_in.undo_intake(second, version=second.version, by=cast.mesa_wbl)
    assert details_of(Event.objects.get(), at(17)).title == "Club at the plant"


def test_the_page_changes_one_time(cast):
    row = published(cast, rule=WEEKS, place="Main hall")
    client, second = cast.client(cast.mesa_wbl), row.occurrences.order_by("starts_at")[1]
    path = f"/events/{row.pk}/times/{second.seconds}/change/"
    assert path in client.get(f"/events/{row.pk}/").content.decode()
    assert 'value="Main hall"' in client.get(path).content.decode()
    typed = {"title": "", "place": "Bayview Hospital", "room": "Ward 3", "link": "", "version": row.version}
    assert client.post(path, typed).status_code == 302
    assert details_of(fresh(row), second.starts_at) == Details(row.title, "Bayview Hospital", "Ward 3")
    assert "Bayview Hospital, Ward 3" in client.get(f"/events/{row.pk}/").content.decode()
    assert cast.client(cast.harbor_wbl).post(path, typed).status_code == 403
    assert client.get(f"/events/{row.pk}/times/1/change/").status_code == 404


def test_everybody_reads_the_days_of_a_public_series(cast):
    row = change(cast, published(cast, rule=WEEKS, audience="public"), at(27))
    page = Client().get(f"/open/events/{row.pk}/").content.decode()
    assert page.count("Bayview Hospital, Ward 3") == 1 and ELSEWHERE.title in page
    said = Client().get("/open/events.ics").content
    assert b"RECURRENCE-ID" in said


def test_a_draft_that_is_given_another_time_keeps_what_its_days_say(cast):
    row = change(cast, draft(cast, rule=WEEKS), at(27))
    told = replace(facts(rule=WEEKS, hour=14), kind=row.kind)
    row = change_event(fresh(row), told, version=fresh(row).version, by=cast.mesa_wbl)
    assert details_of(row, at(27, 14)).room == "Ward 3"


def test_one_time_that_is_another_fair_is_asked_about(cast):
    """The clash check reads what that day is called: here it is the same event, entered twice."""
    theirs = published(cast, "Joint nursing fair", by="harbor_wbl", days=27, place="Bayview Hospital")
    row = published(cast, "Open hour", rule=WEEKS, because="They stay apart.")
    own = Details("Joint nursing fair", "Bayview Hospital")
    with pytest.raises(ReasonNeeded):
        change(cast, row, at(27), own)
    series.change_time(fresh(row), at(27), own, because="Together.", version=fresh(row).version, by=cast.mesa_wbl)
    assert Clash.objects.filter(event=row, other=theirs, duplicate=True).exists()
