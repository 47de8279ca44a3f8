"""The pages at the door and afterward: named as far as the reader sees, forms without script, taps in a few words."""

from uuid import uuid4

import pytest

from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.models import Booking, Tap
from guildhall.lib import clock
from tests.bookings.at_the_door import booked, fair, student

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast):
    """A fair with three students of Mesa, two of Harbor, and one more of Harbor who may be named at the door."""
    found = fair(cast)
    found.named = booked(found.event, student(cast, "Agreed", "harbor"), cast.harbor_wbl, named_at_door=True)
    found.staff = cast.client(cast.mesa_wbl)
    found.path = f"/events/lists/{found.roll.pk}/"
    return found


def test_the_list_names_whom_the_reader_may_know(day):
    with clock.at(day.begun):
        page = day.staff.get(f"{day.path}door/").content.decode()
        office = day.cast.client(day.cast.director).get(f"{day.path}door/").content.decode()
        assert day.cast.client(day.cast.harbor_wbl).get(f"{day.path}door/").status_code == 403
    for words in ("Ours0 Zamora", "Agreed Zamora", day.harbor[0].code, "Harbor Point College"):
        assert words in page
    assert "Theirs0" not in page
    assert "Zamora" not in office, "an office above colleges sees nobody by name"
    assert day.mesa[0].code in office


def test_a_form_without_script_checks_in_and_takes_back(day):
    with clock.at(day.begun):
        sent = {"key": "a", "act": "here", "booking": str(day.mesa[0].pk)}
        answer = day.staff.post(f"{day.path}door/tap/", sent, follow=True)
        assert "Ours0 Zamora is here since" in answer.content.decode()
        day.staff.post(f"{day.path}door/tap/", {**sent, "key": "b", "act": "not_here"})
        assert day.fresh(day.mesa[0]).came_at is None
        for fields in ({"people": "12", "institution": str(day.cast.harbor.pk)}, {"people": "x"}):
            day.staff.post(f"{day.path}door/tap/", {"key": uuid4().hex, "act": "walk_in", **fields})
        assert list(Tap.objects.filter(people__isnull=False).values_list("people", flat=True)) == [12]
        page = day.staff.get(f"{day.path}door/?student=zamora").content.decode()
        assert "Ours0 Zamora" in page


def test_a_device_is_answered_in_a_few_words_also_where_the_answer_is_no(day):
    with clock.at(day.begun):
        sent = {"key": "a", "act": "here", "code": day.harbor[0].code, "said": "short"}
        told = day.staff.post(f"{day.path}door/tap/", sent).json()
        assert (told["state"], told["came"], told["booking"]) == ("here", 1, str(day.harbor[0].pk))
        assert told["words"].startswith(day.harbor[0].code)
        told = day.staff.post(f"{day.path}door/tap/", {**sent, "key": "b", "code": "NOTACODE"}).json()
        assert told["refused"] is True
        assert "No booking" in told["words"]
        strange = {"key": "<>", "act": "dance", "booking": "no", "at": "9" * 40, "said": "short"}
        assert day.staff.post(f"{day.path}door/tap/", strange).json()["refused"] is True


def test_a_scanned_code_opens_one_button_for_whoever_keeps_that_door(day):
    path = f"/door/{day.mesa[0].code}/"
    with clock.at(day.begun):
        assert "Ours0 Zamora" in day.staff.get(path).content.decode()
        assert day.fresh(day.mesa[0]).came_at is None, "opening it changes nothing"
        sent = {"key": "a", "act": "here", "booking": str(day.mesa[0].pk), "scanned": "yes", "back": "code"}
        answer = day.staff.post(f"{day.path}door/tap/", sent)
        assert answer.url == path
        assert "Scan the next one" in day.staff.get(path).content.decode()
        assert day.fresh(day.mesa[0]).came_by == Booking.CameBy.QR
        assert day.cast.client(day.cast.harbor_wbl).get(path).status_code == 403
        assert day.staff.get("/door/ABCDEFGH/").status_code == 404


def test_numbers_open_into_rows_as_far_as_the_reader_sees(day):
    with clock.at(day.begun):
        day.here(day.mesa[0])
        day.here(day.harbor[0])
        day.staff.post(f"{day.path}close/")
        came = day.staff.get(f"{day.path}?of=came").content.decode()
        assert "Ours0 Zamora" in came
        assert "1 student of another institution" in came
        assert "Theirs0" not in came
        for page in ("?of=missed", "?of=waited", "?of=late", "?of=let_in", "?of=walk_ins", "?of=unsaid", "report/"):
            assert day.staff.get(f"{day.path}{page}").status_code == 200
        assert day.cast.client(day.cast.harbor_wbl).get(day.path).status_code == 403


def test_the_page_of_the_event_leads_to_its_door_and_paper_has_a_list(day):
    with clock.at(day.begun):
        assert f"{day.path}door/" in day.staff.get(f"/events/{day.event.pk}/").content.decode()
        assert "At the door" in day.staff.get(f"/events/{day.event.pk}/doors/").content.decode()
        assert day.mesa[0].code in day.staff.get(f"{day.path}door/printed/").content.decode()


def test_who_did_not_come_stands_on_the_pages_of_the_own_institution(day):
    with clock.at(day.begun):
        close_list(day.roll, by=day.cast.mesa_wbl)
        sent = day.staff.post(f"{day.path}ask/", follow=True).content.decode()
        assert "6 students are asked why" in sent
        page = day.staff.get("/events/missed/?show=all").content.decode()
        assert "Ours0 Zamora" in page
        assert "Theirs0" not in page
        assert "No student of yours" in day.staff.get("/events/missed/").content.decode()
        of_student = day.staff.get(f"/students/{day.mesa[0].registration_id}/").content.decode()
        assert "Booked and did not come" in of_student
