"""The action plan: lines, who sees to them, what waits for what, how far they are (E9, F12)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.partnerships.actions import planning as actions
from guildhall.partnerships.actions.planning import Planned, Report
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.models import Activity
from guildhall.partnerships.queries import planning as queries
from guildhall.people.models import Notice
from tests.partnerships.building import started

pytestmark = pytest.mark.django_db


def line(cast, row, title="Write the charter", **more):
    return actions.plan_activity(row, Planned(title, "process", **more), by=cast.mesa_convener)


def test_whoever_sees_to_it_is_told_and_finds_it(cast):
    row = started(cast)
    made = line(cast, row, person=cast.harbor_wbl, due_on=clock.today())
    assert Notice.objects.filter(person=cast.harbor_wbl, event="activity given").count() == 1
    assert list(queries.mine(cast.harbor_wbl)) == [made]
    said = Report("done", result="Signed by all")
    made = actions.report_activity(made, said, version=made.version, by=cast.harbor_wbl)
    assert (made.state, made.result) == ("done", "Signed by all")
    assert not queries.mine(cast.harbor_wbl)


def test_others_do_not_report_on_it(cast):
    made = line(cast, started(cast), person=cast.harbor_wbl)
    with pytest.raises(Refused):
        actions.report_activity(made, Report("done", result="Done"), version=made.version, by=cast.harbor_admin)


def test_done_and_dropped_say_what_came_of_it(cast):
    made = line(cast, started(cast))
    for state, words in (("done", "what came of it"), ("dropped", "why it is dropped")):
        with pytest.raises(Refused, match=words):
            actions.report_activity(made, Report(state), version=made.version, by=cast.mesa_convener)


def test_lines_do_not_wait_for_each_other_in_a_circle(cast):
    row = started(cast)
    first = line(cast, row, "First")
    second = line(cast, row, "Second", after=(first,))
    third = line(cast, row, "Third", after=(second,))
    with pytest.raises(Refused, match="wait for each other"):
        actions.change_activity(first, Planned("First", "process", after=(third,)), version=1, by=cast.mesa_convener)
    other = line(cast, started(cast, "Another"), "Elsewhere")
    with pytest.raises(Refused, match="same plan"):
        line(cast, row, "Fourth", after=(other,))


def test_what_is_late_rises_to_who_leads(cast):
    row = started(cast)
    made = line(cast, row, person=cast.harbor_wbl, due_on=clock.today() - timedelta(1))
    assert list(queries.waiting_for(cast.mesa_convener)) == [made]
    assert made.is_late


def test_ticked_responsibilities_come_into_the_plan_once(cast):
    row = started(cast, stages=["policy"])
    offered = queries.responsibilities(row)
    assert [stage for stage, _lines in offered] == [Stage.POLICY]
    keys = [key for key, _words in offered[0][1]]
    actions.take_responsibilities(row, keys[:2], by=cast.mesa_convener)
    assert Activity.objects.filter(initiative=row, stage="policy").count() == 2
    assert [key for _stage, lines in queries.responsibilities(row) for key, _words in lines] == keys[2:]
    with pytest.raises(Refused, match="at least one"):
        actions.take_responsibilities(row, ["policy:99", "nothing"], by=cast.mesa_convener)
