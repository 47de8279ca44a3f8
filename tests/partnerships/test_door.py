"""An employer with a part in an initiative at its own front door: what is asked, what it sees to, what was told."""

import pytest
from django.test import Client

from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.partnerships.actions import initiatives, outreach, planning
from guildhall.partnerships.actions.outreach import Message
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.stakeholders import Somebody, replace_stakeholder
from guildhall.partnerships.models import Follower, Initiative, Stakeholder
from guildhall.people.models import Notice
from guildhall.visitors.actions import open_session
from tests.partnerships.building import ELEMENTS, complete, started, taken_in
from tests.partnerships.telling import accepts, published

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Voss", "given_name": "Ina", "email": "voss@kestrel.example"}


@pytest.fixture
def door(cast):
    """An employer whose contact signs in, and an initiative that is ready to ask it."""
    cast.kestrel = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    cast.contact = cast.kestrel.contacts.get()
    cast.login = open_login(cast.kestrel, NewLogin("Ina", "Voss", CONTACT["email"]), by=cast.director)
    cast.row = complete(cast, started(cast))
    return cast


def browser(login):
    client = Client()
    client.cookies["guildhall_employer"] = open_session(login, keep=False)
    return client


def read(client, path):
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def asked(door, somebody=None):
    who = somebody or Somebody(employer=door.kestrel, contact=door.contact)
    part = taken_in(door, door.row, somebody=who, roles=["decider"], lacks="Slow to answer")
    outreach.reach_out(part, Message("mail", "Join us", "", **ELEMENTS), by=door.mesa_convener)
    return part


def test_what_is_asked_stands_on_the_home_and_is_answered_there(door):
    part = asked(door)
    client = browser(door.login)
    assert "Career pathways" in read(client, "/employer/")
    page = read(client, f"/employer/initiatives/{part.pk}/")
    for words in ("One way in.", "Decision maker", "You meet them first.", "October 3, then monthly."):
        assert words in page
    assert "Slow to answer" not in page  # what the staff think of them
    client.post(f"/employer/initiatives/{part.pk}/", {"reply": "yes", "answer": "accepted", "words": "Gladly"})
    part.refresh_from_db()
    assert (part.state, part.answered_how, part.answer) == ("accepted", "door", "Gladly")
    assert Notice.objects.filter(person=door.mesa_convener, event="stakeholder answered").exists()
    assert "You are asked to take a part" not in read(client, "/employer/")


def test_it_reads_its_own_lines_of_the_plan_and_what_was_told(door):
    part = accepts(door, door.row, "", somebody=Somebody(employer=door.kestrel))
    other = accepts(door, door.row, "Chamber")
    by = door.mesa_convener
    planning.plan_activity(door.row, Planned("Host ten", "capacity", stakeholder=part), by=by)
    planning.plan_activity(door.row, Planned("Theirs alone", "capacity", stakeholder=other), by=by)
    published(door, door.row, ["accepted"])
    page = read(browser(door.login), f"/employer/initiatives/{part.pk}/")
    for words in ("Host ten", "We met twice.", "Partners with a part"):
        assert words in page
    assert "Theirs alone" not in page


def test_it_chooses_how_often_it_hears(door):
    """H14."""
    part = accepts(door, door.row, "", somebody=Somebody(employer=door.kestrel))
    client = browser(door.login)
    client.post(f"/employer/initiatives/{part.pk}/", {"choose": "yes", "how": "quarterly"})
    saved = Follower.objects.get(stakeholder=part)
    assert (saved.how, saved.themselves) == ("quarterly", True)
    client.post(f"/employer/initiatives/{part.pk}/", {"choose": "yes", "how": "hourly"})
    assert Follower.objects.get(stakeholder=part).how == "quarterly"


def test_whoever_is_asked_by_name_answers_and_a_colleague_reads(door):
    part = asked(door)
    login = open_login(door.kestrel, NewLogin("Lee", "Lim", "lim@kestrel.example"), by=door.director)
    client = browser(login)
    assert "is asked for this part" in read(client, f"/employer/initiatives/{part.pk}/")
    said = {"reply": "yes", "answer": "accepted"}
    assert client.post(f"/employer/initiatives/{part.pk}/", said).status_code == 403
    assert Stakeholder.objects.get(pk=part.pk).state == "asked"


def test_another_employer_and_whoever_is_only_on_our_list_read_nothing(door):
    """N19, A1: the control is asked."""
    listed = taken_in(door, door.row, somebody=Somebody(employer=door.kestrel))
    client = browser(door.login)
    assert client.get(f"/employer/initiatives/{listed.pk}/").status_code == 404
    assert "Career pathways" not in read(client, "/employer/initiatives/")
    part = asked(door)
    assert "Career pathways" in read(client, "/employer/initiatives/")
    another = door.shared("Harbor Metals").employer
    stranger = open_login(another, NewLogin("Ana", "Li", "ana@metals.example"), by=door.director)
    assert browser(stranger).get(f"/employer/initiatives/{part.pk}/").status_code == 404
    part.refresh_from_db()
    replace_stakeholder(part, "No say", None, version=part.version, by=door.mesa_convener)
    assert client.get(f"/employer/initiatives/{part.pk}/").status_code == 404


def test_what_is_being_prepared_is_shown_to_nobody_outside(door):
    row = started(door, "Prepared still", running=False)
    part = accepts(door, row, "", somebody=Somebody(employer=door.kestrel))
    client = browser(door.login)
    assert client.get(f"/employer/initiatives/{part.pk}/").status_code == 404
    initiatives.run_initiative(row, version=row.version, by=door.mesa_convener)
    assert "Prepared still" in read(client, "/employer/initiatives/")


def test_after_the_end_it_is_read_and_not_answered(door):
    part = asked(door)
    row = Initiative.objects.get(pk=door.row.pk)
    initiatives.end_initiative(row, "Ask sooner.", version=row.version, by=door.mesa_convener)
    client = browser(door.login)
    assert "Ended" in read(client, f"/employer/initiatives/{part.pk}/")
    said = {"reply": "yes", "answer": "accepted"}
    assert client.post(f"/employer/initiatives/{part.pk}/", said).status_code == 403
