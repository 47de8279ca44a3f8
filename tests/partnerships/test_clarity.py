"""Who does what among partner organizations, and where nobody or several do (F24)."""

from datetime import timedelta

import pytest

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.partnerships.actions import linking, planning
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.stakeholders import Somebody
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.queries.clarity import who_does_what
from tests.agreements.drawn import drawn, duty, signed, theirs
from tests.partnerships.building import started, taken_in
from tests.partnerships.telling import accepts

pytestmark = pytest.mark.django_db


def found(cast, row, by=None):
    return who_does_what(by or cast.mesa_convener, row)


def partner(clarity, name):
    return next(one for one in clarity.partners if one.name == name)


def test_each_organization_stands_once_with_roles_and_lines_in_each_part(cast):
    row = started(cast, stages=["process", "policy"])
    part = accepts(cast, row, "State board", name="Ana", roles=["decider"], stages=["policy"])
    accepts(cast, row, "State board", name="Ben", roles=["doer"], stages=["process", "policy"])
    by = cast.mesa_convener
    planning.plan_activity(row, Planned("Write the rules", "policy", stakeholder=part), by=by)
    planning.plan_activity(row, Planned("Hold the kickoff", "process", person=by), by=by)
    clarity = found(cast, row)
    assert clarity.stages == [Stage.PROCESS, Stage.POLICY]
    assert [one.name for one in clarity.partners] == [cast.mesa.name, "State board"]
    board, us = partner(clarity, "State board"), clarity.partners[0]
    assert us.convenes
    assert board.cells[Stage.POLICY].roles == ["Decision maker", "Doer"]
    assert board.cells[Stage.PROCESS].roles == ["Doer"]
    assert [line.title for line in board.cells[Stage.POLICY].lines] == ["Write the rules"]
    assert [line.title for line in us.cells[Stage.PROCESS].lines] == ["Hold the kickoff"]


def test_a_name_that_was_typed_is_the_record_of_that_name(cast):
    """One organization stands once, though somebody typed its name in the initiative; two records stay two."""
    row = started(cast)
    accepts(cast, row, "Two rivers  chamber", name="Dale", roles=["connector"], stages=["process"])
    chamber = cast.shared("Two Rivers Chamber").employer
    taken_in(cast, row, somebody=Somebody(employer=chamber), roles=["doer"], stages=["process"])
    [one] = [one for one in found(cast, row).partners if not one.convenes]
    assert (one.name, one.cells[Stage.PROCESS].roles) == ("Two Rivers Chamber", ["Connector", "Doer"])
    second = cast.shared("Second of the name").employer
    Employer.objects.filter(pk=second.pk).update(name="Two Rivers Chamber")
    taken_in(cast, row, somebody=Somebody(employer=second), roles=["doer"], stages=["process"])
    assert len([one for one in found(cast, row).partners if not one.convenes]) == 3


def test_where_nobody_does_it_is_named(cast):
    row = started(cast, stages=["process", "policy", "capacity"])
    accepts(cast, row, "State board", roles=["doer"], stages=["process"], responsibilities="Drafts")
    accepts(cast, row, "Chamber", roles=["decider"], stages=["policy"], responsibilities="Decides")
    planning.plan_activity(row, Planned("Find the money", "process"), by=cast.mesa_convener)
    assert found(cast, row).nobody == [
        "Process and logistics: nobody decides.",
        "Policy development: nobody does the work.",
        "Capacity building: nobody takes part in it.",
        "“Find the money”: nobody sees to it.",
    ]


def test_where_several_do_it_is_named(cast):
    row, by = started(cast, stages=["policy"]), cast.mesa_convener
    board = accepts(cast, row, "State board", roles=["decider", "doer"], stages=["policy"], responsibilities="x")
    accepts(cast, row, "Chamber", roles=["decider"], stages=["policy"], responsibilities="y")
    line = Planned("Draft it", "policy", person=by, stakeholder=board)
    planning.plan_activity(row, line, by=by)
    clarity = found(cast, row)
    assert clarity.nobody == []
    assert clarity.several == [
        "Policy development: several decide (Chamber, State board). Agree on who has the last word.",
        f"“Draft it”: two see to it, {by} and State board. Agree on who answers for it.",
    ]


def test_two_of_the_same_organization_are_one_that_decides(cast):
    """The control of the one before."""
    row = started(cast, stages=["policy"])
    for name in ("Ana", "Ben"):
        accepts(cast, row, "State board", name=name, roles=["decider", "doer"], stages=["policy"])
    assert found(cast, row).several == []


def test_who_has_accepted_and_has_nothing_to_do_is_named(cast):
    row = started(cast)
    accepts(cast, row, "State board")
    taken_in(cast, row, "Only on the list")
    idle = [words for words in found(cast, row).nobody if "nothing is written" in words]
    assert idle == ["State board has accepted a part, and nothing is written of what it does."]


def test_duties_under_agreements_stand_with_whoever_owes_them(cast):
    row, by = started(cast), cast.mesa_convener
    employer = cast.shared("Kestrel Aerospace").employer
    agreement = drawn(cast, employer, by=by)
    duty(agreement, theirs(agreement), "by_hand", by=by)
    agreement = signed(agreement, by=by)
    linking.link_agreement(row, agreement, by=by)
    clarity = found(cast, row)
    owes = partner(clarity, "Kestrel Aerospace")
    assert owes.duties
    assert "Kestrel Aerospace has duties under an agreement, and no part in the initiative." in clarity.nobody
    accepts(cast, row, "", somebody=Somebody(employer=employer), responsibilities="Hosts")
    clarity = found(cast, row)
    assert not [words for words in clarity.nobody if "no part in the initiative" in words]
    assert partner(clarity, "Kestrel Aerospace").people


def test_nobody_reads_of_an_employer_that_they_do_not_see(cast):
    """A1: also not in what is named as missing; the control sees it."""
    row = started(cast, stages=["policy"])
    hidden = cast.shared("Hidden Works").employer
    part = accepts(cast, row, "", somebody=Somebody(employer=hidden), roles=["decider"], stages=["policy"])
    line = Planned("Open places", "policy", stakeholder=part, due_on=clock.today() + timedelta(9))
    planning.plan_activity(row, line, by=cast.mesa_convener)
    Employer.objects.filter(pk=hidden.pk).update(audience=[cast.mesa.pk])
    path = f"/initiatives/{row.pk}/roles/"
    assert "Hidden Works" not in cast.client(cast.harbor_wbl).get(path).content.decode()
    assert "Hidden Works" in cast.client(cast.mesa_wbl).get(path).content.decode()
    assert "Policy development: nobody takes part in it." in found(cast, row, cast.harbor_wbl).nobody
