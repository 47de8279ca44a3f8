"""What a draft would do, counted before it does it: the same afterwards, and by plain counting (N11)."""

from datetime import timedelta

import pytest

from guildhall.employers.actions.posting import settle_default_audiences
from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from guildhall.prospects.actions import promoting, vetting
from guildhall.protocols import actions
from guildhall.protocols.actions import Draft
from guildhall.protocols.models import Clause
from guildhall.stewardship.simulation import simulate
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
S = Clause.Subject


@pytest.fixture
def region(cast):
    """Two colleges and a district; six shared employers, one of them by exception, and one restricted."""
    district = found("Valley District", "district", parent=cast.region, by=None, code="VD")
    cast.add("valley_jobs", Role.JOB_DEVELOPER, district)
    for n in range(4):
        cast.shared(f"Shared {n}")
    cast.shared("Mesa's own", holder=cast.mesa, by=cast.mesa_wbl)
    promoting.promote(cast.ready("Excepted"), by=cast.director, audience=[cast.harbor], reason="they asked")
    cast.prospect("Restricted")
    return district


def drafted(cast, subject, values, number="7.1"):
    draft = actions.start_draft(cast.region, "Vetting protocol", by=cast.director)
    old = draft.clauses.filter(subject=subject).first()
    said = Draft(old.number if old else number, "A rule", "Agreed.", subject, values)
    actions.write_clause(draft, said, by=cast.director, clause=old)
    draft.refresh_from_db()
    return draft


def seen(cast):
    """By person: who sees which shared employers."""
    return {
        name: set(Employer.objects.shared_with(cast.people[name]).values_list("pk", flat=True))
        for name in ("mesa_wbl", "harbor_wbl", "valley_jobs", "director", "administrator")
    }


def test_it_says_what_publishing_then_does(cast, region):
    draft = drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "kinds", "kinds": ["college"]})
    before = seen(cast)
    told = simulate(draft, by=cast.director).sight
    assert seen(cast) == before, "a simulation changes nothing"
    assert told.hidden == 5
    assert [(place.code, n) for place, n in told.hidden_from] == [("VD", 5)]
    assert len(told.examples) == 5
    actions.publish_draft(draft, in_force_from=clock.today(), by=cast.director)
    settle_default_audiences()
    after = seen(cast)
    assert len(before["valley_jobs"] - after["valley_jobs"]) == 5
    assert after == before | {"valley_jobs": set()}
    assert simulate(draft, by=cast.director).sight.hidden == 0


def test_an_exception_stays_as_it_was_recorded(cast, region):
    draft = drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "kinds", "kinds": ["district"]})
    told = simulate(draft, by=cast.director).sight
    assert {(place.code, n) for place, n in told.hidden_from} == {("HPC", 5), ("MGC", 4)}, "Mesa keeps what it entered"
    actions.publish_draft(draft, in_force_from=clock.today(), by=cast.director)
    settle_default_audiences()
    harbor = Employer.objects.shared_with(cast.harbor_wbl).values_list("name", flat=True)
    assert list(harbor) == ["Excepted"]


def test_a_wider_audience_is_told_too(cast, region):
    drafts = drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "kinds", "kinds": ["college"]})
    actions.publish_draft(drafts, in_force_from=clock.today(), by=cast.director)
    settle_default_audiences()
    told = simulate(drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "all"}), by=cast.director).sight
    assert (told.hidden, told.opened) == (0, 5)


def test_it_comes_into_force_on_its_day_and_not_before(cast, region):
    draft = drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "kinds", "kinds": ["college"]})
    actions.publish_draft(draft, in_force_from=clock.today() + timedelta(days=2), by=cast.director)
    assert settle_default_audiences() == 0
    with clock.at(days_from_now(2)):
        assert settle_default_audiences() == 6
        assert settle_default_audiences() == 0
        assert not Employer.objects.shared_with(cast.valley_jobs)


def test_a_new_employer_is_posted_to_whom_the_clause_says(cast, region):
    draft = drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "kinds", "kinds": ["college"]})
    actions.publish_draft(draft, in_force_from=clock.today(), by=cast.director)
    cast.protocol = draft
    employer = cast.shared("Brand new").employer
    assert employer.default_audience == ["college"]
    assert employer in Employer.objects.shared_with(cast.mesa_teacher)
    assert employer not in Employer.objects.shared_with(cast.valley_jobs)


def test_budgets_are_counted_as_plain_counting_does(cast, region):
    employer = Employer.objects.get(name="Shared 0")
    for n in range(4):
        happening = Happening(kind="call", summary=f"call {n}", happened_on=clock.today() - timedelta(days=n))
        record_engagement(employer, happening, by=cast.mesa_wbl, institution=cast.mesa)
    old = Happening(kind="call", summary="long ago", happened_on=clock.today() - timedelta(days=40))
    record_engagement(employer, old, by=cast.mesa_wbl, institution=cast.mesa)
    budgets = simulate(drafted(cast, S.TOUCH_BUDGET, {"per_employer": 3, "days": 30}), by=cast.director).budgets
    assert [b.employers for b in budgets] == [0, 1]
    assert [b.contacts for b in budgets] == [0, 0]


def test_a_budget_that_stays_is_no_change(cast, region):
    assert simulate(drafted(cast, S.TOUCH_BUDGET, {"per_employer": 6}), by=cast.director).budgets is None


def test_exceptions_that_last_longer_than_allowed_are_counted_and_new_ones_refused(cast, region):
    draft = drafted(cast, S.AUDIENCE_EXCEPTION, {"longest": 30})
    assert simulate(draft, by=cast.director).exceptions == 1
    actions.publish_draft(draft, in_force_from=clock.today(), by=cast.director)
    cast.protocol = draft
    prospect = cast.ready("Later")
    with pytest.raises(Exception, match="30 days at most") as refused:
        promoting.promote(prospect, by=cast.director, audience=[cast.mesa], reason="they asked")
    assert refused.value.verdict.clause == "Vetting protocol v2, 2.4"
    until = clock.today() + timedelta(days=30)
    promoting.promote(prospect, by=cast.director, audience=[cast.mesa], reason="they asked", until=until)


def test_vettings_under_way_that_would_meet_new_questions(cast, region):
    cast.vetted("Under way")
    draft = actions.start_draft(cast.region, "Vetting protocol", by=cast.director)
    assert simulate(draft, by=cast.director).vettings is None
    asked = draft.clauses.get(subject=S.VETTING_CRITERIA)
    vetting.rewrite_criteria(asked, [("Is it safe?", "")], version=draft.version, by=cast.director)
    told = simulate(draft, by=cast.director).vettings
    assert (told.questions, told.under_way) == (1, 1)


def test_the_page_says_it(cast, region):
    draft = drafted(cast, S.DEFAULT_AUDIENCE, {"audience": "kinds", "kinds": ["college"]})
    page = cast.client(cast.director).get(f"/protocols/{draft.pk}/simulation/").content.decode()
    assert "5 employers would become hidden" in page
    assert "from 1 institution." in page
