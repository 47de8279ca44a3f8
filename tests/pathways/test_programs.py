"""Programs of study and pathways: kept by each institution, read by all of the staff (D5, D11, B17)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.actions import programs as act
from guildhall.pathways.models import Program
from guildhall.pathways.queries import shelves

pytestmark = pytest.mark.django_db
FACTS = act.ProgramFacts("Registered Nursing", "associate", cip="51.3801", cluster="2024:040200")


def test_a_college_keeps_its_own_programs(cast):
    row = act.enter_program(cast.mesa, FACTS, by=cast.mesa_wbl)
    assert Entry.objects.filter(verb="enter program", object_id=str(row.pk)).exists()
    for who in ("harbor_wbl", "mesa_instructor", "mesa_jobs"):
        with pytest.raises(Refused):
            act.change_program(row, FACTS, version=row.version, by=cast.people[who])
    act.change_program(row, FACTS, version=row.version, by=cast.director)


def test_the_same_program_is_not_entered_twice(cast):
    act.enter_program(cast.mesa, FACTS, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="has a program of this name"):
        act.enter_program(cast.mesa, act.ProgramFacts("registered nursing", "associate"), by=cast.mesa_wbl)
    act.enter_program(cast.harbor, FACTS, by=cast.harbor_wbl)
    act.enter_program(cast.mesa, act.ProgramFacts("Registered Nursing", "certificate"), by=cast.mesa_wbl)


def test_a_program_that_ends_stays_readable(cast):
    row = act.enter_program(cast.mesa, FACTS, by=cast.mesa_wbl)
    ended = act.ProgramFacts("Registered Nursing", "associate", active_to=clock.today() - timedelta(1))
    act.change_program(row, ended, version=row.version, by=cast.mesa_wbl)
    assert not Program.objects.offered().exists()
    assert shelves(cast.mesa_wbl, institution=None) == []
    assert len(shelves(cast.mesa_wbl, institution=cast.mesa, former=True)) == 1


def test_the_second_of_two_editors_is_told(cast):
    row = act.enter_program(cast.mesa, FACTS, by=cast.mesa_wbl)
    act.change_program(row, FACTS, version=1, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        act.change_program(row, FACTS, version=1, by=cast.mesa_admin)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": "  ", "credential": "associate"}, "what the program is called"),
        ({"name": "x", "credential": "associate", "cluster": "2010:1"}, "neither of the two lists"),
    ],
)
def test_what_cannot_be_is_said(cast, facts, said):
    with pytest.raises(Refused, match=said):
        act.enter_program(cast.mesa, act.ProgramFacts(**facts), by=cast.mesa_wbl)


def test_it_ends_after_it_begins(cast):
    today = clock.today()
    facts = act.ProgramFacts("x", "associate", active_from=today, active_to=today - timedelta(1))
    with pytest.raises(Refused, match="before it begins"):
        act.enter_program(cast.mesa, facts, by=cast.mesa_wbl)


def test_a_cluster_is_found_by_its_successor_too(cast):
    act.enter_program(cast.mesa, act.ProgramFacts("Old list", "certificate", cluster="2002:08"), by=cast.mesa_wbl)
    assert len(shelves(cast.mesa_wbl, institution=None, cluster="2024:040200")) == 1
    assert shelves(cast.mesa_wbl, institution=None, cluster="2024:010200") == []


def test_what_was_typed_stays_when_a_code_is_wrong(cast):
    answer = cast.client(cast.mesa_wbl).post("/programs/add/", {
        "name": "Nursing", "credential": "associate", "cip": "1.0102", "institution": str(cast.mesa.pk)})  # fmt: skip
    text = answer.content.decode()
    assert "A spreadsheet took its first nought away: write 01.0102." in text
    assert 'value="Nursing"' in text


def test_a_pathway_joins_programs_of_several_institutions(cast):
    facts = act.PathwayFacts("Nursing", cluster="2024:040200", occupations=("29-1141",))
    path = act.enter_pathway(cast.region, facts, by=cast.director)
    for place, who in ((cast.mesa, "mesa_wbl"), (cast.harbor, "harbor_wbl")):
        named = act.ProgramFacts("Registered Nursing", "associate", pathway=path)
        act.enter_program(place, named, by=cast.people[who])
    text = cast.client(cast.mesa_instructor).get(f"/pathways/{path.pk}/").content.decode()
    assert text.count("Registered Nursing") == 2
    assert "29-1141" in text
    with pytest.raises(Refused):
        act.change_pathway(path, facts, version=path.version, by=cast.mesa_wbl)
