"""Lists at whose door nobody was: who planned it is asked, employers read that numbers follow, each once (R6)."""

from datetime import timedelta

import pytest

from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.open_lists import tell_of_open_lists
from guildhall.bookings.actions.telling_employers import tell_employers
from guildhall.bookings.queries.reporting import told_to
from guildhall.context import Keeper, keeping
from guildhall.events.actions.taking_part import Part, change_part, name_employer
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from tests.bookings.at_the_door import fair

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


@pytest.fixture
def day(cast):
    found = fair(cast, mesa=2, harbor=1)
    employer = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    part = name_employer(found.event, employer, Part(contact=employer.contacts.get()), by=cast.mesa_wbl)
    change_part(part, Part(contact=part.contact), "confirmed", version=part.version, by=cast.mesa_wbl)
    found.employer = employer
    return found


def asked():
    with keeping(Keeper.DOOR, "as the job of the morning does"):
        return tell_of_open_lists()


def letters():
    return OutgoingEmail.objects.filter(to="ana@kestrel.example")


def notices():
    return Notice.objects.filter(event="attendance open")


def test_the_next_morning_who_planned_it_is_asked_and_employers_read_that_numbers_follow(day):
    with clock.at(day.begun):
        assert asked() == 0, "it is not over"
    with clock.at(day.next_morning):
        assert (asked(), asked()) == (1, 1)
        assert notices().get().person_id == day.cast.mesa_wbl.pk
        assert "not known yet how many came" in letters().get().text and "Zamora" not in letters().get().text
        assert told_to(day.employer) == [], "nothing is told as a number"
        page = day.cast.client(day.cast.mesa_wbl).get(notices().get().path)
        assert page.status_code == 200


def test_they_are_asked_again_every_week_for_a_month(day):
    for days in (1, 2, 8, 9, 15, 22, 29, 40):
        with clock.at(day.next_morning + timedelta(days=days - 1)):
            asked()
    assert notices().count() == 5
    assert letters().count() == 1


def test_nobody_is_asked_where_somebody_was_checked_in_or_the_list_is_closed(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
    with clock.at(day.next_morning):
        assert asked() == 0
    assert not notices().exists()


def test_a_list_that_is_completed_is_told_and_asked_about_no_more(day):
    with clock.at(day.next_morning):
        asked()
        close_list(day.roll, by=day.cast.mesa_wbl)
        assert asked() == 0
    with clock.at(day.next_morning + timedelta(days=1)):
        assert tell_employers() == 1
    assert letters().count() == 2
