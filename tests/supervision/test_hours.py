"""Hours: logged once however often it is tapped, corrected with history, approved by the supervisor (journey 4)."""

import re
import threading
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.placements.models import Placement
from guildhall.supervision.actions import hours, linking
from guildhall.supervision.actions.hours import Worked
from guildhall.supervision.models import HoursEntry
from tests.supervision.placed import placed, secret_in


@pytest.fixture
def one(cast):
    found = placed(cast)
    found.cast, found.by, found.day = cast, cast.mesa_wbl, clock.today() - timedelta(2)
    return found


def link(one, purpose, page):
    linking.ask_by_link(one.placement, purpose, by=one.by)
    return secret_in(page)


def done(one):
    return Placement.objects.get(pk=one.placement.pk).hours_done


@pytest.mark.django_db
def test_a_double_tap_counts_once(one):
    secret, client = link(one, "log", "hours-of"), one.cast.client(None)
    data = {"day": str(one.day), "hours": "3.5", "key": "abcdefgh1", "learned": "Crimping"}
    for _again in range(3):
        assert client.post(f"/hours-of/{secret}/", data).status_code == 302
    assert HoursEntry.objects.get().hours == Decimal("3.5")
    assert client.post(f"/hours-of/{secret}/", data | {"key": "abcdefgh2"}).status_code == 302
    assert HoursEntry.objects.count() == 2, "the same words may be meant twice"


@pytest.mark.django_db
def test_the_page_of_the_link_says_what_is_done_and_keeps_what_is_typed(one):
    """Drafts end on a page that says that something is saved; whoever has the link has the key of the draft."""
    secret, client = link(one, "log", "hours-of"), one.cast.client(None)
    data = {"day": str(one.day), "hours": "3.5", "key": "abcdefgh1"}
    assert "The hours are logged." in client.post(f"/hours-of/{secret}/", data, follow=True).content.decode()
    taken = {"take_back": "1", "corrects": str(HoursEntry.objects.get().pk)}
    page = client.post(f"/hours-of/{secret}/", taken, follow=True).content.decode()
    assert "these hours count no more" in page and not HoursEntry.objects.current().exists()
    keys = {re.search(r'data-draft-key="(\w+)"', client.get(f"/hours-of/{secret}/").content.decode())[1]}
    keys.add(re.search(r'data-draft-key="(\w+)"', one.cast.client(one.by).get("/").content.decode())[1])
    assert len(keys) == 2
    foreign = client.get(f"/hours-of/{one.by.pk}/").content.decode()
    assert not any(key in foreign for key in keys), "a link made of somebody's key opens nobody's drafts"


@pytest.mark.django_db
def test_what_makes_no_sense_is_said_at_the_form(one):
    secret, client = link(one, "log", "hours-of"), one.cast.client(None)
    for data, words in (
        ({"day": str(clock.today() + timedelta(1)), "hours": "2"}, "Error"),
        ({"day": str(one.day)}, "from when until when"),
        ({"day": str(one.day), "hours": "25"}, "Error"),
        ({"day": str(one.placement.started_on - timedelta(1)), "hours": "2"}, "did not run on that day"),
    ):
        page = client.post(f"/hours-of/{secret}/", data | {"key": "abcdefgh1"})
        assert page.status_code == 200
        assert words in page.content.decode()
    assert not HoursEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.django_db
def test_an_end_before_the_beginning_is_asked_about(one):
    secret, client = link(one, "log", "hours-of"), one.cast.client(None)
    data = {"day": str(one.day), "starts": "09:00", "ends": "08:00", "key": "abcdefgh1"}
    page = client.post(f"/hours-of/{secret}/", data).content.decode()
    assert "The end comes before the beginning" in page and "past midnight" in page
    assert not HoursEntry.objects.exists(), "a slip becomes no hours"
    client.post(f"/hours-of/{secret}/", data | {"starts": "22:00", "ends": "02:00", "overnight": "on"})
    assert HoursEntry.objects.get().hours == 4


@pytest.mark.django_db
def test_a_student_takes_back_what_waits_and_nothing_that_was_approved(one):
    secret, client = link(one, "log", "hours-of"), one.cast.client(None)
    rows = [hours.log_by_link(secret, Worked(one.day, f"abcdefgh{n}", hours=Decimal(n))) for n in (1, 2)]
    hours.decide_hours(one.placement, [str(rows[1].pk)], approved=True, by=one.by)
    for row in rows:
        client.post(f"/hours-of/{secret}/", {"corrects": str(row.pk), "take_back": "1"})
    assert list(HoursEntry.objects.current()) == [rows[1]]
    assert done(one) == 2


def test_hours_between_two_times():
    day = clock.today()
    assert Worked(day, "k", time(9), time(12, 20)).amount == Decimal("3.33")
    assert Worked(day, "k", time(22), time(1)).amount == Decimal(3)
    assert Worked(day, "k", time(9), time(12), Decimal(2)).amount == Decimal(2)


