"""Mail to students for tests: an event that some did not come to, a mailing to them, the job that hands it over."""

from datetime import timedelta

import pytest

from guildhall import context
from guildhall.bookings.models import Booking
from guildhall.context import Keeper
from guildhall.lib import clock
from guildhall.mailings.actions import deciding, selecting, sending, writing
from guildhall.mailings.models import StudentRecipient
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.models import Registration
from tests.bookings.booked import booked, event
from tests.mailings.written import fresh, monday, sender, trained
from tests.students.two_schools import as_

BODY = "Hello,\n\nwe missed you at {event}. Answer this letter, and we find another day."


@pytest.fixture
def fair(cast):
    """An event of which Ana has a place, and Bo and Cy did not come."""
    trained(cast, "mesa_wbl", "mesa_admin", "mesa_career", "director", "harbor_wbl", "harbor_admin")
    row = event(cast, "Nursing careers", places=9)
    for name in ("Ana", "Bo", "Cy"):
        booking = booked(cast, row, name)
        address = f"{name.lower()}@students.example"
        Registration.objects.filter(pk=booking.registration_id).update(email=address, given_name=name)
        if name != "Ana":
            Booking.objects.filter(pk=booking.pk).update(missed_at=clock.now())
    return row


def of_students(cast, fair, *, by=None, kind="missed", **more):
    by = by or cast.mesa_wbl
    facts = {"topic": "student_events", "subject": "We missed you", "body": BODY, "audience": "students"} | more
    with as_(by):
        row = writing.write_mailing(writing.Draft(sender(cast), **facts), institution=cast.mesa, by=by)
        if fair:
            selecting.add_source(row, kind, label="No-shows", key=fair.pk, by=by)
    return fresh(row)


def told(row):
    rows = StudentRecipient.objects.filter(mailing=row).select_related("registration")
    return {one.registration.given_name: (one.state, one.reason) for one in rows}


def anew(row):
    with as_(row.author):
        selecting.select_recipients(fresh(row), by=row.author)
    return told(row)


def leaves(cast, row, at=None):
    with as_(row.author):
        row = fresh(row)
        deciding.ask_for_approval(row, version=row.version, by=row.author)
    with as_(cast.mesa_admin):
        row = fresh(row)
        deciding.approve(row, version=row.version, by=cast.mesa_admin)
    with as_(cast.mesa_wbl):
        row = fresh(row)
        deciding.schedule(row, at or monday(), version=row.version, by=cast.mesa_wbl)
    goes(at or monday())
    return fresh(row)


def goes(moment):
    """As the job does it: with the keeper who delivers, who sees no student."""
    later, zone = moment + timedelta(minutes=5), str(clock.zone())  # a test may pretend another than the territory's
    with clock.at(later), context.begun(), context.at_home(zone), context.keeping(Keeper.DELIVERY, "a test"):
        sending.send_due()


def letters():
    return {one.to: one for one in OutgoingEmail.objects.filter(kind="student mailing")}
