"""Who came without booking says how it was, by a code at the door: apart from the others, and in fives (N13)."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client

from guildhall.bookings.actions.asking_after import say_how_it_was_at_door
from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.feedback_questions import QUESTIONS
from guildhall.bookings.links import DOOR, secret_of, secret_of_booking
from guildhall.bookings.models import Feedback
from guildhall.bookings.queries.afterward import opinions_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.views.mailed_links import ONE_LINK, SHARED_LINK
from tests.bookings.at_the_door import fair

pytestmark = pytest.mark.django_db
ANSWERS = {code: 4 for code, _label in QUESTIONS}


@pytest.fixture
def day(cast):
    """A fair at whose door six people without booking are counted."""
    found = fair(cast)
    with clock.at(found.begun):
        tap(found.roll, Tapped(uuid4().hex, "walk_in", people=6), by=cast.mesa_wbl)
    found.path = f"/feedback/at-the-door/{secret_of(DOOR, found.roll.pk)}/"
    return found


def test_a_device_answers_once(cast, day):
    phone, sent = cast.client(None), ANSWERS | {"words": "More chairs"}
    assert phone.get(day.path).status_code == 404, "it has not begun"
    with clock.at(day.begun):
        assert "For whoever came without booking" in phone.get(day.path).content.decode()
        assert not Feedback.objects.exists(), "opening it changes nothing"
        phone.post(day.path, {})
        assert not Feedback.objects.exists()
        assert "Thank you" in phone.post(day.path, sent, follow=True).content.decode()
        phone.post(day.path, sent)
        assert Feedback.objects.filter(at_door=True).count() == 1
        cast.client(None).post(day.path, sent)
        assert Feedback.objects.filter(at_door=True).count() == 2
    with clock.at(day.event.starts_at + timedelta(days=15)):
        assert phone.get(day.path).status_code == 404


def test_no_more_answer_than_were_counted(cast, day):
    with clock.at(day.begun):
        for _turn in range(6):
            say_how_it_was_at_door(day.roll, ANSWERS)
        with pytest.raises(Refused, match="As many have said"):
            say_how_it_was_at_door(day.roll, ANSWERS)
        sent = cast.client(None).post(day.path, ANSWERS).content.decode()
        assert "As many have said" in sent


def test_what_they_say_is_shown_apart_and_in_fives(cast, day):
    staff, page = cast.client(cast.mesa_wbl), f"/events/lists/{day.roll.pk}/"
    with clock.at(day.begun):
        for turn in range(5):
            assert not opinions_of([day.roll], at_door=True).enough
            say_how_it_was_at_door(day.roll, ANSWERS, f"Words {turn}")
        say_how_it_was_at_door(day.roll, dict.fromkeys(ANSWERS, 1))
        told = opinions_of([day.roll], at_door=True)
        assert (told.count, told.questions[0].mean.mean, len(told.words)) == (5, 4, 5)
        assert opinions_of([day.roll]).count == 5, "employers read all that is said"
        assert not opinions_of([day.roll], at_door=False).enough, "nothing of it stands among those who booked"
        assert "How it was for those who came without booking" in staff.get(page).content.decode()
        code = staff.get(f"{page}feedback/").content.decode()
        assert day.path in code and "6 people were counted" in code
        assert cast.client(cast.harbor_wbl).get(f"{page}feedback/").status_code == 403


def opened(limit, secret, often):
    """A link has been opened so often."""
    limit.take(sha256(secret.encode()).hexdigest()[:32], many=often)


def test_a_code_at_a_door_serves_as_many_as_a_fair_has(day):
    """The control: a link that one person was mailed is closed by then."""
    shared, own = secret_of(DOOR, day.roll.pk), secret_of_booking(day.mesa[0])
    with clock.at(day.begun):
        opened(SHARED_LINK, shared, ONE_LINK.most)
        opened(ONE_LINK, own, ONE_LINK.most)
        assert Client().get(f"/feedback/at-the-door/{shared}/").status_code == 200
        assert Client().get(f"/booked/{own}/").status_code == 429
