"""A protocol from its draft to its readers: written, published with a date, compared, accepted (B3, N11)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.prospects import rules as vetting_rules
from guildhall.prospects.actions import vetting
from guildhall.protocols import actions, queries
from guildhall.protocols.actions import Draft
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.queries import clause_in_force, differences, standing_of, version_before
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
S = Clause.Subject
TITLE = "Vetting protocol"


@pytest.fixture
def draft(cast):
    return actions.start_draft(cast.region, TITLE, by=cast.director)


def published(draft, cast, days=0):
    draft.refresh_from_db()
    return actions.publish_draft(draft, in_force_from=clock.today() + timedelta(days=days), by=cast.director)


def test_the_next_version_begins_with_all_that_the_present_one_says_and_asks(cast, draft):
    assert (draft.number, draft.is_draft) == (2, True)
    now = [(c.number, c.subject, c.parameters) for c in cast.protocol.clauses.all()]
    assert [(c.number, c.subject, c.parameters) for c in draft.clauses.all()] == now
    asked = [c.question for c in draft.clauses.get(subject=S.VETTING_CRITERIA).criteria.all()]
    assert asked == ["Is it registered and active?", "Is liability insurance in force?"]


def test_a_draft_binds_nobody(cast, draft):
    actions.write_clause(draft, Draft("4.1", "Budget", "Few.", S.TOUCH_BUDGET, {"per_employer": 2}), by=cast.director)
    assert clause_in_force(S.TOUCH_BUDGET, cast.mesa) is None
    assert clause_in_force(S.GATES, cast.mesa).protocol == cast.protocol


def test_a_published_draft_holds_from_its_day(cast, draft):
    actions.write_clause(draft, Draft("4.1", "Budget", "Few.", S.TOUCH_BUDGET, {"per_employer": 2}), by=cast.director)
    protocol = published(draft, cast, days=5)
    assert standing_of(protocol)[2] == "Published, not in force yet"
    assert clause_in_force(S.TOUCH_BUDGET, cast.mesa) is None
    assert clause_in_force(S.TOUCH_BUDGET, cast.mesa, protocol.in_force_from).citation == f"{TITLE} v2, 4.1"
    with clock.at(days_from_now(6)):
        assert standing_of(protocol)[2] == "In force"
        assert standing_of(cast.protocol)[2] == "Superseded"


def test_no_rule_is_published_for_yesterday(cast, draft):
    with pytest.raises(Refused, match="today at the earliest"):
        published(draft, cast, days=-1)


def test_a_published_version_does_not_change(cast, draft):
    protocol = published(draft, cast)
    with pytest.raises(Refused, match="does not change"):
        actions.write_clause(protocol, Draft("8", "Late", "Too late."), by=cast.director)
    with pytest.raises(Refused, match="does not change"):
        actions.remove_clause(protocol.clauses.first(), by=cast.director)
    with pytest.raises(Refused, match="does not change"):
        actions.withdraw_draft(protocol, by=cast.director)


def test_one_draft_of_a_title_at_a_time_and_a_withdrawn_one_makes_room(cast, draft):
    with pytest.raises(Refused, match="drafting this protocol already"):
        actions.start_draft(cast.region, TITLE, by=cast.second)
    actions.withdraw_draft(draft, by=cast.second)
    assert actions.start_draft(cast.region, TITLE, by=cast.second).number == 2
    assert [s.drafts for s in queries.shelves(cast.director)] != [[draft]]


def test_what_changed_is_told_clause_by_clause(cast, draft):
    gates = draft.clauses.get(subject=S.GATES)
    actions.write_clause(draft, Draft("2.2", "Two gates", "Both, always.", S.GATES), by=cast.director, clause=gates)
    actions.write_clause(draft, Draft("4.1", "Budget", "Few.", S.TOUCH_BUDGET, {"days": 60}), by=cast.director)
    actions.remove_clause(draft.clauses.get(subject=S.BLIND_MATCH), by=cast.director)
    rows = {d.clause.subject: d for d in differences(draft, version_before(draft))}
    assert rows[S.GATES].lines == [("Text", "Vetted and ready.", "Both, always.")]
    assert rows[S.TOUCH_BUDGET].kind == "new"
    assert rows[S.BLIND_MATCH].kind == "gone"
    assert rows[S.ATTESTATION].kind == "same"


def test_changed_values_and_questions_are_told_in_words(cast, draft):
    attest = draft.clauses.get(subject=S.ATTESTATION)
    said = Draft("3.1", "Attestation", "Existing partners.", S.ATTESTATION, {"also": ["job_developer"]})
    actions.write_clause(draft, said, by=cast.director, clause=attest)
    draft.refresh_from_db()
    asked = draft.clauses.get(subject=S.VETTING_CRITERIA)
    vetting.rewrite_criteria(asked, [("Is it safe?", "")], version=draft.version, by=cast.director)
    rows = {d.clause.subject: d.lines for d in differences(draft, version_before(draft))}
    assert rows[S.ATTESTATION] == [("Besides directors and administrators", "WBL coordinators", "Job developers")]
    assert rows[S.VETTING_CRITERIA][0][2] == "1. Is it safe?"


def test_two_editors_of_a_draft_do_not_overwrite_each_other(cast, draft):
    actions.change_draft(draft, "Mine.", version=draft.version, by=cast.director)
    with pytest.raises(Conflict):
        actions.change_draft(draft, "Yours.", version=draft.version, by=cast.second)


def test_one_clause_speaks_of_a_subject(cast, draft):
    with pytest.raises(Refused, match="one clause a subject"):
        actions.write_clause(draft, Draft("9.9", "Again", "Twice.", S.GATES), by=cast.director)
    with pytest.raises(Refused, match="another number"):
        actions.write_clause(draft, Draft("2.2", "Again", "Twice."), by=cast.director)
    with pytest.raises(Refused, match="out of its limits"):
        actions.write_clause(draft, Draft("9", "B", "No.", S.TOUCH_BUDGET, {"per_employer": 0}), by=cast.director)


def test_clauses_stand_in_the_order_of_their_numbers(cast, draft):
    for number in ("10.1", "9.10", "9.9"):
        actions.write_clause(draft, Draft(number, "Some", "Words."), by=cast.director)
    assert [c.number for c in draft.clauses.all()][-3:] == ["9.9", "9.10", "10.1"]


# ── Answers given so far ──


def test_vetting_under_way_keeps_its_answers_to_questions_carried_over(cast):
    prospect = cast.vetted("Kestrel Aerospace")
    draft = actions.start_draft(cast.region, TITLE, by=cast.director)
    asked = draft.clauses.get(subject=S.VETTING_CRITERIA)
    questions = [("Is it registered and active?", "changed guidance"), ("Is it safe?", "")]
    vetting.rewrite_criteria(asked, questions, version=draft.version, by=cast.director)
    published(draft, cast)
    verdict = vetting_rules.is_vetted(prospect)
    assert verdict.open_points == ("2. Is it safe?",)
    assert verdict.clause == f"{TITLE} v2, 2.1"
    first, second = asked.criteria.all()
    vetting.answer(prospect, second, "yes", "seen", by=cast.director)
    prospect.refresh_from_db()
    assert vetting_rules.is_vetted(prospect)
    vetting.answer(prospect, first, "no", "it is closed", by=cast.director)
    prospect.refresh_from_db()
    assert not vetting_rules.is_vetted(prospect), "the new answer takes the place of the old one"


def test_questions_of_a_published_version_do_not_change(cast):
    clause = cast.clause(S.VETTING_CRITERIA)
    with pytest.raises(Refused, match="does not change"):
        vetting.rewrite_criteria(clause, [("Is it safe?", "")], version=cast.protocol.version, by=cast.director)


# ── Who may ──


@pytest.mark.parametrize("name", ["mesa_wbl", "mesa_teacher", "mesa_admin", "harbor_admin"])
def test_others_do_not_draft_for_the_region(cast, name):
    with pytest.raises(Refused):
        actions.start_draft(cast.region, "Ours", by=cast.people[name])


def local(cast, subject=S.TOUCH_BUDGET, values=None, title="Mesa's own"):
    draft = actions.start_draft(cast.mesa, title, by=cast.mesa_admin)
    actions.write_clause(draft, Draft("1", "Fewer", "We ask less.", subject, values or {}), by=cast.mesa_admin)
    draft.refresh_from_db()
    return actions.publish_draft(draft, in_force_from=clock.today(), by=cast.mesa_admin)


def region_budget(cast, may_refine):
    said = Draft("4.1", "Budget", "Few.", S.TOUCH_BUDGET, {"per_employer": 5}, may_refine)
    draft = actions.start_draft(cast.region, "Contact protocol", by=cast.director)
    actions.write_clause(draft, said, by=cast.director)
    return published(draft, cast)


def test_a_college_refines_what_the_clause_above_allows(cast):
    region_budget(cast, may_refine=True)
    local(cast, values={"per_employer": 3})
    assert clause_in_force(S.TOUCH_BUDGET, cast.mesa).parameters["per_employer"] == 3
    assert clause_in_force(S.TOUCH_BUDGET, cast.harbor).parameters["per_employer"] == 5


def test_a_college_does_not_loosen_it(cast):
    region_budget(cast, may_refine=True)
    with pytest.raises(Refused, match="only be stricter") as refused:
        local(cast, values={"per_employer": 9})
    assert refused.value.verdict.clause == "Contact protocol v1, 4.1"


def test_a_college_does_not_refine_what_leaves_no_room(cast):
    region_budget(cast, may_refine=False)
    with pytest.raises(Refused, match="leaves no room"):
        local(cast, values={"per_employer": 3})


def test_a_college_does_not_rewrite_what_the_region_agrees_on(cast):
    with pytest.raises(Refused, match="agreed by the region"):
        local(cast, subject=S.DEFAULT_AUDIENCE)
    with pytest.raises(Refused, match="has this title"):
        actions.start_draft(cast.mesa, "vetting Protocol", by=cast.mesa_admin)


# ── Read and accepted ──


def test_those_whom_it_binds_are_asked_once_and_the_publisher_sees_who_has_not(cast, draft):
    protocol = published(draft, cast, days=3)
    assert protocol in queries.to_accept(cast.mesa_wbl)
    assert cast.protocol not in queries.to_accept(cast.mesa_wbl), "the newest version is enough"
    actions.accept(protocol, by=cast.mesa_wbl)
    actions.accept(protocol, by=cast.mesa_wbl)
    assert not queries.to_accept(cast.mesa_wbl)
    read, waiting = queries.readers(protocol)
    assert [a.person for a in read] == [cast.mesa_wbl]
    assert cast.harbor_wbl in waiting
    assert cast.mesa_student not in waiting


def test_a_colleges_protocol_binds_its_own_staff_only(cast):
    protocol = local(cast, subject=S.OTHER)
    assert protocol in queries.to_accept(cast.mesa_wbl)
    assert not queries.to_accept(cast.harbor_wbl).filter(pk=protocol.pk)
    with pytest.raises(Refused, match="another institution"):
        actions.accept(protocol, by=cast.harbor_wbl)


def test_a_draft_is_not_accepted(cast, draft):
    with pytest.raises(Refused, match="draft"):
        actions.accept(draft, by=cast.mesa_wbl)


def test_what_is_superseded_is_not_accepted_any_more(cast, draft):
    client, old = cast.client(cast.mesa_wbl), cast.protocol
    assert "This version binds you" in client.get(f"/protocols/{old.pk}/").content.decode()
    new = published(draft, cast)
    assert "This version binds you" not in client.get(f"/protocols/{old.pk}/").content.decode()
    with pytest.raises(Refused, match="later version is in force"):
        actions.accept(old, by=cast.mesa_wbl)
    actions.accept(new, by=cast.mesa_wbl)


def test_who_begins_a_second_draft_is_led_to_the_first(cast, draft):
    typed = {"what": str(cast.protocol.pk)}
    page = cast.client(cast.second).post("/protocols/draft/", typed).content.decode()
    assert "Somebody is drafting this protocol already" in page
    assert f'href="/protocols/{draft.pk}/"' in page


def test_drafts_are_known_to_those_who_may_write_them(cast, draft):
    seen = lambda person: set(Protocol.objects.visible_to(person))  # noqa: E731
    assert draft in seen(cast.second)
    assert draft not in seen(cast.mesa_admin)
    assert cast.protocol in seen(cast.mesa_student)


# ── Pages ──


def test_a_clause_is_written_with_ordinary_fields(cast, draft):
    client = cast.client(cast.director)
    address = f"/protocols/{draft.pk}/clauses/add/?subject=touch_budget"
    page = client.get(address).content.decode()
    assert "Most contacts with one employer" in page
    assert "JSON" not in page
    values = {"number": "4.1", "heading": "Budget", "text": "Few.", "version": draft.version, "p_days": "30"}
    wrong = client.post(address, values | {"p_per_employer": "77", "p_per_contact": "2"}).content.decode()
    assert "Write a number from 1 to 50." in wrong
    assert 'value="77"' in wrong
    answer = client.post(address, values | {"p_per_employer": "4", "p_per_contact": "2"})
    assert answer.status_code == 302
    clause = draft.clauses.get(subject=S.TOUCH_BUDGET)
    assert clause.parameters == {"per_employer": 4, "per_contact": 2, "days": 30, "spread": False}


def test_a_second_editor_gets_a_comparison(cast, draft):
    clause = draft.clauses.get(subject=S.GATES)
    address = f"/protocols/{draft.pk}/clauses/{clause.pk}/"
    actions.write_clause(draft, Draft("2.2", "Gates", "Theirs.", S.GATES), by=cast.second, clause=clause)
    said = {"number": "2.2", "heading": "Gates", "text": "Mine.", "version": draft.version}
    page = cast.client(cast.director).post(address, said).content.decode()
    assert "Theirs." in page
    assert "Mine." in page
