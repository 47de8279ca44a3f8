"""After an event: who did not come is asked once, feedback knows no author, employers read numbers (C16, R6, N13)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.bookings.actions.asking_after import (
    ask_how_it_was,
    ask_missing,
    opened,
    say_how_it_was,
    say_how_it_was_oneself,
    say_why,
)
from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.feedback_questions import QUESTIONS
from guildhall.bookings.models import AskedAfter, Feedback, Roll
from guildhall.bookings.queries.afterward import missing_of, opinions_of, own_to_say, reasons_of
from guildhall.events.actions.taking_part import Stall, add_session
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.actions.inviting import invite
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.bookings.at_the_door import booked, fair
from tests.events.plans import fresh
from tests.supervision.placed import secret_in

pytestmark = pytest.mark.django_db
ALL_FIVE = {code: 5 for code, _label in QUESTIONS}


@pytest.fixture
def over(cast):
    """A fair to which one of three of Mesa's and none of Harbor's came; its list is closed."""
    day = fair(cast)
    with clock.at(day.begun):
        day.here(day.mesa[0])
        close_list(day.roll, by=cast.mesa_wbl)
    return day


def mails(kind):
    return OutgoingEmail.objects.filter(kind=kind)


# ── Who did not come ─────────────────────────────────────────────────


def test_everybody_who_did_not_come_is_asked_once(over):
    with clock.at(over.begun):
        assert ask_missing(over.roll, by=over.cast.mesa_wbl) == 4
        with pytest.raises(Refused, match="asked already"):
            ask_missing(over.roll, by=over.cast.mesa_wbl)
    sent = mails("asked after event")
    assert sorted(sent.values_list("to", flat=True)) == [
        "ours1@mesa.example", "ours2@mesa.example", "theirs0@harbor.example", "theirs1@harbor.example"
    ]  # fmt: skip
    text = sent.first().subject + sent.first().text
    assert "Career fair" in text
    assert "Zamora" not in text and "Ours" not in text, "no letter names a student"
    of_harbor = sent.get(to="theirs0@harbor.example")
    assert of_harbor.behind == [over.cast.harbor.pk], "whoever asked reads no address of another institution's student"


def test_only_who_plans_the_event_asks_and_only_when_the_list_is_closed(cast, over):
    other = fair(cast, mesa=1, harbor=0, hour=15, because="Another hall.")
    with clock.at(over.begun), pytest.raises(Refused):
        ask_missing(over.roll, by=cast.harbor_wbl)
    with clock.at(other.begun), pytest.raises(Refused, match="Close the list"):
        ask_missing(other.roll, by=cast.mesa_wbl)


def test_the_answer_is_kept_once_and_read_by_the_students_own_institution(over):
    cast = over.cast
    with clock.at(over.begun):
        ask_missing(over.roll, by=cast.mesa_wbl)
        secret = secret_in("missed", "theirs0@harbor.example")
        say_why(secret, "ill", "Fever, sorry")
        with pytest.raises(Refused, match="answered already"):
            say_why(secret, "forgot")
        ours = missing_of(cast.harbor_wbl)
        assert {one.registration.name for one in ours} == {"Theirs0 Zamora", "Theirs1 Zamora"}
        answered = next(one for one in ours if one.registration.name.startswith("Theirs0")).bookings[0]
        assert (answered.answer, answered.asked.all()[0].reason) == ("Fever, sorry", "ill")
        assert {one.registration.name for one in missing_of(cast.mesa_wbl)} == {"Ours1 Zamora", "Ours2 Zamora"}
        assert missing_of(cast.director) == [], "an office of the region sees nobody by name"


def test_reasons_of_others_are_told_in_fives(cast):
    """No number is one student's of another institution: by itself, without the own ones, or since yesterday."""
    day, reader = fair(cast, mesa=2, harbor=9), cast.mesa_wbl
    with clock.at(day.begun):
        close_list(day.roll, by=reader)
        ask_missing(day.roll, by=reader)
        say_why(secret_in("missed", day.mesa[0].registration.email), "forgot")
        assert dict(reasons_of(day.roll, reader)) == {"I forgot": 1}, "the own ones are read by name"
        for row in day.harbor[:4]:
            say_why(secret_in("missed", row.registration.email), "ill")
    with clock.at(day.next_morning):
        assert dict(reasons_of(day.roll, reader)) == {"I forgot": 1}, "four are too few, also with the own ones"
        say_why(secret_in("missed", day.harbor[4].registration.email), "ill")
        assert dict(reasons_of(day.roll, reader)) == {"I forgot": 1}, "those of today wait"
        assert dict(reasons_of(day.roll, cast.harbor_wbl)) == {"I was ill": 5}
    with clock.at(day.next_morning + timedelta(days=1)):
        assert dict(reasons_of(day.roll, reader)) == {"I was ill": 5, "I forgot": 1}
        for row, reason in zip(day.harbor[5:], ("ill", "ill", "forgot", "forgot"), strict=True):
            say_why(secret_in("missed", row.registration.email), reason)
    with clock.at(day.next_morning + timedelta(days=2)):
        assert dict(reasons_of(day.roll, reader)) == {"I was ill": 5, "I forgot": 1}, "until there are five more"
        assert dict(reasons_of(day.roll, cast.director)) == {"I was ill": 7}, "an office has no own ones"


