"""One time of a series has another moment, and one is added; the others stay (C3)."""

from datetime import UTC, timedelta

import pytest

from guildhall.bookings.actions import following
from guildhall.bookings.models import Roll
from guildhall.events.actions import series
from guildhall.events.models import Clash
from guildhall.lib import clock
from guildhall.lib.verdicts import ReasonNeeded, Refused
from guildhall.people.models import Notice
from tests.bookings.booked import booked, event, now
from tests.events.plans import at, fresh, published
from tests.events.test_calendars import entry, soon, whole
from tests.events.test_read_again import read

pytestmark = pytest.mark.django_db
WEEKS = "FREQ=WEEKLY;COUNT=3"


def times_of(row):
    return list(row.occurrences.order_by("starts_at").values_list("starts_at", flat=True))


def test_who_booked_the_time_goes_along_and_is_told_alone(cast):
    row = event(cast, "Series", places=5, rule=WEEKS)
    first, second, third = times_of(row)
    one, other = booked(cast, row, "Ana", starts_at=second), booked(cast, row, "Bo", starts_at=third)
    to = third + timedelta(hours=2)  # beyond the one that follows
    row = series.move_time(fresh(row), second, to, version=fresh(row).version, by=cast.mesa_wbl)
    assert times_of(row) == [first, third, to] and row.sequence == 1
    assert {now(one).state, now(other).state} == {"booked"}
    assert sorted(Roll.objects.values_list("starts_at", flat=True)) == [third, to]
    assert following.tell_moved(str(row.pk), at=to.isoformat()) == 1, "whoever booked another day hears nothing"


def test_what_cannot_be_moved_or_added(cast):
    row = published(cast, rule=WEEKS)
    details = {"version": row.version, "by": cast.mesa_wbl}
    first, second, _third = times_of(row)
    for moment, to, why in (
        (first + timedelta(hours=1), at(50), "no such day"),
        (first, second, "then already"),
        (first, clock.now() - timedelta(days=1), "to come"),
    ):
        with pytest.raises(Refused, match=why):
            series.move_time(row, moment, to, **details)
    with pytest.raises(Refused, match="then already"):
        series.add_time(row, first, **details)
    with pytest.raises(Refused):
        series.add_time(row, at(50), version=row.version, by=cast.harbor_wbl)


def test_a_series_is_prolonged_and_the_clash_check_is_asked(cast):
    theirs = published(cast, "Joint fair", by="harbor_wbl", days=50)
    row = published(cast, "Joint fair", partners=(cast.harbor,))
    details = {"version": row.version, "by": cast.mesa_wbl}
    with pytest.raises(ReasonNeeded):
        series.add_time(row, at(50), **details)
    row = series.add_time(row, at(50), because="Ours is in the evening school.", **details)
    assert times_of(row) == [at(20), at(50)] and row.repeats
    assert Clash.objects.get(event=row).other == theirs
    assert Notice.objects.filter(event="event changed", person=cast.harbor_wbl).count() == 1


def test_a_day_that_a_calendar_moves_takes_along_who_booked_it(cast):
    club = entry("s@x", "Club", soon(10), soon(10, 11), "RRULE:FREQ=WEEKLY;COUNT=3")
    read(cast, whole(club))
    row = Roll._meta.get_field("event").related_model.objects.get()
    type(row).objects.filter(pk=row.pk).update(capacity=5, audience="all", shown_to=None)
    made = booked(cast, fresh(row), "Ana", starts_at=at(17))
    stamp = at(17).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    read(cast, whole(club, entry("s@x", "Club", soon(18), soon(18, 11), f"RECURRENCE-ID:{stamp}")))
    assert now(made).state == "booked" and Roll.objects.get().starts_at == at(18)


def test_the_pages_move_and_add_a_time(cast):
    row = published(cast, rule=WEEKS)
    client, second = cast.client(cast.mesa_wbl), row.occurrences.order_by("starts_at")[1]
    page = client.get(f"/events/{row.pk}/").content.decode()
    assert f"/events/{row.pk}/times/{second.seconds}/" in page and f"/events/{row.pk}/times/add/" in page
    typed = {"day": str(clock.day_of(at(60))), "begins": "15:00", "version": row.version}
    assert client.post(f"/events/{row.pk}/times/{second.seconds}/", typed).status_code == 302
    assert at(60, 15) in times_of(row)
    typed |= {"day": str(clock.day_of(at(70))), "version": fresh(row).version}
    assert client.post(f"/events/{row.pk}/times/add/", typed).status_code == 302
    assert at(70, 15) in times_of(row)


def test_a_time_that_is_moved_back_takes_place(cast):
    """It stood among those left out, and the series had no such day any more."""
    row = published(cast, rule=WEEKS)
    first, second, third = row.occurrences.values_list("starts_at", flat=True)
    away = second + timedelta(days=1)
    row = series.move_time(fresh(row), second, away, version=fresh(row).version, by=cast.mesa_wbl)
    assert list(row.occurrences.values_list("starts_at", flat=True)) == [first, away, third]
    row = series.move_time(fresh(row), away, second, version=fresh(row).version, by=cast.mesa_wbl)
    assert list(row.occurrences.values_list("starts_at", flat=True)) == [first, second, third]
    assert not row.left_out or second not in row.left_out


def test_the_address_of_a_time_stands_when_another_one_changes(cast):
    row = published(cast, rule=WEEKS)
    first, _second, third = row.occurrences.all()
    address = f"/events/{row.pk}/times/{third.seconds}/"
    series.add_time(fresh(row), first.starts_at + timedelta(days=1), version=fresh(row).version, by=cast.mesa_wbl)
    assert not row.occurrences.filter(pk=third.pk).exists(), "the control: its row is another one now"
    client = cast.client(cast.mesa_wbl)
    assert client.get(address).status_code == 200
    assert client.get(f"/events/{row.pk}/times/99999999999999/").status_code == 404
    answer = client.post(f"/events/{row.pk}/leave-out/", {"version": fresh(row).version, "time": third.seconds})
    assert answer.status_code == 302 and not row.occurrences.filter(starts_at=third.starts_at).exists()
