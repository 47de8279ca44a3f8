"""A calendar is written with the rules of its zones, as the library writes them where it is asked each time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from guildhall.lib.calendar_zones import written


def calendar(*zones: str) -> Calendar:
    result = Calendar()
    result.add("prodid", "-//Guildhall//EN")
    result.add("version", "2.0")
    for n, zone in enumerate(zones):
        one = Event()
        one.add("uid", f"{n}@region.example")
        one.add("summary", "BEGIN:VEVENT\nin a title")
        one.add("dtstart", datetime(2027, 3, 1 + n, 9, tzinfo=ZoneInfo(zone)))
        result.add_component(one)
    return result


def test_zones_stand_before_what_goes_by_them():
    for zones in ([], ["America/Los_Angeles"], ["America/Phoenix", "America/Los_Angeles", "America/Phoenix"]):
        own, asked = calendar(*zones), calendar(*zones)
        asked.add_missing_timezones()
        read = Calendar.from_ical(written(own))
        assert [one.tz_name for one in read.timezones] == sorted(set(zones))
        assert [one.name for one in read.subcomponents] == ["VTIMEZONE"] * len(set(zones)) + ["VEVENT"] * len(zones)
        rules = {one.tz_name: one.to_ical() for one in asked.timezones}
        assert {one.tz_name: one.to_ical() for one in read.timezones} == rules
        assert [one["dtstart"].dt for one in read.events] == [one["dtstart"].dt for one in own.events]


def test_a_zone_that_nobody_knows_is_named_alone():
    text = written(calendar("America/Los_Angeles")).replace(b"America/Los_Angeles", b"Nowhere/Atlantis")
    read = Calendar.from_ical(text.replace(text[text.index(b"BEGIN:VTIMEZONE") : text.index(b"BEGIN:VEVENT")], b""))
    assert b"Nowhere/Atlantis" in written(read)