def test_who_often_does_not_come_is_shown_to_their_own_institution(cast, over):
    again = fair(cast, mesa=1, harbor=0, hour=15, because="Another hall.")
    booked(again.event, over.mesa[1].registration, cast.mesa_wbl)
    with clock.at(again.begun):
        assert missing_of(cast.mesa_wbl, often=True) == []
        close_list(again.roll, by=cast.mesa_wbl)
        (one,) = missing_of(cast.mesa_wbl, often=True)
        assert (one.registration, len(one.bookings)) == (over.mesa[1].registration, 2)
        assert missing_of(cast.harbor_wbl, often=True) == []


# ── How it was ───────────────────────────────────────────────────────


def _everybody_came(cast, n=6):
    day = fair(cast, mesa=n, harbor=0)
    with clock.at(day.begun):
        for row in day.mesa:
            day.here(row)
        close_list(day.roll, by=cast.mesa_wbl)
        ask_how_it_was(str(day.roll.pk))
    return day


def test_feedback_is_shown_in_fives_and_leads_to_nobody(cast):
    day = _everybody_came(cast)
    with clock.at(day.begun):
        assert ask_how_it_was(str(day.roll.pk)) == 0, "once"
        for row in day.mesa[:4]:
            say_how_it_was(secret_in("feedback", row.registration.email), ALL_FIVE, f"More chairs {row.turn}")
        assert not opinions_of([day.roll]).enough
        assert opinions_of([day.roll]).words == []
        say_how_it_was(secret_in("feedback", day.mesa[4].registration.email), dict.fromkeys(ALL_FIVE, 1), "Less noise")
        shown = opinions_of([day.roll])
        assert (shown.count, shown.questions[0].mean.mean) == (5, 4.2)
        assert shown.words == sorted(shown.words, key=str.casefold)
        say_how_it_was(secret_in("feedback", day.mesa[5].registration.email), dict.fromkeys(ALL_FIVE, 1))
        assert opinions_of([day.roll]).count == 5, "the sixth would be told by what it changes"
    columns = {field.name for field in Feedback._meta.get_fields()}
    assert columns == {"id", "roll", "answers", "words", "at_door"}, "no row of a person, and no moment"


