"""A booking by the address in its letters: for students without a sign-in, and for employers' people (C16)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guildhall.bookings.actions.booking import book, cancel
from guildhall.bookings.links import BOOKING, DOOR, opened_by, secret_of, secret_of_booking
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.by_link import booking_of
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.models import Registration
from tests.bookings.booked import booked, event, now, terms, wish
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


def link_of(row):
    return f"/booked/{secret_of(BOOKING, row.pk)}/"


def with_address(row):
    Registration.objects.filter(pk=row.registration_id).update(email="ana@students.example")
    return row


def test_a_student_without_a_sign_in_says_yes_by_the_link(cast):
    row = event(cast, places=1)
    terms(cast, row, hours_to_answer=48)
    first, waits = booked(cast, row), with_address(booked(cast, row, "Zoe"))
    cancel(first, by=cast.mesa_wbl)
    assert now(waits).state == S.OFFERED
    letter = OutgoingEmail.objects.filter(to="ana@students.example").latest("pk")
    path = re.search(r"/booked/[\w-]+/", letter.text)[0]
    client = cast.client(None)
    page = client.get(path).content.decode()
    assert "Yes, I will come" in page and "Zamora" not in page
    assert now(waits).state == S.OFFERED, "opening it changes nothing"
    page = client.post(path, {"act": "accept"}, follow=True).content.decode()
    assert "The place is yours." in page and now(waits).code[:4] in page and "<svg" in page
    assert now(waits).state == S.BOOKED
    client.post(path, {"act": "cancel"})
    assert now(waits).state == S.CANCELED


def test_a_link_opens_its_own_booking_until_the_day_after(cast):
    row = event(cast, places=2)
    made = with_address(booked(cast, row))
    client = cast.client(None)
    assert client.get(link_of(made)).status_code == 200
    assert opened_by(DOOR, secret_of(BOOKING, made.pk)) is None, "one secret does not open another kind of thing"
    other = secret_of(BOOKING, row.pk)
    for secret in (other, secret_of(BOOKING, made.pk)[:-1] + "x", "x", f"{made.pk.hex}-"):
        assert client.get(f"/booked/{secret}/").status_code == 404
    with clock.at(row.ends_at + timedelta(days=2)):
        assert client.get(link_of(made)).status_code == 404


def test_a_calendar_forgets_what_was_canceled(cast):
    row = event(cast, places=1)
    terms(cast, row, employers_book=True)
    kestrel = cast.shared("Kestrel Aerospace").employer
    who = Comer(employer=kestrel, name="Ida Ruiz", email="ida@kestrel.example")
    made = book(wish(row), who, by=cast.mesa_wbl)
    cancel(made, by=cast.mesa_wbl)
    booked_letter, canceled = OutgoingEmail.objects.filter(to="ida@kestrel.example").order_by("pk")
    assert "METHOD:PUBLISH" in booked_letter.calendar and "STATUS:CONFIRMED" in booked_letter.calendar
    assert "METHOD:CANCEL" in canceled.calendar and "STATUS:CANCELLED" in canceled.calendar
    uids = {re.search(r"UID:(\S+)", one.calendar)[1] for one in (booked_letter, canceled)}
    assert len(uids) == 1


def test_a_form_that_is_sent_again_after_canceling_books_anew(cast):
    """Back in the browser, and Book once more: the key of the form is that of the booking that was given back."""
    row, who = event(cast, places=1), student(cast, "Ana")
    again = wish(row)
    first = book(again, Comer(registration=who), by=cast.mesa_wbl)
    cancel(first, by=cast.mesa_wbl)
    second = book(again, Comer(registration=who), by=cast.mesa_wbl)
    assert (second.pk != first.pk, second.state) == (True, S.BOOKED)
    assert book(again, Comer(registration=who), by=cast.mesa_wbl).pk == second.pk, "sent twice it is one"


def test_a_link_that_was_ended_opens_nothing_and_the_next_letter_brings_another(cast):
    row = event(cast, places=1)
    made = with_address(booked(cast, row, "Ana"))
    old = secret_of_booking(made)
    assert booking_of(old) == made
    Client().post(f"/booked/{old}/", {"act": "end"})
    assert booking_of(old) is None and now(made).state == "booked"
    fresh_one = secret_of_booking(now(made))
    assert booking_of(fresh_one) == made and fresh_one != old
    cast.client(cast.mesa_wbl).post(f"/bookings/{made.pk}/end-link/")
    assert booking_of(fresh_one) is None
    answer = cast.client(cast.harbor_wbl).post(f"/bookings/{made.pk}/end-link/")
    assert answer.status_code == 404 and now(made).links_ended == 2