@pytest.mark.django_db
def test_a_supervisor_approves_and_returns_by_link(one):
    entries = [
        hours.log_hours(one.placement, Worked(one.day, f"key-{n}", hours=Decimal(n)), by=one.by) for n in (1, 2, 4)
    ]
    secret, client = link(one, "approve", "approve"), one.cast.client(None)
    page = client.get(f"/approve/{secret}/").content.decode()
    assert page.count('name="entry"') == 3
    assert done(one) is None
    assert client.post(f"/approve/{secret}/", {"entry": [str(entries[0].pk)], "answer": "return"}).status_code == 200
    data = {"entry": [str(entries[0].pk)], "answer": "return", "note": "You left at noon."}
    assert client.post(f"/approve/{secret}/", data).status_code == 302
    noted = {"entry": [str(entries[1].pk)], "answer": "approve", "note": "Tuesday is wrong."}
    page = client.post(f"/approve/{secret}/", noted).content.decode()
    assert "nothing is approved" in page and "Tuesday is wrong." in page, "Enter in the note approves nothing"
    data = {"entry": [str(e.pk) for e in entries], "answer": "approve"}
    assert client.post(f"/approve/{secret}/", data).status_code == 302
    assert [HoursEntry.objects.get(pk=e.pk).state for e in entries] == ["returned", "approved", "approved"]
    assert done(one) == Decimal(6)
    assert "Nothing waits" in client.get(f"/approve/{secret}/").content.decode()


@pytest.mark.django_db
def test_a_link_decides_about_its_own_placement_alone(one):
    other = placed(one.cast, place=one.cast.harbor, by=one.cast.harbor_wbl)
    entry = hours.log_hours(other.placement, Worked(one.day, "key-1", hours=Decimal(3)), by=one.cast.harbor_wbl)
    hours.log_hours(one.placement, Worked(one.day, "key-1", hours=Decimal(3)), by=one.by)
    secret = link(one, "approve", "approve")
    assert hours.decide_by_link(secret, [str(entry.pk), "nonsense"], approved=True) == 0
    assert HoursEntry.objects.get(pk=entry.pk).state == "waiting"
    with pytest.raises(Refused):
        hours.log_by_link(secret, Worked(one.day, "key-2", hours=Decimal(3)))  # a link has one purpose


@pytest.mark.django_db
def test_a_correction_keeps_what_it_corrects(one):
    entry = hours.log_hours(one.placement, Worked(one.day, "key-1", hours=Decimal(8)), by=one.by)
    hours.decide_hours(one.placement, [str(entry.pk)], approved=True, by=one.by)
    assert done(one) == Decimal(8)
    entry.refresh_from_db()
    made = hours.correct_hours(entry, Worked(one.day, "key-2", hours=Decimal(6)), version=entry.version, by=one.by)
    entry.refresh_from_db()
    assert (made.corrects, made.state, entry.replaced_at is None) == (entry, "waiting", False)
    assert done(one) == Decimal(0)
    with pytest.raises(Conflict):
        hours.correct_hours(entry, Worked(one.day, "key-3", hours=Decimal(5)), version=entry.version, by=one.by)
    hours.take_back_hours(made, version=made.version, by=one.by)
    assert not HoursEntry.objects.current().exists()
    page = one.cast.client(one.by).get(f"/placements/{one.placement.pk}/hours/").content.decode()
    assert "taken back" in page


@pytest.mark.django_db
def test_a_student_corrects_what_waits_and_nothing_that_was_approved(one):
    secret = link(one, "log", "hours-of")
    entry = hours.log_by_link(secret, Worked(one.day, "key-1", hours=Decimal(8)))
    made = hours.log_by_link(secret, Worked(one.day, "key-2", hours=Decimal(7)), corrects=str(entry.pk))
    hours.decide_hours(one.placement, [str(made.pk)], approved=True, by=one.by)
    with pytest.raises(Refused, match="approved or corrected"):
        hours.log_by_link(secret, Worked(one.day, "key-3", hours=Decimal(9)), corrects=str(made.pk))


@pytest.mark.django_db
def test_the_law_warns_on_the_page(one):
    monday = clock.today() - timedelta(clock.today().weekday())
    day = monday - timedelta(2)  # a Saturday
    Placement.objects.filter(pk=one.placement.pk).update(started_on=day - timedelta(9))
    hours.log_hours(Placement.objects.get(pk=one.placement.pk), Worked(day, "key-1", hours=Decimal(10)), by=one.by)
    page = one.cast.client(one.by).get(f"/placements/{one.placement.pk}/hours/").content.decode()
    assert "1391" in page
    assert "Hours on a day: 10." in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_the_same_form_from_two_threads_counts_once(town):
    found = placed(town)
    day, errors = clock.today() - timedelta(1), []

    def send():
        try:
            hours.log_hours(found.placement, Worked(day, "same-key", hours=Decimal(2)), by=town.mesa_wbl)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert HoursEntry.objects.count() == 1


@pytest.mark.django_db
def test_hours_that_nobody_approved_stand_on_the_page_of_papers_and_hours(one):
    hours.log_hours(one.placement, Worked(one.day, "key-of-hours", hours=Decimal("3.5")), by=one.by)
    page = one.cast.client(one.by).get("/papers/").content.decode()
    assert "Hours that wait for approval" in page and "hours: 3.5" in page
    assert "Hours that wait" not in one.cast.client(one.cast.harbor_wbl).get("/papers/").content.decode()
    hours.decide_hours(one.placement, [str(HoursEntry.objects.get().pk)], approved=True, by=one.by)
    assert "Hours that wait" not in one.cast.client(one.by).get("/papers/").content.decode()