def test_a_link_is_answered_whole_and_once_and_by_those_who_came(cast):
    day = _everybody_came(cast, 1)
    secret = secret_in("feedback")
    with clock.at(day.begun):
        with pytest.raises(Refused, match="every question"):
            say_how_it_was(secret, {"worth": 5})
        say_how_it_was(secret, ALL_FIVE)
        with pytest.raises(Refused, match="answered already"):
            say_how_it_was(secret, ALL_FIVE)
    assert Feedback.objects.count() == 1
    with clock.at(day.begun + timedelta(days=40)):
        assert opened(secret, AskedAfter.About.FEEDBACK) is None
    assert opened(secret, AskedAfter.About.MISSED) is None, "a link is for one question"


def test_a_link_opens_a_page_that_changes_nothing_until_it_is_sent(cast):
    day = _everybody_came(cast, 1)
    with clock.at(day.begun):
        client, path = Client(), f"/feedback/{secret_in('feedback')}/"
        page = client.get(path).content.decode()
        assert "Career fair" in page
        assert "Ours0" not in page
        assert not Feedback.objects.exists()
        client.post(path, {**ALL_FIVE, "words": "Good"})
        assert "Your answer is here" in client.get(path).content.decode()
        assert Client().get("/feedback/nothing/").status_code == 404


def test_a_signed_in_student_says_how_it_was_on_the_own_page(cast):
    day = _everybody_came(cast, 2)
    login = invite(day.mesa[0].registration, by=cast.mesa_wbl)
    client = Client()
    client.cookies[door_of("student").cookie] = open_session(login, keep=True)
    with clock.at(day.begun):
        path = f"/student/bookings/{day.mesa[0].pk}/afterward/"
        assert path in client.get("/student/").content.decode()
        assert client.get(f"/student/bookings/{day.mesa[1].pk}/afterward/").status_code == 404, "another student's"
        client.post(path, {**ALL_FIVE})
        assert path not in client.get("/student/").content.decode()
        with pytest.raises(Refused, match="answered already"):
            say_how_it_was(secret_in("feedback", "ours0@mesa.example"), ALL_FIVE)
    assert Feedback.objects.count() == 1


def test_one_student_answers_once_of_a_day_however_many_sessions_they_booked(cast):
    """Else one student alone makes the five."""
    day = fair(cast, mesa=2, harbor=0)
    slots = [add_session(fresh(day.event), Stall("slot", f"S{n}", capacity=3), by=cast.mesa_wbl) for n in range(4)]
    nia = day.mesa[0].registration
    rows = [day.mesa[0], *(booked(fresh(day.event), nia, cast.mesa_wbl, session=slot) for slot in slots)]
    login = invite(nia, by=cast.mesa_wbl)
    with clock.at(day.begun):
        for row in rows:
            tap(row.roll, Tapped(row.code, "here", booking=str(row.pk)), by=cast.mesa_wbl)
            close_list(row.roll, by=cast.mesa_wbl)
        ask_how_it_was(str(rows[0].roll_id))
        assert len(own_to_say(login)) == 1
        say_how_it_was_oneself(rows[1], ALL_FIVE, by=login)
        assert own_to_say(login) == []
        for row in rows:
            with pytest.raises(Refused, match="answered already"):
                say_how_it_was_oneself(row, ALL_FIVE, by=login)
        with pytest.raises(Refused, match="answered already"):
            say_how_it_was(secret_in("feedback", nia.email), ALL_FIVE)
    assert Feedback.objects.count() == 1


def test_the_figure_of_a_day_is_made_of_the_blocks_of_its_lists(cast):
    """Cut anew for a day, three answers of one list and four of another would be told by subtraction."""
    day = _everybody_came(cast, 1)
    other = Roll.objects.create(event=day.event, starts_at=day.roll.starts_at + timedelta(hours=1))
    Feedback.objects.bulk_create(
        Feedback(roll=roll, answers=ALL_FIVE, words="More")
        for roll, n in ((day.roll, 8), (other, 4))
        for _one in range(n)
    )
    assert opinions_of([other]).count == 0
    whole = opinions_of([day.roll, other])
    assert (whole.count, len(whole.words)) == (opinions_of([day.roll]).count, 5)
