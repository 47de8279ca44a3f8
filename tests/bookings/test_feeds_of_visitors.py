"""What students and employers come to, in their own calendars: by a secret address that ends (ADR 57)."""

from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar

from guildhall.bookings.actions.booking import Wish, book, cancel
from guildhall.bookings.parties import Comer
from guildhall.events.models import TakingPart
from guildhall.lib import clock
from guildhall.placements.parties import employer_party
from guildhall.students.actions.inviting import end_sign_in
from guildhall.visitors.actions import renew_address
from guildhall.visitors.models import VisitorFeed
from tests.bookings.booked import booked, event, own, terms, wish
from tests.bookings.test_calendars_of_visitors import company, named  # noqa: F401  a fixture
from tests.bookings.test_pages import ana  # noqa: F401  a fixture
from tests.events.plans import fresh, published

pytestmark = pytest.mark.django_db
STUDENT, EMPLOYER = "/student/calendar/", "/employer/calendar/"


def address(client, page):
    """The path of a new address, as the page shows it once."""
    shown = client.post(page, {"act": "renew"}).content.decode()
    path = page + shown.partition(f"{page}")[2].partition(".ics")[0] + ".ics"
    assert len(path) > 60
    return path


def entries(path):
    """What a stranger's calendar program reads there, by title."""
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    rows = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["summary"]): one for one in rows}, answer.content.decode()


def test_a_student_reads_their_own_bookings_and_nobody_elses(cast, ana):  # noqa: F811
    mine, other = event(cast, "Nursing careers", places=2), event(cast, "Welding day", days=30)
    booked(cast, mine, "Zed")
    booked(cast, other, "Zed")
    made = book(wish(mine), Comer(registration=cast.ana), by=own(cast.ana))
    waits = event(cast, "Full house", days=40)
    booked(cast, waits, "Zed")
    book(wish(waits), Comer(registration=cast.ana), by=own(cast.ana))
    found, text = entries(path := address(ana, STUDENT))
    assert set(found) == {"Nursing careers", "Full house"}
    assert [str(found[title]["status"]) for title in ("Nursing careers", "Full house")] == ["CONFIRMED", "TENTATIVE"]
    assert found["Nursing careers"].decoded("dtstart") == mine.starts_at
    assert f"/student/bookings/{made.pk}/" in text.replace("\r\n ", "")
    assert not [word for word in ("Ana", "Zed", made.code, "@mesa.example") if word in text]
    cancel(made, by=own(cast.ana))
    assert set(entries(path)[0]) == {"Full house"}, "asked anew each time"


def test_the_address_ends_when_it_is_ended_made_anew_or_the_sign_in_ends(cast, ana):  # noqa: F811
    first = address(ana, STUDENT)
    second = address(ana, STUDENT)
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    assert Client().get(EMPLOYER + second.rpartition("/")[2]).status_code == 404, "by its own door alone"
    assert ana.post(STUDENT, {"act": "end"}).status_code == 302
    assert Client().get(second).status_code == 404 and not VisitorFeed.objects.exists()
    third = address(ana, STUDENT)
    end_sign_in(cast.ana, by=cast.mesa_wbl)
    assert Client().get(third).status_code == 404


def test_only_a_hash_of_the_secret_is_kept(cast, ana):  # noqa: F811
    secret = renew_address(by=cast.login)
    assert secret not in str(VisitorFeed.objects.values().get())
    assert Client().get(STUDENT).status_code == 302, "whoever is not signed in makes none"


def test_an_employer_reads_what_it_comes_to_and_what_it_booked(cast, company):  # noqa: F811
    fair = published(cast, "Career fair", kind="career_fair", audience="all")
    TakingPart.objects.filter(pk=named(cast, fair, cast.kestrel).pk).update(state="confirmed")
    published(cast, "Open to all", audience="all", days=30)
    talk = event(cast, "Talk for employers", audience="all", days=40)
    terms(cast, talk, employers_book=True)
    said = Comer(employer=cast.kestrel, name="Ida Noor", email="ida@kestrel.example")
    book(Wish(fresh(talk), talk.starts_at, uuid4()), said, by=employer_party(cast.kestrel.pk))
    hidden = published(cast, "Mesa alone", audience="own", days=50)
    path = address(company, EMPLOYER)
    found, text = entries(path)
    assert set(found) == {"Career fair", "Talk for employers"}
    assert f"/employer/events/{fair.pk}/" in text.replace("\r\n ", "") and str(hidden.pk) not in text
    assert "Ida" not in text and "kestrel" not in text.lower()
    cast.kestrel.logins.update(ended_at=clock.now())
    assert Client().get(path).status_code == 404
