"""Logging: company, private engagements, corrections with their history, meaningful by the protocol, message files."""

from datetime import date, time, timedelta
from time import monotonic

import pytest

from guildhall.employers.actions.editing import save_contact
from guildhall.engagements.actions import attaching
from guildhall.engagements.actions.recording import (
    Happening,
    change_engagement,
    record_engagement,
    remove_engagement,
)
from guildhall.engagements.messages import Unreadable, read
from guildhall.engagements.models import Engagement
from guildhall.engagements.queries.corrections import corrections
from guildhall.engagements.queries.timeline import Filter, themes_of, timeline, timeline_of_contact
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.actions.persons import grant
from guildhall.people.permissions import Role
from guildhall.protocols.actions import Draft, publish
from tests.moments import HOME


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "given_name": "Marisol"}).employer


def log(cast, employer, who="mesa_wbl", **more):
    happening = Happening(**({"kind": "call", "summary": "Spoke", "happened_on": clock.today()} | more))
    house = cast.mesa if who.startswith("mesa") else cast.harbor
    return record_engagement(employer, happening, by=getattr(cast, who), institution=house)


@pytest.mark.django_db
def test_who_may_read_what_is_kept_private(cast, kestrel):
    log(cast, kestrel, summary="For all")
    log(cast, kestrel, summary="For us", visibility="institution")
    log(cast, kestrel, summary="For two", visibility="named", colleagues=(cast.harbor_wbl,))
    expected = {
        "mesa_wbl": {"For all", "For us", "For two"},
        "mesa_jobs": {"For all", "For us"},
        "harbor_wbl": {"For all", "For two"},
        "harbor_admin": {"For all"},
        "director": {"For all"},
        "administrator": {"For all"},
        "mesa_student": set(),
    }
    for name, summaries in expected.items():
        rows = Engagement.objects.visible_to(getattr(cast, name)).contacts()
        assert {e.summary for e in rows} == summaries, name


@pytest.mark.django_db
def test_a_correction_keeps_what_was_said_before(cast, kestrel):
    entry = log(cast, kestrel, body="Two interns")
    said = Happening("visit", "Visited", entry.happened_on, body="Three interns", begun_at=time(14, 30))
    changed = change_engagement(entry, said, version=entry.version, by=cast.mesa_jobs)
    assert (changed.kind, changed.version) == ("visit", 2)
    [one] = corrections(changed, cast.mesa_wbl)
    assert ("What was said", "Two interns", "Three interns") in one.changes
    with pytest.raises(Conflict):
        change_engagement(entry, said, version=1, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="colleague"):
        change_engagement(changed, said, version=2, by=cast.harbor_wbl)


@pytest.mark.django_db
def test_what_is_taken_off_is_off_every_list_and_the_last_contact_goes_back(cast, kestrel):
    log(cast, kestrel, happened_on=clock.today() - timedelta(9))
    entry = log(cast, kestrel, summary="By mistake")
    with pytest.raises(Refused, match="why"):
        remove_engagement(entry, version=entry.version, reason="", by=cast.mesa_wbl)
    remove_engagement(entry, version=entry.version, reason="another employer", by=cast.mesa_wbl)
    assert "By mistake" not in {e.summary for e in timeline(cast.harbor_wbl, kestrel).entries}
    kestrel.refresh_from_db()
    assert clock.day_of(kestrel.last_engaged_at) == clock.today() - timedelta(9)


@pytest.mark.django_db
def test_a_contacts_timeline_holds_what_they_took_part_in(cast, kestrel):
    ortega = kestrel.contacts.get()
    sewell = save_contact(kestrel, {"family_name": "Sewell"}, by=cast.mesa_wbl)
    log(cast, kestrel, summary="With both", contact=ortega, contacts=(sewell,))
    log(cast, kestrel, summary="With one", contact=ortega)
    assert [e.summary for e in timeline_of_contact(cast.harbor_wbl, sewell).entries] == ["With both"]
    assert len(timeline_of_contact(cast.harbor_wbl, ortega).entries) == 2
    other = cast.shared("Tern Composites", contact={"family_name": "Stern"}).employer
    with pytest.raises(Refused, match="another employer"):
        log(cast, kestrel, contacts=(other.contacts.get(),))


