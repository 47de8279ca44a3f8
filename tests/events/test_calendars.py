"""Calendars from outside: real, changed, canceled and hostile ones; and those that leave (C3, R25, ADR 46)."""

import json
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from icalendar import Calendar

from guildhall.events.actions import taking_in
from guildhall.events.exports import calendar_of_events, uid_of
from guildhall.events.models import Event, EventFeed, Intake
from guildhall.events.parsing import MOST_EVENTS, NoCalendar, read_calendar
from guildhall.events.repeating import Times, times_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.feeds import renew_feed
from tests.events.plans import at, draft, fresh, published

DATA = os.environ.get("GUILDHALL_DATA", "")
ZONE = "America/Los_Angeles"
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
TAIL = "END:VCALENDAR\r\n"


def entry(uid="a@x", title="Open house", start="20260301T100000Z", end="20260301T110000Z", *more):
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start}", f"DTEND:{end}", *more, "END:VEVENT"]
    return "\r\n".join(lines) + "\r\n"


def whole(*entries):
    return (HEAD + "".join(entries) + TAIL).encode()


def soon(days, hour=10):
    return at(days, hour).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def one_read(*more):
    read, wrong = read_calendar(whole(entry("a@x", "Open house", "20260301T100000Z", "20260301T110000Z", *more)), ZONE)
    assert not wrong
    return read[0]


# ── Reading ──────────────────────────────────────────────────────────


@pytest.mark.skipif(not DATA, reason="needs the reference data")
def test_real_calendars_are_read_whole():
    read, wrong = read_calendar(Path(DATA, "ics/trumba_calendar.ics").read_bytes(), ZONE)
    assert (len(read), wrong) == (29, [])
    assert "<" not in read[0].description and read[0].zone == ZONE
    read, wrong = read_calendar(Path(DATA, "ics/rdate_hackerpublicradio.ics").read_bytes(), ZONE)
    assert (len(read), wrong, len(read[0].added), read[0].zone) == (1, [], 12, "Europe/London")


def test_html_in_words_is_read_as_words():
    one = one_read("DESCRIPTION:<p>Come &amp\\; see</p><script>alert(1)</script>")
    assert one.description.startswith("Come & see") and "<" not in one.description


@pytest.mark.parametrize(
    "line",
    ["DTSTART:20260301T120000Z", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=DAILY;COUNT=-1x"],
)
def test_one_broken_event_does_not_take_the_others_with_it(line):
    broken = entry("b@x", "Broken", "20260301T110000Z", "20260301T100000Z", line)
    read, wrong = read_calendar(whole(entry(), broken, entry("c@x")), ZONE)
    assert [one.uid for one in read] == ["a@x", "c@x"]
    assert wrong[0].uid == "b@x" and wrong[0].message.endswith(".")


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"<html>Not found</html>", b"PK\x03\x04", HEAD.encode(), b"\xff\xfe"]
)
def test_what_is_no_calendar_is_said_to_be_none(content):
    with pytest.raises(NoCalendar, match="calendar"):
        read_calendar(content, ZONE)


def test_a_flood_is_refused():
    with pytest.raises(NoCalendar, match="5,000"):
        read_calendar(whole(*[entry(f"{n}@x") for n in range(MOST_EVENTS + 1)]), ZONE)
    with pytest.raises(NoCalendar, match="5 MB"):
        read_calendar(b"BEGIN:VCALENDAR" + b"x" * 5_000_001, ZONE)


def malformed(dice):
    """A calendar with something wrong in it, of many kinds."""
    text = whole(*[entry(f"{n}@x", "T" * dice.randint(0, 50)) for n in range(dice.randint(1, 4))]).decode()
    for _n in range(dice.randint(1, 6)):
        where = dice.randrange(len(text))
        what = dice.choice(
            ["", "\x00", "\r\n ", "\r\nRRULE:FREQ=DAILY;BYDAY=" + "MO," * 50, ";TZID=Nowhere/There", "=" * 30, "\ud7ff",
             "\r\nEND:VEVENT", "\r\nBEGIN:VEVENT", "\r\nDTSTART:99999999T999999Z", "\r\nEXDATE:", '"', "%s%n", ":" * 9,
             "\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=366", "\r\nDURATION:-P9999999W", "\\n" * 99,
             "\r\nRDATE;VALUE=PERIOD:20260101T000000Z/PT1H", "\r\nX-A" + ";Y=Z" * 200 + ":1"]
        )  # fmt: skip
        text = text[:where] + what + text[where + dice.randrange(3) :]
    return text.encode("utf-8", errors="replace")


