"""The numbers of an event's attendance (M18)."""

from guildhall.bookings.attendance_rates import Attendance, percent


def test_shares_leave_walk_ins_and_those_who_canceled_out():
    one = Attendance(came=42, missed=8, late=5, walk_ins=7, waited=12, let_in=6, asked=8, answered=3)
    assert (one.booked, one.present) == (50, 49)
    assert (one.attendance_share, one.missed_share, one.let_in_share) == (84, 16, 50)
    assert one.asked_share is None, "of eight, a percentage says more than is known"


def test_who_is_not_said_to_have_come_is_not_missing():
    one = Attendance(came=10, unsaid=10)
    assert one.booked == 20
    assert one.missed_share == 0
    assert one.attendance_share == 50


def test_no_share_of_few():
    assert percent(9, 9) is None
    assert percent(5, 10) == 50
    assert Attendance().attendance_share is None
