"""Outreach: the five elements, purpose before contact, the contact rules, and the answer by a link (E11–E14, N20)."""

from datetime import timedelta

import pytest
import time_machine

from guildhall.engagements.models import Engagement, Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import ReasonNeeded, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.actions import outreach as actions
from guildhall.partnerships.actions.outreach import Message
from guildhall.partnerships.actions.stakeholders import Somebody
from guildhall.partnerships.models import Outreach
from guildhall.people.models import Notice
from tests.partnerships.building import ELEMENTS, complete, started, taken_in

pytestmark = pytest.mark.django_db


def message(**more):
    return Message(**({"way": "mail", "subject": "Join us"} | ELEMENTS | more))


def sent(cast, row, **more):
    return actions.reach_out(row, message(**more), by=cast.mesa_convener)


def link_of(kind="outreach to a stakeholder"):
    mail = OutgoingEmail.objects.filter(kind=kind).latest("queued_at")
    return next(word for word in mail.text.split() if "/part/" in word).split("/part/")[1].strip("/")


@pytest.fixture
def stakeholder(cast):
    return taken_in(cast, complete(cast, started(cast)), name="Ana Ruiz", email="ana@board.example")


def test_a_missing_element_is_named_and_goes_only_with_a_reason(cast, stakeholder):
    with pytest.raises(ReasonNeeded, match="important dates"):
        sent(cast, stakeholder, dates=" ")
    assert not OutgoingEmail.objects.exists()
    made = actions.reach_out(stakeholder, message(dates=""), because="They follow on Monday", by=cast.mesa_convener)
    assert (made.missing, made.because) == (["dates"], "They follow on Monday")


def test_nobody_is_contacted_before_purpose_profile_and_plan_without_a_reason(cast):
    row = taken_in(cast, started(cast, purpose="x", why=""), email="ana@board.example")
    with pytest.raises(ReasonNeeded, match="why it is done, a profile of whom you look for, an action plan"):
        sent(cast, row)


def test_nothing_missing_needs_no_reason(cast, stakeholder):
    made = sent(cast, stakeholder)
    assert made.missing == []
    mail = OutgoingEmail.objects.get()
    assert mail.to == "ana@board.example"
    for words in ELEMENTS.values():
        assert words in mail.text
    stakeholder.refresh_from_db()
    assert stakeholder.state == "asked"


def test_the_link_answers_without_an_account_and_opening_it_changes_nothing(cast, stakeholder, client):
    sent(cast, stakeholder)
    secret = link_of()
    page = client.get(f"/part/{secret}/")
    assert page.status_code == 200
    assert "You decide with us." in page.content.decode()
    stakeholder.refresh_from_db()
    assert stakeholder.state == "asked"
    client.post(f"/part/{secret}/", {"answer": "accepted", "words": "Gladly"})
    stakeholder.refresh_from_db()
    assert (stakeholder.state, stakeholder.answered_how, stakeholder.answer) == ("accepted", "link", "Gladly")
    assert stakeholder.recorded_by is None
    assert Notice.objects.filter(person=cast.mesa_convener, event="stakeholder answered").exists()
    client.post(f"/part/{secret}/", {"answer": "declined", "words": ""})
    stakeholder.refresh_from_db()
    assert stakeholder.state == "declined"


def test_the_link_ends(cast, stakeholder, client):
    sent(cast, stakeholder)
    secret = link_of()
    with time_machine.travel(clock.now() + timedelta(61)):
        assert client.get(f"/part/{secret}/").status_code == 404
        assert client.post(f"/part/{secret}/", {"answer": "accepted"}).status_code == 404
    assert client.get("/part/nothing/").status_code == 404


def test_a_letter_to_a_contact_is_a_touch_under_the_budget(cast):
    row = complete(cast, started(cast))
    kestrel = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "email": "o@kestrel.example"}).employer
    made = taken_in(cast, row, somebody=Somebody(employer=kestrel, contact=kestrel.contacts.get()))
    actions.reach_out(made, message(), by=cast.mesa_convener)
    assert Touch.objects.counted().filter(employer=kestrel).count() == 1
    assert Engagement.objects.get(employer=kestrel, kind="email").summary == "Join us"
    assert Outreach.objects.get().engagement.employer == kestrel


def test_what_the_contact_rules_forbid_is_refused_and_nothing_is_sent(cast):
    row = complete(cast, started(cast))
    kestrel = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "email": "o@kestrel.example"}).employer
    made = taken_in(cast, row, somebody=Somebody(employer=kestrel, contact=kestrel.contacts.get()))
    for _n in range(30):
        try:
            actions.reach_out(made, message(), by=cast.mesa_convener)
        except Refused:
            break
    else:
        pytest.fail("no budget forbade the thirty-first letter")
    assert OutgoingEmail.objects.filter(kind="outreach to a stakeholder").count() == Outreach.objects.count()
    assert Outreach.objects.count() == Engagement.objects.filter(employer=kestrel, kind="email").count()


def test_a_typed_address_that_is_a_contacts_goes_by_the_rules_for_them(cast, stakeholder):
    """Whoever sees the contact chooses them; at an employer behind the wall the letter counts, and nobody is told."""
    ana = {"given_name": "Ana", "family_name": "Ruiz", "email": "ana@board.example"}
    employer = cast.prospect("Osprey", holder=cast.mesa, by=cast.mesa_wbl, contact=ana).employer
    sent(cast, stakeholder)
    assert Touch.objects.filter(employer=employer, contact__isnull=False, on=clock.today()).count() == 1
    cast.shared("Kestrel", contact=ana)
    with pytest.raises(Refused, match="choose them from the search"):
        sent(cast, stakeholder)
    assert OutgoingEmail.objects.filter(to="ana@board.example", kind="outreach to a stakeholder").count() == 1


def test_without_an_address_it_is_said(cast):
    row = taken_in(cast, complete(cast, started(cast)))
    with pytest.raises(Refused, match="no e-mail address"):
        sent(cast, row)
    assert not Outreach.objects.exists()
    made = sent(cast, row, way="elsewhere")
    assert (made.secret_hash, OutgoingEmail.objects.count()) == ("", 0)
