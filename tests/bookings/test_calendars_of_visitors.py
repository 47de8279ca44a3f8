"""One calendar, also at the doors of students and employers: a list and a month, narrowed, nothing hidden (C3)."""

import pytest
from django.test import Client

from guildhall.employers.models import EmployerLogin
from guildhall.engagements.actions.asking import carry_out
from guildhall.engagements.actions.recording import Happening
from guildhall.events.actions import taking_part
from guildhall.events.actions.taking_part import Part
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.bookings.test_pages import ana, read  # noqa: F401  a fixture
from tests.events.plans import at, published

pytestmark = pytest.mark.django_db
PAGE, STUDENTS = "/employer/events/", "/student/events/"


@pytest.fixture
def company(cast):
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    facts = {"given_name": "Lou", "family_name": "Park", "opened_at": clock.now(), "confirmed_at": clock.now()}
    login = EmployerLogin.objects.create(employer=cast.kestrel, email="lou@kestrel.example", **facts)
    client = Client()
    client.cookies[door_of("employer").cookie] = open_session(login, keep=True)
    return client


def named(cast, row, employer, **more):
    return taking_part.name_employer(row, employer, Part(**more), by=cast.mesa_wbl)


def test_an_employer_reads_what_takes_place_for_everybody_and_nothing_else(cast, company):
    published(cast, "Open to all", audience="all")
    published(cast, "Open house", audience="public", days=30)
    published(cast, "Mesa alone", audience="own", days=40)
    published(cast, "Board of welders", audience="all", kind="board_meeting", days=50)
    elsewhere = published(cast, "At Bayview", audience="all", days=60)
    named(cast, elsewhere, cast.shared("Bayview").employer, host=True)
    page = read(company, PAGE)
    assert "Open to all" in page and "Open house" in page
    assert not [words for words in ("Mesa alone", "Board of welders", "At Bayview") if words in page]
    assert company.get(f"{PAGE}{elsewhere.pk}/").status_code == 404


def test_it_reads_that_it_is_asked_once_it_has_been_asked(cast, company):
    row = published(cast, "Mesa alone", audience="own")
    part = named(cast, row, cast.kestrel)
    part = taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)
    assert "Mesa alone" not in read(company, PAGE), "of an ask that is planned it does not know yet"
    happening = Happening(kind="email", summary="Asked", happened_on=clock.today())
    carry_out(part.ask, happening, version=part.ask.version, by=cast.mesa_wbl)
    assert "Mesa alone" in read(company, PAGE)
    assert "just come" in read(company, f"{PAGE}{row.pk}/"), "without places to book there is nothing to book"


def test_a_month_and_what_narrows_it(cast, company, ana):  # noqa: F811
    fair = published(cast, "Career fair", kind="career_fair", audience="all")
    published(cast, "Workshop on letters", kind="workshop", audience="all", days=21)
    month = f"view=month&day={clock.day_of(at(20))}"
    for client, page in ((company, PAGE), (ana, STUDENTS)):
        assert "Career fair" in read(client, page) and "Workshop on letters" in read(client, page)
        assert "Workshop on letters" not in read(client, f"{page}?kind=career_fair")
        body = read(client, f"{page}?{month}")
        assert '<table class="month' in body and f'href="{page}{fair.pk}/"' in body
        assert f'href="/events/{fair.pk}/"' not in body, "the staff's page is not theirs"
        assert "Nothing of that" in read(client, f"{page}?view=month&day=2030-01-01")


def test_a_whole_month_is_printed(cast):
    for n in range(6):
        published(cast, f"Number {n}", days=20, hour=8 + n, because="agreed")
    client, month = cast.client(cast.mesa_wbl), f"/events/?day={clock.day_of(at(20))}"
    assert Event.objects.count() == 6
    assert "2 more" in read(client, month).replace("\n", " ") or "Number 5" not in read(client, month)
    whole = read(client, f"{month}&whole=yes")
    assert all(f"Number {n}" in whole for n in range(6))


def test_the_calendar_is_narrowed_by_an_employer_that_is_typed(cast):
    row, other = published(cast, "With Kestrel"), published(cast, "Without", days=21)
    named(cast, row, cast.shared("Kestrel Aerospace").employer)
    client, view = cast.client(cast.mesa_wbl), "/events/?view=list&with="
    page = read(client, f"{view}kestrel")
    assert "With Kestrel" in page and f"/events/{other.pk}/" not in page
    assert "Nobody of the name" in read(client, f"{view}nothing")
