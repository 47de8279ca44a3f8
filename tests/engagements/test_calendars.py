"""One's own calendar: what was promised and planned, by a secret address, as its person sees it now (A1, C24, N6)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from guildhall.employers.models import Employer
from guildhall.engagements.actions import asking, following
from guildhall.engagements.models import CalendarFeed, FollowUp
from guildhall.lib import clock
from guildhall.people.actions.persons import end_membership
from tests.permissions.oracle import text_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=30)


@pytest.fixture
def plans(cast):
    """A promise and a visit with a shared employer, and a promise with a restricted one, all of a director."""
    contact = {"family_name": "Nova", "email": "ada@kestrel.example", "phone": "5550100"}
    kestrel = cast.shared("Kestrel Aerospace", contact=contact).employer
    hidden = cast.prospect("Hidden Works").employer
    by, place, day = cast.director, cast.region, clock.today() + DAY
    for employer, what in ((kestrel, "Send the forms"), (hidden, "Ask about debts")):
        promise = following.Promise(what, by, day, contact=employer.contacts.first())
        following.promise(employer, promise, by=by, institution=place)
    asking.plan_ask(kestrel, asking.Plan("visit", day, "a tour"), by=by, institution=place)
    return kestrel


def address(cast, who="director"):
    page = cast.client(cast.people[who]).post("/calendar/", {"act": "renew"}).content.decode()
    return re.search(r'value="http[^"]*?(/calendar/[^"]+)"', page).group(1)


def events(url, client=None):
    answer = (client or Client()).get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_calendar_reads_what_was_promised_and_planned(cast, plans):
    found = events(address(cast))
    assert set(found) == {
        "Follow-up: Send the forms (Kestrel Aerospace)",
        "Visit: a tour (Kestrel Aerospace)",
        "Follow-up with a restricted employer",
    }
    one = found["Follow-up: Send the forms (Kestrel Aerospace)"]
    row = FollowUp.objects.get(what="Send the forms")
    assert (one["dtstart"].dt, one["dtend"].dt) == (clock.today() + DAY, clock.today() + DAY + timedelta(1))
    assert str(one["uid"]).startswith(str(row.pk))
    assert str(one["url"]).endswith(f"/follow-ups/{row.pk}/")


def test_nothing_of_a_contact_and_nothing_of_a_restricted_employer_leaves(cast, plans):
    text = text_of(Client().get(address(cast)))
    for word in ("Nova", "kestrel.example", "5550100", "Hidden", "debts"):
        assert word not in text, word


def test_it_shows_what_its_person_sees_now(cast, plans):
    by, place = cast.mesa_wbl, cast.mesa
    promise = following.Promise("Call them", by, clock.today() + DAY)
    following.promise(plans, promise, by=by, institution=place)
    url = address(cast, "mesa_wbl")
    assert len(events(url)) == 1
    Employer.objects.filter(pk=plans.pk).update(audience=[cast.harbor.pk])
    assert events(url) == {}
    Employer.objects.filter(pk=plans.pk).update(audience=None)
    row = FollowUp.objects.get(what="Call them")
    following.report(row, "done", version=row.version, by=by)
    assert events(url) == {}, "what is done is no date any more"


def test_a_new_address_ends_the_old_one_and_so_does_ending(cast, plans):
    first = address(cast)
    second = address(cast)
    assert first != second
    assert Client().get(first).status_code == 404
    assert events(second)
    cast.client(cast.director).post("/calendar/", {"act": "end"})
    assert Client().get(second).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_whoever_left_is_read_no_more(cast, plans):
    url = address(cast, "mesa_wbl")
    assert events(url) == {}
    end_membership(cast.mesa_wbl.memberships.get(), reason="moved", by=cast.mesa_admin)
    assert Client().get(url).status_code == 404


def test_the_address_is_shown_once_and_kept_by_its_hash_alone(cast, plans):
    url = address(cast)
    secret = url.rstrip("/").rpartition("/")[2]
    feed = CalendarFeed.objects.get()
    assert secret not in feed.secret_hash
    page = cast.client(cast.director).get("/calendar/").content.decode()
    assert secret not in page
    assert "Your address was made on" in page
    answer = Client().get(url)
    assert answer["Cache-Control"] == "no-store"


def test_one_follow_up_goes_into_a_calendar_for_those_who_see_it(cast, plans):
    row = FollowUp.objects.get(what="Send the forms")
    found = events(f"/follow-ups/{row.pk}/calendar/", cast.client(cast.mesa_wbl))
    assert list(found) == ["Follow-up: Send the forms (Kestrel Aerospace)"]
    hidden = FollowUp.objects.get(what="Ask about debts")
    assert cast.client(cast.mesa_wbl).get(f"/follow-ups/{hidden.pk}/calendar/").status_code == 404
    assert list(events(f"/follow-ups/{hidden.pk}/calendar/", cast.client(cast.director))) == [
        "Follow-up with a restricted employer"
    ]
