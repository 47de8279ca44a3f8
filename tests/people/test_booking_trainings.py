"""Seats of trainings: booked, attended, moved."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions import earning
from guildhall.people.models import Attendance
from tests.moments import days_from_now
from tests.people.test_earning import attend, course, may, session

pytestmark = pytest.mark.django_db


def test_the_last_seat_goes_to_one_person(cast):
    planned = session(cast, course(cast), seats=1)
    earning.book(planned, by=cast.mesa_wbl)
    earning.book(planned, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="All seats"):
        earning.book(planned, by=cast.harbor_wbl)
    earning.cancel_booking(planned, by=cast.mesa_wbl)
    earning.book(planned, by=cast.harbor_wbl)
    assert Attendance.objects.get(session=planned).person == cast.harbor_wbl


def test_a_booking_alone_opens_nothing(cast):
    planned = session(cast, course(cast), days=1)
    earning.book(planned, by=cast.mesa_wbl)
    with clock.at(days_from_now(2)):
        assert not may(cast.mesa_wbl)
        earning.note_attendance(planned, [], by=cast.administrator)
        assert not may(cast.mesa_wbl), "a no-show"


def test_attendance_noted_by_mistake_is_taken_back(cast):
    held = attend(cast, course(cast), cast.mesa_wbl, cast.harbor_wbl)
    earning.note_attendance(held, [cast.harbor_wbl], by=cast.administrator)
    assert not may(cast.mesa_wbl)
    assert may(cast.harbor_wbl)


def test_attendance_is_not_noted_ahead(cast):
    with pytest.raises(Refused, match="once the session has begun"):
        earning.note_attendance(session(cast, course(cast)), [cast.mesa_wbl], by=cast.administrator)


def test_the_trainer_notes_attendance_and_others_do_not(cast):
    needed = course(cast)
    held = session(cast, needed, days=-1, trainer=cast.mesa_career)
    earning.note_attendance(held, [cast.mesa_wbl], by=cast.mesa_career)
    assert may(cast.mesa_wbl)
    with pytest.raises(Refused):
        earning.note_attendance(held, [cast.mesa_jobs], by=cast.mesa_jobs)


def test_whoever_booked_is_told_when_a_session_moves_or_falls_out(cast):
    planned = session(cast, course(cast))
    earning.book(planned, by=cast.mesa_wbl)
    values = {"starts_at": planned.starts_at + timedelta(days=1), "place": "Room 5", "link": "", "seats": None}
    moved = earning.change_session(planned, values | {"trainer": None}, version=1, by=cast.administrator)
    with pytest.raises(Conflict):
        earning.change_session(planned, values | {"trainer": None}, version=1, by=cast.administrator)
    earning.cancel_session(moved, by=cast.administrator)
    told = OutgoingEmail.objects.filter(kind="training moved", to=cast.mesa_wbl.email).order_by("queued_at")
    assert ["has changed" in e.subject for e in told] == [True, False]
    with pytest.raises(Refused, match="cancelled"):
        earning.book(moved, by=cast.harbor_wbl)


@pytest.mark.parametrize("name", ["mesa_wbl", "mesa_admin", "harbor_admin"])
def test_others_hold_no_trainings_and_publish_no_terms_for_the_region(cast, name):
    by = cast.people[name]
    with pytest.raises(Refused):
        course(cast, by=by)
    with pytest.raises(Refused):
        earning.publish_terms(cast.region, "Ours.", in_force_from=clock.today(), by=by)
