"""Places of an event: never more than there are, first come first served, each promoted once (C16, R7)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from guildhall.bookings.actions import lapsing
from guildhall.bookings.actions.booking import accept, book, cancel
from guildhall.bookings.actions.many import book_for
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.lists import list_of, times_of
from guildhall.events.actions.taking_part import Part, Stall, add_session, change_part, name_employer, remove_session
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.placements.parties import employer_party
from guildhall.students.models import Enrolment, Registration
from tests.bookings.booked import booked, event, now, own, states, terms, wish
from tests.events.plans import draft, fresh, published
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
S = Booking.State


def letters(**of):
    return list(
        OutgoingEmail.objects.filter(kind="booking", **of).order_by("queued_at").values_list("subject", flat=True)
    )


def test_whoever_comes_first_has_the_place_and_the_others_wait_in_their_order(cast):
    """Across institutions; a place that is given back goes to the first of them, once."""
    row = event(cast, places=2)
    made = [
        booked(cast, row, f"S{n}", by=by) for n, by in enumerate(["mesa_wbl", "harbor_wbl", "harbor_wbl", "mesa_wbl"])
    ]
    assert states(row) == [S.BOOKED, S.BOOKED, S.WAITING, S.WAITING]
    assert [one.turn for one in made] == [1, 2, 3, 4]
    roll = Roll.objects.get(event=row)
    assert (roll.taken, roll.waiting, roll.free) == (2, 2, 0)
    cancel(made[0], by=cast.mesa_wbl)
    assert states(row) == [S.CANCELED, S.BOOKED, S.BOOKED, S.WAITING]
    cancel(made[0], by=cast.mesa_wbl)
    assert states(row) == [S.CANCELED, S.BOOKED, S.BOOKED, S.WAITING], "given back twice, it is given back once"
    cancel(made[3], by=cast.mesa_wbl)
    assert states(row)[-1] == S.CANCELED
    assert not now(made[2]).answer_until and now(made[2]).waited and not now(made[1]).waited


def test_a_double_tap_a_second_device_and_a_lost_answer_are_one_booking(cast):
    row, who, key = event(cast, places=5), student(cast), uuid4()
    first = book(wish(row, key=key), Comer(registration=who), by=own(who))
    again = book(wish(row, key=key), Comer(registration=who), by=own(who))
    elsewhere = book(wish(row), Comer(registration=who), by=cast.mesa_wbl)
    assert first.pk == again.pk == elsewhere.pk
    assert Booking.objects.count() == 1
    cancel(first, by=own(who))
    anew = book(wish(row, key=key), Comer(registration=who), by=own(who))
    assert (anew.state, anew.pk == first.pk) == (S.BOOKED, False), "back to the page, and booked once more"
    assert book(wish(row, key=key), Comer(registration=who), by=own(who)).pk == anew.pk
    assert book(wish(row), Comer(registration=who), by=own(who)).state == S.BOOKED, "a new wish is a new booking"


def test_who_learns_at_two_institutions_comes_once(cast):
    """Signed in; what the staff of one of them book tells nothing of the other."""
    row, here = event(cast, places=5), student(cast)
    there = student(cast, "Bo", by="harbor_wbl")
    Registration.objects.filter(pk=there.pk).update(student=here.student)
    there.refresh_from_db()
    first = book(wish(row), Comer(registration=here), by=own(here))
    assert book(wish(row), Comer(registration=there), by=own(there)).pk == first.pk
    other = book(wish(row), Comer(registration=there), by=cast.harbor_wbl)
    assert other.pk != first.pk
    assert other.institution == cast.harbor


def test_nobody_uses_the_key_of_somebody_else(cast):
    row, key = event(cast, places=5), uuid4()
    ana, bo = student(cast, "Ana"), student(cast, "Bo")
    book(wish(row, key=key), Comer(registration=ana), by=own(ana))
    with pytest.raises(Refused, match="not yours"):
        book(wish(row, key=key), Comer(registration=bo), by=own(bo))


def test_whoever_gets_a_place_from_the_list_answers_in_time_where_that_is_asked_for(cast):
    row = event(cast, places=1)
    terms(cast, row, hours_to_answer=24)
    first, second, third = (booked(cast, row, name) for name in ("Ana", "Bo", "Cy"))
    assert first.state == S.BOOKED, "a place that is free is theirs at once"
    cancel(first, by=cast.mesa_wbl)
    offered = now(second)
    assert offered.state == S.OFFERED
    assert abs(offered.answer_until - offered.since - timedelta(hours=24)) < timedelta(seconds=5)
    assert lapsing.lapse_offers() == 0
    with clock.at(offered.answer_until + timedelta(minutes=1)):
        with pytest.raises(Refused, match="ended"):
            accept(second, by=cast.mesa_wbl)
        assert lapsing.lapse_offers() == 1
        assert lapsing.lapse_offers() == 0
        assert [now(one).state for one in (second, third)] == [S.LAPSED, S.OFFERED]
        assert accept(third, by=cast.mesa_wbl).state == S.BOOKED
        assert accept(third, by=cast.mesa_wbl).state == S.BOOKED, "said twice it is one yes"
    assert Roll.objects.get(event=row).taken == 1


def test_more_places_promote_and_fewer_take_nobodys_away(cast):
    row = event(cast, places=1)
    made = [booked(cast, row, f"S{n}") for n in range(4)]
    terms(cast, row, capacity=3)
    assert states(row) == [S.BOOKED, S.BOOKED, S.BOOKED, S.WAITING]
    terms(cast, row, capacity=1)
    assert states(row) == [S.BOOKED, S.BOOKED, S.BOOKED, S.WAITING]
    cancel(made[0], by=cast.mesa_wbl)
    assert states(row)[-1] == S.WAITING, "nobody is promoted before enough were given back"


def test_an_institution_has_its_limit_and_lets_others_pass(cast):
    row = event(cast, places=3)
    terms(cast, row, shares={cast.mesa: 1})
    for name, by in (("Ana", "mesa_wbl"), ("Bo", "mesa_wbl"), ("Cy", "harbor_wbl")):
        booked(cast, row, name, by=by)
    assert states(row) == [S.BOOKED, S.WAITING, S.BOOKED]
    terms(cast, row, shares={})
    assert states(row) == [S.BOOKED, S.BOOKED, S.BOOKED]
    terms(cast, row, shares={cast.mesa: 2})
    assert Booking.objects.filter(share__isnull=False).count() == 2, "who is on the list already is counted in"


def test_guests_take_places_and_keep_the_order(cast):
    row = event(cast, places=3)
    with pytest.raises(Refused, match="No guests"):
        booked(cast, row, guests=1)
    terms(cast, row, guests=2)
    with pytest.raises(Refused, match="that many"):
        booked(cast, row, guests=3)
    first = booked(cast, row, "Bo", guests=1)
    booked(cast, row, "Cy", guests=2)
    booked(cast, row, "Di")
    assert states(row) == [S.BOOKED, S.WAITING, S.WAITING], "who has more guests than there are places keeps the turn"
    cancel(first, by=cast.mesa_wbl)
    assert states(row) == [S.CANCELED, S.BOOKED, S.WAITING]


def test_who_may_not_come_reads_why(cast):
    who = student(cast)
    plain = draft(cast, "A draft", capacity=1)
    with pytest.raises(Refused, match="published"):
        book(wish(plain), Comer(registration=who), by=own(who))
    free = published(cast, "Just come")
    with pytest.raises(Refused, match="just come"):
        book(wish(free), Comer(registration=who), by=own(who))
    ours = event(cast, "Ours", audience="own")
    other = student(cast, "Bo", by="harbor_wbl")
    with pytest.raises(Refused, match="not open to Harbor"):
        book(wish(ours), Comer(registration=other), by=own(other))
    later = event(cast, "Later", books_from=ours.starts_at - timedelta(days=1))
    with pytest.raises(Refused, match="begins"):
        book(wish(later), Comer(registration=who), by=own(who))
    assert book(wish(later), Comer(registration=who), by=cast.mesa_wbl), "whoever plans it still adds people"
    with pytest.raises(Refused, match="then any more"):
        book(wish(ours, starts_at=ours.starts_at + timedelta(hours=1)), Comer(registration=who), by=own(who))
    for by in (cast.harbor_wbl, cast.mesa_jobs, cast.mesa_teacher, own(other), employer_party(uuid4())):
        with pytest.raises(Refused):
            book(wish(ours), Comer(registration=who), by=by)


def test_what_is_lacking_is_said(cast):
    row = event(cast, eligibility=[[{"by": "year", "of": ["11", "12"]}]])
    who = student(cast, grade="10")
    with pytest.raises(Refused, match="11 or 12"):
        book(wish(row), Comer(registration=who), by=own(who))
    Enrolment.objects.filter(registration=who).update(grade="12")
    assert book(wish(row), Comer(registration=who), by=own(who)).state == S.BOOKED


def test_each_time_of_a_series_and_each_session_has_a_list_of_its_own(cast):
    row = event(cast, places=1, rule="FREQ=WEEKLY;COUNT=3")
    times = list(row.occurrences.values_list("starts_at", flat=True))
    ana, bo = student(cast, "Ana"), student(cast, "Bo")
    for moment in times[:2]:
        assert book(wish(row, starts_at=moment), Comer(registration=ana), by=own(ana)).state == S.BOOKED
    assert book(wish(row, starts_at=times[1]), Comer(registration=bo), by=own(bo)).state == S.WAITING
    slot = add_session(fresh(row), Stall("slot", "Interview", capacity=1), by=cast.mesa_wbl)
    assert book(wish(row, session=slot), Comer(registration=bo), by=own(bo)).state == S.BOOKED
    with pytest.raises(Refused, match="booked it already"):
        remove_session(slot, by=cast.mesa_wbl)


def test_a_class_is_booked_at_once_and_each_is_told_of(cast):
    row = event(cast, places=2, eligibility=[[{"by": "year", "of": ["12"]}]])
    able = [student(cast, name, grade="12") for name in ("Ana", "Bo", "Cy")]
    young = student(cast, "Di", grade="9")
    form = wish(row)
    for _twice in range(2):
        found = book_for(form, [*able, young], by=cast.mesa_wbl)
    assert [one.booking and now(one.booking).state for one in found] == [S.BOOKED, S.BOOKED, S.WAITING, None]
    assert "12" in found[-1].reason
    with pytest.raises(Refused, match="at least one"):
        book_for(form, [], by=cast.mesa_wbl)


def test_the_letters_say_the_place_the_code_and_nobodys_name(cast):
    row = event(cast, places=1)
    who = student(cast, "Ana", email="ana@mesa.example")
    other = student(cast, "Bo", email="bo@mesa.example")
    first = book(wish(row), Comer(registration=who), by=own(who))
    book(wish(row), Comer(registration=other), by=own(other))
    letter = OutgoingEmail.objects.get(to="ana@mesa.example")
    assert first.code in letter.text and "You have a place" in letter.subject
    assert not OutgoingEmail.objects.filter(text__icontains="Zamora").exists()
    entry = next(iter(Calendar.from_ical(letter.calendar).walk("VEVENT")))
    assert entry.decoded("dtstart") == row.starts_at
    assert "Zamora" not in letter.calendar
    cancel(first, by=own(who))
    assert letters(to="bo@mesa.example") == [
        "You are on the waiting list: Nursing careers", "You have a place: Nursing careers"
    ]  # fmt: skip


def test_staff_book_for_themselves_and_employers_for_their_people(cast):
    row = event(cast, places=9)
    kestrel = cast.shared("Kestrel Aerospace").employer
    mine = book(wish(row), Comer(person=cast.harbor_wbl), by=cast.harbor_wbl)
    assert mine.state == S.BOOKED
    assert Notice.objects.filter(person=cast.harbor_wbl, event="booking moved").count() == 1
    with pytest.raises(Refused):
        book(wish(row), Comer(person=cast.harbor_wbl), by=cast.mesa_instructor)
    party, who = employer_party(kestrel.pk), Comer(employer=kestrel, name="Ida Ruiz", email="ida@kestrel.example")
    with pytest.raises(Refused, match="does not take part"):
        book(wish(row), who, by=party)
    part = name_employer(fresh(row), kestrel, Part(), by=cast.mesa_wbl)
    change_part(part, Part(), "confirmed", version=part.version, by=cast.mesa_wbl)
    first = book(wish(row), who, by=party)
    assert book(wish(row), who, by=party).pk == first.pk
    assert OutgoingEmail.objects.filter(to="ida@kestrel.example").count() == 1
    with pytest.raises(Refused, match="Say who"):
        book(wish(row), Comer(employer=kestrel), by=party)


def test_the_organizer_reads_no_name_of_another_colleges_student_who_did_not_agree(cast):
    row = event(cast, places=9)
    booked(cast, row, "Own")
    booked(cast, row, "Silent", by="harbor_wbl")
    booked(cast, row, "Open", by="harbor_wbl", named_at_door=True)
    full = times_of(row, cast.mesa_wbl)[0]
    assert [one.name for one in list_of(row, full, cast.mesa_wbl)] == ["Own Zamora", "", "Open Zamora"]
    assert [one.name for one in list_of(row, full, cast.harbor_wbl)] == ["Silent Zamora", "Open Zamora"]
    assert {one.name for one in list_of(row, full, cast.director)} == {""}, "an office of the region reads nobody's"
    assert (full.taken, full.waiting, full.capacity) == (3, 0, 9)


def test_late_is_what_is_canceled_when_booking_had_ended(cast):
    row = event(cast, places=1, books_until=clock.now() + timedelta(days=2))
    made = booked(cast, row)
    with clock.at(clock.now() + timedelta(days=3)):
        assert cancel(made, by=cast.mesa_wbl).late
