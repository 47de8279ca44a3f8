"""A list is closed: who did not come, and how many came."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.bookings.actions import attending
from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.booking import cancel
from guildhall.bookings.actions.closing import close_list, close_what_is_over
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import Closing
from guildhall.bookings.queries.attendance import attendance_of, people_at
from guildhall.events.actions.taking_part import Stall, add_session, note_held
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.stewardship.queries.lines import entries, lines
from tests.bookings.at_the_door import booked, fair
from tests.bookings.test_attending import day
from tests.events.plans import fresh

pytestmark = pytest.mark.django_db

__all__ = ["day"]


def test_closing_notes_who_did_not_come_and_how_many_came(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
        tap(day.roll, Tapped("w", "walk_in", people=5), by=day.cast.mesa_wbl)
        closing = close_list(day.roll, by=day.cast.mesa_wbl)
        assert close_list(day.roll, by=day.cast.mesa_wbl) == closing
    assert [day.fresh(row).missed_at is not None for row in (*day.mesa, *day.harbor)] == [False, True, True, True, True]
    assert fresh(day.event).attended == 6 == people_at(day.event)
    numbers = attendance_of(day.roll)
    assert (numbers.came, numbers.missed, numbers.unsaid, numbers.walk_ins) == (1, 4, 0, 5)
    assert numbers.attendance_share is None, "of five people no percentage is told"


def test_who_comes_after_the_list_was_closed_has_come(day):
    with clock.at(day.begun):
        close_list(day.roll, by=day.cast.mesa_wbl)
        day.here(day.mesa[0])
        assert fresh(day.event).attended == 1
        tap(day.roll, Tapped("u", "not_here", booking=str(day.mesa[0].pk)), by=day.cast.mesa_wbl)
    row = day.fresh(day.mesa[0])
    assert row.came_at is None
    assert row.missed_at is not None
    assert fresh(day.event).attended == 0


def test_no_list_is_closed_before_it_begins_nor_by_somebody_else(day):
    with clock.at(day.event.starts_at - timedelta(hours=1)), pytest.raises(Refused, match="not begun"):
        close_list(day.roll, by=day.cast.mesa_wbl)
    with clock.at(day.begun), pytest.raises(Refused):
        close_list(day.roll, by=day.cast.harbor_wbl)
    assert not Closing.objects.exists()


def test_the_night_closes_lists_at_whose_door_somebody_was(cast):
    seen, unseen = fair(cast), fair(cast, mesa=0, harbor=1, hour=14, because="Another hall.")
    with clock.at(seen.begun):
        seen.here(seen.mesa[0])
        assert close_what_is_over() == 0, "it is not over"
    with clock.at(seen.next_morning):
        assert close_what_is_over() == 1
        assert close_what_is_over() == 0
    assert seen.fresh(seen.mesa[1]).missed_at is not None
    assert unseen.fresh(unseen.harbor[0]).missed_at is None, "nobody was at that door: nobody knows"


def test_saying_how_it_went_closes_the_list(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
    with clock.at(day.begun + timedelta(hours=3)):
        row = fresh(day.event)
        note_held(row, came=set(), attended=None, version=row.version, by=day.cast.mesa_wbl)
    assert Closing.objects.filter(roll=day.roll).exists()
    assert fresh(day.event).attended == 1


def test_what_somebody_says_of_how_many_came_stands(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
        row = fresh(day.event)
        note_held(row, came=set(), attended=70, version=row.version, by=day.cast.mesa_wbl)
    assert fresh(day.event).attended == 70


def test_a_number_said_by_hand_is_left_alone_by_late_taps_and_by_the_night(day):
    with clock.at(day.begun):
        row = fresh(day.event)
        note_held(row, came=set(), attended=70, version=row.version, by=day.cast.mesa_wbl)
        day.here(day.mesa[0])
        close_list(day.roll, by=day.cast.mesa_wbl)
        day.here(day.mesa[1])
    assert fresh(day.event).attended == 70


def test_a_counted_number_goes_on_being_counted(day):
    """The control: the form that says how it went shows what was counted, and sends it back."""
    with clock.at(day.begun):
        day.here(day.mesa[0])
        close_list(day.roll, by=day.cast.mesa_wbl)
        row = fresh(day.event)
        note_held(row, came=set(), attended=row.attended, version=row.version, by=day.cast.mesa_wbl)
        day.here(day.mesa[1])
    assert fresh(day.event).attended == 2


def test_how_an_event_went_is_said_while_a_later_session_waits(cast):
    """Somebody is checked in for an interview of the afternoon already: its list is closed in its own time."""
    day = fair(cast, mesa=1, harbor=0)
    hours = {"starts_at": day.event.starts_at + timedelta(hours=1), "ends_at": day.event.starts_at + timedelta(hours=2)}
    slot = add_session(fresh(day.event), Stall("slot", "Interview", capacity=3, **hours), by=cast.mesa_wbl)
    early = booked(fresh(day.event), day.mesa[0].registration, cast.mesa_wbl, session=slot)
    with clock.at(day.begun):
        day.here(day.mesa[0])
        tap(early.roll, Tapped("x", "here", booking=str(early.pk)), by=cast.mesa_wbl)
        row = fresh(day.event)
        note_held(row, came=set(), attended=None, version=row.version, by=cast.mesa_wbl)
    assert fresh(day.event).state == "held"
    assert list(Closing.objects.values_list("roll", flat=True)) == [day.roll.pk]
    with clock.at(day.next_morning):
        assert close_what_is_over() == 1


def test_others_read_how_many_came_in_tens(day):
    """Whoever plans the event reads the number; to others neither few people nor one more of them are told."""
    path, journal = f"/events/{day.event.pk}/", "count who came to event"
    with clock.at(day.begun):
        day.here(day.mesa[0])
        tap(day.roll, Tapped("w", "walk_in", people=8), by=day.cast.mesa_wbl)
        close_list(day.roll, by=day.cast.mesa_wbl)
        pages = [day.cast.client(who) for who in (day.cast.mesa_wbl, day.cast.harbor_wbl)]
        assert [page.get(path).context["attended"] for page in pages] == ["9", "fewer than ten"]
        tap(day.roll, Tapped("x", "walk_in", people=18), by=day.cast.mesa_wbl)
        assert [page.get(path).context["attended"] for page in pages] == ["27", "20 or more"]
        again = pages[1].get(f"/events/add/?past=yes&again={day.event.pk}")
        assert again.context["form"].initial.get("attended") is None
    entry = Entry.objects.filter(verb=journal).latest("pk")
    assert list(lines(day.cast.mesa_wbl, [entries().get(pk=entry.pk)])[0].values)
    assert lines(day.cast.harbor_wbl, [entries().get(pk=entry.pk)])[0].open is False


def test_a_list_begins_at_an_event_that_nobody_booked(cast):
    from_nothing = fair(cast, mesa=1, harbor=0).event
    moment = from_nothing.starts_at + timedelta(days=1)
    with clock.at(from_nothing.starts_at), pytest.raises(Refused):
        attending.open_list(from_nothing, moment, by=cast.mesa_wbl)
    with clock.at(from_nothing.starts_at):
        assert attending.open_list(from_nothing, from_nothing.starts_at, by=cast.mesa_wbl)


def test_who_canceled_in_time_is_in_no_share_and_who_waited_is_told(cast):
    day = fair(cast, capacity=3)
    cancel(day.mesa[0], by=cast.mesa_wbl)
    with clock.at(day.begun):
        for row in (*day.mesa[1:], day.harbor[0]):
            day.here(row)
        close_list(day.roll, by=cast.mesa_wbl)
    numbers = attendance_of(day.roll)
    assert (numbers.booked, numbers.came, numbers.waited, numbers.let_in) == (3, 3, 2, 1)
