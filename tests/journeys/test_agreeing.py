"""Journey 14, its middle: a protocol is drafted, simulated, published with a date; people see what changed and accept.

And what a new training and new terms close is said, and opened again, on the same pages.
"""

from datetime import timedelta

import pytest

from guildhall.employers.actions.posting import settle_default_audiences
from guildhall.lib import clock
from guildhall.people.actions import earning
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from guildhall.protocols.models import Protocol
from tests.moments import days_from_now

pytestmark = pytest.mark.browser


@pytest.fixture
def valley(town):
    """A district that sees shared employers until the protocol says otherwise."""
    district = found("Valley District", "district", parent=town.region, by=None, code="VD")
    town.add("valley_jobs", Role.JOB_DEVELOPER, district)
    town.shared("Kestrel Aerospace")
    town.shared("Osprey Inn")
    return district


def test_a_protocol_from_its_draft_to_its_readers(town, valley, visit, width):
    director = visit(town.director, width=width)
    director.menu("Protocols")
    director.link("Draft a protocol").click()
    director.page.get_by_label("The next version of Vetting protocol").check()
    director.button("Begin the draft").click()
    director.heading("Vetting protocol v2")
    director.reads("Draft")

    director.link("Change clause 2.3").click()
    director.type("What is agreed", "Colleges see what is shared.")
    director.page.get_by_label("Only institutions of some kinds").check()
    director.button("Save the clause").click()
    director.reads("Choose at least one kind of institution.", "Colleges see what is shared.")
    director.page.get_by_label("colleges", exact=True).check()
    director.button("Save the clause").click()
    director.reads("only institutions of some kinds")
    director.fits()

    director.link("What changed").click()
    director.reads("Against Vetting protocol v1, 1 clause differs.")
    director.fits()
    director.link("What it would do").click()
    director.reads("2 employers would become hidden", "from 1 institution.", "Kestrel Aerospace")
    director.fits()

    director.link("Publish").click()
    director.page.get_by_label("In force from").fill((clock.today() + timedelta(days=3)).isoformat())
    director.button("Publish Vetting protocol v2").click()
    director.reads("Published, not in force yet")
    director.fits()

    reader = visit(town.people["valley_jobs"], width=width)
    reader.reads("To read and accept")
    reader.link("Vetting protocol v2").click()
    reader.link("See what changed").click()
    reader.reads("Colleges see what is shared.", "All colleges see it.")
    reader.button("I have read it and accept it").click()
    reader.reads("You accepted this version on")
    assert reader.taps() <= 4  # signed in, opened, compared, accepted
    assert director.taps() <= 15  # from the draft, with a mistake, to the day from which it is in force
    reader.fits()

    director.go(f"/protocols/{Protocol.objects.get(number=2).pk}/readers/")
    director.reads(str(town.people["valley_jobs"]), str(town.mesa_wbl))
    director.fits()
    with clock.at(days_from_now(3)):
        assert settle_default_audiences() == 2
    reader.menu("Employers")
    reader.does_not_read("Kestrel Aerospace")


def test_what_is_lacking_is_said_and_got_on_the_spot(town, visit, width):
    employer = town.shared("Kestrel Aerospace").employer
    values = {"title": "The shared record", "about": "", "unlocks": ["EDIT_EMPLOYERS"], "valid_months": 12}
    course = earning.open_course(town.region, values | {"required_from": clock.today()}, by=town.administrator)
    when = {"starts_at": clock.now() + timedelta(days=2), "place": "Room 4", "link": "", "seats": 5, "trainer": None}
    session = earning.plan_session(course, when, by=town.administrator)
    earning.publish_terms(town.region, "Be kind.", in_force_from=clock.today(), by=town.administrator)

    person = visit(town.mesa_wbl, width=width)
    person.go(f"/employers/{employer.pk}/change/")
    person.heading("This was not done")
    person.reads("the training “The shared record”, next on")
    person.complaints.clear()  # the browser notes the refusal
    person.link("What you lack, and where to get it").click()
    person.heading("What you may do")
    person.fits()
    person.link("Read and accept").click()
    person.reads("Be kind.")
    person.button("I have read them and accept them").click()
    person.button("Book").click()
    person.reads("You have a seat")
    person.fits()

    with clock.at(days_from_now(2)):
        earning.note_attendance(session, [town.mesa_wbl], by=town.administrator)
    person.go(f"/employers/{employer.pk}/change/")
    person.heading("Change the facts")
