"""Letters reach their readers in working hours where they are (C18), as far as the address of a site says where."""

from datetime import UTC, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from guildhall.employers.models import Contact
from guildhall.employers.models.places import Site
from guildhall.lib import clock
from guildhall.lib.state_zones import ZONE_OF_HEAD, ZONE_OF_STATE, zone_of_address
from guildhall.lib.states import STATES
from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import deciding, sending
from guildhall.mailings.models import Mailing
from guildhall.outbox.models import OutgoingEmail
from tests.mailings.written import drafted, employer, monday, scheduled, trained


@pytest.mark.parametrize(
    ("state", "code", "zone"),
    [
        ("CA", "92101", "America/Los_Angeles"),
        ("ny", "", "America/New_York"),
        ("TX", "75201", "America/Chicago"),
        ("TX", "79901", "America/Denver"),
        ("FL", "32501", "America/Chicago"),
        ("FL", "33101", "America/New_York"),
        ("AZ", "85001", "America/Phoenix"),
        ("", "92101", ""),
        ("XX", "", ""),
    ],
)
def test_an_address_says_by_which_clocks(state, code, zone):
    assert zone_of_address(state, code) == zone


def test_every_state_has_a_zone_that_there_is():
    assert set(ZONE_OF_STATE) == set(STATES)
    assert all(ZoneInfo(zone) for zone in {*ZONE_OF_STATE.values(), *ZONE_OF_HEAD.values()})


@pytest.fixture
def apart(cast):
    """An employer here, one whose main site is in New York, and one whose contact works there."""
    trained(cast)
    here, there, mixed = (employer(cast, name) for name in ("Here", "There", "Mixed"))
    Site.objects.filter(employer__in=(here, there, mixed)).delete()
    Site.objects.create(employer=here, city="Redstone", state="CA", main=True)
    Site.objects.create(employer=there, city="Albany", state="NY", main=True)
    Site.objects.create(employer=mixed, city="Redstone", state="CA", main=True)
    away = Site.objects.create(employer=mixed, city="Albany", state="NY", street="2")
    Contact.objects.filter(employer=mixed).update(site=away)
    return cast


def due(cast, hour):
    """When each letter is due that is handed over at an hour of Monday, by the region’s clocks."""
    scheduled(cast, drafted(cast), at=monday(10))
    with clock.at(monday(hour)):
        sending.send_due()
    rows = OutgoingEmail.objects.filter(kind="mailing")
    return {row.to.partition("@")[2].partition(".")[0]: row.due_at for row in rows}


@pytest.mark.django_db
def test_whoever_is_home_already_gets_theirs_the_next_morning(apart):
    """At 3 pm in Los Angeles it is 6 pm in New York."""
    found = due(apart, 15)
    next_morning = clock.moment_of(clock.day_of(monday()) + timedelta(1), time(9), "America/New_York")
    assert found["there"] == found["mixed"] == next_morning.astimezone(UTC)
    assert found["here"] < next_morning, "the control"


@pytest.mark.django_db
def test_whoever_is_at_work_gets_theirs_at_once(apart):
    """At 11 am in Los Angeles it is 2 pm in New York."""
    found = due(apart, 11)
    assert set(found) == {"here", "there", "mixed"}
    assert len({moment.date() for moment in found.values()}) == 1
    assert max(found.values()) - min(found.values()) < timedelta(minutes=1)


@pytest.mark.django_db
def test_what_waits_for_the_next_morning_is_stopped_although_the_last_letter_was_handed_over(apart):
    """Somebody sees a mistake in the evening: those whose day has not begun do not get it, and get the better one."""
    cast = apart
    due(cast, 15)
    row = Mailing.objects.get()
    assert row.state == "sent"
    OutgoingEmail.objects.filter(to__contains="@here").update(state="sent")
    with clock.at(monday(16)):
        assert cast.client(row.author).get(f"/mailings/{row.pk}/stop/").status_code == 200
        row = deciding.stop(row, "The wrong day", version=row.version, by=row.author)
        states = dict(OutgoingEmail.objects.filter(kind="mailing").values_list("to", "state"))
        assert sorted(states.values()) == ["held", "held", "sent"]
        sending.settle_failed()
        row = deciding.take_up(row, version=row.version, by=row.author)
    found = dict(row.recipients.values_list("contact__employer__name", "state"))
    assert found == {"Here": "sent", "There": "included", "Mixed": "included"}


@pytest.mark.django_db
def test_what_has_left_is_stopped_no_more(apart):
    due(apart, 11)
    row = Mailing.objects.get()
    OutgoingEmail.objects.update(state="sent")
    with pytest.raises(Refused, match="not on its way"):
        deciding.stop(row, "The wrong day", version=row.version, by=row.author)
