"""Employers at the door: here is taking part, written on the timeline once, by tap, by code, late, and back (C17)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.actions.employers_at_door import tap_employer
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import Tap
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.employers_at_door import employers_at
from guildhall.engagements.models import Ask, Engagement, Touch
from guildhall.events.actions.arriving import check_in_employer
from guildhall.events.actions.taking_part import Part, Stall, add_session, invite, name_employer, note_held
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from tests.bookings.at_the_door import fair
from tests.events.plans import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """A fair with two employers, of which one has a booth."""
    found = fair(cast, mesa=1, harbor=0)
    found.parts = [
        name_employer(found.event, cast.shared(name, naics=naics).employer, Part(offers="A booth"), by=cast.mesa_wbl)
        for name, naics in (("Bayview Hospital", "622110"), ("Cobalt Machines", "333517"))
    ]
    found.booth = add_session(
        found.event, Stall("stall", "", found.parts[0].employer, room="Table 4"), by=cast.mesa_wbl
    )
    return found


def entries(part):
    return Engagement.objects.standing().filter(employer=part.employer, kind="event")


def said(part, act="here", key="", **more):
    return Tapped(key or uuid4().hex, act, part=str(part.pk), **more)


def person_of(day, employer, name):
    """Somebody of an employer has a place, and a code with it."""
    wish = Wish(day.event, day.event.starts_at, uuid4())
    return book(wish, Comer(employer=employer, name=name), by=day.cast.mesa_wbl)


def now(part):
    return TakingPart.objects.get(pk=part.pk)


def test_an_employer_that_is_here_has_taken_part_and_has_it_on_the_timeline_once(day):
    one, other = day.parts
    with clock.at(day.begun):
        tap_employer(day.roll, said(one, key="a"), by=day.cast.mesa_wbl)
        tap_employer(day.roll, said(one, key="a"), by=day.cast.mesa_wbl)
        tap_employer(day.roll, said(one), by=day.cast.mesa_jobs)
    assert (now(one).state, now(one).came_at) == ("came", day.begun)
    entry = entries(one).get()
    assert (entry.summary, entry.happened_on) == (day.event.title, day.event.day)
    assert not entries(other).exists()
    day.booth.refresh_from_db()
    assert day.booth.came_at == day.begun, "so it stands at its booth"
    with clock.at(day.next_morning):
        row = fresh(day.event)
        note_held(row, came=set(), attended=1, version=row.version, by=day.cast.mesa_wbl)
    assert (now(one).state, now(other).state) == ("came", "absent"), "who was not checked in is not counted unasked"
    assert entries(one).get() == entry


def test_an_ask_that_was_planned_becomes_it_and_its_touch_is_made(day):
    one = day.parts[0]
    invite(one, clock.today(), kind="email", version=one.version, by=day.cast.mesa_wbl)
    with clock.at(day.begun):
        tap_employer(day.roll, said(one), by=day.cast.mesa_wbl)
    assert now(one).ask.state == Ask.State.DONE
    assert Touch.objects.filter(employer=one.employer, state=Touch.State.MADE).count() == 1


def test_who_was_tapped_by_mistake_stands_as_before(day):
    one = day.parts[0]
    with clock.at(day.begun):
        tap_employer(day.roll, said(one), by=day.cast.mesa_wbl)
        tap_employer(day.roll, said(one, "not_here"), by=day.cast.mesa_jobs)
    assert (now(one).state, now(one).came_at, now(one).engagement) == ("named", None, None)
    assert not entries(one).exists()
    day.booth.refresh_from_db()
    assert day.booth.came_at is None
    with clock.at(day.begun + timedelta(minutes=9)):
        late = said(one, at=day.begun - timedelta(minutes=1))
        tap_employer(day.roll, late, by=day.cast.mesa_wbl)
        assert now(one).came_at is None, "a tap that arrives late undoes nothing that was tapped after it"
        tap_employer(day.roll, said(one), by=day.cast.mesa_wbl)
    assert entries(one).count() == 1
    assert Tap.objects.filter(part=one.pk).count() == 4


def test_the_code_of_one_of_its_people_counts_and_the_last_one_takes_it_back(day):
    one = day.parts[0]
    who = [
        book(
            Wish(day.event, day.event.starts_at, uuid4()), Comer(employer=one.employer, name=name), by=day.cast.mesa_wbl
        )
        for name in ("Ana Lopez", "Ben Ruiz")
    ]
    with clock.at(day.begun):
        for row in who:
            tap(day.roll, Tapped(uuid4().hex, "here", code=row.code), by=day.cast.mesa_wbl)
        assert entries(one).count() == 1
        tap(day.roll, Tapped(uuid4().hex, "not_here", booking=str(who[0].pk)), by=day.cast.mesa_wbl)
        assert now(one).state == "came", "the other one is here"
        tap(day.roll, Tapped(uuid4().hex, "not_here", booking=str(who[1].pk)), by=day.cast.mesa_wbl)
    assert now(one).came_at is None and not entries(one).exists()


def test_an_employer_that_comes_without_being_on_the_event_is_put_there(day, cast):
    came = cast.shared("Delta Foods", naics="311812").employer
    row = person_of(day, came, "Cy")
    with clock.at(day.begun):
        tap(day.roll, Tapped("x", "here", booking=str(row.pk)), by=cast.mesa_wbl)
    part = TakingPart.objects.get(event=day.event, employer=came)
    assert part.state == "came" and entries(part).count() == 1


def test_only_who_keeps_the_door_and_only_while_it_is_open(day, cast):
    one = day.parts[0]
    with pytest.raises(Refused, match="opens half a day"):
        tap_employer(day.roll, said(one), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="not begun"):
        check_in_employer(day.booth, by=cast.mesa_wbl)
    other = fair(cast, mesa=1, harbor=0, because="Another hall.")
    with clock.at(day.begun):
        with pytest.raises(Refused):
            tap_employer(day.roll, said(one), by=cast.harbor_wbl)
        with pytest.raises(Refused, match="not take part"):
            tap_employer(other.roll, said(one), by=cast.mesa_wbl)
        check_in_employer(day.booth, by=cast.mesa_wbl)
    assert entries(one).count() == 1, "by its booth on the page of the event as well"


def test_the_page_has_a_tap_for_each_and_the_device_is_answered(day, cast):
    one, path = day.parts[0], f"/events/lists/{day.roll.pk}/door/"
    client = cast.client(cast.mesa_wbl)
    person = person_of(day, one.employer, "Ana")
    with clock.at(day.begun):
        page = client.get(path).content.decode()
        assert all(words in page for words in ("Bayview Hospital", "Table 4", f'value="{one.pk}"'))
        assert "Cobalt Machines" in client.get(f"{path}printed/").content.decode()
        told = client.post(f"{path}tap/", {"key": "k", "act": "here", "code": person.code, "said": "short"}).json()
        assert told["booking"] == str(person.pk) and told["also"]["booking"] == str(one.pk)
        sent = {"key": "m", "act": "not_here", "part": str(one.pk)}
        assert "not here after all" in client.post(f"{path}tap/", sent, follow=True).content.decode()
        told = client.post(f"{path}tap/", {**sent, "key": "n", "part": str(uuid4()), "said": "short"}).json()
        assert told["refused"] is True
        client.post(f"{path}tap/", {"key": "o", "act": "here", "part": str(one.pk), "said": "short"})
        page = client.get(f"/events/{day.event.pk}/held/").content.decode()
    assert "Checked in at the door" in page and "Bayview Hospital" in page
    assert "checked" not in page.split("Which employers were there?")[1].split("</fieldset>")[0], "asked, not counted"


def test_the_list_asks_as_often_for_many_as_for_few(day, cast, django_assert_num_queries):
    with clock.at(day.begun):
        with django_assert_num_queries(2):
            employers_at(day.roll, cast.mesa_wbl)
        for n in range(5):
            name_employer(day.event, cast.shared(f"Works {n}").employer, Part(), by=cast.mesa_wbl)
        with django_assert_num_queries(2):
            assert len(employers_at(day.roll, cast.mesa_wbl)) == 7
    assert Event.objects.get(pk=day.event.pk).state == "published"
