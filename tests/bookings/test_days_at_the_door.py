"""Employers at the door of a series, day by day; and what a tap by mistake leaves behind (C17, N3)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guildhall.bookings.actions.employers_at_door import tap_employer
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import Roll
from guildhall.bookings.queries.employers_at_door import employers_at
from guildhall.engagements.models import Ask, Engagement, Touch
from guildhall.events.actions.arriving import check_in_employer
from guildhall.events.actions.taking_part import Part, Stall, add_session, invite, name_employer
from guildhall.events.models import Session, TakingPart
from guildhall.lib import clock
from tests.bookings.booked import booked, event
from tests.events.plans import fresh

pytestmark = pytest.mark.django_db
WEEKS = "FREQ=WEEKLY;COUNT=3"
SOON = timedelta(minutes=5)


@pytest.fixture
def series(cast):
    """Three weeks of a fair with one employer at a booth, each with its list."""
    row = event(cast, places=50, rule=WEEKS, partners=(cast.harbor,))
    employer = cast.shared("Bayview Hospital", naics="622110").employer
    cast.part = name_employer(fresh(row), employer, Part(), by=cast.mesa_wbl)
    cast.booth = add_session(fresh(row), Stall("stall", "", employer, room="Table 4"), by=cast.mesa_wbl)
    times = list(row.occurrences.order_by("starts_at").values_list("starts_at", flat=True))
    for n, moment in enumerate(times):
        booked(cast, row, f"S{n}", starts_at=moment)
    cast.rolls = list(Roll.objects.select_related("event__institution", "session").order_by("starts_at"))
    return cast


def tapped(cast, week, act="here", by="mesa_wbl"):
    roll = cast.rolls[week]
    with clock.at(roll.starts_at + SOON):
        tap_employer(roll, Tapped(uuid4().hex, act, part=str(cast.part.pk)), by=cast.people[by])


def here(cast, week):
    with clock.at(cast.rolls[week].starts_at + SOON):
        return employers_at(cast.rolls[week], cast.mesa_wbl)[0].is_here


def now(part):
    return TakingPart.objects.select_related("ask", "engagement").get(pk=part.pk)


def entries(cast):
    return Engagement.objects.standing().filter(employer=cast.part.employer, kind="event")


def test_each_week_is_a_day_of_its_own_and_one_entry_on_the_timeline(series):
    tapped(series, 0)
    assert (here(series, 0), here(series, 1)) == (True, False)
    tapped(series, 1)
    assert here(series, 1) and entries(series).count() == 1
    tapped(series, 1, "not_here")
    assert (here(series, 0), here(series, 1)) == (True, False), "the first week stays"
    assert now(series.part).state == "came" and entries(series).get().happened_on == clock.day_of(
        series.rolls[0].starts_at
    )
    tapped(series, 0, "not_here")
    assert now(series.part).state == "named" and not entries(series).exists()


def test_its_booth_is_tapped_anew_each_week(series):
    for week in (0, 1):
        with clock.at(series.rolls[week].starts_at + SOON):
            booth = Session.objects.select_related("event").get(pk=series.booth.pk)
            assert not booth.is_here
            page = series.client(series.mesa_wbl).get(f"/events/{booth.event_id}/").content.decode()
            assert "They are here" in page
            assert check_in_employer(booth, by=series.mesa_wbl).is_here
        assert here(series, week)


def test_its_booth_keeps_the_week_before_when_a_tap_is_taken_back(series):
    tapped(series, 0)
    first = Session.objects.get(pk=series.booth.pk).came_at
    tapped(series, 1)
    assert Session.objects.get(pk=series.booth.pk).came_at > first
    tapped(series, 1, "not_here")
    assert Session.objects.get(pk=series.booth.pk).came_at == first
    tapped(series, 0, "not_here")
    assert Session.objects.get(pk=series.booth.pk).came_at is None


def test_an_ask_that_a_tap_by_mistake_carried_out_is_planned_again(series):
    part = series.part
    invite(part, clock.today(), kind="email", version=part.version, by=series.mesa_wbl)
    tapped(series, 0)
    assert now(part).ask.state == Ask.State.DONE
    tapped(series, 0, "not_here")
    ask = now(part).ask
    assert (ask.state, ask.engagement) == (Ask.State.PLANNED, None) and now(part).state == "invited"
    assert [one.state for one in ask.touches.all()] == [Touch.State.RESERVED]
    assert not Touch.objects.filter(employer=part.employer, state=Touch.State.MADE).exists()
    tapped(series, 0)
    assert now(part).ask.state == Ask.State.DONE and entries(series).count() == 1


def test_a_co_host_takes_back_what_the_host_tapped(series):
    tapped(series, 0)
    tapped(series, 0, "not_here", by="harbor_wbl")
    assert now(series.part).came_at is None and not entries(series).exists()


def test_what_was_noted_before_days_were_kept_apart_is_taken_back(series):
    tapped(series, 0)
    TakingPart.objects.filter(pk=series.part.pk).update(arrivals={})
    assert here(series, 0)
    tapped(series, 1)
    assert here(series, 0) and here(series, 1)
    tapped(series, 0, "not_here")
    assert (here(series, 0), here(series, 1)) == (False, True)