def test_five_hundred_malformed_calendars_end_in_words_and_soon():
    slowest = 0.0
    for seed in range(500):
        begun = time.monotonic()
        try:
            for one in read_calendar(malformed(random.Random(seed)), ZONE)[0]:
                assert one.uid and one.title
        except NoCalendar:
            pass
        slowest = max(slowest, time.monotonic() - begun)
    assert slowest < 5


# ── Compared, applied, taken back ────────────────────────────────────


@pytest.mark.django_db
def test_new_changed_canceled_and_unchanged(cast):
    first = whole(entry("a@x", "Open house", soon(10), soon(10, 12)), entry("b@x", "Fair", soon(11), soon(11, 12)))
    intake = taking_in.check_calendar(first, "school.ics", institution=cast.mesa, by=cast.mesa_wbl)
    assert not Event.objects.exists(), "looking changes nothing"
    assert (intake.counts["new"], intake.counts["updated"]) == (2, 0)
    taking_in.apply_intake(intake, version=1, by=cast.mesa_wbl)
    assert Event.objects.filter(state="published", origin="calendar").count() == 2
    again = taking_in.check_calendar(first, "school.ics", institution=cast.mesa, by=cast.mesa_wbl)
    assert (again.counts["new"], again.counts["updated"]) == (0, 0)
    second = whole(
        entry("a@x", "Open house, moved", soon(12), soon(12, 12), "SEQUENCE:1"),
        entry("b@x", "Fair", soon(11), soon(11, 12), "SEQUENCE:1", "STATUS:CANCELLED"),
    )
    changed = taking_in.check_calendar(second, "school.ics", institution=cast.mesa, by=cast.mesa_wbl)
    assert changed.counts["updated"] == 2
    changed = taking_in.apply_intake(changed, version=1, by=cast.mesa_wbl)
    assert Event.objects.get(uid="a@x").title == "Open house, moved"
    assert Event.objects.get(uid="b@x").state == "canceled"
    late = taking_in.check_calendar(first, "school.ics", institution=cast.mesa, by=cast.mesa_wbl)
    assert late.counts["updated"] == 0, "an older edition changes nothing"
    taking_in.undo_intake(changed, version=changed.version, by=cast.mesa_wbl)
    assert Event.objects.get(uid="a@x").title == "Open house"
    assert Event.objects.get(uid="b@x").state == "published"
    first_one = Intake.objects.get(pk=intake.pk)
    taking_in.undo_intake(first_one, version=first_one.version, by=cast.mesa_wbl)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_single_day_of_a_series_is_moved(cast):
    series = entry("s@x", "Club", soon(10), soon(10, 11), "RRULE:FREQ=WEEKLY;COUNT=3")
    second = at(17)
    stamp = second.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    moved = entry("s@x", "Club", soon(18), soon(18, 11), f"RECURRENCE-ID:{stamp}")
    intake = taking_in.check_calendar(whole(series, moved), "s.ics", institution=cast.mesa, by=cast.mesa_wbl)
    assert (intake.counts["events"], intake.counts["recurring"], intake.counts["new"]) == (2, 1, 1)
    taking_in.apply_intake(intake, version=1, by=cast.mesa_wbl)
    days = [clock.day_of(one.starts_at) for one in Event.objects.get().occurrences.all()]
    assert days == [clock.day_of(at(10)), clock.day_of(at(18)), clock.day_of(at(24))]


@pytest.mark.django_db
def test_probable_doubles_are_shown(cast):
    published(cast, "Health careers expo", days=10)
    twice = whole(
        entry("a@x", "Health Careers Expo!", soon(10), soon(10, 12)),
        entry("b@x", "Welding night", soon(11), soon(11, 12)),
        entry("c@x", "Welding Night", soon(11), soon(11, 12)),
    )
    pairs = taking_in.check_calendar(twice, "x.ics", institution=cast.mesa, by=cast.mesa_wbl).counts[
        "probable_duplicates"
    ]
    assert ["b@x", "c@x"] in pairs and len(pairs) == 2


@pytest.mark.django_db
def test_who_may_bring_and_what_stays(cast):
    content = whole(entry("a@x", "Open house", soon(10), soon(10, 12)))
    with pytest.raises(Refused):
        taking_in.check_calendar(content, "x.ics", institution=cast.mesa, by=cast.harbor_wbl)
    intake = taking_in.check_calendar(content, "x.ics", institution=cast.mesa, by=cast.mesa_wbl)
    taking_in.apply_intake(intake, version=1, by=cast.mesa_wbl)
    event = Event.objects.get()
    event.openings.create(institution=cast.harbor, asked_by=cast.mesa_wbl, asked_at=clock.now())
    with pytest.raises(Refused, match="stand on events"):
        taking_in.undo_intake(Intake.objects.get(), version=2, by=cast.mesa_wbl)
    assert Event.objects.exists()


