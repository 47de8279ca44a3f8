"""Stakeholders: who they are, their role and stage, their answer, the wrong voice, and whether the voices suffice."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.employers.actions.merging import merge
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.partnerships import coverage
from guildhall.partnerships.actions import stakeholders as actions
from guildhall.partnerships.actions.stakeholders import Answered, Somebody
from guildhall.partnerships.coverage import Voice
from guildhall.partnerships.models import Initiative, Stakeholder
from guildhall.partnerships.queries import stakeholders as queries
from tests.partnerships.building import sector, started, taken_in

pytestmark = pytest.mark.django_db
How = Stakeholder.How


def yes(how=How.SPOKEN, **more):
    return Answered(accepted=True, how=how, on=clock.today(), **more)


def test_handout_1a_keeps_who_they_are_and_their_role_and_stage(cast):
    row = started(cast)
    leader = taken_in(cast, row, name="Dr. Reyes", roles=["decider", "champion"], head=True, authority="decides")
    evidence = {"labor": "Signed by the council", "time": ""}
    doer = taken_in(cast, row, name="Ana Ruiz", roles=["doer"], stages=["policy"], works_for=leader, evidence=evidence)
    assert (doer.body_name, doer.person_name, doer.role_names) == ("State board", "Ana Ruiz", ["Doer"])
    assert {one.consideration: one.shown_by for one in doer.evidence.all()} == evidence
    assert [branch.row for branch in queries.chart([leader, doer])] == [leader]
    assert queries.deciders_without_staff([leader, doer]) == []
    assert queries.deciders_without_staff([leader]) == [leader]


def test_a_circle_in_the_chart_shows_everybody_once(cast):
    row = started(cast)
    first, second = taken_in(cast, row, "One"), taken_in(cast, row, "Two")
    Stakeholder.objects.filter(pk=first.pk).update(works_for=second)
    Stakeholder.objects.filter(pk=second.pk).update(works_for=first)
    rows = list(queries.stakeholders(cast.mesa_convener, row))
    names = []

    def walk(branches):
        for branch in branches:
            names.append(branch.row.pk)
            walk(branch.staff)

    walk(queries.chart(rows))
    assert sorted(names) == sorted([first.pk, second.pk])


def test_the_same_somebody_is_on_the_list_once(cast):
    row = started(cast)
    taken_in(cast, row, name="Ana Ruiz")
    with pytest.raises(Refused, match="already"):
        taken_in(cast, row, "state board", name="ana ruiz")


def test_only_a_shared_employer_has_a_part(cast):
    row = started(cast)
    hidden = cast.prospect("Zenith Ceramics").employer
    for by in (cast.director, cast.mesa_convener):
        with pytest.raises(Refused, match="that is shared"):
            Somebody(employer=hidden).checked(by)
    shared = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    made = taken_in(cast, row, somebody=Somebody(employer=shared, contact=shared.contacts.get()))
    assert (made.person_name, made.body_name) == ("Ortega", "Kestrel Aerospace")


def test_who_does_not_see_the_employer_sees_no_stakeholder_of_it(cast):
    row = started(cast)
    shared = cast.shared("Kestrel Aerospace").employer
    taken_in(cast, row, somebody=Somebody(employer=shared), roles=["decider"])
    assert queries.stakeholders(cast.harbor_wbl, row).count() == 1
    shared.audience = "limited"
    type(shared).objects.filter(pk=shared.pk).update(posted_at=None)
    assert queries.stakeholders(cast.harbor_wbl, row).count() == 0
    line = next(
        lines for category, lines in queries.coverage_of(cast.harbor_wbl, row).sectors if str(category) == "K–12"
    )
    assert not line[0].finding.met  # as if it were not there


def test_a_merge_takes_the_part_along(cast):
    row = started(cast)
    one, other = cast.shared("Kestrel Aerospace").employer, cast.shared("Kestrel Aero").employer
    made = taken_in(cast, row, somebody=Somebody(employer=other))
    merge(one, other, by=cast.director)
    made.refresh_from_db()
    assert made.employer_id == one.pk


def test_the_answer_says_how_and_who_wrote_it_down(cast):
    row = started(cast)
    made = taken_in(cast, row)
    made = actions.record_answer(made, yes(words="Gladly"), version=made.version, by=cast.mesa_admin)
    assert (made.state, made.answered_how, made.recorded_by) == ("accepted", "spoken", cast.mesa_admin)
    ahead = Answered(accepted=True, how=How.SPOKEN, on=clock.today() + timedelta(1))
    with pytest.raises(Refused, match="ahead"):
        actions.record_answer(made, ahead, version=made.version, by=cast.mesa_admin)


def test_where_it_takes_writing_a_word_is_not_enough(cast):
    row = started(cast, acceptance=Initiative.Acceptance.WRITTEN)
    made = taken_in(cast, row)
    with pytest.raises(Refused, match="in writing"):
        actions.record_answer(made, yes(), version=made.version, by=cast.mesa_admin)
    assert actions.record_answer(made, yes(How.WRITTEN), version=made.version, by=cast.mesa_admin).state == "accepted"


def test_the_wrong_voice_is_replaced_with_the_reason(cast):
    row = started(cast)
    wrong, right = taken_in(cast, row, "The wrong one"), taken_in(cast, row, "The right one")
    with pytest.raises(Refused, match="why"):
        actions.replace_stakeholder(wrong, " ", right, version=wrong.version, by=cast.mesa_convener)
    actions.replace_stakeholder(wrong, "No say in budgets", right, version=wrong.version, by=cast.mesa_convener)
    assert list(queries.stakeholders(cast.mesa_convener, row)) == [right]
    assert [one.because for one in queries.stakeholders(cast.mesa_convener, row, "gone")] == ["No say in budgets"]


def test_the_lists_are_kept_by_who_convenes_for_the_territory(cast):
    started(cast)
    with pytest.raises(Refused):
        actions.keep_category("Faith", "", by=cast.mesa_convener)
    made = actions.keep_category("Faith groups", "Parishes", by=cast.director)
    actions.keep_category("Faith", "", row=made, retired=True, version=made.version, by=cast.director)
    assert "Faith" not in [one.name for one in queries.categories()]


# ── Coverage (N15) ───────────────────────────────────────────────────


def test_the_rules_of_document_002_are_red_then_green_in_words(cast):
    row = started(cast)
    actions.set_coverage({"deciders": 1, "doers": 1, "connectors": 1, "champions": 0, "heads": 0}, by=cast.director)
    before = queries.coverage_of(cast.mesa_convener, row)
    lines = {category.name: lines for category, lines in before.sectors}["Postsecondary"]
    assert [str(line.words) for line in lines] == [
        "0 decision makers; at least 1 is needed",
        "0 doers; at least 1 is needed",
    ]
    assert "Community or technical colleges" in lines[0].add  # whom Table 2 names
    for category in queries.categories():
        taken_in(cast, row, f"Of {category}", category.name, roles=["decider", "doer", "connector"])
    after = queries.coverage_of(cast.mesa_convener, row)
    assert after.lacking == 0 < before.lacking
    assert not after.overall[0].finding.confirmed  # nobody has accepted yet
    assert {line.finding.rule for line in after.overall} == {"connectors"}  # a rule that asks for nobody is left out


def test_everybody_is_a_champion_or_as_many_as_the_territory_asks_for(cast):
    """E6: in percent of those with a part; who is none yet is named."""
    row = started(cast)
    for n in range(3):
        taken_in(cast, row, f"Body {n}", name=f"Person {n}", roles=["champion"] if n else ["doer"])
    find = lambda: next(  # noqa: E731
        line for line in queries.coverage_of(cast.mesa_convener, row).overall if line.finding.rule == "champions"
    )
    assert (find().words, list(find().add)) == ("2 champions; at least 3 are needed", ["Person 0"])
    actions.set_coverage({"champions": 60}, by=cast.director)
    assert find().finding.met and find().finding.least == 2
    actions.set_coverage({"champions": 0}, by=cast.director)
    rules = {line.finding.rule for line in queries.coverage_of(cast.mesa_convener, row).overall}
    assert rules == {"connectors", "heads"}, "a rule that asks for nobody is left out"


def test_whoever_declined_or_was_replaced_covers_nothing(cast):
    row = started(cast)
    made = taken_in(cast, row, roles=["decider"])
    find = lambda: next(  # noqa: E731
        lines[0].finding
        for category, lines in queries.coverage_of(cast.mesa_convener, row).sectors
        if category == sector("K–12")
    )
    assert find().met
    no = Answered(accepted=False, how=How.SPOKEN, on=clock.today())
    actions.record_answer(made, no, version=made.version, by=cast.mesa_convener)
    assert not find().met


VOICES = st.lists(
    st.builds(
        Voice,
        key=st.integers(),
        sector=st.sampled_from("ABC"),
        roles=st.frozensets(st.sampled_from(["champion", "connector", "decider", "doer"])),
        head=st.booleans(),
        accepted=st.booleans(),
    ),
    max_size=12,
)


@given(VOICES, st.integers(0, 3), st.integers(0, 3))
def test_each_rule_is_met_exactly_when_enough_are_there(voices, deciders, connectors):
    least = {"deciders": deciders, "connectors": connectors}
    findings = {(one.rule, one.sector): one for one in coverage.judge(voices, "ABC", least)}
    for part in "ABC":
        there = [v for v in voices if v.sector == part and "decider" in v.roles]
        if deciders:
            assert findings["deciders", part].met == (len(there) >= deciders)
            assert findings["deciders", part].confirmed == (len([v for v in there if v.accepted]) >= deciders)
        else:
            assert ("deciders", part) not in findings
    connecting = sum("connector" in voice.roles for voice in voices)
    assert not connectors or findings["connectors", None].lacking == max(connectors - connecting, 0)


def test_two_who_set_the_rules_at_once_keep_what_each_changed(cast):
    started(cast)
    client = cast.client(cast.director)
    seen = {"deciders": 1, "doers": 2, "connectors": 2, "champions": 100, "heads": 1}
    read = {f"initial-{key}": number for key, number in seen.items()}
    client.post("/initiatives/lists/", read | seen | {"doers": 3})
    client.post("/initiatives/lists/", read | seen | {"heads": 4})
    assert queries.least() == seen | {"doers": 3, "heads": 4}
    page = client.get("/initiatives/lists/").content.decode()
    assert 'name="initial-doers" value="3"' in page
