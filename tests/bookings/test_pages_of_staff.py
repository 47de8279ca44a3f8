"""Staff book a class, read the list and set the terms."""

import re
from datetime import timedelta, timezone
from uuid import uuid4

import pytest

from guildhall.bookings.actions.booking import book
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.events.actions.publishing import leave_out
from guildhall.students.models import Registration
from tests.bookings.booked import event, wish
from tests.bookings.test_pages import S, ana, read
from tests.events.plans import fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db

__all__ = ["ana"]


def test_staff_book_a_class_read_the_list_and_set_the_terms(cast):
    row = event(cast, places=1)
    rows = [student(cast, name, grade="12") for name in ("Ana", "Bo")]
    client = cast.client(cast.mesa_wbl)
    assert "places taken: 0 of 1" in read(client, f"/events/{row.pk}/")
    path = f"/events/{row.pk}/bookings/students/"
    page = read(client, f"{path}?grade=12")
    assert all(str(one.pk) in page for one in rows)
    assert "No student fits" in read(client, f"{path}?grade=9")
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    sent = {"key": key, "at": f"{row.starts_at.isoformat()}.", "students": [str(one.pk) for one in rows]}
    for _twice in range(2):
        told = client.post(path, sent).content.decode()
    assert "has a place" in told and "on the waiting list" in told
    assert Booking.objects.count() == 2
    page = read(client, f"/events/{row.pk}/bookings/")
    assert "Ana Zamora" in page and "Bo Zamora" in page
    answer = client.post(
        f"/events/{row.pk}/bookings/terms/",
        {"version": fresh(row).version, "capacity": 2, "hours_to_answer": 0, "guests": 1, "place": str(cast.harbor.pk),
         "most": 1},
    )  # fmt: skip
    assert answer.status_code == 302
    assert set(Booking.objects.values_list("state", flat=True)) == {S.BOOKED}
    assert "Harbor Point College" in read(client, f"/events/{row.pk}/bookings/terms/")
    answer = client.post(f"/events/{row.pk}/bookings/me/", {"key": str(uuid4()), "time": row.starts_at.isoformat()})
    assert "/bookings/" in answer.url
    assert "on the waiting list" in read(client, answer.url)


def test_a_class_is_booked_for_the_time_that_was_chosen_or_for_none(cast):
    row = event(cast, places=5, rule="FREQ=WEEKLY;COUNT=2")
    gone, kept = row.occurrences.order_by("starts_at").values_list("starts_at", flat=True)
    who, client = student(cast), cast.client(cast.mesa_wbl)
    sent = {"key": str(uuid4()), "at": f"{gone.isoformat()}.", "students": [str(who.pk)]}
    leave_out(fresh(row), gone, version=fresh(row).version, by=cast.mesa_wbl)
    path = f"/events/{row.pk}/bookings/students/"
    page = client.post(path, sent).content.decode()
    assert "Choose one of the times that stand here" in page
    assert f'value="{who.pk}" checked' in page, "whom somebody ticked stays ticked"
    assert not Booking.objects.exists()
    assert "has a place" in client.post(path, sent | {"at": f"{kept.isoformat()}."}).content.decode()
    assert Booking.objects.get().roll.starts_at == kept


def test_a_time_in_a_zone_that_the_database_does_not_know_is_answered_in_words(cast, ana):
    row = event(cast, places=5)
    client, path = cast.client(cast.mesa_wbl), f"/events/{row.pk}/bookings/me/"
    odd = ("2030-01-01T10:00:00+23:59", "2030-01-01T10:00:00+01:00:00.5", "0001-01-01T00:00:00+14:00")
    for said in (*odd, "9999-12-31T23:59:00-12:00", "tomorrow"):
        answer = client.post(path, {"key": str(uuid4()), "time": said})
        assert answer.url == f"/events/{row.pk}/bookings/", said
        assert ana.post(f"/student/events/{row.pk}/book/", {"key": str(uuid4()), "time": said}).status_code == 302
    assert not Booking.objects.exists()
    far_east = row.starts_at.astimezone(timezone(timedelta(hours=23))).isoformat()
    client.post(path, {"key": str(uuid4()), "time": far_east})
    assert Booking.objects.get().roll.starts_at == row.starts_at, "it is the moment that counts"


def test_whom_another_institution_booked_reads_that_and_no_more(cast, ana):
    """Their sign-in opens the record of one institution, and not the booking of the other."""
    row, there = event(cast, places=5), student(cast, "Bo", by="harbor_wbl")
    Registration.objects.filter(pk=there.pk).update(student=cast.ana.student)
    book(wish(row), Comer(registration=there), by=cast.harbor_wbl)
    path, sent = f"/student/events/{row.pk}/", {"key": str(uuid4()), "time": row.starts_at.isoformat()}
    answer = ana.post(f"{path}book/", sent, follow=True)
    assert answer.status_code == 200
    assert "You are booked already." in answer.content.decode()
    assert Booking.objects.count() == 1
    book(wish(row), Comer(registration=cast.ana), by=cast.mesa_wbl)
    own_one = Booking.objects.get(institution=cast.mesa)
    assert ana.post(f"{path}book/", sent).url == f"/student/bookings/{own_one.pk}/"