@pytest.mark.django_db
def test_a_timeline_is_narrowed_down(cast, kestrel):
    log(cast, kestrel, summary="Tour of the bay", kind="tour", themes=("Tours",))
    log(cast, kestrel, "harbor_wbl", summary="Called", answered=False)
    found = {
        ("kind", "tour"): ["Tour of the bay"],
        ("theme", "Tours"): ["Tour of the bay"],
        ("words", "BAY"): ["Tour of the bay"],
        ("institution", cast.harbor.slug): ["Called"],
        ("meaningful", "yes"): ["Tour of the bay"],
    }
    for (name, value), summaries in found.items():
        page = timeline(cast.mesa_wbl, kestrel, narrow=Filter.of({name: value}))
        assert [e.summary for e in page.entries if e.kind != "act"] == summaries, name


@pytest.mark.django_db
def test_meaningful_is_what_the_protocol_of_the_day_says(cast, kestrel):
    assert log(cast, kestrel).meaningful
    assert not log(cast, kestrel, answered=False).meaningful
    draft = Draft("5.1", "Meaningful", "Visits.", "meaningful", {"kinds": ["visit"], "two_way": False})
    publish(cast.region, "Engagement protocol", [draft], in_force_from=clock.today(), text="", by=None)
    assert not log(cast, kestrel).meaningful
    assert log(cast, kestrel, kind="visit", answered=False).meaningful


@pytest.mark.django_db
def test_papers_go_with_the_engagement_they_belong_to(cast, kestrel, settings, tmp_path):
    settings.FILES = tmp_path
    entry = log(cast, kestrel, visibility="institution")
    row = attaching.attach(entry, "plan.txt", [b"the plan"], by=cast.mesa_wbl)
    address = f"/employers/{kestrel.pk}/engagements/{entry.pk}/files/{row.pk}/"
    assert cast.client(cast.mesa_jobs).get(address).content == b"the plan"
    assert cast.client(cast.harbor_wbl).get(address).status_code == 404
    attaching.take_off(row, by=cast.mesa_wbl)
    assert cast.client(cast.mesa_jobs).get(address).status_code == 404


@pytest.mark.django_db
def test_a_log_that_is_half_said_is_refused_at_the_field_and_kept(cast, kestrel):
    """C5: nobody named, or a day without a promise; a promise without a day gets the one that the form names."""
    client, today = cast.client(cast.mesa_wbl), clock.today()
    said = {"kind": "call", "happened_on": today, "summary": "Spoke with Marisol"}
    for more, words in (
        ({"visibility": "named"}, "Name at least one colleague"),
        ({"promise_by": today + timedelta(3)}, "Say what is to be done by that day"),
    ):
        page = client.post(f"/employers/{kestrel.pk}/log/", said | more).content.decode()
        assert words in page
        assert "Spoke with Marisol" in page
        assert not kestrel.engagements.contacts().exists()
    with pytest.raises(Refused, match="Name at least one"):
        log(cast, kestrel, visibility="named")
    assert "Without a day it is due on" in client.get(f"/employers/{kestrel.pk}/log/").content.decode()
    assert client.post(f"/employers/{kestrel.pk}/log/", said | {"promise": "Send the form"}).status_code == 302
    assert kestrel.follow_ups.get().due_on == today + timedelta(7)


MESSAGE = b"""From: Marisol Ortega <Marisol@Kestrel.example>
To: teresa@mesa.example, "Sewell, Grant" <grant@kestrel.example>
Subject: =?utf-8?q?Tour_in_M=C3=A4rz?=
Date: Tue, 10 Mar 2026 14:05:00 -0700
Content-Type: text/plain; charset=utf-8

Twelve students are fine.

On Mon, 9 Mar 2026 Teresa wrote:
> May we come?
"""


