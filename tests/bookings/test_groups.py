"""Places by program and by year, beside those of institutions: who waits, who passes, and what they are told (C16)."""

import pytest

from guildhall.bookings.actions.booking import book, cancel
from guildhall.bookings.models import Booking, Share
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.limits import what_is_full
from guildhall.outbox.models import OutgoingEmail
from guildhall.pathways.actions.programs import ProgramFacts, enter_program
from guildhall.students.models import Enrolment, Registration
from tests.bookings.booked import event, now, states, terms, wish
from tests.events.plans import fresh
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


def nursing_at(cast):
    return enter_program(cast.mesa, ProgramFacts("Nursing", "associate"), by=cast.mesa_wbl)


def who(cast, name, *, program=None, year=""):
    """A student of Mesa with an e-mail address, who learns something."""
    row = student(cast, name)
    Registration.objects.filter(pk=row.pk).update(email=f"{name.lower()}@students.example")
    row.enrolments.all().delete()
    facts = {"institution": row.institution, "registration": row, "student": row.student}
    Enrolment.objects.create(**facts, program=program, year=year)
    return Registration.objects.select_related("institution", "student").get(pk=row.pk)


def books(cast, row, registration, **more):
    return book(wish(row, **more), Comer(registration=registration), by=cast.mesa_wbl)


def test_a_program_takes_no_more_than_its_places_and_others_pass(cast):
    row, nursing = (
        event(cast, places=5),
        enter_program(cast.mesa, ProgramFacts("Nursing", "associate"), by=cast.mesa_wbl),
    )
    terms(cast, row, shares={nursing: 1, "11": 1})
    first = books(cast, row, who(cast, "Ana", program=nursing, year="12"))
    waits = books(cast, row, who(cast, "Bo", program=nursing, year="12"))
    books(cast, row, who(cast, "Cy", year="11"))
    both = books(cast, row, who(cast, "Di", program=nursing, year="11"))
    books(cast, row, who(cast, "Eve", year="12"))
    assert states(row) == [S.BOOKED, S.WAITING, S.BOOKED, S.WAITING, S.BOOKED]
    cancel(first, by=cast.mesa_wbl)
    assert (now(waits).state, now(both).state) == (S.BOOKED, S.WAITING), "one stands in the way of nobody else"


def test_whoever_waits_is_told_which_places_are_taken(cast):
    row, nursing = (
        event(cast, places=5),
        enter_program(cast.mesa, ProgramFacts("Nursing", "associate"), by=cast.mesa_wbl),
    )
    terms(cast, row, shares={nursing: 1, cast.mesa: 3})
    books(cast, row, who(cast, "Ana", program=nursing))
    waits = books(cast, row, who(cast, "Bo", program=nursing))
    assert "Nursing" in what_is_full(waits)
    letter = OutgoingEmail.objects.get(to="bo@students.example")
    assert "The places for Nursing" in letter.text and "All places" not in letter.text
    page = cast.client(cast.mesa_wbl).get(f"/bookings/{waits.pk}/").content.decode()
    assert "Waits because" in page
    terms(cast, row, capacity=1, shares={nursing: 1})
    assert what_is_full(now(waits)) == "", "all places are taken then"


def test_limits_that_change_are_asked_anew_of_everybody(cast):
    row, nursing = (
        event(cast, places=5),
        enter_program(cast.mesa, ProgramFacts("Nursing", "associate"), by=cast.mesa_wbl),
    )
    for name in ("Ana", "Bo"):
        books(cast, row, who(cast, name, program=nursing, year="11"))
    terms(cast, row, shares={nursing: 1})
    assert states(row) == [S.BOOKED, S.BOOKED], "nobody loses a place"
    books(cast, row, who(cast, "Cy", program=nursing))
    assert states(row)[2] == S.WAITING
    terms(cast, row, shares={"11": 2})
    assert states(row)[2] == S.BOOKED and not Share.objects.filter(program=nursing).exists()
    terms(cast, row, shares={})
    assert not Share.objects.exists()


def test_the_page_of_terms_adds_and_takes_away(cast):
    row, nursing = (
        event(cast, places=5),
        enter_program(cast.mesa, ProgramFacts("Nursing", "associate"), by=cast.mesa_wbl),
    )
    client, address = cast.client(cast.mesa_wbl), f"/events/{row.pk}/bookings/terms/"
    sent = {"version": fresh(row).version, "capacity": "5", "hours_to_answer": "0", "guests": "0"}
    page = client.post(
        address, {**sent, "program": str(nursing.pk), "year": "11", "most_of_group": "2"}
    ).content.decode()
    assert "each limit is for one of them" in page
    page = client.post(address, {**sent, "year": "11"}).content.decode()
    assert "Say how many places it has at most" in page and not Share.objects.exists()
    client.post(address, {**sent, "year": " 11 ", "most_of_group": "2"})
    share = Share.objects.get()
    assert (share.year, share.places) == ("11", 2)
    assert "Year or grade 11" in client.get(address).content.decode()
    client.post(address, {**sent, "version": fresh(row).version, f"share-{share.pk}": ""})
    assert not Share.objects.exists()
