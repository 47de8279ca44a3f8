"""Each institution chooses the skills by which it evaluates; evaluations of before keep theirs (journey 4)."""

import re

import pytest

from guildhall.lib.verdicts import Conflict, Refused
from guildhall.supervision.actions.choosing import MOST_OWN, choose_skills
from guildhall.supervision.actions.planning import PlanFacts, keep_plan
from guildhall.supervision.actions.visiting import Said, note_evaluation
from guildhall.supervision.models import ChosenSkills, Evaluation
from guildhall.supervision.queries.skills import skills_for
from tests.supervision.placed import placed

pytestmark = pytest.mark.django_db


def rated(placement, moment):
    return Evaluation.objects.get(placement=placement, moment=moment).rated


def test_new_evaluations_ask_for_what_was_chosen_and_past_ones_keep_theirs(cast):
    row = placed(cast).placement
    note_evaluation(row, "midterm", Said({"teamwork": 3}), "Ama", by=cast.mesa_wbl)
    choose_skills(cast.mesa, "employability", ["Safety at work", "  ", "Safety at work"], version=0, by=cast.mesa_wbl)
    skills = skills_for(cast.mesa, None)
    own = skills.skills[-1]
    assert skills.code == "employability" and own[1] == "Safety at work"
    note_evaluation(row, "final", Said({own[0]: 4, "teamwork": 1}), "Ama", by=cast.mesa_wbl)
    assert rated(row, "midterm") == [("Teamwork", 3)]
    assert rated(row, "final") == [("Safety at work", 4)], "what was not asked for is not kept"
    choose_skills(cast.mesa, "nace", [], version=1, by=cast.mesa_wbl)
    assert rated(row, "final") == [("Safety at work", 4)]
    page = cast.client(cast.mesa_wbl).get(f"/placements/{row.pk}/visits/").content.decode()
    assert "Safety at work" in page


def test_the_plan_of_a_placement_may_name_another_list(cast):
    row = placed(cast).placement
    choose_skills(cast.mesa, "employability", ["Safety"], version=0, by=cast.mesa_wbl)
    plan = keep_plan(row, PlanFacts(framework="nace"), version=0, by=cast.mesa_wbl)
    assert skills_for(cast.mesa, plan).code == "nace"
    plan = keep_plan(row, PlanFacts(), version=1, by=cast.mesa_wbl)
    assert skills_for(cast.mesa, plan).code == "employability"
    assert skills_for(cast.harbor, None).code == "nace", "another college chose nothing"


def test_what_a_form_asked_for_is_kept_though_others_were_chosen_meanwhile(cast):
    row, client = placed(cast).placement, cast.client(cast.mesa_wbl)
    choose_skills(cast.mesa, "nace", ["Safety at work"], version=0, by=cast.mesa_wbl)
    path = f"/placements/{row.pk}/evaluations/add/"
    seal = re.search(r'name="asked" value="([^"]+)"', client.get(path).content.decode())[1]
    safety = skills_for(cast.mesa, None).skills[-1][0]
    choose_skills(cast.mesa, "employability", [], version=1, by=cast.mesa_cases)
    said = {"moment": "midterm", "name": "Ama", "skill-teamwork": "3", f"skill-{safety}": "4", "asked": seal}
    assert client.post(path, said).status_code == 302
    assert rated(row, "midterm") == [("Teamwork", 3), ("Safety at work", 4)]
    forged = said | {"moment": "final", "asked": seal[:-1] + "x", "skill-systems": "2"}
    assert client.post(path, forged).status_code == 302
    assert rated(row, "final") == [("Systems thinking", 2)], "what nobody sealed is not asked for"


def test_what_another_evaluation_asked_for_is_not_taken(cast):
    """A seal of an earlier placement would let somebody answer what this institution never chose."""
    first, second = placed(cast).placement, placed(cast, name="Bo").placement
    client = cast.client(cast.mesa_wbl)
    path = "/placements/{}/evaluations/add/"
    choose_skills(cast.mesa, "nace", [], version=0, by=cast.mesa_wbl)
    page = client.get(path.format(first.pk)).content.decode()
    seal = re.search(r'name="asked" value="([^"]+)"', page)[1]
    choose_skills(cast.mesa, "employability", [], version=1, by=cast.mesa_wbl)
    said = {"moment": "midterm", "name": "Ama", "skill-teamwork": "3", "skill-systems": "2", "asked": seal}
    for row, kept in ((first, [("Teamwork", 3)]), (second, [("Systems thinking", 2)])):
        assert client.post(path.format(row.pk), said).status_code == 302
        assert rated(row, "midterm") == kept


def test_only_the_own_staff_chooses_and_nobody_overwrites_another(cast):
    with pytest.raises(Refused):
        choose_skills(cast.mesa, "nace", [], version=0, by=cast.harbor_wbl)
    with pytest.raises(Refused):
        choose_skills(cast.mesa, "nonsense", [], version=0, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        choose_skills(cast.mesa, "nace", [f"Skill {n}" for n in range(MOST_OWN + 1)], version=0, by=cast.mesa_wbl)
    choose_skills(cast.mesa, "nace", ["Safety"], version=0, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        choose_skills(cast.mesa, "nace", [], version=0, by=cast.mesa_cases)
    assert ChosenSkills.objects.get().own == ["Safety"]


def test_the_page_keeps_what_was_typed_where_it_is_too_much(cast):
    client, many = cast.client(cast.mesa_wbl), "\n".join(f"Skill {n}" for n in range(MOST_OWN + 1))
    answer = client.post("/papers/skills/", {"framework": "nace", "own": many, "version": 0})
    assert answer.status_code == 200 and "Skill 12" in answer.content.decode()
    assert client.post("/papers/skills/", {"framework": "nace", "own": "Safety", "version": 0}).status_code == 302
    assert "Safety" in client.get("/papers/skills/").content.decode()