def test_a_message_file_says_who_when_and_what():
    with clock.in_zone(HOME):
        said = read(MESSAGE)
    assert (said.sender, said.subject) == ("marisol@kestrel.example", "Tour in März")
    assert said.others == ("teresa@mesa.example", "grant@kestrel.example")
    assert (said.day, said.at) == (date(2026, 3, 10), time(14, 5))
    assert said.body == "Twelve students are fine."


@pytest.mark.parametrize(
    ("zone", "dated", "day", "at"),
    [
        (HOME, "Tue, 10 Mar 2026 21:05:00 -0400", date(2026, 3, 10), time(18, 5)),  # written in New York
        ("Pacific/Guam", "Tue, 10 Mar 2026 14:05:00 -0700", date(2026, 3, 11), time(7, 5)),
        ("Pacific/Guam", "Tue, 10 Mar 2026 14:05:00 -0000", date(2026, 3, 10), time(14, 5)),  # names no zone
    ],
)
def test_a_message_is_of_the_day_of_the_region(zone, dated, day, at):
    with clock.in_zone(zone):
        said = read(MESSAGE.replace(b"Tue, 10 Mar 2026 14:05:00 -0700", dated.encode()))
    assert (said.day, said.at) == (day, at)


@pytest.mark.parametrize("content", [b"", b"no message at all", b"\xff\xfe\x00", b"Subject: x\n\nbody"])
def test_what_is_no_message_says_so(content):
    with pytest.raises(Unreadable):
        read(content)


def test_a_message_made_to_keep_a_worker_busy_is_answered_at_once():
    """Heads of any length, comments and parts inside each other: cut, or refused in words."""
    many = b", ".join(b"person%d@example.com" % n for n in range(12_000))
    began = monotonic()
    assert read(b"From: a@b.example\nTo: " + many + b"\n\nhi").others[0] == "person0@example.com"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1_500))
    for bad in (b"To: " + b"(" * 9_000 + b"\n\nhi", nested):
        with pytest.raises(Unreadable, match="too"):
            read(b"From: a@b.example\n" + bad)
    assert monotonic() - began < 3


@pytest.mark.parametrize(
    "head",
    [
        b"Date: never\n",
        b"Date: Tue, 99 Foo 2026\n",
        b"Content-Type: text/plain; charset=no-such\n",
        b"Content-Type: multipart/mixed; boundary=\n",
        b"Content-Transfer-Encoding: base64\n",
    ],
)
def test_a_damaged_message_is_read_as_far_as_it_goes(head):
    assert read(b"From: a@b.example\n" + head + b"\n*** not base64 ***\n").sender == "a@b.example"


@pytest.mark.django_db
def test_themes_of_what_is_private_are_offered_to_those_who_read_it(cast, kestrel):
    log(cast, kestrel, themes=("everybody",))
    log(cast, kestrel, themes=("oursalone",), visibility="institution")
    log(cast, kestrel, themes=("two",), visibility="named", colleagues=(cast.harbor_wbl,))
    for name, themes in (
        ("mesa_wbl", {"everybody", "oursalone", "two"}),
        ("mesa_jobs", {"everybody", "oursalone"}),
        ("harbor_wbl", {"everybody", "two"}),
        ("director", {"everybody"}),
    ):
        assert set(themes_of(getattr(cast, name), kestrel)) == themes, name
        page = cast.client(getattr(cast, name)).get(f"/employers/{kestrel.pk}/narrow/").content.decode()
        assert ("oursalone" in page) == ("oursalone" in themes), name


@pytest.mark.django_db
def test_a_class_taken_at_a_college_opens_none_of_its_own_affairs(cast, kestrel):
    log(cast, kestrel, summary="For us", visibility="institution")
    for role, reads in ((Role.STUDENT, False), (Role.EMPLOYER, False), (Role.INSTRUCTOR, True)):
        grant(cast.director, role, cast.mesa, by=None)
        cast.director.forget_standing()
        rows = Engagement.objects.visible_to(cast.director).contacts()
        assert rows.filter(summary="For us").exists() == reads, role
