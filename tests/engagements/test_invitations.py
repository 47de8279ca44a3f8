"""Calendar invitations that are sent as copies: read in the region's zone, changed and canceled by their UID."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

import pytest

from guildhall.engagements.actions import copies
from guildhall.engagements.invitations import invitation_in
from guildhall.engagements.messages import Unreadable
from guildhall.engagements.models import Copy
from guildhall.lib import clock

pytestmark = pytest.mark.django_db

FROM = "From: mesa_wbl@people.example\nTo: ada@kestrel.example\nSubject: Invitation\nMIME-Version: 1.0\n"


def invitation(day, *, method="REQUEST", sequence=0, title="Tour of the plant", more="", start=""):
    start = start or f"DTSTART:{day:%Y%m%d}T170000Z"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", f"METHOD:{method}", *more.splitlines(), "BEGIN:VEVENT",
        "UID:tour@kestrel", f"SEQUENCE:{sequence}", f"SUMMARY:{title}", start, "DTSTAMP:20260101T000000Z",
        "ORGANIZER:mailto:Ada@Kestrel.example", "ATTENDEE;CN=Mesa:mailto:mesa_wbl@people.example",
        "ATTENDEE:mailto:bo@kestrel.example", "DESCRIPTION:Bring boots", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return f"{FROM}Content-Type: text/calendar; method={method}\n\n".encode() + "\r\n".join(lines).encode()


def sent(cast, content):
    return copies.take_copy(content, by=cast.mesa_wbl)


def test_an_invitation_becomes_a_meeting(cast):
    employer = cast.shared("Kestrel Aerospace", contact={"family_name": "N", "email": "ada@kestrel.example"}).employer
    day = clock.today() - timedelta(3)
    assert sent(cast, invitation(day)) == "taken"
    row = Copy.objects.get()
    moment = datetime.combine(day, time(17), UTC)
    assert (row.kind, row.subject, row.body) == ("meeting", "Tour of the plant", "Bring boots")
    assert (row.happened_on, row.begun_at) == (clock.day_of(moment), clock.local(moment).time())
    assert (row.sender, row.others) == ("ada@kestrel.example", ["ada@kestrel.example", "bo@kestrel.example"])
    page = cast.client(cast.mesa_wbl).get(f"/employers/{employer.pk}/log/{row.pk}/").content.decode()
    assert 'value="meeting"' in page
    assert "Tour of the plant" in page


def test_a_meeting_ahead_waits_for_its_day(cast):
    employer = cast.shared("Kestrel Aerospace", contact={"family_name": "N", "email": "ada@kestrel.example"}).employer
    day = clock.today() + timedelta(60)
    sent(cast, invitation(day))
    row, client = Copy.objects.get(), cast.client(cast.mesa_wbl)
    page = client.get("/copies/").content.decode()
    assert "log it once it has happened" in page
    assert "Log with" not in page
    assert client.get(f"/employers/{employer.pk}/log/{row.pk}/").status_code == 302
    assert abs(row.waits_from - day) <= timedelta(1), "the thirty days begin with the meeting"


def test_a_later_edition_replaces_an_earlier_one_and_never_the_other_way(cast):
    day = clock.today() - timedelta(3)
    assert sent(cast, invitation(day, sequence=1)) == "taken"
    assert sent(cast, invitation(day, sequence=1, title="Again")) == "known"
    assert sent(cast, invitation(day, sequence=0, title="Old")) == "known"
    assert sent(cast, invitation(day + timedelta(1), sequence=2, title="Moved")) == "changed"
    assert Copy.objects.get().subject == "Moved"
    assert sent(cast, invitation(day, sequence=1, method="CANCEL")) == "known"
    assert sent(cast, invitation(day, sequence=2, method="CANCEL")) == "canceled"
    assert not Copy.objects.waiting().exists()
    assert sent(cast, invitation(day, sequence=2)) == "known"
    assert sent(cast, invitation(day, sequence=3)) == "changed"
    assert Copy.objects.waiting().count() == 1


def test_another_persons_meeting_is_not_canceled(cast):
    day = clock.today() - timedelta(3)
    sent(cast, invitation(day))
    copies.take_copy(invitation(day, sequence=9, method="CANCEL"), by=cast.harbor_wbl)
    assert Copy.objects.get().done_at is None


@pytest.mark.parametrize(
    ("start", "at"),
    [
        ("DTSTART;TZID=America/New_York:20260105T120000", datetime(2026, 1, 5, 17, tzinfo=UTC)),
        ("DTSTART;TZID=Nowhere/Known:20260105T120000", None),
        ("DTSTART:20260105T120000", None),
        ("DTSTART;VALUE=DATE:20260105", "day"),
    ],
)
def test_days_are_those_of_the_region(cast, start, at):
    read = invitation_in(invitation(clock.today(), start=start))
    if at == "day":
        assert (str(read.day), read.at) == ("2026-01-05", None)
    else:
        expected = clock.local(at).time() if at else time(12)
        assert read.at == expected


ENDLESS = """BEGIN:VTIMEZONE
TZID:Evil
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0000
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE"""


@pytest.mark.parametrize(
    "more",
    [
        ENDLESS,
        ENDLESS.replace("BEGIN:VTIMEZONE", "BEGIN:VTIME\n ZONE"),
        ENDLESS.replace("VTIMEZONE", "vtimezone"),
        ENDLESS.replace("END:VTIMEZONE", ""),
        "BEGIN:VEVENT\n" * 40,
        "BEGIN:X\n" * 4_000,
        "X-Y:" + "z" * 200_000,
    ],
)
def test_a_hostile_calendar_is_an_ordinary_message_at_most(cast, more):
    content = invitation(clock.today(), more=more, start="DTSTART;TZID=Evil:20260105T120000")
    started = datetime.now(UTC)
    with suppress(Unreadable):
        sent(cast, content)
    assert datetime.now(UTC) - started < timedelta(seconds=2)


def test_what_is_no_meeting_is_a_message(cast):
    assert invitation_in(invitation(clock.today(), method="REPLY")) is None
    assert invitation_in(invitation(clock.today(), start="DTSTART:rubbish")) is None
    assert sent(cast, invitation(clock.today(), method="REPLY")) == "taken"
    assert Copy.objects.get().kind == "email"


def test_a_meeting_too_far_ahead_is_refused(cast):
    with pytest.raises(Unreadable, match="year ahead"):
        sent(cast, invitation(clock.today() + timedelta(900)))
