"""The student's home asks the database a fixed and small number of times, whatever the student has under way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.opportunities.actions.keeping_searches import Kept, keep_search, tell_students
from guildhall.opportunities.forms.for_students import fitting_for
from guildhall.placements.actions import own
from guildhall.placements.actions.accepting import accept
from guildhall.placements.actions.applying import offer
from guildhall.students.actions.inviting import invite
from guildhall.supervision.actions.preparing import prepare
from guildhall.supervision.actions.types import TypeFacts, enter_type
from tests.opportunities.offers import posted
from tests.placements.placed import student
from tests.placements.test_own_door import browser

pytestmark = pytest.mark.django_db
MOST = 25


@pytest.fixture
def gil(cast):
    cast.gil = student(cast, "Gil", email="gil@mesa.example")
    cast.login = invite(cast.gil, by=cast.mesa_wbl)
    facts = TypeFacts("Agreement", "{student} learns at {employer}.", ["student"])
    cast.agreement = enter_type(cast.mesa, facts, by=cast.mesa_wbl)
    return cast


def fill(cast, start, end):
    """So many applications, offers, places with a paper to sign, and kept searches with something new in them."""
    for n in range(start, end):
        employer = cast.shared(f"Kestrel number {n} Works").employer
        keep_search(f"q=kestrel+{n}", Kept(f"Search {n}"), by=cast.login)
        rows = [posted(cast, employer, title=f"{what} kestrel {n}") for what in ("Asked", "Offered", "Taken")]
        asked = [own.apply_oneself(cast.gil.pk, row, by=cast.login) for row in rows]
        offer(asked[1], by=cast.mesa_wbl)
        place = accept(offer(asked[2], by=cast.mesa_wbl), by=cast.mesa_wbl)
        prepare(place, cast.agreement, by=cast.mesa_wbl)
    tell_students(fitting_for)


def asked_for(client):
    client.get("/student/")  # what is read once a process is read now
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/student/").content.decode()
    return page, [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]


def test_it_asks_as_often_for_many_as_for_few(gil):
    client = browser(gil.login)
    fill(gil, 0, 1)
    page, few = asked_for(client)
    assert "Taken kestrel 0" in page
    fill(gil, 1, 5)
    page, many = asked_for(client)
    assert "kestrel 4" in page
    assert len(many) <= len(few), "\n".join(many)
    assert len(many) <= MOST, "\n".join(many)