@pytest.mark.django_db
def test_the_page_reads_a_file_and_refuses_another(cast):
    client = cast.client(cast.mesa_wbl)
    form = {"institution": str(cast.mesa.pk)}
    good = SimpleUploadedFile("a.ics", whole(entry("a@x", "Open house", soon(10), soon(10, 12))))
    assert client.post("/events/calendars/", form | {"file": good}).status_code == 302
    row = Intake.objects.get()
    assert b"Open house" in client.get(f"/events/calendars/{row.pk}/").content
    answer = client.post(f"/events/calendars/{row.pk}/act/", {"act": "apply", "version": "1"}, follow=True)
    assert answer.status_code == 200 and Event.objects.count() == 1
    bad = SimpleUploadedFile("b.ics", b"no calendar")
    assert b"This is not a calendar" in client.post("/events/calendars/", form | {"file": bad}).content
    dice = random.Random(7)
    for n in range(20):
        file = SimpleUploadedFile(f"{n}.ics", malformed(dice))
        assert client.post("/events/calendars/", form | {"file": file}).status_code in (200, 302, 429)


@pytest.mark.django_db
def test_the_console_prints_what_was_agreed(cast, tmp_path, capsys):
    path = tmp_path / "school.ics"
    path.write_bytes(whole(entry("a@x", "Open house", soon(10), soon(10, 12)), entry("b@x", "Bad", soon(10), soon(9))))
    say = ["import", "events", str(path), "--institution", cast.mesa.slug, "--by", cast.mesa_wbl.email, "--json"]
    call_command(*say)
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["batch", "events", "recurring", "new", "updated", "created", "probable_duplicates", "refused"]
    assert (said["events"], said["new"], said["created"], said["refused"][0]["uid"]) == (2, 1, 0, "b@x")
    call_command(*say, "--apply")
    assert json.loads(capsys.readouterr().out)["created"] == 1
    assert Event.objects.count() == 1


# ── What leaves ──────────────────────────────────────────────────────


@pytest.mark.django_db
def test_what_is_written_is_read_back_as_the_same(cast):
    """R25: by icalendar, and by this product's own reader; a series through a change of the clocks."""
    row = published(cast, rule="FREQ=WEEKLY;COUNT=40", place="Hall; 7, east")
    content = calendar_of_events([fresh(row)])
    component = Calendar.from_ical(content).walk("VEVENT")[0]
    assert component.decoded("dtstart") == row.starts_at and str(component["location"]) == "Hall; 7, east"
    assert str(component["uid"]) == uid_of(row)
    read, wrong = read_calendar(content, "UTC")
    assert not wrong
    one = read[0]
    again = Times(datetime.fromisoformat(one.starts), datetime.fromisoformat(one.ends), one.zone, one.rule)
    assert times_of(again) == list(row.occurrences.values_list("starts_at", "ends_at"))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@pytest.mark.django_db
def test_a_feed_asks_anew_each_time_and_names_nobody(cast):
    bayview = cast.shared("Bayview", contact={"family_name": "Ortega", "email": "ana@bayview.example"}).employer
    row = published(cast, "Night shift", audience="all")
    hidden = draft(cast, "Not yet", days=30)
    secret = renew_feed(EventFeed, by=cast.harbor_wbl)
    client = cast.client(None)
    body = client.get(f"/events/feed/{secret}.ics").content.decode()
    assert "Night shift" in body and "Not yet" not in body and "Ortega" not in body and "@bayview" not in body
    row.parts.create(employer=bayview, host=True, by=cast.mesa_wbl, at=clock.now(), contact=bayview.contacts.get())
    type(bayview).objects.filter(pk=bayview.pk).update(audience=[cast.mesa.pk])
    assert "Night shift" not in client.get(f"/events/feed/{secret}.ics").content.decode()
    renewed = renew_feed(EventFeed, by=cast.harbor_wbl)
    assert client.get(f"/events/feed/{secret}.ics").status_code == 404
    cast.harbor_wbl.is_active = False
    cast.harbor_wbl.save()
    assert client.get(f"/events/feed/{renewed}.ics").status_code == 404
    assert hidden.pk


@pytest.mark.django_db
def test_the_public_calendar_holds_what_is_for_everybody(cast):
    published(cast, "Open house", audience="public")
    published(cast, "For staff", days=40)
    body = cast.client(None).get("/open/events.ics").content.decode()
    assert "Open house" in body and "For staff" not in body and "/open/events/" in body
