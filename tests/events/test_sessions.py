"""Sessions of an event: changed, canceled, by the clocks of their place; whoever booked is told (C3, C16)."""

from datetime import timedelta

import pytest

from guildhall.bookings.actions import following
from guildhall.bookings.actions.booking import book
from guildhall.bookings.models import Booking
from guildhall.bookings.parties import Comer
from guildhall.events.actions import sessions
from guildhall.events.actions.taking_part import Part, Stall, add_session, name_employer
from guildhall.events.forms.sessions import StallForm
from guildhall.events.models import Event, Session, TakingPart
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from tests.bookings.booked import event, now, wish
from tests.events.plans import at, fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(cast):
    row = event(cast, "Fair", places=50)
    return add_session(
        row, Stall("session", "Night shift", None, at(20, 11), at(20, 12), "Room 1", 1), by=cast.mesa_wbl
    )


def on(cast, talk, name, email=""):
    who = student(cast, name, email=email)
    return book(wish(talk.event, session=talk), Comer(registration=who), by=cast.mesa_wbl)


def stall(talk, **more):
    names = ("kind", "title", "employer", "starts_at", "ends_at", "room", "capacity")
    return Stall(**({name: getattr(talk, name) for name in names} | more))


def change(cast, talk, **more):
    talk = Session.objects.get(pk=talk.pk)
    return sessions.change_session(talk, stall(talk, **more), version=talk.version, by=cast.mesa_wbl)


def letters():
    return list(OutgoingEmail.objects.filter(kind="booking", to="ana@mesa.example").order_by("queued_at"))


def test_more_places_go_to_whoever_waits(cast, talk):
    made = [on(cast, talk, "Ana"), on(cast, talk, "Bo")]
    assert [one.state for one in made] == ["booked", "waiting"]
    change(cast, talk, capacity=2)
    assert [now(one).state for one in made] == ["booked", "booked"]
    with pytest.raises(Conflict):
        sessions.change_session(talk, stall(talk), version=talk.version, by=cast.mesa_wbl)


def test_another_time_or_room_is_told_once_to_whoever_booked_it(cast, talk):
    on(cast, talk, "Ana", "ana@mesa.example")
    moved = change(cast, talk, starts_at=at(20, 13), ends_at=at(20, 14))
    assert following.tell_moved(str(talk.event_id), str(talk.pk)) == 1
    assert "Fair: Night shift has another time" in letters()[-1].text.replace("\n", " ")
    change(cast, moved, room="Room 7")
    assert following.tell_elsewhere(str(talk.event_id), str(talk.pk)) == 1
    assert "Room 7" in letters()[-1].text
    told = len(letters())
    following.tell_elsewhere(str(talk.event_id), str(talk.pk))
    assert len(letters()) == told, "a job that runs twice tells once"


def test_a_session_that_is_canceled_gives_its_places_back_and_is_booked_no_more(cast, talk):
    made = on(cast, talk, "Ana", "ana@mesa.example")
    with pytest.raises(Refused, match="Say why"):
        sessions.cancel_session(talk, reason=" ", version=talk.version, by=cast.mesa_wbl)
    saved = sessions.cancel_session(talk, reason="The speaker is ill.", version=talk.version, by=cast.mesa_wbl)
    row = Booking.objects.get(pk=made.pk)
    assert row.state == "canceled" and fresh(talk.event).state == "published"
    following.tell_not_held(str(row.roll_id), row.canceled_at.isoformat())
    assert "Fair: Night shift" in letters()[-1].text and "The speaker is ill." in letters()[-1].text
    with pytest.raises(Refused, match="canceled"):
        on(cast, saved, "Bo")
    with pytest.raises(Refused, match="Add another one"):
        change(cast, saved, room="Room 7")


def test_its_time_is_that_of_the_place_of_the_event(cast, talk):
    """An event in Denver: its booth at ten stands at ten there, whatever the region's clocks show."""
    Event.objects.filter(pk=talk.event_id).update(zone="America/Denver")
    row = fresh(talk.event)
    form = StallForm(
        {"kind": "stall", "title": "Booth", "begins": "10:00"}, event=row, employers=talk.event.parts.none()
    )
    assert form.is_valid(), form.errors
    assert clock.local(form.stall().starts_at, "America/Denver").hour == 10
    Event.objects.filter(pk=row.pk).update(ends_at=row.ends_at + timedelta(days=2))
    days = StallForm(event=fresh(row), employers=talk.event.parts.none()).fields["day"].choices
    assert len(days) == 3, "of an event of several days the day is chosen"


def test_the_pages_change_and_cancel_it(cast, talk):
    client, page = cast.client(cast.mesa_wbl), f"/events/{talk.event_id}/"
    assert f"/events/sessions/{talk.pk}/change/" in client.get(page).content.decode()
    form = client.get(f"/events/sessions/{talk.pk}/change/").context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed |= {"begins": "11:00", "ends": "12:00", "room": "Room 9"}
    assert client.post(f"/events/sessions/{talk.pk}/change/", typed).status_code == 302
    assert Session.objects.get().room == "Room 9"
    why = {"reason": "Ill", "version": Session.objects.get().version}
    assert client.post(f"/events/sessions/{talk.pk}/cancel/", why).status_code == 302
    assert "canceled: Ill" in client.get(page).content.decode()


@pytest.mark.parametrize("coming", ["confirmed", "named"])
def test_the_employer_of_a_canceled_booth_is_told_once_and_why(cast, coming):
    """Whoever is named and was never asked hears nothing: the control."""
    row = event(cast, kind="career_fair")
    employer = cast.shared(
        "Kestrel Aerospace", contact={"family_name": "Ortega", "email": "o@kestrel.example"}
    ).employer
    name_employer(row, employer, Part(contact=employer.contacts.get()), by=cast.mesa_wbl)
    TakingPart.objects.update(state=coming)
    booth = add_session(fresh(row), Stall("stall", "", employer), by=cast.mesa_wbl)
    own = add_session(fresh(row), Stall("session", "Opening"), by=cast.mesa_wbl)
    for one in (booth, own):
        sessions.cancel_session(one, reason="The hall is smaller.", version=one.version, by=cast.mesa_wbl)
    if coming == "named":
        assert not OutgoingEmail.objects.filter(to="o@kestrel.example").exists()
        return
    letter = OutgoingEmail.objects.get(to="o@kestrel.example")
    assert "takes place without Kestrel Aerospace" in letter.text and "The hall is smaller." in letter.text
