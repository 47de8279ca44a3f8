"""Who is told when a published event changes: everybody concerned, once (C3)."""

import pytest

from guildhall.bookings.actions import following
from guildhall.bookings.actions.booking import book
from guildhall.bookings.parties import Comer
from guildhall.engagements.models import Ask, Touch
from guildhall.events.actions import publishing, taking_in, taking_part
from guildhall.events.actions.entering import change_event
from guildhall.events.actions.taking_part import Part
from guildhall.events.models import Clash, Event
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from tests.bookings.booked import event as bookable
from tests.bookings.booked import wish
from tests.events.plans import at, facts, fresh, published
from tests.events.test_calendars import entry, soon, whole
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@bayview.example"}


@pytest.fixture
def bayview(cast):
    return cast.shared("Bayview Hospital", naics="622110", contact=CONTACT).employer


def comes(cast, bayview, row, state="confirmed"):
    part = taking_part.name_employer(row, bayview, Part(contact=bayview.contacts.get()), by=cast.mesa_wbl)
    words = Part(contact=bayview.contacts.get())
    return taking_part.change_part(part, words, state, version=part.version, by=cast.mesa_wbl)


def told(who):
    return list(Notice.objects.filter(event="event changed", person=who).values_list("words", flat=True))


def letters():
    return OutgoingEmail.objects.filter(to="ana@bayview.example", kind="event changed")


def renamed(cast, row, **more):
    more = {"starts_at": row.starts_at, "ends_at": row.ends_at, "zone": row.zone, "capacity": row.capacity} | more
    return change_event(row, facts(row.title, **more), version=row.version, by=cast.mesa_wbl)


def test_another_place_is_told_once_to_colleagues_employers_and_whoever_booked(cast, bayview):
    row = published(cast, partners=(cast.harbor,), place="Hall 1")
    comes(cast, bayview, row)
    row = renamed(cast, fresh(row), place="Hall 7", partners=(cast.harbor,))
    assert row.sequence == 1, "calendars take it over"
    assert len(told(cast.harbor_wbl)) == 1 and "Hall 7" in letters().get().text
    row = renamed(cast, fresh(row), place="Hall 7", description="More words", partners=(cast.harbor,))
    assert row.sequence == 1 and letters().count() == 1, "words alone are told to nobody"


def test_whoever_booked_is_told_of_another_place(cast):
    row = bookable(cast, places=5)
    who = Comer(registration=student(cast, "Ana", email="ana@mesa.example"))
    made = book(wish(row), who, by=cast.mesa_wbl)
    row = renamed(cast, fresh(row), place="Hall 7", audience=row.audience)
    assert following.tell_elsewhere(str(row.pk)) == 1
    assert "takes place elsewhere" in OutgoingEmail.objects.filter(kind="booking").latest("queued_at").text
    assert made.pk


def test_where_it_is_hosted_with_us_a_move_and_a_cancellation_are_told(cast):
    row = published(cast, partners=(cast.harbor,))
    row = publishing.move_event(row, at(25), at(25, 12), version=row.version, by=cast.mesa_wbl)
    publishing.cancel_event(row, reason="The hall is closed.", version=row.version, by=cast.mesa_wbl)
    assert len(told(cast.harbor_wbl)) == 2


@pytest.mark.parametrize("host", ["mesa_wbl", "harbor_wbl"])
def test_nobody_is_asked_to_what_is_canceled(cast, bayview, host):
    """Whichever of the hosts cancels it: what was planned for it is asked no more."""
    row = published(cast, partners=(cast.harbor,))
    part = taking_part.name_employer(row, bayview, Part(), by=cast.mesa_wbl)
    taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)
    assert Touch.objects.filter(employer=bayview, state="reserved").exists()
    row = fresh(row)
    publishing.cancel_event(row, reason="The hall is closed.", version=row.version, by=cast.people[host])
    assert Ask.objects.get().state == "withdrawn"
    assert not Touch.objects.filter(employer=bayview, state="reserved").exists(), "the budget is free again"


def brought(cast, *lines, day=10):
    content = whole(entry("a@x", "Open house", soon(day), soon(day, 12), *lines))
    intake = taking_in.check_calendar(content, "s.ics", institution=cast.mesa, by=cast.mesa_jobs)
    taking_in.apply_intake(intake, version=1, by=cast.mesa_jobs)
    return Event.objects.get(uid="a@x")


def test_what_a_calendar_from_outside_moves_and_cancels_is_told_as_well(cast, bayview):
    row = brought(cast)
    comes(cast, bayview, row)
    brought(cast, "SEQUENCE:1", day=12)
    assert len(told(cast.mesa_wbl)) == 1 and letters().count() == 1
    brought(cast, "SEQUENCE:2", "LOCATION:Hall 7", day=12)
    assert "Hall 7" in letters().latest("queued_at").text
    brought(cast, "SEQUENCE:3", "STATUS:CANCELLED", day=12)
    assert len(told(cast.mesa_wbl)) == 3 == letters().count()


def test_what_it_clashes_with_then_is_kept_and_told(cast):
    theirs = published(cast, "Open house", by="harbor_wbl", days=12)
    row = brought(cast)
    Event.objects.filter(pk=row.pk).update(audience="all")
    brought(cast, "SEQUENCE:1", day=12)
    assert Clash.objects.get(event=row).other == theirs
    assert Notice.objects.filter(event="clash kept", person=cast.harbor_wbl).count() == 1
