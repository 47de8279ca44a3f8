"""What is recommended may be done, and what counts as avoided was (C28, M27, N3)."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions import asking, holding, relating
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import AvoidedContact
from guildhall.engagements.queries.relations import long_quiet, next_opportunities
from guildhall.lib import clock

pytestmark = pytest.mark.django_db


def log(cast, employer, *, days=200, who="harbor_wbl", institution=None):
    said = Happening("visit", "A tour", clock.today() - timedelta(days), themes=("Tours",))
    record_engagement(employer, said, by=cast.people[who], institution=institution or cast.harbor)


@pytest.fixture
def kestrel(cast):
    employer = cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer
    log(cast, employer)
    return employer


def recommended(cast):
    return [row.employer.name for row in next_opportunities(cast.mesa_wbl)], [e.name for e in long_quiet(cast.mesa_wbl)]


def test_an_employer_that_may_be_asked_is_recommended(cast, kestrel):
    """The control of the next one."""
    assert recommended(cast) == (["Kestrel Aerospace"], ["Kestrel Aerospace"])


@pytest.mark.parametrize("why", ["over the budget", "asked for quiet", "never again", "resting"])
def test_nobody_is_recommended_whom_one_may_not_ask(cast, kestrel, why):
    if why == "over the budget":
        for n in range(6):
            plan = asking.Plan("call", clock.today() + timedelta(n), f"Ask {n}")
            with pytest.raises(asking.NotNow) if n >= 3 else _nothing():
                asking.plan_ask(kestrel, plan, by=cast.harbor_wbl, institution=cast.harbor)
    elif why == "asked for quiet":
        holding.set_limit(kestrel, {"paused_until": clock.today() + timedelta(9), "said": "Ortega"}, by=cast.director)
    elif why == "never again":
        holding.set_limit(kestrel, {"most": 0, "days": 30, "said": "Ortega"}, by=cast.director)
    else:
        lesson = relating.Lesson(clock.today(), "moved away", "ask earlier")
        relating.end_relationship(kestrel, lesson, by=cast.harbor_wbl, institution=cast.harbor)
    assert recommended(cast) == ([], [])


class _nothing:  # noqa: N801
    def __enter__(self):
        return None

    def __exit__(self, *what):
        return False


def refused(cast, kestrel, who):
    plan = asking.Plan("call", clock.today(), "Internships")
    with pytest.raises(asking.NotNow):
        asking.plan_ask(kestrel, plan, by=cast.people[who], institution=cast.mesa)


def test_a_contact_avoided_counts_once_for_an_institution(cast, kestrel):
    holding.set_limit(kestrel, {"most": 0, "days": 30, "said": "Ortega"}, by=cast.director)
    for who in ("mesa_wbl", "mesa_jobs", "mesa_wbl"):
        refused(cast, kestrel, who)
    with clock.at(clock.now() + timedelta(days=3)):
        refused(cast, kestrel, "mesa_cases")
    assert AvoidedContact.objects.count() == 1


def test_it_was_none_when_the_contact_is_made_all_the_same(cast, kestrel):
    holding.set_limit(kestrel, {"most": 0, "days": 30, "said": "Ortega"}, by=cast.director)
    refused(cast, kestrel, "mesa_wbl")
    log(cast, kestrel, days=0, who="harbor_wbl")  # another institution's contact changes nothing
    assert AvoidedContact.objects.count() == 1
    log(cast, kestrel, days=0, who="mesa_jobs", institution=cast.mesa)
    assert not AvoidedContact.objects.exists()


def test_a_visit_of_theirs_is_no_contact_of_ours(cast, kestrel):
    holding.set_limit(kestrel, {"most": 0, "days": 30, "said": "Ortega"}, by=cast.director)
    refused(cast, kestrel, "mesa_wbl")
    said = Happening("call", "They called", clock.today(), direction="theirs")
    record_engagement(kestrel, said, by=cast.mesa_jobs, institution=cast.mesa)
    assert AvoidedContact.objects.count() == 1
