"""Meetings and agreements of an initiative: a kickoff with everybody who has a part, others linked (E13, F11)."""

from datetime import time, timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions.planning import Planned, plan_meeting
from guildhall.meetings.models import Meeting
from guildhall.partnerships.actions import linking as actions
from guildhall.partnerships.actions.stakeholders import Somebody, replace_stakeholder
from guildhall.partnerships.models import InitiativeMeeting
from guildhall.partnerships.queries import linked as queries
from tests.partnerships.building import started, taken_in

pytestmark = pytest.mark.django_db


def planned(title="Kickoff"):
    day = clock.today() + timedelta(20)
    return Planned(title, clock.moment_of(day, time(9)), clock.moment_of(day, time(11)))


def test_the_kickoff_has_everybody_who_has_a_part_with_their_role(cast):
    row = started(cast)
    kestrel = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    taken_in(cast, row, name="Ana Ruiz", email="ana@board.example", roles=["decider"], responsibilities="Sign it")
    taken_in(cast, row, somebody=Somebody(employer=kestrel, contact=kestrel.contacts.get()), roles=["champion"])
    taken_in(cast, row, "Nobody by name")
    wrong = taken_in(cast, row, "Another", name="The wrong voice")
    replace_stakeholder(wrong, "No say", None, version=1, by=cast.mesa_convener)
    meeting = actions.plan_kickoff(row, planned(), kickoff=True, by=cast.mesa_convener)
    asked = {one.name: one.role for one in meeting.participants.all()}
    assert asked == {"Ana Ruiz": "Decision maker. Sign it", "Ortega": "Champion"}
    assert not meeting.participants.exclude(invited_at=None).exists()  # nobody is written to yet
    assert [one.meeting for one in queries.meetings_of(cast.mesa_convener, row)] == [meeting]


def test_who_has_two_parts_is_asked_once_for_both(cast):
    row = started(cast)
    kestrel = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "email": "ama@k.example"}).employer
    taken_in(cast, row, "The college", name="Ana Ruiz", email="office@board.example", roles=["decider"])
    taken_in(cast, row, "The board", name="Ana Ruiz", email="OFFICE@board.example", roles=["champion"])
    taken_in(cast, row, somebody=Somebody(employer=kestrel, contact=kestrel.contacts.get()), roles=["champion"])
    taken_in(cast, row, "A club", name="Ama O.", email="ama@k.example", roles=["decider"])
    meeting = actions.plan_kickoff(row, planned(), kickoff=True, by=cast.mesa_convener)
    assert {one.name: sorted(one.role.splitlines()) for one in meeting.participants.all()} == {
        "Ana Ruiz": ["Champion", "Decision maker"],
        "Ortega": ["Champion", "Decision maker"],
    }


def test_a_meeting_belongs_to_one_initiative_and_is_seen_by_its_own_rules(cast):
    row, other = started(cast), started(cast, "Another")
    meeting = plan_meeting(planned(), institution=cast.mesa, by=cast.mesa_convener)
    assert list(queries.meetings_to_link(cast.mesa_convener)) == [meeting]
    made = actions.link_meeting(row, meeting, by=cast.mesa_convener)
    assert not queries.meetings_to_link(cast.mesa_convener)
    with pytest.raises(Refused, match="already"):
        actions.link_meeting(other, meeting, by=cast.mesa_convener)
    assert InitiativeMeeting.objects.visible_to(cast.mesa_wbl).exists()  # of their own institution
    assert not InitiativeMeeting.objects.visible_to(cast.harbor_wbl).exists()
    actions.unlink_meeting(made, by=cast.mesa_convener)
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_nobody_links_a_meeting_that_others_organize(cast):
    row = started(cast)
    theirs = plan_meeting(planned(), institution=cast.harbor, by=cast.harbor_admin)
    with pytest.raises(Refused, match="that you organize"):
        actions.link_meeting(row, theirs, by=cast.mesa_convener)
    page = cast.client(cast.mesa_convener).post(
        f"/initiatives/{row.pk}/together/", {"link-meeting": "yes", "meeting": str(theirs.pk)}
    )
    assert page.status_code == 200
    assert not InitiativeMeeting.objects.exists()
